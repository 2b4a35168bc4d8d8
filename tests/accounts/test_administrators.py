"""What whoever holds the server does to accounts by command stands in the log as everything else does."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from audit.models import Event
from audit.querysets import history_of
from tests.casts import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "Suoi-Len-Nin-Trong-88"


@pytest.fixture
def create(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", NEW)
    return lambda: call_command(
        "createsuperuser", interactive=False, username="quan.tri", email="", verbosity=0
    )


def typing(monkeypatch, *typed: str) -> None:
    answers = iter(typed)
    monkeypatch.setattr("accounts.management.commands.changepassword.getpass", lambda prompt: next(answers))


def test_an_administrator_made_by_command_is_in_the_log(create):
    create()
    made = User.objects.get()
    assert (made.is_superuser, made.check_password(NEW), made.must_change_password) == (True, True, False)
    (event,) = Event.objects.all()
    assert (event.verb, event.subject_type, event.subject_id, event.actor, event.door) == (
        "create", "accounts.user", made.pk, None, "command",
    )  # fmt: skip
    assert event.after == {"username": "quan.tri", "full_name": "", "is_staff": True, "is_superuser": True}


def test_an_administrator_is_made_with_an_address_of_the_office_or_none(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", NEW)
    made_with = {"interactive": False, "verbosity": 0, "username": "quan.tri"}
    with pytest.raises(CommandError, match="thư riêng thì không"):
        call_command("createsuperuser", email="quantri@gmail.com", **made_with)
    assert User.objects.count() == 0
    call_command("createsuperuser", email="Quan.Tri@CaoBang.gov.vn", **made_with)
    assert User.objects.get().email == "quan.tri@caobang.gov.vn"


def test_where_the_log_cannot_be_written_no_administrator_is_made(create, monkeypatch):
    def refuse(*args, **kwargs):
        raise RuntimeError("the log is full")

    monkeypatch.setattr(Event, "save", refuse)
    with pytest.raises(RuntimeError):
        create()
    assert User.objects.count() == 0


def test_a_password_set_by_command_ends_sessions_and_is_in_the_log(cast, monkeypatch, capsys):
    held = cast.people["canbo_caobang"]
    browser = Client()
    browser.post("/tai-khoan/dang-nhap/", {"username": held.username, "password": PASSWORD})
    assert browser.get("/mo-hinh/").status_code == 200
    typing(monkeypatch, NEW, NEW)
    call_command("changepassword", held.username)
    assert browser.get("/mo-hinh/").status_code == 302
    held.refresh_from_db()
    assert held.check_password(NEW)
    newest = history_of(held)[0]
    assert (newest.verb, newest.actor, newest.after) == ("password_given", None, {"password": "***"})


@pytest.mark.parametrize(
    "typed, words",
    [
        ((NEW, NEW + "x"), "Hai lần gõ không giống nhau; mật khẩu chưa đổi."),
        (("danvankheo2026",) * 2, "Mật khẩu chưa đổi."),
        (("ngan",) * 2, "ít nhất 12 ký tự"),
    ],
)
def test_a_password_set_by_command_keeps_to_the_same_rules(cast, monkeypatch, typed, words):
    held, before = cast.people["canbo_caobang"], Event.objects.count()
    typing(monkeypatch, *typed)
    with pytest.raises(CommandError, match=words):
        call_command("changepassword", held.username)
    held.refresh_from_db()
    assert (held.check_password(PASSWORD), Event.objects.count()) == (True, before)


def test_nobody_s_password_is_not_set(db):
    with pytest.raises(CommandError, match="Không có tài khoản “ai.do”."):
        call_command("changepassword", "ai.do")
