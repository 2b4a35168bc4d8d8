"""The province's own sign-in says who somebody is: it opens an account that is there, and none else."""

import os
import socket
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as product
from django.test import Client
from django.urls import clear_url_caches

from accounts.choices import Role
from accounts.models import User
from audit.models import Event
from tests.accounts import urls_single_sign_on
from tests.accounts.provider import CLIENT, SECRET, Provider
from tests.casts import PASSWORD, code_of, person, with_second_factor
from tests.pages import text_of

LOGIN, LEAVE, BACK = (
    "/tai-khoan/dang-nhap/",
    "/tai-khoan/dang-nhap/mot-cua/",
    "/tai-khoan/dang-nhap/mot-cua/ve/",
)
LIST, CODE, SETUP = "/mo-hinh/", "/tai-khoan/dang-nhap/ma/", "/tai-khoan/hai-buoc/"


@pytest.fixture(scope="module")
def running():
    provider = Provider()
    yield provider
    provider.close()


@pytest.fixture
def provider(running, settings) -> Provider:
    running.signs_with, running.left_out, running.userinfo = running.key, (), {"sub": "1"}
    running.claims = {"preferred_username": "canbo.caobang"}
    running.asked.clear()
    settings.OIDC_SERVER_URL, settings.OIDC_NAME = running.url, "Cổng Cao Bằng"
    app = {"provider_id": "sso", "name": "Cổng", "client_id": CLIENT, "secret": SECRET}
    app["settings"] = {"server_url": running.url}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "SCOPE": ["openid", "profile"], "APPS": [app]}
    }
    settings.ROOT_URLCONF = urls_single_sign_on.__name__
    clear_url_caches()
    yield running
    clear_url_caches()


def asked_of(answer) -> dict:
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.url).query).items()}


def come_back(browser: Client | None = None, **query):
    """The browser and the answer, after the province's sign-in was passed."""
    browser = browser or Client()
    state = asked_of(browser.get(LEAVE, query))["state"]
    return browser, browser.get(BACK, {"code": "mot-ma", "state": state})


def test_the_sign_in_page_offers_it_and_the_way_there_carries_state_and_challenge(cast, provider):
    page = text_of(Client().get(LOGIN, {"next": "/mo-hinh/?year=2024"}))
    assert "Đăng nhập bằng Cổng Cao Bằng" in page
    assert f'href="{LEAVE}?next=/mo-hinh/%3Fyear%3D2024"' in page
    answer = Client().get(LEAVE, {"scope": "email", "auth_params": "prompt=none", "process": "connect"})
    asked = asked_of(answer)
    assert answer.url.startswith(f"{provider.url}/authorize?")
    assert (asked["redirect_uri"], asked["client_id"], asked["code_challenge_method"]) == (
        f"http://testserver{BACK}", CLIENT, "S256",
    )  # fmt: skip
    assert (set(asked["scope"].split()), "prompt" in asked, len(asked["state"]) > 10) == (
        {"openid", "profile"}, False, True,
    )  # fmt: skip


def test_an_account_of_that_name_is_opened_and_the_log_tells_so(cast, provider):
    browser, answer = come_back(next="/cong-nhan/")
    assert (answer.status_code, answer.url, browser.get(LIST).status_code) == (302, "/cong-nhan/", 200)
    rows = Event.objects.values_list("verb", "actor_name", "subject_text", "door", "address")
    assert list(rows) == [("sign_in", "Nông Thị Hoa", "canbo.caobang", "form", "127.0.0.1")]
    (fields,) = [fields for path, fields in provider.asked if path == "/token"]
    assert (fields["client_secret"], "code_verifier" in fields) == (SECRET, True)


@pytest.mark.parametrize("wanted", ["https://xa.example/", "//xa.example/", "javascript:alert(1)"])
def test_it_leads_nowhere_else(cast, provider, wanted):
    assert come_back(next=wanted)[1].url == "/"


@pytest.mark.parametrize(
    "claims",
    [
        {"preferred_username": "nguoi.moi"},
        {"preferred_username": "CANBO.CAOBANG"},
        {"preferred_username": "nghi.viec"},
        {"preferred_username": ""},
        {"preferred_username": "canbo\0caobang"},
        {"preferred_username": ["canbo.caobang"]},
        {"preferred_username": "x" * 5000},
        {"preferred_username": None, "email": "hoa@caobang.gov.vn", "email_verified": True},
        {"preferred_username": "khac", "email": "hoa@caobang.gov.vn", "email_verified": True},
        {"preferred_username": None, "sub": "canbo.caobang", "name": "canbo.caobang"},
    ],
)
def test_another_name_opens_nothing_and_makes_nobody(cast, provider, claims):
    User.objects.filter(username="canbo.caobang").update(email="hoa@caobang.gov.vn")
    User.objects.filter(username="nguoila").update(username="nghi.viec", is_active=False)
    before = User.objects.count()
    provider.claims = claims
    provider.userinfo = {"sub": claims.get("sub", "1"), "email": "hoa@caobang.gov.vn"}
    browser, answer = come_back()
    assert (answer.status_code, "Hãy báo người quản trị của đơn vị" in text_of(answer)) == (403, True)
    assert (User.objects.count(), browser.get(LIST).status_code) == (before, 302)
    assert [e.verb for e in Event.objects.all()] == ["sign_in_failed"]


def test_the_name_may_stand_in_the_user_info_of_the_same_person_alone(cast, provider):
    provider.claims = {}
    provider.userinfo = {"sub": "1", "preferred_username": "canbo.caobang"}
    assert come_back()[1].status_code == 302
    provider.userinfo = {"sub": "2", "preferred_username": "canbo.caobang"}
    assert come_back()[1].status_code == 403


