"""Where registrations stood on a day, by the day each step happened; what was entered later is told apart."""

from datetime import date

import pytest

from models_registry.choices import Stage
from models_registry.models import Registration
from models_registry.registration import register
from recognition.recognising import recognise, record_decision
from recognition.replaying import stages_on
from recognition.workflow import advance
from tests.factories import a_registration, a_small_country, an_entry, under_appraisal

pytestmark = pytest.mark.django_db


def entered(day: date, unit: str, **values) -> Registration:
    return register(by=None, entry=an_entry(unit, **values), entered_on=day)


def told(day: date) -> dict[str, tuple]:
    found = stages_on(Registration.objects.select_related("model"), day)
    return {r.model.name: (r.stage_then, r.stage_then_on, r.entered_later) for r in found}


def test_a_recognition_of_may_entered_in_august_counts_at_the_end_of_june_and_is_told_apart(time_machine):
    time_machine.move_to("2026-02-01 09:00+07:00")
    country = a_small_country()
    on_time, late = (
        entered(date(2026, 2, 1), "new-01327", year=2026, level="province", name=name, registered_on=date(2026, 2, 1))
        for name in ("Đúng lúc", "Nhập muộn")
    )
    for held in (on_time, late):
        under_appraisal(held, on=date(2026, 4, 1))
    decision = record_decision(
        by=None, number="5-QĐ/BDV", signed_on=date(2026, 5, 10), issuing_body="Ban Dân vận", unit=country["new-04"],
        entered_on=date(2026, 8, 5),
    )  # fmt: skip
    time_machine.move_to("2026-05-11 09:00+07:00")
    recognise(by=None, decision=decision, registrations=[(on_time, "province")])
    time_machine.move_to("2026-08-05 09:00+07:00")
    recognise(by=None, decision=decision, registrations=[(late, "province")])
    assert told(date(2026, 6, 30)) == {
        "Đúng lúc": (Stage.RECOGNISED, date(2026, 5, 10), False),
        "Nhập muộn": (Stage.RECOGNISED, date(2026, 5, 10), True),
    }
    assert told(date(2026, 5, 9)) == {
        "Đúng lúc": (Stage.UNDER_APPRAISAL, date(2026, 4, 1), False),
        "Nhập muộn": (Stage.UNDER_APPRAISAL, date(2026, 4, 1), False),
    }
    assert told(date(2026, 8, 5))["Nhập muộn"] == (Stage.RECOGNISED, date(2026, 5, 10), False)


def test_before_its_first_step_it_stands_where_it_began_and_before_that_nowhere(time_machine):
    time_machine.move_to("2026-03-10 09:00+07:00")
    a_small_country()
    dated = entered(date(2026, 3, 10), "new-01327", year=2026, name="Có ngày", registered_on=date(2026, 3, 1))
    a_registration("new-01327", year=2026, name="Không ngày")
    time_machine.move_to("2026-04-01 09:00+07:00")
    advance(by=None, registration=dated, step="start", on=date(2026, 3, 20), entered_on=date(2026, 4, 1))
    assert told(date(2026, 2, 28)) == {}
    assert told(date(2026, 3, 1)) == {"Có ngày": (Stage.ACCEPTED, None, True)}
    assert told(date(2026, 3, 19)) == {
        "Có ngày": (Stage.ACCEPTED, None, False),
        "Không ngày": (Stage.ACCEPTED, None, False),
    }
    assert told(date(2026, 3, 20))["Có ngày"] == (Stage.IMPLEMENTING, date(2026, 3, 20), True)


def test_what_was_entered_after_its_year_without_a_day_is_there_from_the_first_day_of_its_year(time_machine):
    time_machine.move_to("2026-03-10 09:00+07:00")
    a_small_country()
    a_registration("old-01327", year=2024, name="Năm cũ")
    assert told(date(2023, 12, 31)) == {}
    assert told(date(2024, 1, 1)) == {"Năm cũ": (Stage.ACCEPTED, None, True)}
    assert told(date(2026, 3, 10)) == {"Năm cũ": (Stage.ACCEPTED, None, False)}
