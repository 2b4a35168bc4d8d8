"""Whatever the tree, the mergers and what was reported: the roll-up is what adding up row by row gives."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from audit.errors import DomainError
from resolutions.accepting import accept, reopen
from resolutions.assigning import Part, assign_to
from resolutions.inheriting import inherit
from resolutions.models import Assignment
from resolutions.progress import progress_by_unit, progress_of
from resolutions.reporting import submit
from tests.casts import administrator
from tests.resolutions.setting import TODAY, a_document, a_target, contents, the_year
from tests.rollups.brute_force import HELD, LOST, TIERS, WHOLE, Atlas
from tests.rollups.worlds import NOW, THEN, build, countries
from units.choices import Tier

KINDS = {
    "rate": {"kind": "rate_by_end", "value": Decimal(60)},
    "units": {"kind": "units_each_year", "value": Decimal(100)},
    "count": {"kind": "count_per_unit", "value": Decimal(2), "measured_in": "cuộc"},
    "amount": {"kind": "amount", "value": Decimal(40), "measured_in": "việc"},
}
answers = st.lists(
    st.fixed_dictionaries(
        {
            "unit": st.integers(0, 40),
            "done": st.integers(0, 9),
            "more": st.integers(0, 9),
            "say": st.sampled_from(["accepted"] * 5 + ["excused", "sent", "silent", "reopened"]),
            "value": st.sampled_from([None, 0, 3, 7]),
        }
    ),
    min_size=2,
    max_size=14,
)


class ProgressInvariant(TestCase):
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(countries(), answers, st.sampled_from(sorted(KINDS)), st.booleans(), st.data())
    def test_the_roll_up_is_the_sum_of_what_was_accepted(self, country, told, kind, merge, data):
        world, viewer = build(country, []), administrator()
        target = a_target(a_document(None), **KINDS[kind])
        expected = report_all(world, target, told, kind)
        if merge:
            inherit(by=None, target=target, year=2025)
            standing = {a.unit_id for a in Assignment.objects.given()}
            expected = {unit: line for unit, line in expected.items() if unit in standing}
            for unit in standing - set(expected):
                expected[unit] = ("silent", 0, 0)
        within = data.draw(st.sampled_from([None, None, *world.units]), label="within")
        atlas = Atlas(world)
        if within is not None:
            day = within.valid_to or date(2026, 1, 1)
            expected = {
                unit: line for unit, line in expected.items()
                if atlas.place(atlas.by_id[unit], day).get(within.tier) == within.id
            }  # fmt: skip
        (whole,) = progress_of([target], year=2025, viewer=viewer, as_of=TODAY, within=within)
        assert seen(whole) == added(expected.values())
        for tier in Tier.values:
            for on in (THEN, NOW):
                note(f"{tier} {on} within {within}")
                try:
                    table = progress_by_unit(
                        target, year=2025, tier=tier, viewer=viewer, as_of=TODAY, on=on, within=within
                    )
                except DomainError:
                    continue
                places = defaultdict(list)
                for unit, line in expected.items():
                    places[place_of(atlas, atlas.by_id[unit], tier, on)].append(line)
                lines = {row.unit.id: row for row in table.rows}
                lines |= {HELD: table.held_above, LOST: table.not_allocated, WHOLE: table.total}
                places[WHOLE] = list(expected.values())
                assert {p: seen(line) for p, line in lines.items() if line.tally.assigned} == {
                    p: added(found) for p, found in places.items() if found
                }


def report_all(world, target, told, kind: str) -> dict[int, tuple]:
    """Gives the target to the units and reports; by unit what was said, and the parts of the figure that counts."""
    expected, period = {}, the_year(2025)
    for wish in told:
        unit = world.units[wish["unit"] % len(world.units)]
        if unit.id in expected:
            continue
        value = Decimal(wish["value"]) if kind in ("amount", "count") and wish["value"] is not None else None
        assign_to(by=None, target=target, parts=[Part(unit, None, value)], year=2025)
        assignment = target.assignments.get(unit=unit, year=2025)
        above = wish["done"]
        below = above + wish["more"] or 1
        figure = f"{above}/{below}" if kind in ("rate", "units") else str(above)
        expected[unit.id] = ("silent", 0, 0)
        if wish["say"] == "silent":
            continue
        says = contents(None if wish["say"] == "excused" else figure)
        report = submit(by=None, assignment=assignment, period=period, on=TODAY, contents=says)
        if wish["say"] == "sent":
            expected[unit.id] = ("waiting", 0, 0)
            continue
        report = accept(by=None, report=report, version=report.version, on=TODAY)
        if wish["say"] == "reopened":
            reopen(by=None, report=report, version=report.version, on=TODAY, reason="Xem lại")
        elif wish["say"] == "excused":
            expected[unit.id] = ("excused", 0, 0)
        else:
            asked = {"rate": 60, "units": 100, "count": 2, "amount": 40}[kind] if value is None else value
            actual = Decimal(above * 100) / below if kind in ("rate", "units") else above
            stands = "exceeded" if actual > asked else "met" if actual == asked else "short"
            expected[unit.id] = (stands, above, below if kind in ("rate", "units") else 0)
    return expected


def added(lines) -> tuple:
    lines = list(lines)
    counts = {word: sum(1 for said, *_ in lines if said == word) for word in ("exceeded", "met", "short", "excused")}
    waiting = sum(1 for said, *_ in lines if said == "waiting")
    silent = sum(1 for said, *_ in lines if said == "silent") + waiting
    return (*counts.values(), silent, waiting, sum(a for _, a, _ in lines), sum(b for *_, b in lines))


def seen(progress) -> tuple:
    t, sums = progress.tally, progress.sums
    return (t.exceeded, t.met, t.short, t.not_applicable, t.silent, t.waiting, sums.numerator, sums.denominator)


def place_of(atlas: Atlas, unit, tier: str, on: date):
    above = TIERS.index(unit.tier) < TIERS.index(tier)
    return atlas.place(unit, on).get(tier) or (HELD if above else LOST)
