"""The units below, each with its bar, its figures and the way down; and what needs a word from the leader."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.dashboard_counts import Counts, in_years
from reports.dashboard_scope import Scope, period_name
from reports.drawing.figures import count_text, percent_text
from rollups.answer import Line, UnitLine
from units.choices import Tier
from units.models import Unit

NAMED = 3


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


@dataclass(frozen=True)
class Attention:
    """kind names the icon. units: (name, address) of the units meant, all of them."""

    kind: str
    title: str
    text: str
    units: list[tuple[str, str]]


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


def attention(scope: Scope, counts: Counts) -> list[Attention]:
    """What a leader asks about first: units with nothing registered, units with fewer than before, what has no place."""
    period = range(scope.year_from, scope.year_to + 1)
    words = {"years": scope.period, "tier": str(Tier(scope.tier).label).lower()}
    items = []
    silent = [row for row in counts.units.rows if not in_years(row, period).denominator]
    if silent:
        items.append(
            _named(
                scope,
                "warning",
                silent,
                _("%(count)s %(tier)s chưa đăng ký mô hình nào năm %(years)s"),
                words,
            )
        )
    if counts.communes:
        quiet = [row for row in counts.communes.rows if not row.total]
        if quiet:
            title = _("%(count)s xã chưa đăng ký mô hình nào năm %(years)s")
            items.append(_named(scope, "warning", quiet, title, words | {"years": scope.year_to}))
    fewer = [
        (row, in_years(row, scope.before).denominator - in_years(row, period).denominator)
        for row in counts.units.rows
        if 0 < in_years(row, period).denominator < in_years(row, scope.before).denominator
    ]
    if fewer and not _unfinished(scope):
        fewer.sort(key=lambda pair: -pair[1])
        names = "; ".join(f"{row.name} (−{count_text(less)})" for row, less in fewer[:NAMED])
        title = _("%(count)s %(tier)s đăng ký ít hơn %(before)s") % (
            words | {"count": len(fewer), "before": period_name(scope.before[0], scope.before[-1])}
        )
        items.append(Attention("info", title, _("Giảm nhiều nhất: %(names)s.") % {"names": names}, []))
    if not _unfinished(scope):
        items += _slowest(counts, period)
    lost = in_years(counts.units.not_allocated, period).denominator
    if lost:
        title = ngettext("%(count)s lượt chưa phân bổ", "%(count)s lượt chưa phân bổ", lost) % {
            "count": count_text(lost)
        }
        text = _("Xã cũ đã chia cho nhiều xã mới; cần người biết rõ đặt từng mô hình vào nơi của nó.")
        items.append(Attention("info", title, text, []))
    return items


def _named(scope: Scope, kind: str, rows: list[UnitLine], title: str, words: dict) -> Attention:
    return Attention(
        kind,
        title % (words | {"count": count_text(len(rows))}),
        "",
        [(row.name, scope.page(row.unit)) for row in rows],
    )


def _slowest(counts: Counts, period: range) -> list[Attention]:
    """The lowest shares recognised, where there are enough units for a lowest to mean something."""
    shares = [(row, in_years(row, period)) for row in counts.units.rows]
    shares = sorted((pair for pair in shares if pair[1].denominator), key=lambda pair: pair[1].value)
    if len(shares) <= NAMED:
        return []
    names = "; ".join(
        f"{row.name} ({percent_text(part.numerator, part.denominator)})" for row, part in shares[:NAMED]
    )
    return [Attention("info", _("Tỷ lệ công nhận thấp nhất"), f"{names}.", [])]


def _unfinished(scope: Scope) -> bool:
    """A year still running always has less than the one before: no reason for a word."""
    return scope.year_to >= scope.today.year


def _length(part: int, most: int) -> float:
    return round(100 * part / most, 1) if most else 0