@pytest.mark.parametrize(
    "wrong", ["key", "issuer", "audience", "expired", "none", "error", "state", "other browser"]
)
def test_what_cannot_be_believed_is_not(cast, provider, wrong):
    """Signature, issuer, audience, time, and that the browser that left is the one that comes back."""
    if wrong == "key":
        provider.signs_with = provider.other_key
    elif wrong == "none":
        provider.left_out = ("id_token",)
    else:
        provider.claims |= {
            "issuer": {"iss": "https://khac.example"}, "audience": {"aud": "khac"}, "expired": {"exp": 1}
        }.get(wrong, {})  # fmt: skip
    browser = Client()
    state = asked_of(browser.get(LEAVE))["state"]
    query = {"code": "mot-ma", "state": "khac" if wrong == "state" else state}
    if wrong == "error":
        query = {"error": "access_denied", "state": state}
    answer = (Client() if wrong == "other browser" else browser).get(BACK, query)
    assert (answer.status_code, "không trả lời hoặc đã hủy" in text_of(answer)) == (503, True)
    assert browser.get(LIST).status_code == 302


def test_the_same_answer_cannot_be_brought_back_twice(cast, provider):
    browser = Client()
    query = {"code": "mot-ma", "state": asked_of(browser.get(LEAVE))["state"]}
    assert browser.get(BACK, query).status_code == 302
    assert browser.get(BACK, query).status_code == 503


def test_where_nobody_answers_the_page_says_so(cast, provider, settings):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"] = {
        "server_url": f"http://127.0.0.1:{port}"
    }
    answer = Client().get(LEAVE)
    assert (answer.status_code, "đăng nhập bằng mật khẩu" in text_of(answer)) == (503, True)


def test_our_own_code_is_asked_unless_theirs_was(cast, provider):
    user = with_second_factor(cast.people["canbo_caobang"])
    for amr in (["pwd"], [], None, {"mfa": 1}, [["mfa"]], "pwd", ["mfa-not"]):
        provider.claims |= {"amr": amr}
        browser, answer = come_back()
        assert (answer.url, browser.get(LIST).status_code) == (CODE, 302)
    assert browser.post(CODE, {"code": code_of(user)}).status_code == 302
    assert browser.get(LIST).status_code == 200
    for amr in (["pwd", "otp"], ["mfa"], "mfa"):
        provider.claims |= {"amr": amr}
        browser, answer = come_back()
        assert (answer.url, browser.get(LIST).status_code) == ("/", 200)


def test_whoever_must_have_one_sets_it_up_without_a_password_unless_theirs_was_given(cast, provider):
    approver = person("duyet.baolac", Role.APPROVER, "old-043")
    Authenticator.objects.filter(user=approver).delete()
    provider.claims = {"preferred_username": "duyet.baolac", "amr": ["pwd"]}
    browser, _answer = come_back()
    assert browser.get(LIST).url == SETUP
    assert 'name="password"' not in text_of(browser.get(SETUP))
    provider.claims |= {"amr": ["pwd", "mfa"]}
    browser, _answer = come_back()
    assert browser.get(LIST).status_code == 200
    browser.post("/tai-khoan/dang-xuat/")
    browser.post(LOGIN, {"username": "duyet.baolac", "password": PASSWORD})
    assert browser.get(LIST).url == SETUP


def test_a_given_password_need_not_be_replaced_by_whoever_does_not_use_it(cast, provider):
    User.objects.filter(username="canbo.caobang").update(must_change_password=True)
    browser, _answer = come_back()
    assert browser.get(LIST).status_code == 200
    browser.post("/tai-khoan/dang-xuat/")
    browser.post(LOGIN, {"username": "canbo.caobang", "password": PASSWORD})
    assert browser.get(LIST).url == "/tai-khoan/mat-khau/"


def test_without_settings_there_is_no_button_no_address_and_no_call(cast, monkeypatch):
    monkeypatch.setattr(socket.socket, "connect", lambda *a: pytest.fail("an outgoing connection"))
    assert LEAVE not in text_of(Client().get(LOGIN))
    assert [Client().get(address).status_code for address in (LEAVE, BACK)] == [404, 404]
    assert Client().post(LOGIN, {"username": "canbo.caobang", "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize(
    "more, said",
    [
        ({}, "/tai-khoan/dang-nhap/mot-cua/"),
        ({"OIDC_CLIENT_SECRET": ""}, "OIDC_CLIENT_SECRET"),
        ({"OIDC_USERNAME_CLAIM": "email"}, "OIDC_USERNAME_CLAIM"),
        (
            {
                "LOCAL": "0",
                "SECRET_KEY": "kh0a-" * 20,
                "ALLOWED_HOSTS": "danvan.caobang.gov.vn",
                "DATABASE_URL": "postgres://a@b/c",
                "OIDC_SERVER_URL": "http://sso.caobang.gov.vn",
            },
            "https://",
        ),
    ],
)
def test_it_is_configured_by_the_environment_alone_and_fails_loudly(tmp_path, more, said):
    asked = "import django; django.setup(); from django.urls import reverse; print(reverse('single_sign_on'))"
    known = {
        "DJANGO_SETTINGS_MODULE": "dandan.settings", "LOCAL": "1", "VAR_DIR": str(tmp_path),
        "OIDC_SERVER_URL": "https://sso.caobang.gov.vn", "OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b",
    }  # fmt: skip
    run = subprocess.run(
        [sys.executable, "-c", asked], env={"PATH": os.environ["PATH"]} | known | more, cwd=product.BASE_DIR,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said in (run.stderr if more else run.stdout)
