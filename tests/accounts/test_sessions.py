"""A sign-in holds three hours without a request and twelve in all, and ends at once where it should."""

import base64
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.people import edit_person, give_new_password
from audit.querysets import history_of
from tests.casts import PASSWORD
from tests.pages import text_of

LOGIN, LIST, UNITS = "/tai-khoan/dang-nhap/", "/mo-hinh/", "/api/v1/units/"
NEW = "Mua dong lanh 2027"


@pytest.fixture
def clock(time_machine):
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    return lambda **after: time_machine.move_to(start + timedelta(**after), tick=False)


def signed_in(name: str = "canbo.caobang") -> Client:
    browser = Client()
    assert browser.post(LOGIN, {"username": name, "password": PASSWORD}).status_code == 302
    return browser


def a_token(name: str = "canbo.caobang") -> dict:
    basic = base64.b64encode(f"{name}:{PASSWORD}".encode()).decode()
    answer = Client().post("/api/v1/auth/token/", headers={"Authorization": f"Basic {basic}"})
    return {"Authorization": f"Token {answer.json()['token']}"}


def test_three_hours_without_a_request_end_it(cast, clock):
    browser = signed_in()
    clock(hours=2, minutes=59)
    assert browser.get(LIST).status_code == 200
    clock(hours=5, minutes=58)
    assert browser.get(LIST).status_code == 200
    clock(hours=8, minutes=59)
    answer = browser.get(LIST, follow=True)
    assert answer.redirect_chain == [(f"{LOGIN}?next={LIST}", 302)]
    assert "Phiên làm việc đã hết hạn. Hãy đăng nhập lại." in text_of(answer)


def test_twelve_hours_end_it_however_busy(cast, clock):
    browser = signed_in()
    for hours in range(2, 13, 2):
        clock(hours=hours)
        assert browser.get(LIST).status_code == 200
    clock(hours=12, seconds=1)
    assert browser.get(LIST).status_code == 302


def test_the_api_obeys_the_same_limits(cast, clock):
    browser = signed_in()
    clock(hours=3, seconds=1)
    assert browser.get(UNITS).status_code == 401


def test_signing_in_gives_another_session(cast):
    browser = Client()
    browser.get(LOGIN)
    browser.cookies["sessionid"] = "x" * 32
    browser.post(LOGIN, {"username": "canbo.caobang", "password": PASSWORD})
    assert browser.cookies["sessionid"].value != "x" * 32


def test_signing_in_renews_a_session_that_was_there(cast):
    """Whoever put a key of his own into the browser beforehand must not share the session."""
    held = SessionStore()
    held["left"] = "by a stranger"
    held.save()
    browser = Client()
    browser.cookies["sessionid"] = held.session_key
    browser.post(LOGIN, {"username": "canbo.caobang", "password": PASSWORD})
    assert browser.cookies["sessionid"].value != held.session_key
    assert not Session.objects.filter(session_key=held.session_key).exists()


def test_the_session_is_written_once_in_five_minutes(cast, clock):
    browser = signed_in()
    written = []
    for minutes in (1, 4, 5, 6, 9, 10):
        clock(minutes=minutes)
        with CaptureQueriesContext(connection) as run:
            browser.get("/tai-khoan/mat-khau/")
        written.append(sum("UPDATE" in q["sql"] and "django_session" in q["sql"] for q in run))
    assert written == [0, 0, 1, 0, 0, 1]


@pytest.mark.parametrize("deed", ["closed", "new password", "everywhere", "own password", "command"])
def test_the_next_request_of_session_and_token_is_refused(cast, deed):
    person, head = cast.people["canbo_caobang"], cast.people["quantri"]
    browser, here, token = signed_in(), signed_in(), a_token()
    assert (browser.get(LIST).status_code, Client().get(UNITS, headers=token).status_code) == (200, 200)
    if deed == "closed":
        edit_person(by=head, user=person, version=1, full_name="Nông Thị Hoa", is_active=False)
    elif deed == "new password":
        give_new_password(by=head, user=person)
    elif deed == "everywhere":
        assert here.post("/tai-khoan/dang-xuat-moi-noi/").url == LOGIN
    elif deed == "own password":
        sent = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
        assert here.post("/tai-khoan/mat-khau/", sent).status_code == 302
    else:
        held = User.objects.get(pk=person.pk)
        held.set_password(NEW)
        held.save()
    assert (browser.get(LIST).status_code, Client().get(UNITS, headers=token).status_code) == (302, 401)
    assert here.get(LIST).status_code == (200 if deed == "own password" else 302)


def test_an_account_opened_again_does_not_bring_its_sessions_back(cast):
    person, head = cast.people["canbo_caobang"], cast.people["quantri"]
    browser, token = signed_in(), a_token()
    for version, is_active in ((1, False), (2, True)):
        edit_person(by=head, user=person, version=version, full_name="Nông Thị Hoa", is_active=is_active)
    assert (browser.get(LIST).status_code, Client().get(UNITS, headers=token).status_code) == (302, 401)


def test_signing_out_everywhere_is_in_the_log_once(cast):
    signed_in().post("/tai-khoan/dang-xuat-moi-noi/")
    assert [e.verb for e in history_of(cast.people["canbo_caobang"])] == ["sign_out_everywhere", "sign_in"]
