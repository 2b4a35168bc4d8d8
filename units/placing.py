"""Working out where every unit's records stand in every geography.

A unit that stands in the geography is its own place. Any other is followed through its successors (or, to read
backwards, its predecessors) to the units that stand there; a tier is filled only where all of them agree on it.
So a divided commune keeps its province and loses its commune: it is shown as "chưa phân bổ", never guessed.
"""

from collections import defaultdict
from datetime import date, timedelta

from django.db import transaction

from units.choices import TIER_ORDER, Tier
from units.models import Geography, Placement, Succession, Unit

_FAR_FUTURE = date.max


@transaction.atomic
def rebuild_placements() -> int:
    """Derives geographies and placements anew from the units and their succession; returns the number of placements."""
    units = {u.id: u for u in Unit.objects.all()}
    forward, backward = _links()
    Placement.objects.all().delete()
    Geography.objects.all().delete()
    rows = []
    for geography in _geographies(units.values()):
        geography.save()
        day = geography.ends_on or geography.starts_on or date.max
        standing = {u.id for u in units.values() if u.stood_on(day)}
        for unit in units.values():
            place = _place(unit, units, standing, forward, backward, day)
            rows.append(
                Placement(
                    geography=geography,
                    unit_id=unit.id,
                    unit_tier=unit.tier,
                    province_id=place.get(Tier.PROVINCE),
                    district_id=place.get(Tier.DISTRICT),
                    commune_id=place.get(Tier.COMMUNE),
                )
            )
    Placement.objects.bulk_create(rows, batch_size=5000)
    return len(rows)


def candidates(unit: Unit, day: date) -> list[Unit]:
    """Units standing on the day that hold part of the unit's territory: itself, or what it became or came from."""
    units = {u.id: u for u in Unit.objects.all()}
    forward, backward = _links()
    standing = {u.id for u in units.values() if u.stood_on(day)}
    ids = _reach(unit, units, standing, forward, backward, day)
    return sorted((units[i] for i in ids), key=lambda u: u.position)


def _links() -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Successors by predecessor, and predecessors by successor."""
    forward, backward = defaultdict(list), defaultdict(list)
    for before, after in Succession.objects.values_list("predecessor_id", "successor_id"):
        forward[before].append(after)
        backward[after].append(before)
    return forward, backward


def _geographies(units) -> list[Geography]:
    starts = {u.valid_from for u in units if u.valid_from}
    starts |= {u.valid_to + timedelta(days=1) for u in units if u.valid_to}
    bounds = [None, *sorted(starts)]
    return [
        Geography(starts_on=start, ends_on=following and following - timedelta(days=1))
        for start, following in zip(bounds, [*bounds[1:], None], strict=True)
    ]


def _reach(unit, units, standing, forward, backward, day) -> set[int]:
    if unit.id in standing:
        return {unit.id}
    links = forward if (unit.valid_to or _FAR_FUTURE) < day else backward
    found, seen, queue = set(), {unit.id}, [unit.id]
    while queue:
        for following in links[queue.pop()]:
            if following in seen:
                continue
            seen.add(following)
            found.add(following) if following in standing else queue.append(following)
    # A district's own succession is derived from its communes': beside them it says nothing new.
    above = {a for i in found for a in _ancestors(units[i], units).values() if a != i}
    return found - above


def _place(unit, units, standing, forward, backward, day) -> dict[str, int]:
    reached = _reach(unit, units, standing, forward, backward, day)
    chains = [_ancestors(units[i], units) for i in reached]
    place = {}
    for tier in TIER_ORDER:
        at_tier = {chain.get(tier) for chain in chains}
        if len(at_tier) == 1 and None not in at_tier:
            place[tier] = at_tier.pop()
    if not chains and unit.parent_id:
        # A unit with no known successor still stood inside its parent: the parent's place is right above it.
        place = _place(units[unit.parent_id], units, standing, forward, backward, day)
        place.pop(unit.tier, None)
    return place


def _ancestors(unit, units) -> dict[str, int]:
    chain = {}
    while unit is not None:
        chain[unit.tier] = unit.id
        unit = units.get(unit.parent_id)
    return chain
