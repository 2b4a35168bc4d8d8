"""Phụ lục 4: the main figures of the last years, and what changed in the last of them."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from models_registry.choices import ActivityField
from reports import workbook as w
from reports.annual_answers import Answers
from reports.dashboard_scope import period_name
from reports.workbook import Column, Row, Sheet
from reports.workbook_formulas import Formula, difference_of, growth_of, points_between, ratio_of, sum_of
from rollups.answer import Line

NAME = "Phụ lục 4"


def years_compared(answers: Answers) -> Sheet:
    """Columns are the years, the period as a whole, and the change of the last year on the one before."""
    years = answers.scope.years
    last, before = years[-1], years[-2]
    over = (_("%(year)s so với %(before)s") % {"year": last, "before": before},)
    columns = [
        Column("number", _("STT"), w.CODE, 5),
        Column("what", _("Chỉ tiêu"), w.TEXT, 34),
        Column("unit", _("ĐVT"), w.CODE, 11),
        *(Column(str(year), str(year), w.COUNT, 10, (_("Năm"),)) for year in years),
        Column("all", period_name(years[0], last), w.COUNT, 11),
        Column("change", _("Tăng, giảm"), w.CHANGE, 14, over, difference_of(str(last), str(before))),
        Column("growth", _("Tỷ lệ"), w.GROWTH, 9, over, growth_of(str(last), str(before))),
    ]
    return Sheet(
        name=NAME,
        title=answers.titled(_("Kết quả phong trào “Dân vận khéo” qua các năm"), period_name(years[0], last)),
        columns=columns,
        rows=list(_rows(answers)),
        notes=[
            _(
                "Một mô hình đăng ký nhiều năm được tính một lượt đăng ký mỗi năm, và một mô hình trong cả giai đoạn."
            ),
            _("Tỷ lệ công nhận tăng, giảm tính bằng điểm phần trăm."),
        ],
    )


def _rows(answers: Answers) -> Iterator[Row]:
    years = [str(year) for year in answers.scope.years]
    yield from _by_field(answers, years, "I", "registered", _("Lượt đăng ký"))
    yield from _by_field(answers, years, "II", "recognised", _("Lượt được công nhận"))
    rates: dict[str, Formula] = {
        year: ratio_of(f"{year}:recognised", f"{year}:registered") for year in [*years, "all"]
    }
    points = {"change": points_between(years[-1], years[-2]), "growth": None}
    yield Row(
        {"number": "III", "what": _("Tỷ lệ công nhận"), "unit": "%"} | rates | points,
        w.STRONG,
        kinds=dict.fromkeys([*years, "all"], w.SHARE) | {"change": w.POINTS},
    )
    for number, measure, label, unit, scale in (
        ("IV", "models", _("Số mô hình, điển hình"), _("mô hình"), 1),
        ("V", "active_communes", _("Số xã, phường, thị trấn có mô hình"), _("đơn vị"), 1),
        ("VI", "participants", _("Số người tham gia"), _("người"), 1),
        ("VII", "money", _("Kinh phí huy động"), _("triệu đồng"), 1_000_000),
    ):
        line = _line(answers, measure)
        if measure in ("models", "active_communes") or not line.is_empty:
            figures = {key: n if scale == 1 else n / scale for key, n in _given(line, years).items()}
            yield Row({"number": number, "what": label, "unit": unit} | figures, w.STRONG)


def _by_field(answers: Answers, years: list[str], number: str, measure: str, label: str) -> Iterator[Row]:
    """A measure and under it its four fields; each year adds up, and so does the period."""
    whole = _line(answers, measure)
    parts = {key: _line(answers, measure, {"field": key}) for key in ActivityField.values}
    sums = {year: sum_of(*(f"{year}:{measure}.{key}" for key in parts)) for year in years}
    cells = {"number": number, "what": label, "unit": _("lượt")} | sums | {"all": sum_of(*years)}
    yield Row(cells, w.STRONG, measure, given=_given(whole, years))
    for n, (key, name) in enumerate(ActivityField.choices, 1):
        figures = {year: parts[key].cells[year] for year in years}
        cells = {"number": str(n), "what": str(name), "unit": _("lượt"), "all": sum_of(*years)} | figures
        yield Row(cells, w.PLAIN, f"{measure}.{key}", given=_given(parts[key], years))


def _given(line: Line, years: list[str]) -> dict[str, int]:
    return {year: line.cells[year] for year in years} | {"all": line.total}


def _line(answers: Answers, measure: str, narrowed: Mapping[str, str] | None = None) -> Line:
    years = answers.scope.years
    return answers.whole(NAME, measure, "year", narrowed, year_from=years[0], year_to=years[-1])
