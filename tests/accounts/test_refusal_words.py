"""A refusal says whose work it is: no page falls back on the sentence that says nothing."""

import pytest

from tests.doors.walking import doors
from tests.pages import text_of

pytestmark = pytest.mark.django_db
PLAIN = [door for door in doors() if not door.parts and not door.route.startswith(("admin/", "api/"))]
SAYS_NOTHING = "Tài khoản đang dùng không có quyền làm việc này"


@pytest.mark.parametrize("name", ["canbo_caobang", "lanhdao_caobang", "nguoi_la"])
def test_every_page_refuses_in_words(cast, name):
    browser = cast.client(name)
    answers = {door.route: browser.get(door.filled({})) for door in PLAIN}
    refused = {route: text_of(answer) for route, answer in answers.items() if answer.status_code == 403}
    assert "Quản trị đơn vị" in refused["quan-tri/nguoi-dung/"]
    assert "người quản trị hệ thống" in refused["quan-tri/giao-dien/"]
    assert [route for route, said in refused.items() if SAYS_NOTHING in said] == []


def test_the_back_office_says_whose_it_is(cast):
    answer = cast.client("canbo_caobang").get("/admin/", follow=True)
    assert (answer.status_code, "người quản trị hệ thống" in text_of(answer)) == (403, True)


def test_an_address_for_buttons_alone_says_so(cast):
    browser = cast.client("canbo_caobang")
    shut = {door.route: browser.get(door.filled({})) for door in PLAIN}
    shut = {route: answer for route, answer in shut.items() if answer.status_code == 405}
    assert {"tai-khoan/dang-xuat/", "tai-khoan/dang-xuat-moi-noi/"} <= set(shut)
    for answer in shut.values():
        assert "chỉ nhận việc gửi từ nút bấm" in text_of(answer)
        assert answer["Allow"].startswith(("POST", "OPTIONS", "GET"))
