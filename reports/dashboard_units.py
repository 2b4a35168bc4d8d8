"""The units below, each with its bar, its figures and the way down."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.dashboard_counts import Counts, in_years
from reports.dashboard_scope import Scope
from reports.drawing.figures import count_text, percent_text
from rollups.answer import Line
from units.models import Unit


@dataclass(frozen=True)
class BarRow:
    """percent and part_percent: lengths against the longest bar of the table, 0 to 100."""

    name: str
    url: str
    kind: str
    value_label: str
    value_url: str
    part_label: str
    part_url: str
    share_label: str
    percent: float = 0
    part_percent: float = 0


@dataclass(frozen=True)
class Heading:
    """sorted: "ascending", "descending", or "" where the rows stand in another order."""

    key: str
    label: str
    numeric: bool
    sort_url: str
    sorted: str


@dataclass(frozen=True)
class BarTable:
    caption: str
    columns: list[Heading]
    rows: list[BarRow]
    total: BarRow

    @property
    def part_label(self) -> str:
        return self.columns[2].label


ORDERS = {
    "registered": lambda part: part.denominator,
    "recognised": lambda part: part.numerator,
    "rate": lambda part: -1 if part.value is None else part.value,
}


def unit_table(scope: Scope, counts: Counts, ordering: str = "") -> BarTable | None:
    """The units, then what is held above them and what no place is known for; None for a commune.

    ordering: "registered", "recognised" or "rate", with "-" from the greatest down; anything else: official order."""
    if scope.within is not None and scope.within.tier == scope.tier:
        return None
    period = range(scope.year_from, scope.year_to + 1)
    lines = counts.units
    every_line = [*lines.rows, lines.held_above, lines.not_allocated]
    most = max(in_years(line, period).denominator for line in every_line)

    def bar(line: Line, name: str, *, unit: Unit | None = None, kind: str = "", **standing) -> BarRow:
        part = in_years(line, period)
        return BarRow(
            name=name,
            url=scope.page(unit) if unit else "",
            kind=kind,
            value_label=count_text(part.denominator),
            value_url=scope.records(within=unit, **standing) if part.denominator else "",
            part_label=count_text(part.numerator),
            part_url=scope.records(within=unit, recognised="true", **standing) if part.numerator else "",
            share_label=percent_text(part.numerator, part.denominator),
            percent=_length(part.denominator, most),
            part_percent=_length(part.numerator, most),
        )

    order = ORDERS.get(ordering.removeprefix("-"))
    units = lines.rows
    if order:
        units = sorted(units, key=lambda row: order(in_years(row, period)), reverse=ordering[0] == "-")
    rows = [bar(row, row.name, unit=row.unit) for row in units]
    held = _("Trực thuộc %(unit)s") % {"unit": scope.name}
    for line, name, standing in (
        (lines.held_above, held, "held_above"),
        (lines.not_allocated, _("Chưa phân bổ"), "not_allocated"),
    ):
        if in_years(line, period).denominator:
            rows.append(bar(line, name, kind="held", standing=standing, tier=scope.tier))
    return BarTable(
        caption=_("Đăng ký và công nhận theo đơn vị, năm %(years)s") % {"years": scope.period},
        columns=_columns(scope, ordering),
        rows=rows,
        total=bar(lines.total, _("Tổng cộng"), kind="total"),
    )


def _columns(scope: Scope, ordering: str) -> list[Heading]:
    """Figures sort from the greatest down first; the name brings the official order back."""
    page = scope.page(scope.within)
    official = ordering.removeprefix("-") not in ORDERS
    columns = [Heading("unit", _("Đơn vị"), False, page + "#don-vi", "ascending" if official else "")]
    for key, label in (("registered", _("Đăng ký")), ("recognised", _("Công nhận")), ("rate", _("Tỷ lệ"))):
        following = key if ordering == f"-{key}" else f"-{key}"
        now = {key: "ascending", f"-{key}": "descending"}.get(ordering, "")
        columns.append(Heading(key, label, True, f"{page}&ordering={following}#don-vi", now))
    return columns


def _length(part: int, most: int) -> float:
    return round(100 * part / most, 1) if most else 0
