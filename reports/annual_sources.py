"""The sheet that says which question each figure of the report answers, and on which day it was asked."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports import workbook as w
from reports.annual_answers import Answers, Asked
from reports.dashboard_scope import period_name
from reports.workbook import Column, Row, Sheet
from rollups.answer import Share
from rollups.dimensions import dimensions
from rollups.measures import catalogue
from units.choices import Tier
from vietnamese.dates import format_date

NAME = "Nguồn số liệu"
_BY_THE_EVENT = gettext_lazy(
    "Số liệu tính đến ngày nêu ở trên theo ngày việc diễn ra, dù ghi vào sổ lúc nào; "
    "đơn vị, lĩnh vực, số người và kinh phí theo sổ hiện nay."
)


def sources(answers: Answers, *, made_on: date, left_out: list[str]) -> Sheet:
    """A row a question in the order asked; `left_out` says which sheets were not made and why."""
    scope = answers.scope
    return Sheet(
        name=NAME,
        title=_("Nguồn số liệu"),
        columns=[
            Column("number", _("STT"), w.ORDINAL, 5),
            Column("sheet", _("Biểu"), w.TEXT, 11),
            Column("measure", _("Chỉ tiêu"), w.TEXT, 19),
            Column("split", _("Chia theo"), w.TEXT, 14),
            Column("narrowed", _("Chỉ tính"), w.TEXT, 35),
            Column("rows", _("Cấp đơn vị"), w.CODE, 8),
            Column("within", _("Phạm vi"), w.TEXT, 17),
            Column("years", _("Thời kỳ"), w.CODE, 11),
            Column("day", _("Địa giới ngày"), w.DATE, 12),
            Column("as_of", _("Tính đến ngày"), w.DATE, 12),
            Column("answer", _("Trả lời"), w.COUNT, 18),
            Column("unit", _("ĐVT"), w.CODE, 9),
        ],
        rows=[_row(number, asked, scope.name, made_on) for number, asked in enumerate(answers.asked, 1)],
        notes=[
            _("Số liệu lấy từ sổ đăng ký ngày %(day)s; đăng ký đã rút không được tính.")
            % {"day": format_date(made_on)},
            *([str(_BY_THE_EVENT)] if scope.as_of else []),
            _("Trả lời là tổng số; các biểu in từng phần của nó."),
            *left_out,
        ],
    )


def _row(number: int, asked: Asked, within: str, made_on: date) -> Row:
    question = asked.question
    measure = catalogue()[question.measure]
    answer = asked.total.value if isinstance(asked.total, Share) else asked.total
    return Row(
        {
            "number": number,
            "sheet": asked.sheet,
            "measure": str(measure.label),
            "unit": str(measure.unit_label),
            "rows": str(Tier(question.tier).label),
            "split": str(dimensions()[question.split].label) if question.split else "",
            "narrowed": ", ".join(_narrowed(key, value) for key, value in question.narrowed.items()),
            "years": period_name(question.year_from, question.year_to),
            "answer": answer,
            "within": within,
            "day": question.on,
            "as_of": question.as_of or made_on,
        },
        kinds={"answer": w.SHARE} if isinstance(asked.total, Share) else {},
    )


def _narrowed(key: str, value: str) -> str:
    dimension = dimensions()[key]
    return f"{dimension.label}: {dict(dimension.choices).get(value, value)}"
