"""Demo accounts: usable at once with the documented password, added to a demo made by an older release."""

from datetime import date

import pytest
from django.test import Client

from accounts.choices import Role
from accounts.models import Assignment, User
from dandan import demo
from units.models import Unit

NEWER = ("lanhdao.baolac", "duyet.caobang")
BEGUN = date(2020, 1, 1)


@pytest.fixture
def made(loaded_units, monkeypatch):
    """A demo database without its registers, as the release before made it: one open assignment to a unit of before."""
    here = [row for row in demo.ASSIGNMENTS if row[2] in loaded_units]
    known = {demo.ADMINISTRATOR, *(row[0] for row in here)}
    accounts = [row for row in demo.ACCOUNTS if row[0] in known]
    monkeypatch.setattr(demo, "REGISTERS", {})
    monkeypatch.setattr(demo, "RESOLUTIONS", {})
    monkeypatch.setattr(demo, "ACCOUNTS", [row for row in accounts if row[0] not in NEWER])
    older = [(*row[:4], None) for row in here if row[2].startswith("old-") and row[0] not in NEWER]
    monkeypatch.setattr(demo, "ASSIGNMENTS", older)
    demo.seed(lambda line: None)
    monkeypatch.setattr(demo, "ACCOUNTS", accounts)
    monkeypatch.setattr(demo, "ASSIGNMENTS", here)
    return dict(User.objects.values_list("username", "password"))


def test_an_older_demo_gets_the_newer_accounts_and_keeps_its_own(made):
    for _time in range(2):
        demo.seed(lambda line: None)
    now = dict(User.objects.values_list("username", "password"))
    assert set(now) - set(made) == set(NEWER)
    assert {name: now[name] for name in made} == made


def test_an_older_demo_gets_assignments_on_both_sides_of_the_first_of_july(made):
    assert Assignment.objects.exclude(valid_to=None).count() == 0
    for _time in range(2):
        demo.seed(lambda line: None)
    held = Assignment.objects.values_list("user__username", "role", "unit__key", "valid_from", "valid_to")
    assert sorted(held, key=str) == sorted(demo.ASSIGNMENTS, key=str)
    assert ("canbo.caobang", Role.CLERK, "old-04", BEGUN, date(2025, 6, 30)) in set(held)


def test_the_documented_password_opens_every_page_at_once(made):
    demo.seed(lambda line: None)
    for username in User.objects.values_list("username", flat=True):
        browser = Client()
        sent = {"username": username, "password": demo.PASSWORD}
        assert browser.post("/tai-khoan/dang-nhap/?next=/mo-hinh/", sent).url == "/mo-hinh/"
        assert browser.get("/mo-hinh/").status_code == 200


def test_every_demo_account_names_a_unit_there_is(all_units):
    keys = {row[2] for row in demo.ASSIGNMENTS}
    assert set(Unit.objects.filter(key__in=keys).values_list("key", flat=True)) == keys
