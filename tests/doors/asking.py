"""What is asked at each door: every address a person could type, for her own records and for those that are not hers."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.doors.country import NUMBER
from tests.doors.filling import MISSING, NO_NUMBER, SHOWN_BY, kinds_of, value_of
from tests.doors.marks import plain
from tests.doors.people import ASKED, Person
from tests.doors.walking import Door
from tests.doors.world import World

WIDE = {"year_from": "2009", "year_to": "2100", "status": "all"}
"""The widest question of a page."""
WIDE_AT = {
    "api/v1/registrations/": {"status": "all", "page_size": "200"},
    "api/v1/models/": {"page_size": "200"},
    "api/v1/decisions/": {"page_size": "200"},
    "api/v1/documents/": {"page_size": "200"},
    "api/v1/targets/": {"page_size": "200"},
    "api/v1/assignments/": {"page_size": "200"},
    "api/v1/progress-reports/": {"page_size": "200"},
    "api/v1/progress/": {"document": "1"},
    "api/v1/rollups/": {"year_from": "2009", "year_to": "2100", "tier": "commune"},
    "api/": {},
    "admin/": {},
    "tim-kiem/": {"q": "tuyến đường"},
    "bao-cao/nam/": {"year_from": "2024", "year_to": "2026"},
    "nghi-quyet/": {"year": "2025"},
}
HOSTILE_AT = {
    "api/v1/registrations/": ["within", "search"], "api/v1/models/": ["search"], "api/v1/decisions/": ["search"],
    "api/v1/rollups/": ["within"], "api/v1/units/": ["search"], "api/": [],
    "api/v1/documents/": ["search", "within"], "api/v1/assignments/": ["within"], "api/v1/progress-reports/": ["within"],
    "bao-cao/nam/": ["within"], "admin/": ["within", "q"],
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """An address; of whose record of which kind it asks (both empty for a list), and what a missing one's would be."""

    door: Door
    address: str
    kind: str = ""
    key: str = ""
    value: object = None
    missing: str = ""
    no_value: object = None
    widest: bool = False


def keys_asked(person: Person) -> tuple[list[str], list[str]]:
    """Units whose records are hers, and units whose are not: all the relations for some, the nearest for the others."""
    own, _, others = ASKED[_place(person)].partition("|")
    if is_thorough(person):
        return own.split(), others.split()
    return own.split()[:1], others.split()[:1]


def is_thorough(person: Person) -> bool:
    """DOORS=all asks every role about every relation: the whole matrix, as the whole check does."""
    return os.environ.get("DOORS") == "all" or person.name in (
        "clerk.new-04",
        "clerk.new-01327",
        "clerk.old-043",
    )


def _place(person: Person) -> str:
    return person.name if person.name in ASKED else person.unit


def questions(world: World, door: Door, keys: list[str]) -> Iterator[Question]:
    kinds = kinds_of(door)
    if not kinds:
        yield Question(door, _with(door, _first(WIDE_AT, door, WIDE)), widest=True)
        return
    *_, last = kinds
    many = max(kinds, key=lambda part: len(kinds[part]))
    for kind in kinds[many]:
        for key in keys:
            if kind == "school" and key not in world.records["school"]:
                continue
            values = {part: value_of(world, kind if part == many else kinds[part][0], key) for part in kinds}
            nobody = values | {many: MISSING.get(kind, NO_NUMBER)}
            named = kinds[last][0] if last != many else kind
            yield Question(
                door, door.filled(values), named if named in SHOWN_BY or named == "draft" else "", key, values[many],
                door.filled(nobody), nobody[many],
            )  # fmt: skip


def hostile(world: World, door: Door, key: str) -> Iterator[Question]:
    """A list asked for by references to what is another's: its number, its unit, its very words."""
    if door.parts:
        return
    records = world.records
    said = {
        "within": key, "search": plain(NUMBER[key]), "q": plain(NUMBER[key]),
        "unit": key, "unit_q": world.units[key].name, "year": str(records["registration"][key].year),
        "name": f"Tuyến đường {plain(NUMBER[key])} QZ{NUMBER[key]:03d}name", "model": str(records["registration"][key].model_id),
        "registration": str(records["free"][key].pk), "nhap": str(next(iter(records["draft"].values())).pk),
    }  # fmt: skip
    names = _first(HOSTILE_AT, door, list(said))
    for chosen in (["within"], [name for name in names if name != "within"]):
        asked = {name: said[name] for name in chosen if name in names}
        if asked:
            yield Question(door, _with(door, asked))


def searches(door: Door, keys: list[str]) -> Iterator[Question]:
    """Each unit's words typed into the search box."""
    for key in keys:
        yield Question(door, _with(door, {"q": plain(NUMBER[key])}))


def _with(door: Door, asked: dict) -> str:
    return door.filled({}) + ("?" + urlencode(asked) if asked else "")


def _first(table: dict, door: Door, otherwise):
    return next((value for begins, value in table.items() if door.route.startswith(begins)), otherwise)
