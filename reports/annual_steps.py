"""Phụ lục 5: how many registrations of each unit have come to each step of the way."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from recognition.measures import FUNNEL
from reports import workbook as w
from reports.annual_answers import Answers
from reports.annual_units import held_name
from reports.workbook import Column, Row, Sheet, Total
from reports.workbook_formulas import ratio_of
from rollups.answer import Line, Rollup
from rollups.measures import catalogue

NAME = "Phụ lục 5"


def steps_by_unit(answers: Answers) -> Sheet:
    """A row a unit below the scope's, then what is held above them and what has no place."""
    asked = {key: answers.by_unit(NAME, key) for key in FUNNEL}
    return Sheet(
        name=NAME,
        title=answers.titled(_("Các chặng đường của mô hình “Dân vận khéo” theo đơn vị")),
        columns=[
            Column("number", _("STT"), w.ORDINAL, 5),
            Column("unit", _("Đơn vị"), w.TEXT, 24),
            *(Column(key, str(catalogue()[key].label), w.COUNT, 9.5, (_("Số lượt"),)) for key in FUNNEL),
            Column("rate", _("Tỷ lệ công nhận"), w.SHARE, 9, (), ratio_of("recognised", "registered")),
        ],
        rows=list(_rows(answers, asked)),
        total=Total(_("Tổng cộng"), {key: answer.total.total for key, answer in asked.items()}),
        measured_in=_("ĐVT: lượt đăng ký"),
        notes=[
            _("Mỗi lượt đăng ký được tính ở mọi chặng nó đã qua, kể cả khi kết quả được ghi bổ sung một lần."),
        ],
    )


def _rows(answers: Answers, asked: dict[str, Rollup]) -> Iterator[Row]:
    first = asked["registered"]
    lines = [(row.name, w.PLAIN, {key: answer.rows[at] for key, answer in asked.items()}) for at, row in enumerate(first.rows)]
    for name, look, part in (
        (held_name(answers), w.PLAIN, "held_above"),
        (_("Chưa phân bổ"), w.ASIDE, "not_allocated"),
    ):
        found: dict[str, Line] = {key: getattr(answer, part) for key, answer in asked.items()}
        if not all(line.is_empty for line in found.values()):
            lines.append((name, look, found))
    for number, (name, look, found) in enumerate(lines, 1):
        yield Row({"number": number, "unit": name} | {key: line.total for key, line in found.items()}, look)
