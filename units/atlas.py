"""The units of every geography, their names and their places, read once and kept in the process.

Fourteen thousand units and twenty-eight thousand placements change once in years and are asked about many times a
page: some 30 MB a process instead of four or five queries a question. `units/edition.py` tells when they are stale."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from threading import Lock

from django.utils.translation import gettext as _

from audit.errors import DomainError
from units.choices import TIER_ORDER
from units.edition import edition


class Atlas:
    """One edition. Shared by all who ask: what it gives is read and never changed."""

    def __init__(self, edition: str):
        from units.models import Geography, Placement, Succession, Unit, UnitName

        self.edition = edition
        self.geographies: list[Geography] = list(Geography.objects.all())
        self.units: dict[int, Unit] = {unit.id: unit for unit in Unit.objects.order_by("position")}
        self._by_tier = {tier: [u for u in self.units.values() if u.tier == tier] for tier in TIER_ORDER}
        self._names: dict[int, list[tuple]] = defaultdict(list)
        for unit_id, *name in UnitName.objects.order_by("id").values_list("unit_id", "name", "valid_from", "valid_to"):
            self._names[unit_id].append(tuple(name))
        self._successors: dict[int, list[int]] = defaultdict(list)
        for before, after in Succession.objects.values_list("predecessor_id", "successor_id"):
            self._successors[before].append(after)
        # The numbers of units stand here many times over: each is kept once.
        known = {None: None} | {unit_id: unit_id for unit_id in self.units}
        self._places = {(g.id, tier): {} for g in self.geographies for tier in TIER_ORDER}
        columns = [f"{tier}_id" for tier in TIER_ORDER]
        for geography_id, unit_id, *places in Placement.objects.values_list("geography_id", "unit_id", *columns):
            for tier, place in zip(TIER_ORDER, places, strict=True):
                self._places[geography_id, tier][known[unit_id]] = known[place]
        self._inside = {key: _turned(places) for key, places in self._places.items()}

    def geography_on(self, day: date):
        """The geography of the day. Raises DomainError where no units are loaded."""
        for geography in self.geographies:
            if geography.covers(day):
                return geography
        raise DomainError(
            _("Chưa nạp danh mục đơn vị hành chính cho ngày %(day)s.") % {"day": day.strftime("%d/%m/%Y")}
        )

    def geography_of(self, unit):
        """The last geography in which the unit stood: its own territory is that."""
        if unit.valid_to is not None:
            return self.geography_on(unit.valid_to)
        for geography in self.geographies:
            if geography.ends_on is None:
                return geography
        raise DomainError(_("Chưa nạp danh mục đơn vị hành chính."))

    def places(self, geography, tier: str) -> Mapping[int, int | None]:
        """By unit id the unit of the tier in which its records stand in the geography; None where no one is right."""
        return self._places[geography.id, tier]

    def inside(self, unit) -> list[int]:
        """Ids of the units, of any geography, whose records stand wholly inside the unit, in the geography of its last
        day; in one order."""
        return self._inside[self.geography_of(unit).id, unit.tier].get(unit.id, [])

    def standing(self, tier: str, day: date) -> list:
        """The units of the tier that stood on the day, in list order."""
        return [unit for unit in self._by_tier[tier] if unit.stood_on(day)]

    def touching(self, unit, geography, tier: str) -> set[int]:
        """Ids of the units of the tier whose own records stand inside the unit or, read in another geography than its
        own, of which some unit inside became part."""
        ids = self.inside(unit)
        places = self.places(geography, tier)
        found = {places[i] for i in ids} - {None}
        if geography == self.geography_of(unit):
            return found
        return found.union(ids, *(self._successors[i] for i in ids if i in self._successors))

    def listed(self, ids: Iterable[int], tier: str, day: date) -> list:
        """Of these units the ones of the tier that stood on the day, in list order."""
        found = [unit for i in ids if (unit := self.units[i]).tier == tier and unit.stood_on(day)]
        return sorted(found, key=lambda unit: unit.position)

    def names_on(self, units: Collection, day: date) -> dict[int, str]:
        """Each unit's name as it was on the day, by unit id. A later name does not reach back."""
        names = {}
        for unit in units:
            names[unit.id] = unit.name
            for name, first, last in self._names.get(unit.id, ()):
                if (first is None or first <= day) and (last is None or day <= last):
                    names[unit.id] = name
        return names


_kept: Atlas | None = None
_reading = Lock()


def current_atlas() -> Atlas:
    """The units as the open transaction sees them; one small query where they are kept already."""
    global _kept
    word, held = edition(), _kept
    if held is not None and held.edition == word:
        return held
    # One at a time: the others find it read.
    with _reading:
        held = _kept
        while held is None or held.edition != word:
            # Between two of its queries somebody may change a unit: then what was read is no edition at all.
            held = Atlas(word)
            word = edition()
        _kept = held
    return held


def _turned(places: Mapping[int, int | None]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for unit_id in sorted(places):
        if places[unit_id] is not None:
            found[places[unit_id]].append(unit_id)
    return dict(found)
