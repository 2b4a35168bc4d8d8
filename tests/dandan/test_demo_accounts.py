"""Demo accounts: usable at once with the documented password, added to a demo made by an older release."""

import pytest
from django.test import Client

from accounts.models import User
from dandan import demo

NEWER = ("lanhdao.baolac", "Đàm Thị Yến", "leader", "old-043")


@pytest.fixture
def made(loaded_units, monkeypatch):
    """A demo database without its registers, as the release before made it."""
    older = tuple(one for one in demo.ACCOUNTS if one[3] in (None, "old-04", "old-043") and one[0] != NEWER[0])
    monkeypatch.setattr(demo, "REGISTERS", {})
    monkeypatch.setattr(demo, "ACCOUNTS", older)
    demo.seed(lambda line: None)
    monkeypatch.setattr(demo, "ACCOUNTS", (*older, NEWER))
    return dict(User.objects.values_list("username", "password"))


def test_an_older_demo_gets_the_newer_accounts_and_keeps_its_own(made):
    for _time in range(2):
        demo.seed(lambda line: None)
    now = dict(User.objects.values_list("username", "password"))
    assert set(now) - set(made) == {"lanhdao.baolac"}
    assert {name: now[name] for name in made} == made


def test_the_documented_password_opens_every_page_at_once(made):
    demo.seed(lambda line: None)
    for username in User.objects.values_list("username", flat=True):
        browser = Client()
        sent = {"username": username, "password": demo.PASSWORD}
        assert browser.post("/tai-khoan/dang-nhap/?next=/mo-hinh/", sent).url == "/mo-hinh/"
        assert browser.get("/mo-hinh/").status_code == 200


def test_every_demo_account_names_a_unit_there_is(all_units):
    from units.models import Unit

    keys = {key for *_, key in demo.ACCOUNTS if key}
    assert set(Unit.objects.filter(key__in=keys).values_list("key", flat=True)) == keys
