"""The import of an uploaded batch: once, whoever presses the button how often."""

import re
from collections import Counter
from datetime import date

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.errors import DomainError
from audit.recording import record_change
from intake.checking import Checked
from intake.importing import import_table, meeting_others, take_turn
from intake.models import BatchState, ImportBatch
from intake.refused import row_reasons, workbook_of_refused_rows
from intake.stored import Opened, drop_file, open_upload, question_of
from models_registry.numbering import province_of
from vietnamese.dates import format_date

_REASONS = 20
_QUOTED = re.compile("“[^”]*”")
_WHERE = re.compile(r" trong (Tỉnh|Thành phố|Huyện|Thị xã|Quận) [^.]*")


def run_import(*, batch: ImportBatch, by, entered_on: date) -> ImportBatch:
    """The batch, imported, with its counts and the workbook of what did not go in. Raises DomainError when it was
    imported before, ImportUnderWay while another import holds the register."""
    opened = open_upload(batch)
    with meeting_others(batch.unit, batch.year):
        held = _write(batch, opened, by, entered_on)
    drop_file(held)
    return held


@transaction.atomic
def _write(batch: ImportBatch, opened: Opened, by, entered_on: date) -> ImportBatch:
    take_turn(province_of(batch.unit), batch.year)
    held = ImportBatch.objects.select_for_update(of=("self",)).select_related("unit").get(pk=batch.pk)
    if held.state != BatchState.UPLOADED:
        raise DomainError(
            _("Tệp này đã được đưa vào sổ ngày %(day)s.")
            % {"day": format_date(timezone.localdate(held.imported_at))}
            if held.imported_at
            else _("Tệp này không còn chờ nhập.")
        )
    checked = import_table(
        table=opened.table(held), question=question_of(held, by, entered_on), batch=held.id
    )
    settle(held, opened, checked)
    held.save(update_fields=["state", "imported_at", "counts", "refused_file"])
    log_import(held, by)
    return held


def settle(batch: ImportBatch, opened: Opened, checked: Checked) -> bytes | None:
    """Gives the batch what became of it, not saved yet: its counts and the workbook of what did not go in; the workbook,
    None where all went in.

    Called within the import's transaction: rows that are in have their workbook of those that are not, or neither is
    there, whenever the machine stops."""
    batch.state, batch.imported_at = BatchState.IMPORTED, timezone.now()
    returned = row_reasons(checked)
    batch.counts = checked.counts() | {"returned": len(returned), "reasons": most_frequent_reasons(checked)}
    if not returned:
        return None
    back = workbook_of_refused_rows(opened.workbook, opened.sheet, opened.header, checked)
    batch.refused_file.save("refused", ContentFile(back), save=False)
    return back


def log_import(batch: ImportBatch, by) -> None:
    """The one line of the log that says what was imported; the rows have their own lines under the same batch.
    A file that brought nothing changed nothing, and leaves none."""
    if not any(batch.counts.get(name) for name in ("imported", "recognised", "exemplary")):
        return
    counts = {
        name: batch.counts.get(name) for name in ("rows", "imported", "duplicates", "refused", "recognised")
    }
    record_change(
        by=by,
        verb="import",
        subject_text=f"{batch.file_name} · {batch.unit.name} · {batch.year}",
        after=counts | {"unit": batch.unit.key, "year": batch.year, "sha256": batch.sha256},
        batch=batch.id,
        unit=batch.unit,
    )


def most_frequent_reasons(checked: Checked) -> list[list]:
    """[sentence, rows] of what was refused or not recorded, most frequent first; what differs by row is left out."""
    found = Counter()
    for findings in (checked.refusals, checked.unrecorded):
        for row in findings.by_row:
            found.update({_general(sentence) for sentence in findings.sentences(row)})
    return [[sentence, n] for sentence, n in found.most_common(_REASONS)]


def _general(sentence: str) -> str:
    first = _QUOTED.sub("“…”", sentence).split(". ")[0].rstrip(".")
    return _WHERE.sub(" trong đơn vị cấp trên", first) + "."
