"""Who asks at the doors, and what each may see: written down by hand from what the office would say, never worked out
by the product's own scope. Keys are those of `world.PLANTED`."""

from dataclasses import dataclass, field, replace
from datetime import date

from accounts.choices import Role

OLD_BAO_LAC = {"old-043", "old-01321", "old-01330"}
"""The abolished district, with what stood in it to its last day; what its communes became is theirs."""
CAO_BANG = OLD_BAO_LAC | {"old-04", "old-042", "old-01291", "new-04", "new-01321", "new-01327"}
"""The province went over whole: whoever is of the new one sees what was before it too."""
OLD_HA_GIANG = {"old-02", "old-0433", "old-013210", "old-00988"}
"""Hà Giang is a part of new Tuyên Quang, and abolished."""
EVERYTHING = CAO_BANG | OLD_HA_GIANG | {"old-08", "old-040", "new-08", "new-00700", "new-013210"}

OLD_TAGS, NEW_TAGS = {"old-04"}, {"new-04"}
HEIR = {"old-04": "new-04", "old-02": "new-08", "old-08": "new-08"}
"""What took over each old province."""
WENT_WHOLE = {"new-04": "old-04"}
"""What a new province was before, where it was one."""


@dataclass(frozen=True)
class Person:
    """`writes` are the units she registers for, `keeps` those whose people she keeps, `decides` those whose decisions
    and documents she writes down; `above` those above hers, and what these were before, whose documents she works by;
    `tags` the provinces whose tags stand on records she sees or in forms she fills."""

    name: str
    role: Role | None = None
    unit: str = ""
    sees: frozenset = frozenset()
    writes: frozenset = frozenset()
    keeps: frozenset = frozenset()
    decides: frozenset = frozenset()
    drafts: frozenset = frozenset()
    """Beside those she writes for: units whose drafts of decisions are hers as their approver."""
    above: frozenset = frozenset()
    tags: frozenset = frozenset()
    columns: dict = field(default_factory=dict, hash=False)
    views: str = ""
    home: frozenset = frozenset()
    """What her lists begin with where that is less than she sees."""
    organisation: bool = False
    """Only for the organisation of the unit; `sees` is then empty, and its one record is met beside."""
    valid_to: date | None = None

    @property
    def is_everybody(self) -> bool:
        return self.role is None

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
            drafts=frozenset({unit} if role == Role.APPROVER else ()),
            keeps=frozenset(sees if keeps else ()),
            above=frozenset(above),
            tags=frozenset(tags),
            columns=columns,
        )

    return held_as


_province = _at("new-04", CAO_BANG, set(), OLD_TAGS | NEW_TAGS)
_commune = _at("new-01327", {"new-01327", "old-01330"}, {"new-04", "old-04"}, OLD_TAGS | NEW_TAGS)
_whole_town = _at("new-01321", {"new-01321", "old-01321"}, {"new-04", "old-04"}, OLD_TAGS | NEW_TAGS)
_trap = _at("new-013210", {"new-013210", "old-013210"}, {"new-08", "old-08", "old-02"}, {"old-02", "new-08"})
_placed_into = _at("new-00700", {"new-00700"}, {"new-08", "old-08", "old-02"}, {"old-02", "new-08"})
# Of abolished units: what is left of the office is reading.
_old_district = _at("old-043", OLD_BAO_LAC, {"old-04"}, OLD_TAGS)
_old_commune = _at("old-01330", {"old-01330"}, {"old-043", "old-04"}, OLD_TAGS)
_old_province = _at("old-02", OLD_HA_GIANG, set(), {"old-02"})

ADMINISTRATOR = Person(
    "administrator", None, "", *[frozenset(EVERYTHING)] * 4, tags=frozenset(EVERYTHING),
    columns={"is_superuser": True, "is_staff": True},
)  # fmt: skip
NOBODY = Person("without.assignment", Role.CLERK, "old-04", valid_to=date(2020, 12, 31))
"""Her one assignment ended years ago."""
OF_A_SCHOOL = Person(
    "clerk.school", Role.CLERK, "new-01327", organisation=True, above=frozenset({"new-01327", "new-04", "old-04"}),
    tags=frozenset(NEW_TAGS),
)  # fmt: skip
WIDER = replace(
    _trap(Role.LEADER), name="leader.wider", views="new-01327",
    sees=frozenset({"new-013210", "old-013210", "new-01327", "old-01330"}),
    tags=frozenset({"old-02", "new-08", "old-04", "new-04"}),
    home=frozenset({"new-013210", "old-013210"}),
)  # fmt: skip
PEOPLE = [
    _province(Role.CLERK, writes=True, decides=True),
    _province(Role.APPRAISER),
    _province(Role.APPROVER, decides=True),
    _province(Role.LEADER),
    _province(Role.UNIT_ADMIN, keeps=True),
    _province(Role.CLERK, writes=True, decides=True, is_staff=True),
    _commune(Role.CLERK, writes=True, decides=True),
    _commune(Role.APPROVER, decides=True),
    _commune(Role.UNIT_ADMIN, keeps=True),
    _whole_town(Role.LEADER),
    _trap(Role.CLERK, writes=True, decides=True),
    _placed_into(Role.LEADER),
    _old_district(Role.CLERK),
    _old_district(Role.UNIT_ADMIN),
    _old_commune(Role.CLERK),
    _old_province(Role.LEADER),
    OF_A_SCHOOL,
    WIDER,
    NOBODY,
]
ASKED = {
    "new-04": "new-04 old-04 old-01291 | old-040 new-08 old-02 old-0433 new-013210 old-00988",
    "new-01327": "new-01327 old-01330 | new-04 new-01321 old-043 old-01321 new-013210 new-08",
    "new-01321": "new-01321 old-01321 | new-013210 old-013210 new-01327 old-043 new-04 old-04",
    "new-013210": "new-013210 old-013210 | new-01321 old-01321 new-08 old-0433 new-01327 old-040",
    "new-00700": "new-00700 old-00988 | new-08 old-02 old-08 new-013210 old-01321 old-04",
    "old-043": "old-043 old-01321 | new-01321 new-01327 old-04 old-042 new-04 old-0433",
    "old-01330": "old-01330 | new-01327 old-043 old-01321 old-04 old-013210 new-08",
    "old-02": "old-02 old-00988 | new-08 new-00700 old-08 old-04 old-043 new-013210",
    "clerk.school": "| new-01327 old-01330 new-04 new-01321 new-013210 new-08",
    "leader.wider": "new-013210 new-01327 | new-08 new-04 new-01321 old-043 old-040 old-02",
    "without.assignment": "| old-04 new-04 old-043 new-01327 old-013210 new-08",
}
"""Whose records are asked for by their numbers, by the unit of the person or, where she is a case of her own, by her
name: her own, a part of it, what went into it; then what is not hers: above, beside, what it became, a name or key that
begins alike, a stranger."""
