"""Small made-up countries for the property tests: a tree in two geographies, who became what, and a register."""

from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from models_registry.choices import ActivityField, Kind, Level, Phase, Stage
from models_registry.models import MobilizationModel, Registration
from tests.factories import a_unit
from units.choices import Share, Tier
from units.models import Succession, Unit
from units.placing import rebuild_placements

LAST_OLD_DAY, FIRST_NEW_DAY = date(2025, 6, 30), date(2025, 7, 1)
THEN, NOW = date(2024, 12, 31), date(2026, 1, 1)


@dataclass
class World:
    units: list[Unit]
    successors: dict[int, set[int]]
    rows: list[Registration]


@st.composite
def countries(draw):
    """A description: old provinces as (new province, districts as (communes' successors, own successors)), and the
    number of communes of each new province."""
    new = draw(st.lists(st.integers(1, 3), min_size=1, max_size=2))
    old = []
    for _ in range(draw(st.integers(1, 3))):
        goes_to = draw(st.integers(0, len(new) - 1))
        parts = st.sets(st.integers(0, new[goes_to] - 1), max_size=3)
        districts = draw(st.lists(st.tuples(st.lists(parts, max_size=3), parts), max_size=3))
        old.append((goes_to, districts))
    return old, new


registers = st.lists(
    st.fixed_dictionaries(
        {
            "unit": st.integers(0, 40),
            "model": st.integers(0, 5),
            "year": st.integers(2023, 2026),
            "level": st.sampled_from([Level.GRASSROOTS, Level.DISTRICT, Level.PROVINCE]),
            "field": st.sampled_from(ActivityField.values),
            "kind": st.sampled_from(Kind.values),
            "phase": st.sampled_from(Phase.values),
            "recognised": st.sampled_from(["", Level.GRASSROOTS, Level.CENTRAL]),
            "withdrawn": st.sampled_from([False, False, False, True]),
            "participants": st.sampled_from([None, 0, 7, 120]),
            "hand": st.integers(0, 5),
        }
    ),
    min_size=4,
    max_size=24,
)


def build(country, register) -> World:
    """The country and its register in the database, with the placements derived by the product."""
    units, successors = _units(*country)
    rebuild_placements()
    world = World(units, successors, [])
    _register(world, register)
    return world


def _units(old, new) -> tuple[list[Unit], dict[int, set[int]]]:
    provinces = [a_unit(Tier.PROVINCE, valid_from=FIRST_NEW_DAY) for _ in new]
    communes = [
        [a_unit(Tier.COMMUNE, province, valid_from=FIRST_NEW_DAY) for _ in range(size)]
        for province, size in zip(provinces, new, strict=True)
    ]
    units = provinces + [c for group in communes for c in group]
    successors: dict[int, set[int]] = {}
    for at, (goes_to, districts) in enumerate(old):
        allowed = _communes_of(at, [to for to, _ in old], new)
        province = a_unit(Tier.PROVINCE, valid_to=LAST_OLD_DAY)
        units.append(province)
        successors[province.id] = {provinces[goes_to].id}
        for communes_parts, own_parts in districts:
            district = a_unit(Tier.DISTRICT, province, valid_to=LAST_OLD_DAY)
            units.append(district)
            # As in the official lists: a district's succession is that of its communes, or its own where it has none.
            successors[district.id] = (
                {communes[goes_to][i].id for i in own_parts & allowed} if not communes_parts else set()
            )
            for parts in communes_parts:
                commune = a_unit(Tier.COMMUNE, district, valid_to=LAST_OLD_DAY)
                units.append(commune)
                successors[commune.id] = {communes[goes_to][i].id for i in parts & allowed}
                successors[district.id] |= successors[commune.id]
    Succession.objects.bulk_create(
        Succession(
            predecessor_id=before, successor_id=after, share=Share.PARTIAL if len(all_) > 1 else Share.WHOLE
        )
        for before, all_ in successors.items()
        for after in sorted(all_)
    )
    return units, successors


def _communes_of(at: int, goes_to: list[int], new: list[int]) -> set[int]:
    """Numbers of the new communes that the old province may hand its parts to: as in the official lists, a new commune
    never mixes old provinces (a placing by hand stays inside the province because of it)."""
    joining = [number for number, to in enumerate(goes_to) if to == goes_to[at]]
    return {i for i in range(new[goes_to[at]]) if i % len(joining) == joining.index(at)}


def _register(world: World, register) -> None:
    models: dict[int, MobilizationModel] = {}
    taken = set()
    for wish in register:
        unit = world.units[wish["unit"] % len(world.units)]
        year = min(wish["year"], 2025) if unit.valid_to else max(wish["year"], 2025)
        level = Level.GRASSROOTS if wish["level"] == Level.DISTRICT and year > 2025 else wish["level"]
        if (wish["model"], year, level) in taken and not wish["withdrawn"]:
            continue
        if not wish["withdrawn"]:
            taken.add((wish["model"], year, level))
        if wish["model"] not in models:
            models[wish["model"]] = MobilizationModel.objects.create(
                code=f"XX-{wish['model']}",
                name="m",
                folded_name="m",
                kind=wish["kind"],
                field=wish["field"],
                unit=unit,
            )
        places = _parts_of(world, unit)
        world.rows.append(
            Registration.objects.create(
                model=models[wish["model"]],
                unit=unit,
                year=year,
                level=level,
                field=wish["field"],
                kind=wish["kind"],
                phase=wish["phase"],
                recognised_level="" if wish["withdrawn"] else wish["recognised"],
                stage=Stage.WITHDRAWN if wish["withdrawn"] else Stage.ACCEPTED,
                withdrawal_reason="lý do" if wish["withdrawn"] else "",
                participants=wish["participants"],
                # A person places by hand only what division left without a place, in one of its parts.
                hand_unit=places[wish["hand"] % len(places)]
                if len(places) > 1 and wish["hand"] < 4
                else None,
            )
        )


def _parts_of(world: World, unit: Unit) -> list[Unit]:
    if unit.tier != Tier.COMMUNE:
        return []
    ids = world.successors.get(unit.id) or {b for b, after in world.successors.items() if unit.id in after}
    return [u for u in world.units if u.id in ids and u.tier == Tier.COMMUNE]
