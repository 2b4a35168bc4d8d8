"""How far a campaign has come: what is registered per level and per unit, which units have nothing yet, what came late.

Only of what the person sees: a commune reads what its province asks, and its own figures."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.scoping import seen_by
from models_registry.campaign_terms import labels
from models_registry.choices import REGISTERING_LEVELS, ActivityField, Kind, Level
from models_registry.models import Campaign, CampaignLevel, Registration
from units.choices import Tier
from units.models import Unit
from vietnamese.dates import format_date
from vietnamese.numbers import format_integer

SOON = 7
"""Days before a day at which it is said to come soon."""


@dataclass
class UnitLine:
    """What one unit registered: by level, in all, and late."""

    unit: Unit
    by_level: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    late: int = 0

    @property
    def total(self) -> int:
        return sum(self.by_level.values())


@dataclass(frozen=True)
class State:
    campaign: Campaign
    levels: list[dict]
    lines: list[UnitLine]
    total: UnitLine

    @property
    def silent(self) -> list[UnitLine]:
        """Communes that have registered nothing; above the commune a unit need not register of its own."""
        return [line for line in self.lines if line.unit.tier == Tier.COMMUNE and not line.total]


def state_of(user, campaign: Campaign, today: date) -> State:
    """The campaign's state for this person; four queries."""
    lines = {unit.id: UnitLine(unit) for unit in _units(user, campaign)}
    total = UnitLine(campaign.unit)
    found = Registration.objects.visible_to(user).counted().registered_in(campaign.year).filter(unit_id__in=list(lines))
    for unit_id, level, late, size in found.sizes_by("unit_id", "level", "is_late"):
        for line in (lines[unit_id], total):
            line.by_level[level] += size
            line.late += size * late
    shown = [line for line in lines.values() if line.unit.tier == Tier.COMMUNE or line.total]
    return State(campaign, levels_of(campaign, total, today), shown, total)


def levels_of(campaign: Campaign, total: UnitLine, today: date) -> list[dict]:
    """Each level of the campaign as the page prints it: what it takes, its days, and how many came."""
    rows = {row.level: row for row in campaign.levels.all()}
    shown = []
    for level in REGISTERING_LEVELS:
        if level not in rows and level not in campaign.closed_levels and not total.by_level.get(level):
            continue
        row = rows.get(level)
        shown.append(
            {
                "label": Level(level).label,
                "row": row,
                "closed": level in campaign.closed_levels,
                "kinds": labels(Kind, row.kinds) if row else "",
                "fields": labels(ActivityField, row.fields) if row else "",
                "count": format_integer(total.by_level.get(level, 0)),
                "url": records(campaign, level=level),
                "due": due_badge(row.deadline, today) if row else None,
            }
        )
    return shown


def due_badge(day: date, today: date) -> dict:
    """How near a deadline is, as includes/state_badge.html prints it: a word and a shape beside the colour."""
    left = (day - today).days
    if left < 0:
        return {"key": "not_met", "icon": "warning", "label": _("Đã hết hạn")}
    if left == 0:
        return {"key": "at_risk", "icon": "clock", "label": _("Hết hạn hôm nay")}
    label = ngettext("Còn %(n)s ngày", "Còn %(n)s ngày", left) % {"n": left}
    if left <= SOON:
        return {"key": "at_risk", "icon": "clock", "label": label}
    return {"key": "not_due", "icon": "clock", "label": label}


def table_of(state: State) -> dict:
    """The units as includes/data_table.html prints them; every number leads to its records."""
    levels = [level for level in REGISTERING_LEVELS if state.total.by_level.get(level)]
    levels = levels or [row.level for row in state.campaign.levels.all()]
    columns = [{"key": "unit", "label": _("Đơn vị")}]
    columns += [{"key": level, "label": Level(level).label, "numeric": True} for level in levels]
    columns += [
        {"key": "total", "label": _("Cộng"), "numeric": True},
        {"key": "late", "label": _("Gửi sau hạn"), "numeric": True},
    ]
    return {
        "caption": _("Đã đăng ký theo đơn vị"),
        "hide_caption": True,
        "columns": columns,
        "rows": [{"cells": _cells(state.campaign, line, levels)} for line in state.lines],
        "total": {"cells": _cells(state.campaign, state.total, levels, name=_("Tổng cộng"))},
    }


def _cells(campaign: Campaign, line: UnitLine, levels: list[str], name: str = "") -> list[dict]:
    def number(value: int, **asked) -> dict:
        url = records(campaign, line.unit, **asked) if value else ""
        return {"text": format_integer(value), "numeric": True, "url": url}

    above = line.unit.parent if line.unit.tier == Tier.COMMUNE and line.unit.parent_id != campaign.unit_id else None
    return [
        {"text": name or line.unit.name, "sub": above.name if above else ""},
        *(number(line.by_level.get(level, 0), level=level) for level in levels),
        number(line.total),
        number(line.late, late="true"),
    ]


def records(campaign: Campaign, unit: Unit | None = None, **asked: str) -> str:
    """The address of the list of the campaign's registrations, or of one unit's."""
    day = min(date(campaign.year, 12, 31), campaign.unit.valid_to or date.max)
    context = {"within": (unit or campaign.unit).key, "year": campaign.year, "geography": day.isoformat()}
    return f"{reverse('models_registry:list')}?{urlencode(context | asked)}"


def sentences_of(campaign: Campaign | None, level: str, terms: CampaignLevel | None, today: date) -> list[str]:
    """What the entry form says when unit, year and level are chosen; nothing where no campaign speaks of the level."""
    if campaign is None or not level:
        return []
    told = {"campaign": campaign.name, "level": Level(level).label.lower()}
    if level in campaign.closed_levels:
        return [_("“%(campaign)s” không nhận đăng ký %(level)s.") % told]
    if terms is None:
        return []
    told["day"] = format_date(terms.deadline)
    said = [
        _("“%(campaign)s”: hạn đăng ký %(level)s là ngày %(day)s.") % told
        if today <= terms.deadline
        else _("Đã quá hạn đăng ký %(level)s (ngày %(day)s): hồ sơ vẫn được nhận và ghi là gửi sau hạn.") % told
    ]
    if terms.kinds:
        said.append(_("Chỉ nhận loại: %(taken)s.") % {"taken": labels(Kind, terms.kinds)})
    if terms.fields:
        said.append(_("Chỉ nhận lĩnh vực: %(taken)s.") % {"taken": labels(ActivityField, terms.fields)})
    return said


def _units(user, campaign: Campaign) -> list[Unit]:
    province, seen = campaign.unit_id, seen_by(user)
    first, last = date(campaign.year, 1, 1), date(campaign.year, 12, 31)
    found = Unit.objects.select_related("parent").filter(
        Q(id=province) | Q(parent_id=province) | Q(parent__parent_id=province),
        Q(valid_from__isnull=True) | Q(valid_from__lte=last),
        Q(valid_to__isnull=True) | Q(valid_to__gte=first),
    )
    found = found.order_by("position")
    return [unit for unit in found if seen.reaches(unit.id)]
