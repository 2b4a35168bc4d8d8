"""Wrong passwords are borne ten times for each pair of account and address, at every door, and nobody else pays."""

import base64
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.test import Client
from django.utils import timezone

from audit.models import Event
from tests.casts import PASSWORD
from tests.pages import text_of

LOGIN = "/tai-khoan/dang-nhap/"
CHANGE = "/tai-khoan/mat-khau/"
TOKEN = "/api/v1/auth/token/"
ELSEWHERE = "203.0.113.9"


def at_the_page(name: str, password: str, address: str = "127.0.0.1", **headers):
    return Client(REMOTE_ADDR=address).post(LOGIN, {"username": name, "password": password}, **headers)


def at_the_api(name: str, password: str, address: str = "127.0.0.1"):
    sent = base64.b64encode(f"{name}:{password}".encode()).decode()
    return Client(REMOTE_ADDR=address).post(TOKEN, headers={"Authorization": f"Basic {sent}"})


@pytest.mark.parametrize("door", [at_the_page, at_the_api])
def test_ten_failures_lock_the_pair_at_both_doors(cast, door):
    answers = [door("canbo.caobang", f"sai {n}").status_code for n in range(12)]
    wrong = 200 if door is at_the_page else 401
    assert answers == [wrong] * 9 + [429] * 3
    assert at_the_page("canbo.caobang", PASSWORD).status_code == 429
    refused = at_the_api("canbo.caobang", PASSWORD)
    assert (refused.status_code, refused.json(), refused["Retry-After"]) == (
        429,
        {"errors": [{"field": "", "message": "Đã thử sai quá nhiều lần. Hãy đợi 15 phút rồi thử lại."}]},
        "900",
    )
    assert "Hãy đợi 15 phút" in text_of(at_the_page("canbo.caobang", PASSWORD))


def test_a_stranger_elsewhere_locks_nobody_out(cast):
    for n in range(12):
        at_the_page("canbo.caobang", f"sai {n}", ELSEWHERE)
    assert at_the_page("canbo.caobang", PASSWORD, ELSEWHERE).status_code == 429
    assert at_the_page("canbo.caobang", PASSWORD).status_code == 302
    assert at_the_page("canbo.baolac", PASSWORD, ELSEWHERE).status_code == 302


def test_the_lock_ends_after_a_quarter_of_an_hour_and_tries_meanwhile_do_not_prolong_it(cast, time_machine):
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    for n in range(10):
        at_the_page("canbo.caobang", f"sai {n}")
    for minutes, status in ((10, 429), (14, 429), (16, 302)):
        time_machine.move_to(start + timedelta(minutes=minutes), tick=False)
        assert at_the_page("canbo.caobang", PASSWORD).status_code == status


def test_a_right_password_forgives_the_pair_and_nothing_else(cast):
    for n in range(9):
        at_the_page("canbo.caobang", f"sai {n}")
        at_the_page("canbo.baolac", f"sai {n}")
    assert at_the_page("canbo.caobang", PASSWORD).status_code == 302
    assert at_the_page("canbo.caobang", "sai").status_code == 200
    assert at_the_page("canbo.baolac", "sai").status_code == 429


def test_many_names_from_one_address_are_stopped_but_not_those_who_work_there(cast, settings):
    settings.SIGN_IN_FAILURES_PER_ADDRESS = 20
    assert at_the_page("canbo.caobang", PASSWORD).status_code == 302
    answers = [at_the_page(f"ten.{n}", "sai").status_code for n in range(22)]
    assert answers == [200] * 20 + [429] * 2
    assert at_the_page("canbo.baolac", PASSWORD).status_code == 429
    assert at_the_page("canbo.caobang", PASSWORD).status_code == 302
    assert at_the_page("canbo.baolac", PASSWORD, ELSEWHERE).status_code == 302


def test_a_found_session_is_no_way_round(cast):
    browser = cast.client("canbo_caobang")
    new = "Mua dong lanh 2027"
    sent = {"old_password": "sai", "new_password1": new, "new_password2": new}
    assert [browser.post(CHANGE, sent).status_code for _ in range(10)] == [200] * 9 + [429]
    assert browser.post(CHANGE, sent | {"old_password": PASSWORD}).status_code == 429
    assert at_the_page("canbo.caobang", PASSWORD).status_code == 429


