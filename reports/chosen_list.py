"""The lists of exemplary models and of proposals for commendation as an appendix to print: exactly the rows of the page."""

from collections.abc import Iterable
from datetime import date
from typing import BinaryIO

from django.utils.translation import gettext as _

from recognition.models import Exemplary, Proposal
from reports import workbook as w
from reports.annual_host import host_of
from reports.workbook import Column, Row, Sheet, Signature, Workbook, write_workbook
from units.models import Unit

EXEMPLARY, PROPOSALS = "exemplary", "proposals"


def write_list(
    kind: str, rows: Iterable[Exemplary | Proposal], out: str | BinaryIO, *, unit: Unit | None, name: str, period: str,
    narrowed: str, made_on: date,
) -> int:  # fmt: skip
    """Writes the list to a path or a binary file and answers how many rows it holds. `unit`, of that `name`, is the one
    whose office makes it; `period` and what the list is `narrowed` to stand under the title. Rows come with registration,
    model and unit loaded."""
    host = host_of(unit, name, made_on)
    lines = [Row(_cells(number, row)) for number, row in enumerate(rows, 1)]
    title = _TITLES[kind]()
    sheet = Sheet(
        name=_("Danh sách"),
        title=title,
        subtitles=[part for part in (f"{name}, {period}", narrowed and _("Lọc theo: %(what)s") % {"what": narrowed}) if part],
        columns=_columns(kind == PROPOSALS),
        rows=lines,
        letterhead=host.letterhead,
        signatures=[Signature(_("NGƯỜI LẬP BIỂU")), Signature(host.head or _("THỦ TRƯỞNG ĐƠN VỊ"))],
    )
    write_workbook(Workbook(title, [sheet]), out)
    return len(lines)


_TITLES = {
    EXEMPLARY: lambda: _("DANH SÁCH MÔ HÌNH, ĐIỂN HÌNH “DÂN VẬN KHÉO” TIÊU BIỂU"),
    PROPOSALS: lambda: _("DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG MÔ HÌNH, ĐIỂN HÌNH “DÂN VẬN KHÉO”"),
}


def _columns(with_award: bool) -> list[Column]:
    award = [
        Column("form", _("Hình thức"), w.TEXT, 14),
        Column("granting_body", _("Cơ quan khen thưởng"), w.TEXT, 24),
    ]
    return [
        Column("number", _("STT"), w.ORDINAL, 6),
        Column("name", _("Tên mô hình, điển hình"), w.TEXT, 36),
        Column("content", _("Nội dung"), w.TEXT, 30),
        Column("unit", _("Đơn vị"), w.TEXT, 20),
        Column("field", _("Lĩnh vực"), w.TEXT, 16),
        Column("kind", _("Loại"), w.CODE, 9),
        Column("level", _("Cấp"), w.CODE, 11),
        *(award if with_award else []),
        Column("day", _("Ngày"), w.DATE, 12),
    ]


def _cells(number: int, row) -> dict:
    held = row.registration
    place = f"{held.organisation.name}, {held.unit.name}" if held.organisation else held.unit.name
    cells = {
        "number": number,
        "name": held.model.name,
        "content": held.content,
        "unit": place,
        "field": held.get_field_display(),
        "kind": held.get_kind_display(),
        "level": row.get_level_display(),
        "day": row.happened_on,
    }
    if isinstance(row, Proposal):
        cells |= {"form": row.get_form_display(), "granting_body": row.granting_body}
    return cells
