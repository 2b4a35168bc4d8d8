"""What a leader asks about first: facts of the figures, never a judgement of ours."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.dashboard_counts import Counts, in_years
from reports.dashboard_scope import Scope, period_name
from reports.drawing.figures import count_text, percent_text
from rollups.answer import UnitLine
from units.choices import Tier

NAMED = 3
# As offices call the units of a tier together: a district may be a city, a commune a phường.
_TIERS = {
    Tier.PROVINCE: gettext_lazy("tỉnh, thành phố"),
    Tier.DISTRICT: gettext_lazy("huyện, thành phố"),
    Tier.COMMUNE: gettext_lazy("xã, phường"),
}


@dataclass(frozen=True)
class UnitGroup:
    """units: (name, address) in official order; name is empty where all belong to the unit of the page."""

    name: str
    units: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Attention:
    """kind names the icon. url: the records meant. groups: the units meant, all of them, under the unit they belong to."""

    kind: str
    title: str
    text: str = ""
    url: str = ""
    groups: tuple[UnitGroup, ...] = ()


def attention(scope: Scope, counts: Counts) -> list[Attention]:
    """The items that have something to say, in the order a leader asks."""
    items = [_silent_units(scope, counts), _silent_communes(scope, counts)]
    if scope.year_to < scope.day.year:  # a year still running always has less than the one before
        items += [_fewer(scope, counts), _least_recognised(scope, counts)]
    items.append(_without_place(scope, counts))
    return [item for item in items if item]


def _silent_units(scope: Scope, counts: Counts) -> Attention | None:
    silent = [row for row in counts.units.rows if not in_years(row, _period(scope)).denominator]
    if not silent:
        return None
    title = _("%(count)s %(tier)s chưa đăng ký mô hình nào năm %(years)s") % {
        "count": count_text(len(silent)), "tier": _tier(scope), "years": scope.period,
    }  # fmt: skip
    return Attention("warning", title, groups=_groups(scope, counts, silent))


def _silent_communes(scope: Scope, counts: Counts) -> Attention | None:
    silent = [row for row in counts.communes.rows if not row.total] if counts.communes else []
    if not silent:
        return None
    title = _("%(count)s %(tier)s chưa đăng ký mô hình nào năm %(years)s") % {
        "count": count_text(len(silent)), "tier": _TIERS[Tier.COMMUNE], "years": scope.year_to,
    }  # fmt: skip
    return Attention("warning", title, groups=_groups(scope, counts, silent))


def _fewer(scope: Scope, counts: Counts) -> Attention | None:
    fewer = []
    for row in counts.units.rows:
        now, then = in_years(row, _period(scope)).denominator, in_years(row, scope.before).denominator
        if 0 < now < then:
            fewer.append((then - now, row.name))
    if not fewer:
        return None
    fewer.sort(key=lambda pair: -pair[0])
    names = "; ".join(f"{name} (−{count_text(less)})" for less, name in fewer[:NAMED])
    title = _("%(count)s %(tier)s đăng ký ít hơn %(before)s") % {
        "count": count_text(len(fewer)), "tier": _tier(scope),
        "before": period_name(scope.before[0], scope.before[-1]),
    }  # fmt: skip
    return Attention("info", title, _("Giảm nhiều nhất: %(names)s.") % {"names": names})


def _least_recognised(scope: Scope, counts: Counts) -> Attention | None:
    """Only among enough units for a lowest to mean something."""
    shares = [(in_years(row, _period(scope)), row.name) for row in counts.units.rows]
    shares = sorted((pair for pair in shares if pair[0].denominator), key=lambda pair: pair[0].value)
    if len(shares) <= NAMED:
        return None
    names = [f"{name} ({percent_text(part.numerator, part.denominator)})" for part, name in shares[:NAMED]]
    return Attention("info", _("Tỷ lệ công nhận thấp nhất"), "; ".join(names) + ".")


def _without_place(scope: Scope, counts: Counts) -> Attention | None:
    lost = in_years(counts.units.not_allocated, _period(scope)).denominator
    if not lost:
        return None
    text = _("Xã cũ đã chia cho nhiều xã mới; cần người biết rõ đặt từng mô hình vào nơi của nó.")
    records = scope.records(standing="not_allocated", tier=scope.tier)
    return Attention("info", _("%(count)s lượt chưa phân bổ") % {"count": count_text(lost)}, text, records)


def _groups(scope: Scope, counts: Counts, rows: list[UnitLine]) -> tuple[UnitGroup, ...]:
    above = {row.unit.id: row.name for row in counts.units.rows}
    groups = defaultdict(list)
    for row in rows:
        groups[above.get(row.unit.parent_id, "")].append((row.name, scope.page(row.unit)))
    return tuple(UnitGroup(name, tuple(units)) for name, units in groups.items())


def _period(scope: Scope) -> range:
    return range(scope.year_from, scope.year_to + 1)


def _tier(scope: Scope) -> str:
    return str(_TIERS[scope.tier])
