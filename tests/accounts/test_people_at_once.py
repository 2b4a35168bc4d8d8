"""Two administrators keeping the same person at the same moment, on two connections."""

from datetime import date

import pytest
from django.db import connection

from accounts.choices import Role
from accounts.models import Assignment
from accounts.people import assign, give_new_password
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


def test_of_two_passwords_given_at_once_one_holds(people):
    _units, by, held = people
    done, refused = at_once(lambda _: give_new_password(by=by, user=held))
    held.refresh_from_db()
    assert (refused, [held.check_password(password) for password in done].count(True)) == ([], 1)
