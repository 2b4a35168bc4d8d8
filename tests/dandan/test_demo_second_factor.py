"""Demo accounts are usable with the documented password alone; nobody else is spared a second factor."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.choices import Role
from accounts.demo_accounts import MADE_BY_THE_DEMO, is_demo_account
from accounts.models import User
from accounts.second_factor import lacks_second_factor
from audit.errors import DomainError
from audit.models import Event
from audit.recording import record_change
from dandan import demo
from tests.casts import PASSWORD, administrator, assigned, person
from tests.test_architecture import FILES, ROOT

LOGIN, LIST, SETUP = "/tai-khoan/dang-nhap/", "/mo-hinh/", "/tai-khoan/hai-buoc/"


def where_it_leads(username: str, password: str = PASSWORD) -> str | None:
    browser = Client()
    browser.post(LOGIN, {"username": username, "password": password})
    return browser.get(LIST).get("Location")


@pytest.fixture
def office(loaded_units) -> list[User]:
    """An office's own database: people who must have a second factor and have none, with every mark but the right one."""
    people = [administrator("quantri"), person("duyet.caobang", Role.APPROVER, "old-04")]
    people.append(person("quantri.baolac", Role.UNIT_ADMIN, "old-043"))
    Authenticator.objects.all().delete()
    record_change(by=None, verb="create", subject=people[0], reason=MADE_BY_THE_DEMO)
    record_change(by=None, verb=MADE_BY_THE_DEMO, subject=loaded_units["old-04"])
    return people


def test_outside_a_demo_nobody_is_exempt(office):
    assert [(one.username, is_demo_account(one)) for one in office] == [
        ("quantri", False), ("duyet.caobang", False), ("quantri.baolac", False),
    ]  # fmt: skip
    assert [where_it_leads(one.username) for one in office] == [SETUP] * 3


def test_an_office_s_database_cannot_be_made_a_demo(loaded_units):
    people = [administrator("quantri")]
    Authenticator.objects.all().delete()
    with pytest.raises(DomainError):
        demo.seed(lambda line: None)
    assert not Event.objects.filter(verb=MADE_BY_THE_DEMO).exists()
    assert where_it_leads(people[0].username) == SETUP


def test_in_a_demo_the_demo_s_own_accounts_alone_are_exempt(loaded_units, monkeypatch):
    monkeypatch.setattr(demo, "REGISTERS", {})
    monkeypatch.setattr(demo, "RESOLUTIONS", {})
    monkeypatch.setattr(demo, "ASSIGNMENTS", ())
    monkeypatch.setattr(demo, "ACCOUNTS", demo.ACCOUNTS[:2])
    demo.seed(lambda line: None)
    assert where_it_leads("quantri", demo.PASSWORD) is None
    assigned(User.objects.get(username="canbo.caobang"), Role.APPROVER, "old-04")
    administrator("nguoi.khac")
    Authenticator.objects.all().delete()
    assert [lacks_second_factor(User.objects.get(username=name)) for name in ("canbo.caobang", "nguoi.khac")] == [
        False, True,
    ]  # fmt: skip
    assert where_it_leads("nguoi.khac") == SETUP


def test_only_the_demo_writes_the_mark():
    named = {
        path.relative_to(ROOT).as_posix() for path in FILES if MADE_BY_THE_DEMO in path.read_text("utf-8")
    }
    known = {
        path.relative_to(ROOT).as_posix() for path in FILES if "MADE_BY_THE_DEMO" in path.read_text("utf-8")
    }
    assert known == {"accounts/demo_accounts.py", "dandan/demo.py"}
    commands = {name for name in named if "/management/commands/" in name}
    # The verb in words, the command of that name, and the two above.
    assert named - commands <= known | {"audit/verbs.py"}
