"""The page of one registration, and who sees which pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from models_registry.models import Registration
from tests.factories import a_registration
from tests.pages import text_of


def test_the_page_tells_what_it_is_and_in_which_years_it_was_registered(cast):
    first = a_registration(cast["old-01330"], name="Thắp sáng đường quê", year=2023)
    last = a_registration(
        cast["old-01330"], name="Thắp sáng đường quê", year=2024, phase="maintained",
        content="Hai dòng\nchữ", money=273_000_000, work_phone="0206 3852 000", person_in_charge="Nông Văn A",
    )  # fmt: skip
    response = cast.client("lanhdao_caobang").get(f"/mo-hinh/{last.pk}/")
    page = text_of(response)
    for words in (
        "Xã Cô Ba, Huyện Bảo Lạc, Tỉnh Cao Bằng",
        "273.000.000 đồng",
        "Nông Văn A",
        "Hai dòng\nchữ",
    ):
        assert words in page
    assert [(y["year"], y["here"], y["phase"]) for y in response.context["years"]] == [
        (2024, True, "Duy trì"),
        (2023, False, "Đăng ký mới"),
    ]
    assert [(s["label"], s["state"]) for s in response.context["ladder"]] == [
        ("Đăng ký", "done"), ("Tiếp nhận", "here"), ("Thực hiện", "next"), ("Tự đánh giá", "next"),
        ("Thẩm định", "next"), ("Công nhận", "next"),
    ]  # fmt: skip
    assert cast.client("lanhdao_caobang").get(f"/mo-hinh/ma/{first.model_id}/").url == f"/mo-hinh/{last.pk}/"


def test_markup_in_a_name_stays_text(cast):
    held = a_registration(cast["old-01330"], name="<script>alert(1)</script> & co")
    browser = cast.client("canbo_caobang")
    for url in (f"/mo-hinh/{held.pk}/", "/mo-hinh/", f"/mo-hinh/{held.pk}/sua/", "/tim-kiem/?q=alert"):
        assert "<script>alert" not in text_of(browser.get(url))


@pytest.mark.parametrize("person", ["canbo_caobang", "lanhdao_caobang", "canbo_baolac", "nguoi_la"])
def test_no_page_shows_what_is_outside_the_scope(cast, person):
    """A mark is planted in a record of Hà Giang; nobody of Cao Bằng finds it in any page's bytes."""
    foreign = a_registration(cast["old-00994"], name="Dấu riêng Hà Giang", notes="Dấu riêng Hà Giang")
    browser = cast.client(person)
    for deed in ("detail", "edit", "withdraw", "place", "continue"):
        url = reverse(f"models_registry:{deed}", args=[foreign.pk])
        for response in (
            browser.get(url),
            browser.post(url, {"reason": "x", "version": 1, "unit": "new-00994"}),
        ):
            assert response.status_code in (403, 404, 405)
            assert "Dấu riêng" not in text_of(response)
    assert browser.get(f"/mo-hinh/{foreign.pk}/").status_code == 404
    assert browser.get(f"/mo-hinh/{foreign.pk + 999}/").status_code == 404
    assert browser.get(f"/mo-hinh/ma/{foreign.model_id}/").status_code == 404
    for url in (
        "/mo-hinh/?year=2024&status=all",
        "/mo-hinh/?search=dau+rieng",
        "/tim-kiem/?q=dau+rieng",
        "/cong-nhan/?year=2024",
        "/cong-nhan/moi/",
        f"/cong-nhan/moi/?registration={foreign.pk}",
    ):
        assert "Dấu riêng" not in text_of(browser.get(url))
    assert Registration.objects.get() == foreign


def test_a_district_clerk_sees_her_district_alone(cast):
    own = a_registration(cast["old-01330"], name="Của Bảo Lạc")
    other = a_registration(cast["old-01291"], name="Của Bảo Lâm")
    above = a_registration(cast["old-04"], name="Của tỉnh")
    browser = cast.client("canbo_baolac")
    assert browser.get(f"/mo-hinh/{own.pk}/").status_code == 200
    assert [browser.get(f"/mo-hinh/{r.pk}/").status_code for r in (other, above)] == [404, 404]
    assert [r.model.name for r in browser.get("/mo-hinh/?year=2024").context["registrations"]] == [
        "Của Bảo Lạc"
    ]


def test_nobody_enters_without_signing_in(cast, client):
    held = a_registration(cast["old-01330"])
    for url in ("/", "/mo-hinh/", f"/mo-hinh/{held.pk}/", "/mo-hinh/moi/", "/cong-nhan/", "/tim-kiem/?q=a"):
        assert client.get(url).url.startswith("/tai-khoan/dang-nhap/?next=")


def test_a_long_history_and_many_years_cost_the_same_queries(cast):
    browser, counts = cast.client("canbo_caobang"), []
    held = a_registration(cast["old-01330"], name="Thắp sáng", year=2020)
    for years in ((2021,), (2022, 2023)):
        for year in years:
            held = a_registration(cast["old-01330"], name="Thắp sáng", year=year, phase="maintained")
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"/mo-hinh/{held.pk}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 27
