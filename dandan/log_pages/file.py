"""The log as an Excel file: the events a page lists, all of them, one row each."""

from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dandan.log_pages.lines import changes_text, lines
from reports import workbook as w
from reports.export.register import RegisterColumn, write_register

ROWS_AT_MOST = 100_000
_CHUNK = 1_000


def write_log(found: QuerySet, out: str | BinaryIO, *, viewer, title: str, subtitle: str) -> int:
    """Writes the newest ROWS_AT_MOST events found; answers how many."""
    columns = [
        RegisterColumn(_("Thời điểm"), w.CODE, 18),
        RegisterColumn(_("Người thực hiện"), w.TEXT, 22),
        RegisterColumn(_("Việc"), w.TEXT, 24),
        RegisterColumn(_("Loại hồ sơ"), w.TEXT, 14),
        RegisterColumn(_("Hồ sơ"), w.TEXT, 40),
        RegisterColumn(_("Đơn vị"), w.TEXT, 20),
        RegisterColumn(_("Thay đổi"), w.TEXT, 60),
        RegisterColumn(_("Lý do"), w.TEXT, 30),
        RegisterColumn(_("Đường vào"), w.TEXT, 16),
        RegisterColumn(_("Địa chỉ máy"), w.CODE, 18),
    ]
    rows = _rows(found, viewer)
    return write_register(out, columns, rows, title=title, subtitle=subtitle, sheet_name=_("Nhật ký"))


def _rows(found: QuerySet, viewer) -> Iterator[list]:
    events = found[:ROWS_AT_MOST].iterator(chunk_size=_CHUNK)
    while part := list(islice(events, _CHUNK)):
        for line in lines(part, viewer=viewer):
            at = timezone.localtime(line["at"]).strftime("%d/%m/%Y %H:%M:%S")
            yield [
                at, line["who"], line["verb"], line["kind"], line["record"], line["unit"], changes_text(line),
                line["reason"], line["door"], line["address"],
            ]  # fmt: skip
