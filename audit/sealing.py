"""Binding the log by hashes, and finding the first row that no longer is what was written."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from audit.digest import digest_of
from audit.models import Event, Seal
from audit.redacting import announced_digests, unexplained_redactions


@dataclass(frozen=True)
class Finding:
    """What a verification found first. `row` is the number of the row, None where a whole span disagrees."""

    sentence: str
    row: int | None = None


@transaction.atomic
def seal_log() -> Seal | None:
    """Seals the rows written since the last seal; None where there are none.

    The log is locked against writers meanwhile: a row whose number is lower and that is committed later would
    otherwise fall into a span already sealed."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE audit_event IN SHARE MODE")
    last = Seal.objects.select_for_update().last()
    digest, rows, first, end = _chain(last.digest if last else "", last.last_id if last else 0, None)
    if not rows:
        return None
    return Seal.objects.create(first_id=first, last_id=end, rows=rows, digest=digest)


def verify_log() -> Finding | None:
    """The first thing wrong with the log, or None: a row whose content is not what was written, a seal whose rows are
    not those it was made over."""
    announced = announced_digests()
    for row in _rows(0, None):
        if digest_of(row) != announced.get((row.id, row.digest), row.digest):
            return Finding(f"Dòng {row.id} ({row.verb}, {row.subject_text}) đã bị sửa.", row.id)
    if batch := unexplained_redactions():
        return Finding(f"Lần ẩn danh {batch} không khớp với dòng nhật ký ghi về nó.")
    previous, start = "", 0
    for seal in Seal.objects.order_by("last_id"):
        digest, rows, _, _ = _chain(previous, start, seal.last_id)
        if (digest, rows) != (seal.digest, seal.rows):
            return Finding(
                f"Các dòng từ {seal.first_id} đến {seal.last_id} không còn như lúc niêm: "
                f"lúc niêm {seal.rows} dòng, nay {rows} dòng."
            )
        previous, start = seal.digest, seal.last_id
    return None


def _chain(previous: str, after: int, up_to: int | None) -> tuple[str, int, int | None, int | None]:
    chained, count, first, last = hashlib.sha256(previous.encode()), 0, None, None
    for row in _rows(after, up_to):
        chained.update(f"{row.id}:{row.digest}\n".encode())
        first, last, count = first or row.id, row.id, count + 1
    return chained.hexdigest(), count, first, last


def _rows(after: int, up_to: int | None) -> Iterator[Event]:
    rows = Event.objects.filter(id__gt=after).order_by("id")
    return (rows if up_to is None else rows.filter(id__lte=up_to)).iterator(chunk_size=2000)
