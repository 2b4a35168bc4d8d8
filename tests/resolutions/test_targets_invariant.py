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
from resolutions.progress import progress_by_unit, progress_of, standing_by_unit
from resolutions.reporting import submit
from tests.casts import administrator
from tests.resolutions.setting import TODAY, a_document, a_target, contents, the_year
from tests.rollups.brute_force import HELD, LOST, TIERS, WHOLE, Atlas
from tests.rollups.worlds import NOW, THEN, build, countries
from units.choices import Tier
from units.models import Organisation

KINDS = {
    "rate": {"kind": "rate_by_end", "value": Decimal(60), "road_map": {2025: Decimal(40)}},
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
            "organisation": st.sampled_from([False] * 3 + [True]),
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
            standing = {(a.unit_id, a.organisation_id): a.value for a in Assignment.objects.given()}
            expected = {place: line for place, line in expected.items() if place in standing}
            for place in set(standing) - set(expected):
                expected[place] = ("silent", 0, 0, standing[place])
        within = data.draw(st.sampled_from([None, None, *world.units]), label="within")
        atlas = Atlas(world)
        if within is not None:
            day = within.valid_to or date(2026, 1, 1)
            expected = {
                (unit, who): line for (unit, who), line in expected.items()
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
                for (unit, _who), line in expected.items():
                    places[place_of(atlas, atlas.by_id[unit], tier, on)].append(line)
                lines = {row.unit.id: row for row in table.rows}
                lines |= {HELD: table.held_above, LOST: table.not_allocated, WHOLE: table.total}
                places[WHOLE] = list(expected.values())
                assert {p: seen(line) for p, line in lines.items() if line.tally.assigned} == {
                    p: added(found) for p, found in places.items() if found
                }
                # Many targets together are told by the same counts.
                standing = standing_by_unit([target], year=2025, tier=tier, viewer=viewer, on=on, within=within)
                counts = {row.unit.id: row.tally for row in standing.rows}
                counts |= {HELD: standing.held_above, LOST: standing.not_allocated, WHOLE: standing.total}
                assert {p: tally for p, tally in counts.items() if tally.assigned} == {
                    p: line.tally for p, line in lines.items() if line.tally.assigned
                }


def report_all(world, target, told, kind: str) -> dict[tuple, tuple]:
    """Gives the target to the units, or an organisation of theirs, and reports; by place what was said, and the parts of the
    figure that counts, what was asked (None: nothing of its own)."""
    expected, period = {}, the_year(2025)
    for wish in told:
        unit, who = world.units[wish["unit"] % len(world.units)], None
        if wish["organisation"]:
            who = Organisation.objects.get_or_create(unit=unit, kind="women", defaults={"name": "Hội", "folded_name": "hoi"})[0]
        place = (unit.id, who and who.id)
        if place in expected:
            continue
        value = Decimal(wish["value"]) if kind in ("amount", "count") and wish["value"] is not None else None
        (assignment,) = assign_to(by=None, target=target, parts=[Part(unit, who, value)], year=2025)
        above = wish["done"]
        below = above + wish["more"] or 1
        figure = f"{above}/{below}" if kind in ("rate", "units") else str(above)
        expected[place] = ("silent", 0, 0, value)
        if wish["say"] == "silent":
            continue
        says = contents(None if wish["say"] == "excused" else figure)
        report = submit(by=None, assignment=assignment, period=period, on=TODAY, contents=says)
        if wish["say"] == "sent":
            expected[place] = ("waiting", 0, 0, value)
            continue
        report = accept(by=None, report=report, version=report.version, on=TODAY)
        if wish["say"] == "reopened":
            reopen(by=None, report=report, version=report.version, on=TODAY, reason="Xem lại")
        elif wish["say"] == "excused":
            expected[place] = ("excused", 0, 0, None)
        else:
            asked = {"rate": 60, "units": 100, "count": 2, "amount": 40}[kind] if value is None else value
            actual = Decimal(above * 100) / below if kind in ("rate", "units") else above
            stands = "exceeded" if actual > asked else "met" if actual == asked else "short"
            if kind == "rate" and actual < 40:
                stands = "behind"
            parts = (above, below, below) if kind in ("rate", "units") else (above, 0, value)
            expected[place] = (stands, *parts)
    return expected


def added(lines) -> tuple:
    lines = list(lines)
    counts = {word: sum(1 for said, *_ in lines if said == word) for word in ("exceeded", "met", "short", "behind", "excused")}
    waiting = sum(1 for said, *_ in lines if said == "waiting")
    silent = sum(1 for said, *_ in lines if said == "silent") + waiting
    asked = [own for said, _, _, own in lines if said != "excused"]
    given = sum(own for own in asked if own is not None)
    return (*counts.values(), silent, waiting, sum(a for _, a, _, _ in lines), sum(b for _, _, b, _ in lines), given, asked.count(None))


def seen(progress) -> tuple:
    t, sums = progress.tally, progress.sums
    parts = (sums.numerator, sums.denominator, sums.asked, sums.unasked)
    return (t.exceeded, t.met, t.short, t.behind, t.not_applicable, t.silent, t.waiting, *parts)


def place_of(atlas: Atlas, unit, tier: str, on: date):
    above = TIERS.index(unit.tier) < TIERS.index(tier)
    return atlas.place(unit, on).get(tier) or (HELD if above else LOST)
