"""Whatever the tree, its successions and the register: every line adds up, and a count by hand finds the same."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.choices import Role
from audit.errors import DomainError
from rollups.answer import Rollup, Share
from rollups.dimensions import dimensions
from rollups.engine import rollup
from rollups.measures import Ratio, catalogue, steps
from rollups.question import Question
from tests.casts import administrator, assigned, person
from tests.rollups.brute_force import HELD, LOST, WHOLE, Atlas, count
from tests.rollups.worlds import NOW, THEN, build, countries, registers
from units.choices import Tier
from units.geography import geography_on
from units.models import Placement

MEASURES = ["registered", "models", "active_communes", "participants", "money", "recognised"]
SPLITS = ["", "field", "level", "kind", "phase", "year", "recognised_level"]


def _reader(unit):
    """Somebody assigned to this unit and to nothing that followed it."""
    held = person("nguoi.doc")
    assigned(held, Role.LEADER, unit)
    return held


class RollupInvariant(TestCase):
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(countries(), registers, st.data())
    def test_lines_add_up_and_agree_with_a_count_by_hand(self, country, register, data):
        world = build(country, register)
        for day in (THEN, NOW):
            assert placements(day) == {u.id: Atlas(world).place(u, day) for u in world.units}
        # Mostly places where something is registered: an empty answer proves little.
        places = [row.unit for row in world.rows] + [row.hand_unit for row in world.rows if row.hand_unit]
        within = data.draw(st.sampled_from([None] * 8 + places + world.units), label="within")
        visible = data.draw(st.sampled_from([None] * 20 + places + world.units), label="visible")
        narrowed = data.draw(
            st.sampled_from([{}, {"field": "economy"}, {"level": "grassroots"}]), label="narrowed"
        )
        years = data.draw(st.sampled_from([(2023, 2026), (2025, 2025)]), label="years")
        split = data.draw(st.sampled_from(SPLITS), label="split")
        viewer = administrator() if visible is None else _reader(visible)
        for measure, tier, on in product([*MEASURES, "recognition_rate"], Tier.values, [THEN, NOW]):
            question = Question(
                measure=measure, tier=tier, year_from=years[0], year_to=years[1], on=on, within=within, split=split,
                narrowed=narrowed,
            )  # fmt: skip
            note(f"{measure} by {tier} on {on}")
            if tier == Tier.DISTRICT and on == NOW:
                with pytest.raises(DomainError):
                    rollup(question, viewer)
                continue
            try:
                answer = rollup(question, viewer)
            except DomainError:
                # A country that never had a unit of this tier on that day.
                assert not any(u.tier == tier and u.stood_on(on) for u in world.units)
                continue
            assert_adds_up(answer)
            if measure != "recognition_rate":
                assert figures(answer) == count(world, question, visible)
                continue
            for part, at in (("recognised", 0), ("registered", 1)):
                assert figures(answer, at) == count(world, question.asking(measure=part), visible)


def test_every_declared_measure_and_split_of_the_register_is_put_to_the_test():
    people = {"people", "assignments"}
    of_resolutions = {key for key in catalogue() if key.startswith(("documents_", "targets_", "reports_"))}
    # Counted by hand where their own deeds are tested: tests/recognition.
    after = {"replicated", "replicas", "checked", "alive", "recognised_models", "awards", "withdrawn"}
    after |= set(steps()) - {"registered", "recognised"}
    others = people | of_resolutions | after
    assert {key for key, m in catalogue().items() if not isinstance(m, Ratio)} - others == set(MEASURES)
    of_documents = {"target", "outcome", "issuer_kind", "document_kind", "document_level"}
    of_others = of_documents | {"role", "check_state", "after_1", "after_3", "after_5"}
    assert set(dimensions()) - of_others == set(SPLITS) - {""}


def placements(day) -> dict[int, dict]:
    """Where the product reads every unit's records on the day."""
    return {
        placed.unit_id: {tier: id_ for tier in Tier.values if (id_ := getattr(placed, f"{tier}_id"))}
        for placed in Placement.objects.filter(geography=geography_on(day))
    }


def figures(answer: Rollup, part: int = 0) -> dict[tuple, int]:
    """The figures of an answer that are not zero, by (place, column); of a rate one of its parts."""
    lines = [(line.unit.id, line) for line in answer.rows]
    lines += [(HELD, answer.held_above), (LOST, answer.not_allocated), (WHOLE, answer.total)]
    return {
        (place, key): n
        for place, line in lines
        for key, figure in [*line.cells.items(), (WHOLE, line.total)]
        if (n := _parts(figure)[part])
    }


def assert_adds_up(answer: Rollup) -> None:
    parts = [*answer.rows, answer.held_above, answer.not_allocated]
    assert _sum(line.total for line in parts) == _parts(answer.total.total)
    for column in answer.columns:
        assert _sum(line.cells[column.key] for line in parts) == _parts(answer.total.cells[column.key])


def _parts(figure) -> tuple[int, int]:
    return (figure.numerator, figure.denominator) if isinstance(figure, Share) else (figure, 0)


def _sum(figures_) -> tuple[int, int]:
    pairs = [_parts(f) for f in figures_]
    return sum(n for n, _ in pairs), sum(d for _, d in pairs)
