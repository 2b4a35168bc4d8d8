"""Two administrators keeping the same person at the same moment, on two connections."""

from datetime import date

import pytest
from django.db import connection

from accounts.choices import Role
from accounts.models import Assignment
from accounts.people import assign, edit_person, give_new_password, set_last_day
from audit.errors import Overtaken
from audit.models import Event
from tests.casts import administrator, person
from tests.factories import a_small_country
from tests.models_registry.test_races import at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(db):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: SQLite has one writer")
    return a_small_country(), administrator(), person("canbo.moi")


@pytest.mark.parametrize("days", [(1, 1), (1, 2)], ids=["the same day", "another day"])
def test_the_same_role_given_twice_is_held_once_and_the_second_is_told(people, days):
    units, by, held = people
    done, refused = at_once(
        lambda n: assign(
            by=by, user=held, role=Role.CLERK, unit=units["old-04"], valid_from=date(2026, 1, days[n])
        )
    )
    assert (len(done), [e.sentence for e in refused]) == (
        1, ["Người này đã giữ vai trò ấy ở đơn vị này trong thời gian đã chọn."],
    )  # fmt: skip
    assert Assignment.objects.filter(user=held).count() == 1
    assert Event.objects.filter(subject_type="accounts.assignment").count() == 1


def test_of_two_administrators_saving_one_account_at_once_the_second_is_told(people):
    _units, by, held = people
    names = ["Lý Thị Mai", "Lý Văn Sơn"]
    done, refused = at_once(lambda n: edit_person(by=by, user=held, version=1, full_name=names[n], is_active=n == 0))
    held.refresh_from_db()
    assert ([type(e) for e in refused], len(done)) == ([Overtaken], 1)
    assert (held.full_name, held.version) == (done[0].full_name, 2) == (refused[0].current.full_name, 2)
    assert Event.objects.filter(verb="edit", subject_type="accounts.user").count() == 1


def test_of_two_last_days_given_at_once_the_second_is_told(people):
    units, by, held = people
    row = assign(by=by, user=held, role=Role.CLERK, unit=units["old-04"], valid_from=date(2026, 1, 1))
    done, refused = at_once(
        lambda n: set_last_day(by=by, assignment=row, version=1, valid_to=date(2026, 12, 30 + n))
    )
    row.refresh_from_db()
    assert ([type(e) for e in refused], len(done)) == ([Overtaken], 1)
    assert (row.valid_to, row.version) == (done[0].valid_to, 2)


def test_of_two_passwords_given_at_once_one_holds(people):
    _units, by, held = people
    done, refused = at_once(lambda _: give_new_password(by=by, user=held))
    held.refresh_from_db()
    assert (refused, [held.check_password(password) for password in done].count(True)) == ([], 1)
