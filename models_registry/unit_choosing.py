"""Choosing the unit of a registration: found by typing, in the person's units and as they stood in the year."""

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import REGISTERING_ROLES
from accounts.scoping import assigned_units, written_by
from models_registry.choices import LAST_DISTRICT_DAY
from units.choices import Tier
from units.geography import geography_on
from units.models import Placement, Unit
from units.placing import candidates
from vietnamese.dates import format_date
from vietnamese.folding import fold

OPTIONS = 12
QUERY_LENGTH = 80


def registering_units(user, year: int):
    """Units of the year for which the person may register."""
    standing = Unit.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=date(year, 12, 31)),
        Q(valid_to__isnull=True) | Q(valid_to__gte=date(year, 1, 1)),
    )
    written = written_by(user)
    if written.is_everything:
        return standing
    return standing.filter(id__in=sorted(written.units | written.places))


def unit_picker(user, *, query: str, year: int, chosen: Unit | None = None, but=()) -> dict:
    """What includes/unit_picker.html prints: the units found, the best fitting first, each offered once: not the chosen
    one, nor those that stand beside it (`but`, and what it was or became in the year)."""
    query = query.replace("\0", "")[:QUERY_LENGTH]
    options, more = [], 0
    if fold(query):
        found = registering_units(user, year).matching(query).select_related("parent__parent")
        hits = sorted(found[:400], key=lambda unit: _fit(unit, fold(query)))
        options, more = hits[:OPTIONS], max(0, len(hits) - OPTIONS)
    held = chosen_in(user, chosen, year)
    shown = {one["key"] for one in (*but, *(held["moved"]["options"] if held["moved"] else ()))}
    offered = [option(unit, year) for unit in options if unit != chosen and unit.key not in shown]
    return held | {
        "search_url": reverse("models_registry:units"),
        "year_url": reverse("models_registry:unit_of_year"),
        "query": query,
        "searched": bool(fold(query)) and (bool(offered) or not options),
        "options": offered,
        "more": more,
    }


def chosen_in(user, unit: Unit | None, year: int) -> dict:
    """`chosen` and `moved` for units/_chosen.html."""
    if unit is None:
        return {"chosen": None, "moved": None}
    return {"chosen": option(unit, year), "moved": moved(user, unit, year)}


def moved(user, unit: Unit, year: int) -> dict | None:
    """For a unit that did not stand in the year: a sentence that says so, and as options what it was or became then, of
    the person's units; None for a unit that stood."""
    if unit.stood_in(year):
        return None
    held = candidates(unit, date(year, 12, 31))
    among = registering_units(user, year).filter(id__in=[one.id for one in held])
    found = list(among.select_related("parent__parent").order_by("position"))
    told = {"unit": unit.name, "year": year}
    if unit.valid_to and unit.valid_to.year < year:
        told["day"] = format_date(unit.valid_to)
        sentence = _("%(unit)s kết thúc ngày %(day)s, không có trong năm %(year)s.")
        follows = _("Đơn vị kế tục:")
    else:
        told["day"] = format_date(unit.valid_from)
        sentence = _("%(unit)s có từ ngày %(day)s, chưa có trong năm %(year)s.")
        follows = _("Trước đó là:")
    if held and not found:
        names = ", ".join(one.name for one in held)
        follows = f"{follows} " + _("%(names)s, ngoài phạm vi anh/chị được giao.") % {"names": names}
    elif not held:
        follows = _("Hãy gõ tên để tìm đơn vị của năm ấy.")
    return {
        "sentence": f"{sentence % told} {follows}",
        "options": [option(one, year) for one in found[:OPTIONS]],
        "more": max(0, len(found) - OPTIONS),
    }


def option(unit: Unit, year: int) -> dict:
    """The unit as it is offered: its name, and where and when it stood so that namesakes can be told apart."""
    above, places = unit.parent, []
    while above is not None:
        places.append(above.name)
        above = above.parent
    if year == LAST_DISTRICT_DAY.year:
        places.append(_("đến 30/6/2025") if unit.valid_to else _("từ 01/7/2025"))
    return {"key": unit.key, "name": unit.name, "within": ", ".join(places)}


def usual_unit(user, year: int) -> Unit | None:
    """The unit a commune officer registers for without saying so: her commune, or what became of it. Above the
    commune one enters for many units, and a unit filled in beforehand would be left wrong."""
    own = next(iter(assigned_units(user, REGISTERING_ROLES)), None)
    if own is None or own.tier != Tier.COMMUNE:
        return None
    day = min(date(year, 12, 31), timezone.localdate())
    if own.stood_on(day):
        return own
    place = Placement.objects.filter(geography=geography_on(day), unit=own).select_related(own.tier).first()
    heir = getattr(place, own.tier) if place else None
    return heir if heir is not None and written_by(user).reaches(heir.id) else None


def _fit(unit: Unit, asked: str) -> tuple:
    """The very name before names that hold it; then in list order."""
    kind = fold(unit.get_kind_display())
    own = unit.folded_name.removeprefix(kind).strip()
    return unit.folded_name != asked and own != asked, not own.startswith(asked), unit.position