@pytest.mark.parametrize("name", ["canbo.caobang", "khong.co", "nguoila"])
def test_each_failure_costs_one_hashing_and_the_same_statements(
    cast, name, monkeypatch, django_assert_num_queries
):
    from django.contrib.auth.hashers import MD5PasswordHasher

    cast.people["nguoi_la"].is_active = False
    cast.people["nguoi_la"].save()
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *a: hashed.append(1) or encode(*a))
    at_the_page("ai.do", "sai")
    hashed.clear()
    with django_assert_num_queries(13):
        at_the_page(name, "sai")
    assert len(hashed) == 1


def test_behind_a_proxy_only_what_the_proxy_saw_counts(cast, settings):
    settings.PROXY_HOPS = 1
    for n in range(12):
        at_the_page("canbo.caobang", f"sai {n}", headers={"X-Forwarded-For": f"198.51.100.{n}, {ELSEWHERE}"})
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {ELSEWHERE}
    assert set(Event.objects.values_list("address", flat=True)) == {ELSEWHERE}
    mine = at_the_page("canbo.caobang", PASSWORD, headers={"X-Forwarded-For": f"{ELSEWHERE}, 198.51.100.77"})
    assert mine.status_code == 302


@pytest.mark.parametrize("header", ["", "198.51.100.7, unknown", "x" * 500, "198.51.100.7, "])
def test_a_header_that_names_no_address_leaves_the_proxy_s_own(cast, settings, header):
    settings.PROXY_HOPS = 1
    at_the_page("canbo.caobang", "sai", headers={"X-Forwarded-For": header})
    assert list(AccessAttempt.objects.values_list("ip_address", flat=True)) == ["127.0.0.1"]


def test_without_a_proxy_the_header_is_a_stranger_s_word(cast):
    answers = [
        at_the_page("canbo.caobang", f"sai {n}", headers={"X-Forwarded-For": f"198.51.100.{n}"}).status_code
        for n in range(11)
    ]
    assert answers == [200] * 9 + [429] * 2


def test_an_ipv6_line_is_one_address_and_other_browsers_are_the_same_person(cast):
    answers = [
        at_the_page(
            "canbo.caobang", f"sai {n}", f"2001:db8::{n:x}", headers={"User-Agent": f"may {n}"}
        ).status_code
        for n in range(11)
    ]
    assert answers == [200] * 9 + [429] * 2


def test_what_was_typed_stands_nowhere(cast):
    at_the_page("Mat-Khau-Bi-Mat-Go-Nham", "mot-mat-khau-khac")
    browser = cast.client("canbo_caobang")
    browser.post(
        CHANGE, {"old_password": "bi-mat-1", "new_password1": "bi-mat-2", "new_password2": "bi-mat-3"}
    )
    kept = [*AccessAttempt.objects.values(), *AccessLog.objects.values(), *Event.objects.values()]
    assert kept
    assert not any(word in str(kept) for word in ("Mat-Khau-Bi", "mot-mat-khau", "bi-mat-"))


def test_sign_ins_failures_locks_and_sign_outs_are_in_the_log_once(cast):
    browser = Client()
    browser.post(LOGIN, {"username": "canbo.caobang", "password": PASSWORD})
    browser.post("/tai-khoan/dang-xuat/")
    at_the_page("khong.co", "sai")
    for n in range(13):
        at_the_page("canbo.caobang", f"sai {n}")
    token = at_the_api("canbo.baolac", PASSWORD).json()["token"]
    Client().post("/api/v1/auth/logout/", headers={"Authorization": f"Token {token}"})
    rows = list(
        Event.objects.order_by("id").values_list("verb", "actor_name", "subject_text", "door", "address")
    )
    here = "127.0.0.1"
    assert rows == [
        ("sign_in", "Nông Thị Hoa", "canbo.caobang", "form", here),
        ("sign_out", "Nông Thị Hoa", "canbo.caobang", "form", here),
        ("sign_in_failed", "", "(không có tài khoản này)", "form", here),
        *[("sign_in_failed", "", "canbo.caobang", "form", here)] * 9,
        ("sign_in_locked", "", "canbo.caobang", "form", here),
        ("sign_in", "Nông Thị Hoa", "canbo.baolac", "api", here),
        ("sign_out", "Nông Thị Hoa", "canbo.baolac", "api", here),
    ]
