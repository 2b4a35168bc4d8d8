"""Who asks at the doors, and what each may see: written down by hand from what the office would say, never worked out
by the product's own scope. Keys are those of `world.PLANTED`."""

from dataclasses import dataclass, field

from accounts.choices import Role

BAO_LAC = {"old-043", "old-01321", "old-01330", "new-01321", "new-01327"}
"""The district as it stood, and the new communes made of its communes alone."""
CAO_BANG = BAO_LAC | {"old-04", "old-042", "old-01291", "new-04"}
"""The province went over whole: before and after are one."""
HA_GIANG = {"old-02", "old-0433", "old-013210", "old-00988", "new-00700", "new-013210"}
"""Hà Giang is a part of new Tuyên Quang; what became of its own communes stayed within it."""
TUYEN_QUANG = HA_GIANG | {"old-08", "new-08"}
EVERYTHING = CAO_BANG | TUYEN_QUANG | {"old-040"}

OLD_TAGS, NEW_TAGS = {"old-04"}, {"new-04"}


@dataclass(frozen=True)
class Person:
    """`writes` are the units she registers for, `keeps` those whose people she keeps, `decides` those whose decisions
    and documents she writes down; `above` those above hers, whose documents she works by; `tags` the provinces whose
    tags stand on records she sees or in forms she fills."""

    name: str
    role: Role | None = None
    unit: str = ""
    sees: frozenset = frozenset()
    writes: frozenset = frozenset()
    keeps: frozenset = frozenset()
    decides: frozenset = frozenset()
    above: frozenset = frozenset()
    tags: frozenset = frozenset()
    columns: dict = field(default_factory=dict, hash=False)

    def __str__(self):
        return self.name


def _at(unit: str, sees: set, above: set, tags: set):
    """The same office held in each role."""

    def held_as(role: Role, writes=False, decides=False, keeps=False, **columns) -> Person:
        return Person(
            name=f"{role.value}.{unit}" + ("." + "-".join(columns) if columns else ""),
            role=role,
            unit=unit,
            sees=frozenset(sees),
            writes=frozenset(sees if writes else ()),
            decides=frozenset(sees if decides else ()),
            keeps=frozenset(sees if keeps else ()),
            above=frozenset(above),
            tags=frozenset(tags),
            columns=columns,
        )

    return held_as


_district = _at("old-043", BAO_LAC, {"old-04"}, OLD_TAGS | NEW_TAGS)
_new_commune = _at("new-01327", {"new-01327", "old-01330"}, {"new-04"}, OLD_TAGS | NEW_TAGS)
_old_commune = _at("old-01330", {"old-01330"}, {"old-043", "old-04"}, OLD_TAGS)
_whole_town = _at("old-01321", {"old-01321", "new-01321"}, {"old-043", "old-04"}, OLD_TAGS | NEW_TAGS)
_province = _at("new-04", CAO_BANG, set(), OLD_TAGS | NEW_TAGS)
_former_province = _at("old-02", HA_GIANG, set(), {"old-02", "new-08"})
_trap = _at("old-0433", {"old-0433", "old-013210", "new-013210"}, {"old-02"}, {"old-02", "new-08"})
_placed_into = _at("new-00700", {"new-00700"}, {"new-08"}, {"old-02", "new-08"})

ADMINISTRATOR = Person(
    "administrator", None, "", *[frozenset(EVERYTHING)] * 4, tags=frozenset(EVERYTHING),
    columns={"is_superuser": True, "is_staff": True},
)  # fmt: skip
NOBODY = Person("without.assignment")
ASKED = {
    "old-043": "old-043 old-01321 new-01327 | old-04 old-042 new-04 old-0433 new-013210 old-02",
    "new-01327": "new-01327 old-01330 | new-04 new-01321 old-043 old-01321 new-013210 new-08",
    "old-01330": "old-01330 | new-01327 old-043 old-01321 old-04 old-013210 new-08",
    "old-01321": "old-01321 new-01321 | old-043 old-01330 new-01327 old-013210 new-013210 old-04",
    "new-04": "new-04 old-04 old-01291 | old-040 new-08 old-02 old-0433 new-013210 old-00988",
    "old-02": "old-02 old-00988 new-00700 | new-08 old-08 old-04 new-04 old-043 old-01321",
    "old-0433": "old-0433 new-013210 | old-043 old-01321 new-01321 old-02 old-00988 new-08",
    "new-00700": "new-00700 old-00988 | new-08 old-02 old-08 new-013210 old-01321 old-04",
    "": "| old-04 new-04 old-043 new-01327 old-013210 new-08",
}
"""Whose records a person of the unit asks for by their numbers: her own, a part of it, what it became or came from;
then what is not hers: above, beside, the other heir, a name or key that begins alike, a stranger."""
PEOPLE = [
    _district(Role.CLERK, writes=True, decides=True),
    _district(Role.APPRAISER),
    _district(Role.APPROVER, decides=True),
    _district(Role.LEADER),
    _district(Role.UNIT_ADMIN, writes=True, decides=True, keeps=True),
    _district(Role.CLERK, writes=True, decides=True, is_staff=True),
    _new_commune(Role.CLERK, writes=True, decides=True),
    _new_commune(Role.UNIT_ADMIN, writes=True, decides=True, keeps=True),
    _old_commune(Role.CLERK, writes=True, decides=True),
    _whole_town(Role.LEADER),
    _province(Role.CLERK, writes=True, decides=True),
    _former_province(Role.LEADER),
    _trap(Role.CLERK, writes=True, decides=True),
    _placed_into(Role.LEADER),
    NOBODY,
]
