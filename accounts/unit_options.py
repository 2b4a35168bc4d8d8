"""Units offered to whoever keeps people, found by typing their names: those inside what the person administers, and for
looking at those she sees."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.scoping import administered_unit_ids, seen_by
from units.models import Unit
from vietnamese.folding import fold

_SHOWN, _READ, QUERY_LENGTH = 12, 400, 80


def administered_units(by) -> QuerySet[Unit]:
    ids = administered_unit_ids(by)
    units = Unit.objects.select_related("parent__parent")
    return units if ids is None else units.filter(id__in=ids)


def seen_units(by) -> QuerySet[Unit]:
    seen = seen_by(by)
    units = Unit.objects.select_related("parent__parent")
    return units if seen.is_everything else units.filter(id__in=seen.unit_ids)


def read_unit(key: str, among: QuerySet[Unit]) -> Unit | None:
    """The unit of that key; None where there is none or it lies outside."""
    if not key or len(key) > 20 or "\0" in key:
        return None
    return among.filter(key=key).first()


def unit_picker(among: QuerySet[Unit], *, query: str, address: str, chosen: Unit | None = None) -> dict:
    """What includes/unit_picker.html prints; `address` answers what is typed. Units that stand today come first."""
    query, found = query.replace("\0", "")[:QUERY_LENGTH], []
    if fold(query):
        hits = among.matching(query).order_by("position")[:_READ]
        found = sorted(
            hits, key=lambda unit: (unit.valid_to is not None, len(unit.folded_name), unit.position)
        )
    return {
        "search_url": reverse(address),
        "no_year": True,
        "query": query,
        "searched": bool(fold(query)),
        "chosen": _option(chosen) if chosen else None,
        "options": [_option(unit) for unit in found[:_SHOWN] if unit != chosen],
        "more": max(0, len(found) - _SHOWN),
    }


def _option(unit: Unit) -> dict:
    above, places = unit.parent, []
    while above is not None:
        places.append(above.name)
        above = above.parent
    if unit.valid_to is not None:
        places.append(_("đến %(day)s") % {"day": unit.valid_to.strftime("%d/%m/%Y")})
    return {"key": unit.key, "name": unit.name, "within": ", ".join(places)}
