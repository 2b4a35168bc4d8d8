"""Signing in and out, the password, the language."""

import pytest
from django.test import Client

from tests.casts import PASSWORD
from tests.pages import text_of

LOGIN = "/tai-khoan/dang-nhap/"


def test_the_right_password_leads_to_where_one_wanted_to_go(cast):
    answer = Client().post(f"{LOGIN}?next=/mo-hinh/", {"username": "canbo.caobang", "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, "/mo-hinh/")
    elsewhere = Client().post(
        LOGIN, {"username": "canbo.caobang", "password": PASSWORD, "next": "https://xa.example/"}
    )
    assert elsewhere.url == "/"


@pytest.mark.parametrize(
    "name, password", [("canbo.caobang", "sai"), ("khong.co", PASSWORD), ("nghi.viec", PASSWORD)]
)
def test_wrong_unknown_and_disabled_get_one_answer(cast, name, password):
    person = cast.people["nguoi_la"]
    person.username, person.is_active = "nghi.viec", False
    person.save()
    answer = Client().post(LOGIN, {"username": name, "password": password})
    assert answer.status_code == 200
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in text_of(answer)


def test_a_disabled_account_is_out_on_its_next_request(cast):
    browser = cast.client("canbo_caobang")
    person = cast.people["canbo_caobang"]
    person.is_active = False
    person.save()
    assert browser.get("/mo-hinh/").url.startswith(LOGIN)


def test_signing_out_takes_a_post(cast):
    browser = cast.client("canbo_caobang")
    assert browser.get("/tai-khoan/dang-xuat/").status_code == 405
    assert browser.post("/tai-khoan/dang-xuat/").url == LOGIN
    assert browser.get("/mo-hinh/").status_code == 302


def test_a_new_password_ends_the_other_sessions(cast):
    here, elsewhere = cast.client("canbo_caobang"), cast.client("canbo_caobang")
    new = "Mua dong lanh 2027"
    answer = here.post(
        "/tai-khoan/mat-khau/",
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
        follow=True,
    )
    assert "Đã đổi mật khẩu" in text_of(answer)
    assert (here.get("/mo-hinh/").status_code, elsewhere.get("/mo-hinh/").status_code) == (200, 302)


def test_a_short_password_is_refused_in_vietnamese(cast):
    answer = cast.client("canbo_caobang").post(
        "/tai-khoan/mat-khau/", {"old_password": "sai", "new_password1": "ngan", "new_password2": "ngan"}
    )
    assert "Mật khẩu đang dùng không đúng." in text_of(answer)
    assert "12" in text_of(answer)


def test_a_long_password_opens_exactly_as_it_was_typed(cast):
    """Longer than 64 letters, and blanks at its ends are part of it."""
    person, typed = cast.people["canbo_caobang"], f"  Mưa dông lạnh {'ở bản ' * 12} "
    sent = {"old_password": PASSWORD, "new_password1": typed, "new_password2": typed}
    assert cast.client("canbo_caobang").post("/tai-khoan/mat-khau/", sent).status_code == 302
    near = [typed.strip(), typed.upper(), typed[:72], typed]
    answers = [Client().post(LOGIN, {"username": person.username, "password": one}) for one in near]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 302]


def test_the_language_is_changed_from_the_menu(cast):
    browser = cast.client("canbo_caobang")
    answer = browser.post("/tai-khoan/ngon-ngu/", {"language": "en", "next": "/mo-hinh/"}, follow=True)
    assert '<html lang="en"' in text_of(answer)
