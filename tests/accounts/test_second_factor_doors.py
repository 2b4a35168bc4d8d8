"""Every door asks for the second factor alike, and wrong codes are counted with wrong passwords."""

import base64
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Assignment, User
from accounts.people import NotYours
from accounts.second_factor import has_second_factor, reset
from audit.models import Event
from audit.querysets import history_of
from tests.casts import PASSWORD, code_of, person, with_second_factor
from tests.pages import text_of

LOGIN, CODE, CHANGE = "/tai-khoan/dang-nhap/", "/tai-khoan/dang-nhap/ma/", "/tai-khoan/mat-khau/"
LIST, SETUP, UNITS, TOKEN = "/mo-hinh/", "/tai-khoan/hai-buoc/", "/api/v1/units/", "/api/v1/auth/token/"
ELSEWHERE = "203.0.113.9"
NEW = "Mua dong lanh 2027"
MUST = (
    "Vai trò này bắt buộc có xác thực hai bước: hãy đăng nhập trên trang web và cài trước khi làm việc khác."
)
WRONG = "Mã không đúng hoặc đã dùng. Hãy đợi ứng dụng hiện mã mới rồi gõ lại."


@pytest.fixture
def clock(time_machine):
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    return lambda seconds: time_machine.move_to(start + timedelta(seconds=seconds), tick=False)


@pytest.fixture
def clerk(cast) -> User:
    """The clerk of Cao Bằng, who chose to have one."""
    return with_second_factor(cast.people["canbo_caobang"])


def with_password(user: User, address: str = "127.0.0.1") -> Client:
    browser = Client(REMOTE_ADDR=address)
    browser.post(LOGIN, {"username": user.username, "password": PASSWORD})
    return browser


def a_token(user: User, code: str | None = None, address: str = "127.0.0.1", password: str = PASSWORD):
    sent = base64.b64encode(f"{user.username}:{password}".encode()).decode()
    headers = {"Authorization": f"Basic {sent}"} | ({"X-Second-Factor": code} if code else {})
    return Client(REMOTE_ADDR=address).post(TOKEN, headers=headers)


