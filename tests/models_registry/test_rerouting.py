"""Another level is another way: its office, its deadline; what an office took on at one level is not moved to another."""

from datetime import date

import pytest

from audit.errors import DomainError
from models_registry.campaigns import LevelTerms, Plan, open_campaign
from models_registry.models import Registration
from models_registry.registration import edit
from recognition.workflow import advance
from tests.casts import clerk
from tests.factories import a_registration, a_small_country

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 2)


@pytest.fixture
def units(time_machine):
    time_machine.move_to("2026-04-02 09:00+07:00")
    found = a_small_country()
    plan = Plan(
        name="Đợt 2026", opens_on=date(2026, 1, 5),
        levels=[LevelTerms(level="grassroots", deadline=date(2026, 3, 15)), LevelTerms(level="province", deadline=date(2026, 4, 15))],
    )  # fmt: skip
    open_campaign(by=None, unit=found["new-04"], year=2026, plan=plan, entered_on=TODAY)
    return found


def moved(held: Registration, level: str, by) -> tuple:
    held.refresh_from_db()
    edit(by=by, registration=held, version=held.version, changes={"level": level}, entered_on=TODAY)
    held.refresh_from_db()
    return held.stage, held.desk.key, held.is_late


def test_what_no_office_has_taken_on_begins_the_other_way(units):
    commune = clerk("new-01327", "xa")
    held = a_registration("new-01327", by=commune, year=2026, level="grassroots")
    assert (held.stage, held.desk.key, held.is_late) == ("accepted", "new-01327", True)
    assert moved(held, "province", commune) == ("submitted", "new-04", False)
    assert moved(held, "grassroots", commune) == ("accepted", "new-01327", True)


def test_what_was_returned_goes_where_the_other_level_is_received(units):
    commune = clerk("new-01327", "xa")
    held = a_registration("new-01327", by=commune, year=2026, level="province")
    advance(by=None, registration=held, step="return", on=TODAY, entered_on=TODAY, note="Nhầm cấp")
    assert moved(held, "grassroots", commune) == ("returned", "new-01327", True)
    for step in ("resubmit", "accept"):
        advance(by=commune, registration=held, step=step, on=TODAY, entered_on=TODAY)
    held.refresh_from_db()
    assert (held.stage, held.desk.key) == ("accepted", "new-01327")


def test_what_was_taken_on_stays_at_its_level(units):
    """Else a commune would carry out at its own office what the province then finds under appraisal."""
    commune = clerk("new-01327", "xa")
    held = a_registration("new-01327", by=commune, year=2026, level="grassroots")
    advance(by=commune, registration=held, step="start", on=TODAY, entered_on=TODAY)
    with pytest.raises(DomainError, match="đang ở bước “Đang thực hiện”: không đổi cấp đăng ký được nữa") as refused:
        moved(held, "province", commune)
    assert refused.value.field == "level"
    held.refresh_from_db()
    assert (held.level, held.version) == ("grassroots", 1)


def test_of_a_finished_year_the_last_office_alone_is_kept(units):
    held = a_registration("old-01327", year=2024, level="grassroots")
    assert moved(held, "district", None) == ("accepted", "old-043", False)
