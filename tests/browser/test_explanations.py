"""One story in a real browser: a leader asks about a red figure, the unit answers, the leader reads it at the figure."""

import pytest
from django.test import Client

from tests.casts import clerk, leader
from tests.resolutions.setting import a_document, a_target, accepted, given

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sit_down(page, live_server, person) -> None:
    """The person at the machine, signed in."""
    browser = Client()
    browser.force_login(person)
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sessionid", "value": browser.cookies["sessionid"].value, "url": live_server.url}])


def test_a_leader_asks_the_unit_answers_and_the_leader_sees_it(page, live_server, loaded_units):
    province, town = loaded_units["old-04"], loaded_units["old-01321"]
    boss, staff = leader("old-04"), clerk("old-01321")
    document = a_document(province)
    target = a_target(document, text="Hằng năm 100% cấp ủy đối thoại với Nhân dân")
    accepted(given(target, town)[0], "12/21")

    sit_down(page, live_server, boss)
    page.goto(f"/nghi-quyet/{document.pk}/ket-qua/?within=old-04&year=2024&geography=2024-12-31")
    row = page.get_by_role("row", name="đối thoại với Nhân dân").first
    assert "Chưa đạt" in row.inner_text()
    row.get_by_role("link", name="1", exact=True).first.click()
    page.get_by_role("link", name="Yêu cầu giải trình").click()
    page.get_by_label("Điều cần giải trình").fill("Vì sao mới 12 nơi đối thoại?")
    page.get_by_role("button", name="Gửi yêu cầu").click()
    page.get_by_text("Đã gửi yêu cầu giải trình").wait_for()
    figure = page.url

    sit_down(page, live_server, staff)
    page.goto("/nghi-quyet/giai-trinh/")
    page.get_by_text("Vì sao mới 12 nơi đối thoại?").wait_for()
    page.get_by_role("link", name="Trả lời").click()
    page.get_by_label("Giải trình của đơn vị").fill("Chín nơi thay bí thư, đã xếp lịch trong quý I")
    page.get_by_role("button", name="Gửi giải trình").click()
    page.get_by_text("Đã gửi giải trình").wait_for()

    sit_down(page, live_server, boss)
    page.goto(figure)
    asked = page.locator("#giai-trinh").inner_text()
    assert "Vì sao mới 12 nơi đối thoại?" in asked
    assert "Chín nơi thay bí thư, đã xếp lịch trong quý I" in asked
    assert "12/21" in asked
