"""The second factor: who must have one, how it is set up, and that a code is taken once."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.choices import Role
from accounts.models import User
from accounts.second_factor import has_second_factor, lacks_second_factor, remove, use_code
from audit.errors import DomainError
from audit.models import Event
from audit.querysets import history_of
from tests.casts import PASSWORD, code_of, person, with_second_factor
from tests.pages import text_of

LOGIN, CODE, LIST = "/tai-khoan/dang-nhap/", "/tai-khoan/dang-nhap/ma/", "/mo-hinh/"
SETUP, RENEW, REMOVE = "/tai-khoan/hai-buoc/", "/tai-khoan/hai-buoc/ma-du-phong/", "/tai-khoan/hai-buoc/bo/"
FILE, ACCOUNT = "/tai-khoan/hai-buoc/ma-du-phong/tep/", "/tai-khoan/"
WRONG = "Mã không đúng hoặc đã dùng."


@pytest.fixture
def clock(time_machine):
    """Half minutes pass by hand: a code that was used is followed by another one."""
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    return lambda seconds: time_machine.move_to(start + timedelta(seconds=seconds), tick=False)


@pytest.fixture
def approver(cast) -> User:
    """An approver of Bảo Lạc who has set nothing up yet."""
    return bare(person("duyet.baolac", Role.APPROVER, "old-043", full_name="Đàm Văn Lợi"))


def bare(user: User) -> User:
    Authenticator.objects.filter(user=user).delete()
    return user


def with_password(user: User) -> Client:
    browser = Client()
    browser.post(LOGIN, {"username": user.username, "password": PASSWORD})
    return browser


def signed_in(user: User) -> Client:
    browser = with_password(user)
    assert browser.post(CODE, {"code": code_of(user)}).status_code == 302
    return browser


def shown_secret(page) -> str:
    return re.search(r'qr__secret code">([A-Z2-7 ]+)<', text_of(page)).group(1).replace(" ", "")


def code_from(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))


def recovery_codes_on(page) -> list[str]:
    return [one.replace(" ", "") for one in re.findall(r"<li>(\d{4} \d{4})</li>", text_of(page))]


def set_up_in(browser: Client, **more) -> list[str]:
    """The recovery codes shown after setting up."""
    secret = shown_secret(browser.get(SETUP))
    return recovery_codes_on(browser.post(SETUP, {"code": code_from(secret)} | more))


@pytest.mark.parametrize(
    "role, columns, must",
    [
        (Role.CLERK, {}, False),
        (Role.LEADER, {}, False),
        (Role.APPRAISER, {}, False),
        (Role.APPROVER, {}, True),
        (Role.UNIT_ADMIN, {}, True),
        (Role.CLERK, {"is_staff": True}, True),
        (None, {"is_superuser": True}, True),
    ],
)
def test_who_must_have_one(cast, role, columns, must):
    user = bare(person("ai.do", role, "old-043" if role else None, **columns))
    assert lacks_second_factor(user) is must
    browser = with_password(user)
    assert browser.get(LIST).get("Location") == (SETUP if must else None)


def test_a_role_that_is_over_asks_for_nothing_and_one_given_today_asks_at_once(cast, approver):
    browser = Client()
    browser.force_login(approver)
    assert browser.get(LIST).url == SETUP
    approver.assignments.update(valid_to="2026-01-01")
    assert browser.get(LIST).status_code == 200
    approver.assignments.update(valid_to=None)
    assert browser.get(LIST).url == SETUP


@pytest.mark.parametrize(
    "address", ["/", LIST, "/cong-nhan/", ACCOUNT, RENEW, REMOVE, "/tai-khoan/mat-khau/"]
)
def test_whoever_lacks_one_finds_no_other_page(cast, approver, address):
    browser = with_password(approver)
    assert browser.get(address).url == SETUP
    assert "/admin/" not in browser.get("/admin/").get("Location", "")
    page = browser.get(SETUP)
    assert (page.status_code, "nên ngoài mật khẩu phải có mã trên điện thoại" in text_of(page)) == (200, True)


def test_the_given_password_first_then_the_second_factor(cast, approver):
    User.objects.filter(pk=approver.pk).update(must_change_password=True)
    browser = with_password(approver)
    assert [browser.get(address).url for address in (LIST, SETUP)] == ["/tai-khoan/mat-khau/"] * 2
    new = "Mua dong lanh 2027"
    sent = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert browser.post("/tai-khoan/mat-khau/", sent).status_code == 302
    assert browser.get(LIST).url == SETUP


def test_setting_it_up_opens_the_rest_shows_the_codes_once_and_ends_other_sessions(cast, approver):
    elsewhere, browser = with_password(approver), with_password(approver)
    secret = shown_secret(browser.get(SETUP))
    assert shown_secret(browser.get(SETUP)) == secret
    refused = browser.post(SETUP, {"code": "000000"})
    assert ("Mã không khớp." in text_of(refused), has_second_factor(approver)) == (True, False)
    done = browser.post(SETUP, {"code": code_from(secret)})
    codes = recovery_codes_on(done)
    assert (len(set(codes)), "no-store" in done["Cache-Control"]) == (10, True)
    assert (browser.get(LIST).status_code, elsewhere.get(LIST).status_code) == (200, 302)
    saved = browser.post(FILE)
    assert saved["Content-Disposition"] == 'attachment; filename="ma-du-phong.txt"'
    assert text_of(saved).split("\r\n")[2:-1] == codes
    assert not any(code[:4] + " " + code[4:] in text_of(browser.get(ACCOUNT)) for code in codes)
    verbs = [(e.verb, e.before, e.after) for e in history_of(approver) if "factor" in e.verb]
    assert verbs == [("second_factor_set_up", {"second_factor": False}, {"second_factor": True})]


def test_the_file_of_codes_is_there_for_ten_minutes_and_in_that_session_alone(cast, approver, clock):
    browser = with_password(approver)
    set_up_in(browser)
    clock(40)
    other = signed_in(approver)
    assert other.post(FILE).url == ACCOUNT
    assert (browser.post(FILE).status_code, browser.get(FILE).status_code) == (200, 405)
    clock(601)
    assert browser.post(FILE).url == ACCOUNT


def test_the_code_stands_between_the_password_and_the_session(cast, clock):
    user = with_second_factor(cast.people["canbo_caobang"])
    browser = Client()
    answer = browser.post(f"{LOGIN}?next=/bao-cao/", {"username": user.username, "password": PASSWORD})
    assert (answer.url, browser.get(LIST).url) == (CODE, f"{LOGIN}?next={LIST}")
    assert WRONG in text_of(browser.post(CODE, {"code": "123"}))
    assert browser.get(LIST).status_code == 302
    first = browser.cookies["sessionid"].value
    right = browser.post(CODE, {"code": f" {code_of(user)[:3]} {code_of(user)[3:]} "})
    assert (right.url, browser.get(LIST).status_code) == ("/bao-cao/", 200)
    assert browser.cookies["sessionid"].value != first
    assert [e.verb for e in Event.objects.order_by("id")] == ["sign_in_failed", "sign_in"]


def test_without_the_password_nobody_is_asked_for_a_code(cast):
    user = with_second_factor(cast.people["canbo_caobang"])
    for browser in (Client(), cast.client("canbo_baolac")):
        assert browser.get(CODE).url == LOGIN
        assert browser.post(CODE, {"code": code_of(user)}).url == LOGIN


@pytest.mark.parametrize("change", ["time", "closed", "password", "everywhere"])
def test_a_half_finished_sign_in_ends(cast, clock, change):
    user = with_second_factor(cast.people["canbo_caobang"])
    browser = with_password(user)
    assert browser.get(CODE).status_code == 200
    held = User.objects.get(pk=user.pk)
    if change == "time":
        clock(601)
    elif change == "closed":
        held.is_active = False
    elif change == "password":
        held.set_password("Mua dong lanh 2027")
    else:
        held.end_sessions()
    held.save()
    assert browser.post(CODE, {"code": code_of(user)}).url == LOGIN
    assert browser.get(LIST).status_code == 302


def test_a_code_is_taken_once_also_by_another_browser(cast, clock):
    user = with_second_factor(cast.people["canbo_caobang"])
    code = code_of(user)
    signed_in(user)
    for seconds in (0, 25, 31, 59):
        clock(seconds)
        assert WRONG in text_of(with_password(user).post(CODE, {"code": code}))
    clock(60)
    assert with_password(user).post(CODE, {"code": code_of(user)}).status_code == 302


def test_the_code_typed_at_set_up_is_used_up(cast, approver, clock):
    browser = with_password(approver)
    secret = shown_secret(browser.get(SETUP))
    code = code_from(secret)
    browser.post(SETUP, {"code": code})
    assert WRONG in text_of(with_password(approver).post(CODE, {"code": code}))


def test_an_older_code_is_refused_once_a_newer_was_used(cast, clock):
    user = with_second_factor(cast.people["canbo_caobang"])
    clock(0)
    older = code_of(user)
    assert use_code(user=user, code=code_of(user, ahead=1))
    assert not use_code(user=user, code=older)


def test_codes_of_one_step_off_are_taken_and_farther_ones_not(cast, clock):
    clock(0)
    taken = []
    for ahead in (-2, -1, 0, 1, 2):
        user = with_second_factor(person(f"nguoi.{ahead + 2}"))
        taken.append(use_code(user=user, code=code_of(user, ahead=ahead)))
    assert taken == [False, True, True, True, False]


def test_a_recovery_code_opens_once(cast, approver, clock):
    codes = set_up_in(with_password(approver))
    clock(60)
    browser = with_password(approver)
    assert browser.post(CODE, {"code": f"{codes[0][:4]} {codes[0][4:]}"}).status_code == 302
    assert "Còn 9 mã dự phòng" in text_of(browser.get(ACCOUNT))
    assert WRONG in text_of(with_password(approver).post(CODE, {"code": codes[0]}))
    assert with_password(approver).post(CODE, {"code": codes[1]}).status_code == 302
    used = [(e.verb, e.after) for e in history_of(approver) if e.verb == "recovery_code_used"]
    assert used == [
        ("recovery_code_used", {"recovery_codes_left": 8}),
        ("recovery_code_used", {"recovery_codes_left": 9}),
    ]


def test_recovery_codes_are_made_anew_with_password_and_code(cast, approver, clock):
    browser = with_password(approver)
    old = set_up_in(browser)
    clock(60)
    for sent in ({"password": "sai", "code": old[0]}, {"password": PASSWORD, "code": "000000"}, {}):
        assert recovery_codes_on(browser.post(RENEW, sent)) == []
    new = recovery_codes_on(browser.post(RENEW, {"password": PASSWORD, "code": old[0]}))
    assert (len(new), set(old) & set(new)) == (10, set())
    assert not use_code(user=approver, code=old[1])
    assert use_code(user=approver, code=new[1])
    assert [e.after for e in history_of(approver) if e.verb == "recovery_codes_renewed"] == [
        {"recovery_codes": "***"}
    ]


def test_it_is_removed_with_password_and_code_where_nobody_requires_it(cast, clock):
    user = with_second_factor(cast.people["canbo_caobang"])
    browser = signed_in(user)
    clock(60)
    for sent in ({"password": "sai", "code": code_of(user)}, {"password": PASSWORD, "code": "1"}):
        assert (browser.post(REMOVE, sent).status_code, has_second_factor(user)) == (200, True)
    assert browser.post(REMOVE, {"password": PASSWORD, "code": code_of(user)}).url == ACCOUNT
    assert (has_second_factor(user), with_password(user).get(LIST).status_code) == (False, 200)
    (event,) = [e for e in history_of(user) if e.verb == "second_factor_removed"]
    assert (event.before, event.after) == ({"second_factor": True}, {"second_factor": False})


def test_where_it_is_required_it_is_only_replaced(cast, approver, clock):
    browser = with_password(approver)
    codes = set_up_in(browser)
    clock(60)
    sent = {"password": PASSWORD, "code": codes[0]}
    assert (browser.post(REMOVE, sent).url, has_second_factor(approver)) == (ACCOUNT, True)
    assert REMOVE not in text_of(browser.get(ACCOUNT))
    with pytest.raises(DomainError):
        remove(user=approver)
    old = Authenticator.objects.get(user=approver, type="totp").data["secret"]
    for more in (
        {},
        {"password": PASSWORD},
        {"password": PASSWORD, "held_code": "000000"},
        {"held_code": codes[0]},
    ):
        assert set_up_in(browser, **more) == []
    assert Authenticator.objects.get(user=approver, type="totp").data["secret"] == old
    new = set_up_in(browser, password=PASSWORD, held_code=codes[1])
    assert (len(new), use_code(user=approver, code=codes[2])) == (10, False)
    assert [e.verb for e in history_of(approver) if "factor" in e.verb] == [
        "second_factor_replaced",
        "second_factor_set_up",
    ]


def test_a_found_session_sets_up_nothing_without_the_password(cast, clock):
    browser = with_password(cast.people["canbo_caobang"])
    clock(601)
    assert set_up_in(browser) == []
    assert set_up_in(browser, password="sai") == []
    assert len(set_up_in(browser, password=PASSWORD)) == 10


def test_secrets_and_codes_stand_nowhere_in_the_clear(cast, approver, clock, caplog):
    caplog.set_level("DEBUG")
    browser = with_password(approver)
    secret = shown_secret(browser.get(SETUP))
    sent = code_from(secret)
    codes = recovery_codes_on(browser.post(SETUP, {"code": sent}))
    clock(60)
    browser.post(RENEW, {"password": PASSWORD, "code": "7654321"})
    with_password(approver).post(CODE, {"code": "7654321"})
    with_password(approver).post(CODE, {"code": codes[0]})
    with connection.cursor() as cursor:
        kept = []
        tables = [name for name in connection.introspection.table_names() if not name.startswith("units_")]
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            kept += [str(row) for row in cursor.fetchall()]
    sessions = [one.get_decoded() for one in Session.objects.all()]
    logged = [r.getMessage() for r in caplog.records if not r.name.startswith("django.db")]
    everything = "\n".join([*kept, *map(str, sessions), *logged])
    assert approver.username in everything
    assert [word for word in (secret, "7654321", PASSWORD, *codes) if word in everything] == []


def test_every_row_of_the_log_about_it_tells_who_and_from_where(cast, approver):
    set_up_in(with_password(approver))
    rows = Event.objects.order_by("id").values_list("verb", "actor_name", "subject_text", "door", "address")
    assert list(rows) == [
        ("sign_in", "Đàm Văn Lợi", "duyet.baolac", "form", "127.0.0.1"),
        ("second_factor_set_up", "Đàm Văn Lợi", "duyet.baolac", "form", "127.0.0.1"),
    ]


def test_with_another_key_no_code_is_right_unless_the_former_one_is_kept(cast, settings):
    user = with_second_factor(cast.people["canbo_caobang"])
    code, former = code_of(user), settings.SECRET_KEY
    settings.SECRET_KEY = "another-key-of-fifty-characters-or-more-0123456789"
    assert not use_code(user=user, code=code)
    settings.SECRET_KEY_FALLBACKS = [former]
    assert use_code(user=user, code=code)
