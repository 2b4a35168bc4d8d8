"""A question split by several dimensions at once agrees with the roll-up of the same question."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from models_registry.models import Registration
from rollups.answer import Share
from rollups.crossing import cross, whole
from rollups.engine import rollup
from rollups.question import Question
from tests.casts import administrator, leader
from tests.factories import a_registration, a_small_country

pytestmark = pytest.mark.django_db
SPLITS = ("year", "field", "level")


@pytest.fixture
def country():
    units = a_small_country()
    for number, (key, year, field) in enumerate(
        [
            ("old-01321", 2023, "economy"),
            ("old-01321", 2024, "economy"),
            ("old-01327", 2024, "culture_society"),
            ("old-00988", 2024, "economy"),
        ]
    ):
        made = a_registration(units[key], year=year, field=field, participants=10 * number)
        Registration.objects.filter(id=made.id).update(recognised_level="grassroots" if number % 2 else "")
    return units


def question(measure, **changes):
    return Question(
        **dict(measure=measure, tier="province", year_from=2023, year_to=2024, on=date(2024, 12, 31))
        | changes
    )


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("measure", ["registered", "recognised", "recognition_rate", "participants"])
def test_each_dimension_adds_up_to_the_rollup(country, measure, split):
    viewer = administrator()
    crossing = cross(question(measure), SPLITS, viewer)
    answer = rollup(question(measure, split=split), viewer)
    assert {c.key: crossing.of(**{split: c.key}) for c in answer.columns} == dict(answer.total.cells)
    assert crossing.of() == answer.total.total


def test_cells_are_found_by_several_values_together(country):
    crossing = cross(question("recognition_rate", within=country["old-04"]), SPLITS, administrator())
    assert crossing.of(year=2024, field="economy") == Share(1, 1)
    assert crossing.of(year=2024, field="culture_society", level="grassroots") == Share(0, 1)
    assert crossing.of(year=2022) == Share(0, 0)


def test_only_what_the_viewer_sees_is_counted(country):
    assert cross(question("registered"), SPLITS, leader(country["old-043"])).of() == 3


@pytest.mark.parametrize("measure", ["models", "active_communes"])
def test_what_does_not_add_up_is_refused(country, measure):
    with pytest.raises(ValueError, match="does not add up"):
        cross(question(measure), SPLITS, administrator())


@pytest.mark.parametrize("asked", [rollup, lambda q, viewer: cross(q, SPLITS, viewer)])
def test_both_parts_of_a_rate_are_counted_in_one_walk_of_the_register(country, asked):
    viewer = administrator()
    with CaptureQueriesContext(connection) as queries:
        asked(question("recognition_rate", split="field"), viewer)
    assert len([q for q in queries if "models_registry_registration" in q["sql"]]) == 1


def test_a_hand_placement_of_a_second_unit_does_not_move_a_model_counted_at_its_first(country):
    district, commune = country["old-043"], country["old-01321"]
    rows = list(Registration.objects.filter(unit=commune).order_by("year"))
    Registration.objects.exclude(id__in=[row.id for row in rows]).delete()
    Registration.objects.filter(id=rows[0].id).update(unit=district)
    Registration.objects.filter(id=rows[1].id).update(model=rows[0].model_id, hand_unit=country["old-01327"])
    answer = rollup(question("models", tier="commune"), administrator())
    assert (answer.held_above.total, [line.total for line in answer.rows if line.total]) == (1, [])


@pytest.mark.parametrize("split", ["", "year", "field"])
@pytest.mark.parametrize("measure", ["registered", "recognition_rate", "participants", "models"])
def test_the_whole_alone_is_the_total_line_of_the_rollup(country, measure, split):
    viewer = leader(country["old-04"])
    total = rollup(question(measure, split=split), viewer).total
    figures = whole(question(measure, split=split), viewer)
    expected = (
        {key: n for key, n in total.cells.items() if n not in (0, Share(0, 0))}
        if split
        else {"": total.total}
    )
    assert {key: n for key, n in figures.items() if n not in (0, Share(0, 0))} == expected


def test_the_whole_of_what_is_counted_by_place_is_refused(country):
    with pytest.raises(ValueError, match="counted by place"):
        whole(question("active_communes"), administrator())
