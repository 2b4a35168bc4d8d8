"""The way on the dashboard, and the whole page as of a day."""

from datetime import date

import pytest

from recognition.exemplary import choose_exemplary
from recognition.recognising import recognise, record_decision
from tests.casts import leader
from tests.factories import a_registration, a_small_country
from tests.reports.test_dashboard_page import queries

ADDRESS = "/?within=old-04&year=2024&geography=2024-12-31"


@pytest.fixture
def country(db, time_machine):
    """Three registered; two recognised on 10 May, of which one was entered in August; the first chosen as exemplary."""
    time_machine.move_to("2024-02-01 09:00+07:00")
    units = a_small_country()
    held = [a_registration("old-01327", year=2024, name=name) for name in ("Đúng lúc", "Nhập muộn", "Chưa đạt")]
    a_registration("old-00988", year=2024, name="Ở tỉnh khác")
    time_machine.move_to("2025-01-15 09:00+07:00")
    decision = record_decision(
        by=None, number="5-QĐ/BDV", signed_on=date(2024, 5, 10), issuing_body="Ban Dân vận", unit=units["old-04"],
        entered_on=date(2025, 1, 15),
    )  # fmt: skip
    recognise(by=None, decision=decision, registrations=[(held[0], "grassroots")])
    choose_exemplary(
        by=None, registrations=held[:1], level="grassroots", on=date(2024, 6, 1), entered_on=date(2025, 1, 15)
    )
    time_machine.move_to("2025-08-05 09:00+07:00")
    recognise(by=None, decision=decision, registrations=[(held[1], "grassroots")])
    return units


def steps(page) -> dict[str, tuple]:
    return {step.label: (step.figure, step.share, step.later) for step in page.context["dashboard"].way.steps}


def test_each_step_leads_to_as_many_records(country, client):
    client.force_login(leader("old-04"))
    page = client.get(ADDRESS)
    assert steps(page) == {
        "Lượt đăng ký": ("3", "100%", ""),
        "Đã tiếp nhận": ("3", "100%", ""),
        "Đã triển khai": ("2", "66,7%", ""),
        "Đã tự đánh giá": ("2", "66,7%", ""),
        "Đã đưa vào thẩm định": ("2", "66,7%", ""),
        "Được công nhận": ("2", "66,7%", ""),
        "Tiêu biểu": ("1", "33,3%", ""),
        "Đề nghị khen thưởng": ("0", "0,0%", ""),
        "Được khen thưởng": ("0", "0,0%", ""),
        "Đã được nhân rộng": ("0", "0,0%", ""),
    }
    for step in page.context["dashboard"].way.steps:
        if step.url:
            listed = client.get(step.url.replace("/mo-hinh/", "/api/v1/registrations/"))
            assert (step.label, str(listed.json()["count"])) == (step.label, step.figure)


def test_as_of_a_day_the_page_tells_what_was_entered_later(country, client):
    client.force_login(leader("old-04"))
    address = ADDRESS + "&as_of=2025-06-30"
    page = client.get(address)
    text = page.content.decode()
    assert "<h1>Tỉnh Cao Bằng, năm 2024, tính đến 30/06/2025</h1>" in text
    assert "3 lượt đăng ký, trong đó 0 ghi sau ngày ấy; 2 lượt được công nhận, trong đó 1 ghi sau ngày ấy." in text
    assert steps(page)["Được công nhận"] == ("2", "66,7%", "1")
    assert [tile.figure for tile in page.context["dashboard"].tiles] == ["3", "3", "2", "66,7%"]
    # The bar keeps the day when another unit or year is chosen, and so does every way on.
    assert '<input type="hidden" name="as_of" value="2025-06-30">' in text
    board = page.context["dashboard"]
    assert "as_of=2025-06-30" in board.scope.annual_report
    assert all("as_of=2025-06-30" in row.url for row in board.units.rows)
    before = client.get(ADDRESS + "&as_of=2024-05-09")
    assert steps(before)["Được công nhận"][0] == "0"
    assert before.context["dashboard"].tiles[2].figure == "0"


@pytest.mark.parametrize("day", ["6/30/2025", "30/6", "20250630", "2025-06-31", "2999-01-01", "%00"])
def test_what_is_no_past_day_is_refused(country, client, day):
    client.force_login(leader("old-04"))
    for path in ("/", "/bao-cao/nam/", "/bao-cao/nam/tep/"):
        refused = client.get(f"{path}?within=old-04&year=2024&as_of={day}")
        assert (refused.status_code, "Ngày tính số liệu" in refused.content.decode()) == (400, True)


def test_the_day_is_typed_as_offices_write_it(country, client):
    client.force_login(leader("old-04"))
    page = client.get(ADDRESS + "&as_of=30/6/2025")
    assert page.context["dashboard"].scope.as_of == date(2025, 6, 30)
    assert 'name="as_of" value="30/06/2025"' in page.content.decode()


def test_the_way_takes_one_query_and_a_past_day_one_more(country, client):
    client.force_login(leader("old-04"))
    today = queries(client, ADDRESS)
    assert today == 29
    # What was entered later, and a look whether the units it is counted by are still the same.
    assert queries(client, ADDRESS + "&as_of=2025-06-30") == today + 2
