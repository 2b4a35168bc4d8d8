"""A password somebody else gave opens nothing but the page that replaces it."""

import base64

import pytest
from django.test import Client
from django.urls import reverse

from accounts.people import give_new_password
from audit.querysets import history_of
from tests.casts import PASSWORD, code_of, with_second_factor
from tests.pages import text_of

LOGIN, CHANGE = "/tai-khoan/dang-nhap/", "/tai-khoan/mat-khau/"
NEW = "Mua dong lanh 2027"


@pytest.fixture
def given(cast) -> str:
    """The password the administrator gave to the clerk of Cao Bằng."""
    return give_new_password(by=cast.people["quantri"], user=cast.people["canbo_caobang"])


@pytest.fixture
def newcomer(given) -> Client:
    browser = Client()
    assert browser.post(LOGIN, {"username": "canbo.caobang", "password": given}).status_code == 302
    return browser


@pytest.mark.parametrize("address", ["/", "/mo-hinh/", "/mo-hinh/moi/", "/bao-cao/", "/quan-tri-khong-co/"])
def test_every_page_leads_to_the_change(newcomer, address):
    answer = newcomer.get(address)
    assert (answer.status_code, answer.get("Location")) in [(302, CHANGE), (404, None)]


def test_the_api_answers_with_words(newcomer, given):
    words = "Hãy đăng nhập trên trang web và đổi mật khẩu được cấp trước khi làm việc khác."
    said = {"errors": [{"field": "", "message": words}]}
    answer = newcomer.get("/api/v1/registrations/")
    assert (answer.status_code, answer.json()) == (403, said)
    basic = base64.b64encode(f"canbo.caobang:{given}".encode()).decode()
    answer = Client().post("/api/v1/auth/token/", headers={"Authorization": f"Basic {basic}"})
    assert (answer.status_code, answer.json()) == (403, said)


def test_replacing_it_opens_the_rest(cast, newcomer, given):
    assert "do người quản trị cấp" in text_of(newcomer.get(CHANGE))
    same = {"old_password": given, "new_password1": given, "new_password2": given}
    assert "Mật khẩu mới phải khác mật khẩu đang dùng." in text_of(newcomer.post(CHANGE, same))
    sent = {"old_password": given, "new_password1": NEW, "new_password2": NEW}
    assert newcomer.post(CHANGE, sent).url == reverse("password_change_done")
    assert newcomer.get("/mo-hinh/").status_code == 200
    rows = [(e.verb, e.actor_name, e.after) for e in history_of(cast.people["canbo_caobang"])]
    assert rows == [
        ("password_change", "Nông Thị Hoa", {"password": "***"}),
        ("sign_in", "Nông Thị Hoa", None),
        ("password_given", "Quản trị", {"password": "***"}),
    ]


def test_a_given_password_does_not_stand_for_the_code(cast):
    """Whoever gives a password knows it; the telephone stays with its owner."""
    held = with_second_factor(cast.people["canbo_caobang"])
    given = give_new_password(by=cast.people["quantri"], user=held)
    browser = Client()
    answer = browser.post(LOGIN, {"username": held.username, "password": given})
    assert (answer.url, browser.get(CHANGE).status_code) == (reverse("second_factor"), 302)
    assert browser.post(reverse("second_factor"), {"code": code_of(held)}).status_code == 302
    assert browser.get("/mo-hinh/").url == CHANGE


def test_one_may_still_sign_out(newcomer):
    assert newcomer.post("/tai-khoan/dang-xuat/").url == LOGIN


def test_a_password_one_chose_oneself_asks_for_nothing(cast):
    browser = Client()
    browser.post(LOGIN, {"username": "canbo.caobang", "password": PASSWORD})
    assert browser.get("/mo-hinh/").status_code == 200


def test_a_first_password_set_in_the_back_office_must_be_replaced(cast):
    sent = {
        "username": "can.bo.moi", "full_name": "Lý Thị Mai", "usable_password": "true", "password1": NEW,
        "password2": NEW, "assignments-TOTAL_FORMS": 0, "assignments-INITIAL_FORMS": 0,
    }  # fmt: skip
    assert cast.client("quantri").post(reverse("admin:accounts_user_add"), sent).status_code == 302
    browser = Client()
    browser.post(LOGIN, {"username": "can.bo.moi", "password": NEW})
    assert browser.get("/mo-hinh/").url == CHANGE
