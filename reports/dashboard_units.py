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
class BarTable:
    caption: str
    name_label: str
    value_label: str
    part_label: str
    share_label: str
    rows: list[BarRow]
    total: BarRow


def unit_table(scope: Scope, counts: Counts) -> BarTable | None:
    """The units in official order, then what is held above them and what no place is known for; None for a commune."""
    if scope.within is not None and scope.within.tier == scope.tier:
        return None
    period = range(scope.year_from, scope.year_to + 1)
    lines = counts.units
    most = max((in_years(row, period).denominator for row in lines.rows), default=0)

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

    rows = [bar(row, row.name, unit=row.unit) for row in lines.rows]
    held = _("Trực thuộc %(unit)s") % {"unit": scope.name}
    for line, name, standing in (
        (lines.held_above, held, "held_above"),
        (lines.not_allocated, _("Chưa phân bổ"), "not_allocated"),
    ):
        if in_years(line, period).denominator:
            rows.append(bar(line, name, kind="held", standing=standing, tier=scope.tier))
    return BarTable(
        caption=_("Đăng ký và công nhận theo đơn vị, năm %(years)s") % {"years": scope.period},
        name_label=_("Đơn vị"),
        value_label=_("Đăng ký"),
        part_label=_("Công nhận"),
        share_label=_("Tỷ lệ"),
        rows=rows,
        total=bar(lines.total, _("Tổng cộng"), kind="total"),
    )


def _length(part: int, most: int) -> float:
    return round(100 * part / most, 1) if most else 0
