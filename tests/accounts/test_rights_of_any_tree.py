"""Whatever the tree, its successions and the assignments: who writes sees, and one more assignment takes nothing away."""

from datetime import date

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.choices import ORGANISATION_ROLES, REGISTERING_ROLES, Role
from accounts.models import User
from accounts.scoping import seen_by, written_by
from models_registry.models import Registration
from tests.casts import assigned, person
from tests.rollups.brute_force import Atlas
from tests.rollups.worlds import NOW, build, countries, registers
from units.models import Organisation

wishes = st.lists(
    st.fixed_dictionaries(
        {
            "role": st.sampled_from([Role.CLERK, Role.CLERK, *Role]),
            "unit": st.integers(0, 40),
            "organisation": st.sampled_from([False, False, True]),
            "views": st.one_of(st.none(), st.none(), st.integers(0, 40)),
            "first": st.sampled_from([date(2020, 1, 1), date(2025, 7, 1), date(2027, 1, 1)]),
            "last": st.sampled_from([None, None, date(2027, 6, 30)]),
        }
    ),
    min_size=1,
    max_size=4,
)


class RightsOfAnyTree(TestCase):
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(countries(), registers, wishes)
    def test_who_writes_sees_and_writes_only_where_a_unit_stands(self, country, register, wanted):
        world = build(country, register)
        atlas = Atlas(world)
        units, held = world.units, person("ai.do")
        seen_before, written_before = set(), set()
        standing = []
        for number, wish in enumerate(wanted):
            unit = units[wish["unit"] % len(units)]
            given_to = _organisation(unit, world, number) if wish["organisation"] else None
            if given_to is not None and wish["role"] not in ORGANISATION_ROLES:
                given_to = None
            if held.assignments.filter(role=wish["role"], unit=unit, valid_from=wish["first"]).exists():
                continue
            looked_at = None if wish["views"] is None else units[wish["views"] % len(units)]
            row = assigned(
                held, wish["role"], unit, organisation=given_to, views_unit=looked_at,
                valid_from=wish["first"], valid_to=wish["last"],
            )  # fmt: skip
            if row.role in REGISTERING_ROLES and unit.valid_to is None and row.valid_from.year < 2027:
                standing.append(row)
            someone = User.objects.get(pk=held.pk)
            seen = set(Registration.objects.visible_to(someone).values_list("id", flat=True))
            written = {
                r.id
                for r in Registration.objects.all()
                if written_by(someone).holds(r.unit_id, r.organisation_id)
            }
            assert written <= seen
            assert seen_before <= seen
            assert written_before <= written
            assert written_by(someone).units <= seen_by(someone).units
            assert written == {r.id for r in world.rows if any(_writes(atlas, a, r) for a in standing)}
            seen_before, written_before = seen, written
        event(f"writes {bool(written_before)}, sees more {seen_before > written_before}")


def _writes(atlas: Atlas, assignment, row) -> bool:
    if assignment.organisation_id is not None:
        return row.organisation_id == assignment.organisation_id
    return atlas.place(row.unit, NOW).get(assignment.unit.tier) == assignment.unit_id


def _organisation(unit, world, number: int) -> Organisation:
    """An organisation of the unit, and one of the unit's rows its own where there is one."""
    made = Organisation.objects.create(
        name=f"Trường {number}", folded_name=f"truong {number}", kind="school", unit=unit
    )
    for row in world.rows:
        if row.unit_id == unit.id and row.organisation_id is None:
            row.organisation = made
            row.save()
            break
    return made