def said(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["errors"][0]["message"]


def without(user: User) -> User:
    Authenticator.objects.filter(user=user).delete()
    return user


def test_a_token_takes_the_code_too(clerk, clock):
    needed = "Tài khoản này có xác thực hai bước: hãy gửi kèm mã trong tiêu đề X-Second-Factor."
    assert said(a_token(clerk)) == (401, needed)
    assert said(a_token(clerk, "000000")) == (401, WRONG)
    code = code_of(clerk)
    assert a_token(clerk, code, password="sai").status_code == 401
    taken = a_token(clerk, code)
    token = {"Authorization": f"Token {taken.json()['token']}"}
    assert (taken.status_code, Client().get(UNITS, headers=token).status_code) == (200, 200)
    assert said(a_token(clerk, code)) == (401, WRONG)


def test_whoever_must_have_one_gets_no_token_and_no_answer_of_the_api_without(cast):
    head = without(cast.people["quantri"])
    assert said(a_token(head)) == (403, MUST)
    assert said(cast.client("quantri").get(UNITS)) == (403, MUST)
    assert said(cast.client("quantri").get("/api/schema/")) == (403, MUST)


def test_a_token_taken_before_the_role_is_refused_after_it(cast):
    held = cast.people["canbo_baolac"]
    token = {"Authorization": f"Token {a_token(held).json()['token']}"}
    assert Client().get(UNITS, headers=token).status_code == 200
    Assignment.objects.create(user=held, role=Role.APPROVER, unit=cast["old-043"], valid_from="2026-01-01")
    assert said(Client().get(UNITS, headers=token)) == (403, MUST)
    assert Client().post("/api/v1/auth/logout/", headers=token).status_code == 204


def test_setting_one_up_ends_the_tokens_taken_with_the_password_alone(cast):
    held = cast.people["canbo_baolac"]
    token = {"Authorization": f"Token {a_token(held).json()['token']}"}
    from accounts.second_factor import set_up

    set_up(user=held, secret="JBSWY3DPEHPK3PXP", counter=0)
    assert Client().get(UNITS, headers=token).status_code == 401


def test_the_back_office_has_no_door_of_its_own(cast, clock):
    head = cast.people["quantri"]
    sent = {"username": head.username, "password": PASSWORD, "next": "/admin/"}
    browser = Client()
    assert browser.post("/admin/login/", sent).url.startswith(LOGIN)
    assert browser.post(LOGIN, sent).url == CODE
    assert browser.get("/admin/").status_code == 302
    assert browser.post(CODE, {"code": code_of(head)}).url == "/admin/"
    assert browser.get("/admin/").status_code == 200
    without(head)
    assert browser.get("/admin/").url == SETUP


def test_the_back_office_shows_no_secret_and_takes_none_away(cast):
    head = cast.client("quantri")
    for app in ("mfa", "account", "socialaccount"):
        assert head.get(f"/admin/{app}/").status_code == 404
    for name in ("mfa_authenticator", "account_emailaddress", "socialaccount_socialapp"):
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:{name}_changelist")


@pytest.mark.parametrize(
    "name",
    ["account_login", "account_signup", "account_email", "account_reset_password", "mfa_index", "mfa_authenticate",
     "mfa_deactivate_totp", "socialaccount_signup", "socialaccount_connections", "openid_connect_login",
     "openid_connect_callback", "single_sign_on"],
)  # fmt: skip
def test_none_of_the_package_s_own_pages_is_there(name):
    for kwargs in ({}, {"provider_id": "sso"}):
        with pytest.raises(NoReverseMatch):
            reverse(name, kwargs=kwargs)


def test_changing_the_password_takes_the_code_which_is_not_spent_on_a_refused_form(clerk, clock):
    browser = with_password(clerk)
    browser.post(CODE, {"code": code_of(clerk)})
    clock(60)
    sent = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert "Hãy gõ mã." in text_of(browser.post(CHANGE, sent))
    assert WRONG in text_of(browser.post(CHANGE, sent | {"code": "000000"}))
    code = {"code": code_of(clerk)}
    for wrong in ({"old_password": "sai"}, {"new_password2": "khac"}):
        assert browser.post(CHANGE, sent | code | wrong).status_code == 200
    assert browser.post(CHANGE, sent | code).status_code == 302
    clerk.refresh_from_db()
    assert clerk.check_password(NEW)


def test_ten_wrong_codes_lock_the_pair_at_every_door(clerk, clock):
    browser = with_password(clerk)
    answers = [browser.post(CODE, {"code": f"{n:06}"}).status_code for n in range(11)]
    assert answers == [200] * 9 + [429] * 2
    assert browser.post(CODE, {"code": code_of(clerk)}).status_code == 429
    assert a_token(clerk, code_of(clerk)).status_code == 429
    assert Client().post(LOGIN, {"username": clerk.username, "password": PASSWORD}).status_code == 429
    elsewhere = with_password(clerk, ELSEWHERE)
    assert elsewhere.post(CODE, {"code": code_of(clerk)}).status_code == 302
    rows = [(e.verb, e.reason) for e in Event.objects.order_by("id")]
    assert rows == [*[("sign_in_failed", "sai mã xác thực")] * 9, ("sign_in_locked", ""), ("sign_in", "")]


def test_the_right_password_forgives_no_wrong_code(clerk, clock):
    answers = []
    for n in range(11):
        browser = with_password(clerk)
        answers.append(browser.post(CODE, {"code": f"{n:06}"}).status_code)
    assert answers == [200] * 9 + [429, 302]
    assert AccessAttempt.objects.get().failures_since_start == 10


def test_wrong_codes_at_the_token_and_behind_a_session_count_too(clerk, clock):
    browser = with_password(clerk)
    browser.post(CODE, {"code": code_of(clerk)})
    for n in range(5):
        assert a_token(clerk, f"{n:06}").status_code == 401
    sent = {"password": PASSWORD, "code": "000000"}
    answers = [browser.post("/tai-khoan/hai-buoc/bo/", sent).status_code for _ in range(6)]
    assert answers == [200] * 4 + [429] * 2
    clock(60)
    assert browser.post("/tai-khoan/hai-buoc/bo/", sent | {"code": code_of(clerk)}).status_code == 429
    assert has_second_factor(clerk)


def test_wrong_codes_from_many_addresses_rest_the_account_s_codes(clerk, clock, settings):
    settings.WRONG_CODES_PER_ACCOUNT = 5
    for n in range(5):
        with_password(clerk, f"198.51.100.{n}").post(CODE, {"code": "000000"})
    clock(60)
    last = with_password(clerk, ELSEWHERE).post(CODE, {"code": code_of(clerk)})
    assert "bị thử sai quá nhiều lần" in text_of(last)
    clock(16 * 60)
    assert with_password(clerk, ELSEWHERE).post(CODE, {"code": code_of(clerk)}).status_code == 302


# --- taken away by those who keep the account ---


@pytest.fixture
def keeper(cast) -> User:
    return person("quantri.baolac", Role.UNIT_ADMIN, "old-043", full_name="Đàm Văn Lợi")


def test_who_keeps_the_account_resets_it_with_a_reason(cast, keeper, clock):
    held = with_second_factor(cast.people["canbo_baolac"])
    theirs, browser = cast.client("canbo_baolac"), Client()
    browser.force_login(keeper)
    address = reverse("people:reset_second_factor", args=[held.pk])
    assert address in text_of(browser.get(reverse("people:person", args=[held.pk])))
    assert "Hãy ghi lý do." in text_of(browser.post(address, {"reason": "  "}))
    assert (has_second_factor(held), theirs.get(LIST).status_code) == (True, 200)
    done = browser.post(address, {"reason": "Mất điện thoại"}, follow=True)
    assert "Đã đặt lại xác thực hai bước của người này." in text_of(done)
    assert address not in text_of(done)
    assert (has_second_factor(held), theirs.get(LIST).status_code) == (False, 302)
    (event,) = history_of(held)
    assert (event.verb, event.actor, event.reason, event.before, event.after) == (
        "second_factor_reset", keeper, "Mất điện thoại", {"second_factor": True}, {"second_factor": False},
    )  # fmt: skip
    assert with_password(held).get(LIST).status_code == 200


def test_nobody_resets_an_account_he_does_not_keep_nor_his_own(cast, keeper):
    browser = Client()
    browser.force_login(keeper)
    for name, status in (("canbo_caobang", 404), ("quantri", 404)):
        held = (
            cast.people[name]
            if has_second_factor(cast.people[name])
            else with_second_factor(cast.people[name])
        )
        answer = browser.post(f"/quan-tri/nguoi-dung/{held.pk}/hai-buoc/", {"reason": "Thử"})
        assert (answer.status_code, has_second_factor(held)) == (status, True)
    wider = with_second_factor(cast.people["canbo_baolac"])
    Assignment.objects.create(user=wider, role=Role.LEADER, unit=cast["old-04"], valid_from="2026-01-01")
    for held in (wider, keeper):
        answer = browser.post(f"/quan-tri/nguoi-dung/{held.pk}/hai-buoc/", {"reason": "Thử"})
        assert (answer.status_code, has_second_factor(held)) == (403, True)
        with pytest.raises(NotYours):
            reset(by=keeper, user=held, reason="Thử")
    for name in ("canbo_caobang", "nguoi_la"):
        answer = cast.client(name).post(f"/quan-tri/nguoi-dung/{wider.pk}/hai-buoc/", {"reason": "Thử"})
        assert (answer.status_code, has_second_factor(wider)) == (403, True)


def test_whoever_holds_the_server_resets_the_last_administrator(cast, capsys):
    head = cast.people["quantri"]
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "khong.co", reason="Mất máy")
    call_command("reset_second_factor", "quantri", reason="Mất máy")
    assert not has_second_factor(head)
    event = Event.objects.get(verb="second_factor_reset")
    assert (event.actor, event.subject_id, event.reason, event.door) == (None, head.pk, "Mất máy", "command")
