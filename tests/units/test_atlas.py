"""The kept units are never older than the database: whoever changes it, and whatever is taken back."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from accounts.scoping import seen_by
from rollups.engine import rollup
from rollups.question import Question
from tests.casts import administrator, assigned, leader, person
from tests.factories import a_registration, a_small_country, a_unit
from units import edition
from units.atlas import Atlas, current_atlas
from units.geography import geography_on, names_on
from units.models import Edition, Geography, Placement, Succession, Unit, UnitName
from units.placing import rebuild_placements
from units.querysets import unit_ids_inside

pytestmark = pytest.mark.django_db
OLD, NEW = date(2025, 6, 30), date(2026, 1, 1)


@pytest.fixture
def country(db):
    return a_small_country()


def asked(country, **changes) -> Question:
    return Question(
        **dict(measure="registered", tier="district", within=country["old-04"], year_from=2024, year_to=2024, on=OLD)
        | changes
    )


def reader(unit):
    held = person(f"nguoi.doc.{unit.key}")
    assigned(held, Role.LEADER, unit)
    return held


def lines(answer) -> dict[str, int]:
    return {line.name: line.total for line in answer.rows if line.total}


CHANGES = {
    "a unit renamed": lambda c: Unit.objects.filter(key="old-043").update(name="Huyện Khác"),
    "a unit saved": lambda c: c["old-043"].save(),
    "a unit made": lambda c: a_unit("province"),
    "a unit removed": lambda c: Unit.objects.filter(id=a_unit("province").id).delete(),
    "a name given": lambda c: UnitName.objects.create(unit=c["old-043"], name="Châu Bảo Lạc", kind="huyen"),
    "a succession": lambda c: Succession.objects.bulk_create(
        [Succession(predecessor=c["old-01330"], successor=c["new-01321"], share="partial")]
    ),
    "successions gone": lambda c: Succession.objects.all().delete(),
    "a geography": lambda c: Geography.objects.filter(ends_on=None).update(ends_on=date(2030, 1, 1)),
    "a placement": lambda c: Placement.objects.filter(unit=c["old-01330"]).update(commune=None),
    "placements anew": lambda c: rebuild_placements(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_every_change_of_the_units_gives_another_word(country, change):
    held = current_atlas()
    change(country)
    assert current_atlas().edition not in ("", held.edition)
    assert current_atlas() is current_atlas()


def test_a_change_of_anything_else_leaves_the_units_kept(country):
    held = current_atlas()
    a_registration(country["old-01321"])
    assert current_atlas() is held


def test_every_table_the_kept_units_are_read_from_is_watched(country):
    with CaptureQueriesContext(connection) as queries:
        Atlas("thử")
    read = {table for table in connection.introspection.table_names() for q in queries if f'FROM "{table}"' in q["sql"]}
    assert read == set(edition.WATCHED)


def test_a_question_after_a_change_is_answered_with_it(country):
    a_registration(country["old-01321"])
    a_registration(country["old-01291"])
    viewer = leader(country["old-04"])
    assert lines(rollup(asked(country), viewer)) == {"Huyện Bảo Lạc": 1, "Huyện Bảo Lâm": 1}
    Unit.objects.filter(key="old-043").update(name="Huyện Khác")
    Unit.objects.filter(key="old-01291").update(parent=country["old-043"])
    rebuild_placements()
    assert lines(rollup(asked(country), viewer)) == {"Huyện Khác": 2}


def test_a_change_taken_back_is_never_answered_with(country):
    held = current_atlas()
    with transaction.atomic():
        Unit.objects.filter(key="old-04").update(name="Tỉnh Khác")
        within = current_atlas()
        assert names_on([Unit.objects.get(key="old-04")], OLD) == {country["old-04"].id: "Tỉnh Khác"}
        transaction.set_rollback(True)
    assert names_on([country["old-04"]], OLD) == {country["old-04"].id: "Tỉnh Cao Bằng"}
    assert current_atlas().edition == held.edition != within.edition


def test_another_change_after_one_taken_back_is_not_mistaken_for_it(country):
    for name in ("Tỉnh Một", "Tỉnh Hai"):
        with transaction.atomic():
            Unit.objects.filter(key="old-04").update(name=name)
            assert current_atlas().units[country["old-04"].id].name == name
            transaction.set_rollback(True)


def test_units_changed_while_they_are_read_are_read_again(country, monkeypatch):
    Unit.objects.filter(key="old-04").update(name="Tỉnh Một")
    read = Atlas.__init__

    def overtaken(self, word):
        read(self, word)
        monkeypatch.setattr(Atlas, "__init__", read)
        Unit.objects.filter(key="old-04").update(name="Tỉnh Hai")

    monkeypatch.setattr(Atlas, "__init__", overtaken)
    assert current_atlas().units[country["old-04"].id].name == "Tỉnh Hai"


def test_a_database_that_lost_its_word_gets_another(country):
    held = current_atlas()
    Edition.objects.all().delete()
    assert current_atlas().edition not in ("", held.edition)
    assert Edition.objects.count() == 1


def test_units_of_migrations_are_seen_though_no_trigger_saw_them(country):
    held = current_atlas()
    edition.watch_units()
    edition.watch_units()
    assert current_atlas().edition != held.edition


def test_where_units_are_kept_a_question_takes_two_queries_and_a_look_up_one(country):
    a_registration(country["old-01321"])
    viewer = administrator()
    rollup(asked(country), viewer)
    with CaptureQueriesContext(connection) as queries:
        rollup(asked(country, split="field"), viewer)
    assert len(queries) == 2
    for look_up in (lambda: geography_on(NEW), lambda: unit_ids_inside(country["old-04"]), lambda: names_on([], NEW)):
        with CaptureQueriesContext(connection) as queries:
            look_up()
        assert len(queries) == 1


def test_the_statement_kept_for_one_viewer_is_not_used_for_another(country):
    a_registration(country["old-01321"])
    a_registration(country["old-01291"])
    for viewer, expected in (
        (reader(country["old-043"]), {"Huyện Bảo Lạc": 1}),
        (reader(country["old-042"]), {"Huyện Bảo Lâm": 1}),
        (administrator(), {"Huyện Bảo Lạc": 1, "Huyện Bảo Lâm": 1}),
    ):
        for _time in range(2):
            assert lines(rollup(asked(country), viewer)) == expected


def test_the_statement_kept_for_a_unit_is_not_used_once_it_holds_others(country):
    a_registration(country["old-01291"])
    viewer, question = administrator(), asked(country, within=country["old-043"], tier="commune")
    assert rollup(question, viewer).total.total == 0
    Unit.objects.filter(key="old-01291").update(parent=country["old-043"])
    rebuild_placements()
    assert rollup(question.asking(), viewer).total.total == 1
    assert seen_by(leader(country["old-043"])).holds(country["old-01291"].id)


CHANGED = {
    "year": dict(year_from=2023, year_to=2023),
    "years": dict(year_from=2023, year_to=2024),
    "field": dict(narrowed={"field": "culture_society"}),
    "measure": dict(measure="participants"),
    "place": dict(within=None),
}


@pytest.mark.parametrize("changes", CHANGED.values(), ids=CHANGED.keys())
def test_every_part_of_a_question_makes_another_statement(country, changes):
    for year, field, unit, people in (
        (2023, "economy", "old-01321", 10), (2024, "culture_society", "old-01321", 200), (2024, "economy", "old-00988", 0),
        (2024, "economy", "old-01321", 1000), (2024, "economy", "old-01327", 1000),
    ):  # fmt: skip
        a_registration(country[unit], year=year, field=field, participants=people)
    viewer = administrator()
    expected = {"year": 1, "years": 4, "field": 1, "measure": 2200, "place": 4}
    assert rollup(asked(country), viewer).total.total == 3
    answer = rollup(asked(country, **changes), viewer)
    assert answer.total.total == next(expected[name] for name, parts in CHANGED.items() if parts is changes)
