"""Phụ lục 1: each unit's registrations and recognitions by field."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from models_registry.choices import ActivityField
from reports import workbook as w
from reports.annual_answers import Answers
from reports.workbook import Column, Row, Sheet, Total
from reports.workbook_formulas import ratio_of, sum_of
from rollups.answer import Line, Rollup

NAME = "Phụ lục 1"


def units_by_field(answers: Answers) -> Sheet:
    """Rows are the units one tier below the scope's unit, then what is held above them and what has no place."""
    registered = answers.by_unit(NAME, "registered", "field")
    recognised = answers.by_unit(NAME, "recognised", "field")
    return Sheet(
        name=NAME,
        title=answers.titled(_("Kết quả đăng ký, công nhận mô hình “Dân vận khéo” theo đơn vị và lĩnh vực")),
        columns=_columns(),
        rows=list(_rows(answers, registered, recognised)),
        total=Total(_("Tổng cộng"), _figures(registered.total, recognised.total)),
        measured_in=_("ĐVT: lượt đăng ký, lượt công nhận"),
    )


def _columns() -> list[Column]:
    columns = [Column("number", _("STT"), w.ORDINAL, 5), Column("unit", _("Đơn vị"), w.TEXT, 26)]
    for key, label in ActivityField.choices:
        columns += [
            Column(f"{key}.registered", _("Đăng ký"), w.COUNT, 8.5, (str(label),)),
            Column(f"{key}.recognised", _("Công nhận"), w.COUNT, 8.5, (str(label),)),
        ]
    whole = (_("Tổng số"),)
    registered = sum_of(*(f"{key}.registered" for key in ActivityField.values))
    recognised = sum_of(*(f"{key}.recognised" for key in ActivityField.values))
    return [
        *columns,
        Column("registered", _("Đăng ký"), w.COUNT, 9, whole, registered),
        Column("recognised", _("Công nhận"), w.COUNT, 9, whole, recognised),
        Column("rate", _("Tỷ lệ công nhận"), w.SHARE, 9, whole, ratio_of("recognised", "registered")),
    ]


def _rows(answers: Answers, registered: Rollup, recognised: Rollup) -> Iterator[Row]:
    number = 0
    for number, (row, other) in enumerate(zip(registered.rows, recognised.rows, strict=True), 1):
        yield _row(number, row.name, row, other)
    for name, look, row, other in (
        (held_name(answers), w.PLAIN, registered.held_above, recognised.held_above),
        (_("Chưa phân bổ"), w.ASIDE, registered.not_allocated, recognised.not_allocated),
    ):
        if not (row.is_empty and other.is_empty):
            number += 1
            yield _row(number, name, row, other, look)


def held_name(answers: Answers) -> str:
    """What the line of records held above the units shown is called."""
    return _("Trực thuộc %(unit)s") % {"unit": answers.scope.name}


def _row(number: int, name: str, registered: Line, recognised: Line, look: str = w.PLAIN) -> Row:
    figures = _figures(registered, recognised)
    cells = {key: figure for key, figure in figures.items() if "." in key}
    return Row({"number": number, "unit": name} | cells, look, given=figures)


def _figures(registered: Line, recognised: Line) -> dict[str, int]:
    figures = {"registered": registered.total, "recognised": recognised.total}
    for key in ActivityField.values:
        figures[f"{key}.registered"] = registered.cells[key]
        figures[f"{key}.recognised"] = recognised.cells[key]
    return figures
