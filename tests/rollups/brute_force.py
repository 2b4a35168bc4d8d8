"""The same figures counted row by row in plain Python, sharing no code with the engine."""

from collections import defaultdict
from datetime import date

from models_registry.choices import Stage
from rollups.question import Question
from tests.rollups.worlds import World
from units.choices import Tier
from units.models import Unit

TIERS = [Tier.PROVINCE, Tier.DISTRICT, Tier.COMMUNE]
HELD, LOST, WHOLE = "held", "lost", "whole"


class Atlas:
    """Where each unit's records stand on a day, worked out from the succession alone."""

    def __init__(self, world: World):
        self.world = world
        self.by_id = {u.id: u for u in world.units}

    def chain(self, unit: Unit) -> dict[str, int]:
        found = {}
        while unit is not None:
            found[unit.tier] = unit.id
            unit = self.by_id.get(unit.parent_id)
        return found

    def place(self, unit: Unit, day: date) -> dict[str, int]:
        if self._stands(unit, day):
            return self.chain(unit)
        after = self.world.successors
        if unit.valid_to is not None and unit.valid_to < day:
            parts = set(after.get(unit.id, ()))
        else:
            parts = {before for before, all_ in after.items() if unit.id in all_}
            # What stands above another part says nothing that the part does not say more exactly.
            parts -= {
                above for part in parts for above in self.chain(self.by_id[part]).values() if above != part
            }
        if not parts:
            parent = self.by_id.get(unit.parent_id)
            above = self.place(parent, day) if parent else {}
            return {tier: id_ for tier, id_ in above.items() if TIERS.index(tier) < TIERS.index(unit.tier)}
        chains = [self.chain(self.by_id[part]) for part in parts]
        agreed = {}
        for tier in TIERS:
            values = {chain.get(tier) for chain in chains}
            if len(values) == 1 and None not in values:
                agreed[tier] = values.pop()
        return agreed

    def row_place(self, row, day: date) -> dict[str, int]:
        placed = self.place(row.hand_unit, day) if row.hand_unit else {}
        return placed | self.place(row.unit, day)

    def is_inside(self, row, unit: Unit) -> bool:
        day = unit.valid_to or date(2026, 1, 1)
        return self.row_place(row, day).get(unit.tier) == unit.id

    def is_seen(self, row, unit: Unit) -> bool:
        """Whether who is assigned to the unit sees the row: of an abolished unit nothing that began after it."""
        day = unit.valid_to or date(2026, 1, 1)
        return any(
            self.place(held, day).get(unit.tier) == unit.id
            and (unit.valid_to is None or held.valid_from is None or held.valid_from <= day)
            for held in (row.unit, row.hand_unit)
            if held is not None
        )

    def _stands(self, unit: Unit, day: date) -> bool:
        return (unit.valid_from is None or unit.valid_from <= day) and (
            unit.valid_to is None or day <= unit.valid_to
        )


def count(world: World, question: Question, visible_unit: Unit | None) -> dict[tuple, int]:
    """Figures that are not zero by (place, column): a unit's id, held above, not allocated or the whole; the value of
    the split or the whole line."""
    atlas = Atlas(world)
    rows = [
        row
        for row in world.rows
        if row.stage != Stage.WITHDRAWN
        and question.year_from <= row.year <= question.year_to
        and (question.measure != "recognised" or row.recognised_level)
        and (question.within is None or atlas.is_inside(row, question.within))
        and (visible_unit is None or atlas.is_seen(row, visible_unit))
        and all(getattr(row, name) == value for name, value in question.narrowed.items())
    ]
    figures: dict[tuple, int] = defaultdict(int)
    for split in [question.split, ""] if question.split else [""]:
        groups = defaultdict(list)
        for row in rows:
            groups[str(getattr(row, split)) if split else WHOLE].append(row)
        for key, group in groups.items():
            for place, n in _figures_of(group, question, atlas).items():
                figures[place, key] += n
                figures[WHOLE, key] += n
    return {key: n for key, n in figures.items() if n}


def _figures_of(rows, question: Question, atlas: Atlas) -> dict:
    if question.measure == "models":
        return _models_of(rows, question, atlas)
    found: dict = defaultdict(int)
    seen = set()
    for row in rows:
        places = atlas.row_place(row, question.on)
        thing, n = row.id, 1
        if question.measure == "active_communes":
            thing = places.get(Tier.COMMUNE)
        elif question.measure in ("participants", "money"):
            n = getattr(row, question.measure) or 0
        if thing is not None and thing not in seen:
            seen.add(thing)
            found[_line(places, row.unit, question)] += n
    return found


def _models_of(rows, question: Question, atlas: Atlas) -> dict:
    """Each model once: at the first in the list of the units it was registered in, or where a row of that unit was put
    by hand when the unit has no place of its own."""
    found: dict = defaultdict(int)
    models = defaultdict(list)
    for row in rows:
        models[row.model_id].append(row)
    for registered in models.values():
        unit = min((row.unit for row in registered), key=lambda u: u.id)
        hands = [row.hand_unit for row in registered if row.hand_unit and row.unit == unit]
        by_hand = atlas.place(min(hands, key=lambda u: u.id), question.on) if hands else {}
        found[_line(by_hand | atlas.place(unit, question.on), unit, question)] += 1
    return found


def _line(places: dict, unit: Unit, question: Question):
    above = TIERS.index(unit.tier) < TIERS.index(question.tier)
    return places.get(question.tier) or (HELD if above else LOST)
