"""Unit, period and geography of every page, carried in the address."""

import pytest

from tests.factories import a_registration
from tests.pages import text_of


def bar_of(browser, query=""):
    return browser.get(f"/mo-hinh/?{query}").context["context_bar"]


def test_it_begins_with_the_persons_unit_the_latest_year_and_that_years_geography(cast):
    a_registration(cast["old-01330"], year=2024)
    a_registration(cast["old-00994"], year=2025)
    bar = bar_of(cast.client("canbo_caobang"))
    assert (bar.unit_name, bar.period_label, bar.geography_label) == (
        "Tỉnh Cao Bằng", "Năm 2024", "Địa giới đến 30/6/2025",
    )  # fmt: skip
    assert bar.parameters() == {"within": "old-04", "year": "2024", "geography": "2024-12-31"}


def test_the_administrator_begins_with_the_whole_country(cast):
    a_registration(cast["old-00994"], year=2024)
    bar = bar_of(cast.client("quantri"))
    assert (bar.unit, bar.unit_name) == (None, "Cả nước")
    assert [key for key, _ in bar.form.fields["unit"].choices] == ["", "old-04", "old-02", "old-08"]


def test_a_province_taken_over_whole_is_looked_at_as_its_heir_in_later_years(cast):
    a_registration(cast["new-01327"], year=2025)
    bar = bar_of(cast.client("canbo_caobang"))
    assert (bar.unit, bar.geography_label) == (cast["new-04"], "Địa giới từ 01/7/2025")
    # Hà Giang became part of a larger province, which is beyond what its clerk may see.
    a_registration(cast["new-00994"], year=2025)
    assert bar_of(cast.client("canbo_hagiang"), "year=2025").unit == cast["old-02"]


@pytest.mark.parametrize(
    "query, unit, period, geography",
    [
        ("within=old-043&year=2024", "Huyện Bảo Lạc", "Năm 2024", "Địa giới đến 30/6/2025"),
        ("within=old-043&year=2026", "Huyện Bảo Lạc", "Năm 2026", "Địa giới đến 30/6/2025"),
        ("year_from=2020&year_to=2024", "Tỉnh Cao Bằng", "2020-2024", "Địa giới đến 30/6/2025"),
        ("year_from=2024&year_to=2020", "Tỉnh Cao Bằng", "2020-2024", "Địa giới đến 30/6/2025"),
        ("year=2024&geography=2026-01-01", "Tỉnh Cao Bằng", "Năm 2024", "Địa giới từ 01/7/2025"),
        ("within=&year=2024", "Tỉnh Cao Bằng", "Năm 2024", "Địa giới đến 30/6/2025"),
    ],
)
def test_the_address_says_what_is_looked_at(cast, query, unit, period, geography):
    bar = bar_of(cast.client("canbo_caobang"), query)
    assert (bar.unit_name, bar.period_label, bar.geography_label) == (unit, period, geography)


def test_choices_stay_inside_the_scope_and_go_one_step_down(cast):
    bar = bar_of(cast.client("canbo_caobang"), "within=old-043&year=2024")
    names = [label.strip() for _, label in bar.form.fields["unit"].choices]
    assert names == ["Tỉnh Cao Bằng", "Huyện Bảo Lạc", "Thị trấn Bảo Lạc", "Xã Thượng Hà", "Xã Cô Ba"]
    own = bar_of(cast.client("canbo_baolac"), "year=2024")
    assert [key for key, _ in own.form.fields["unit"].choices][0] == "old-043"


def test_both_geographies_are_offered_on_a_day_of_their_own(cast):
    bar = bar_of(cast.client("canbo_caobang"), "year=2024")
    choices = bar.form.fields["geography"].choices
    assert [label for _, label in choices] == ["Địa giới đến 30/6/2025", "Địa giới từ 01/7/2025"]
    assert choices[0][0] == "2024-12-31"


def test_places_in_the_rail_carry_the_context_and_changing_it_keeps_the_filters(cast):
    response = cast.client("canbo_caobang").get("/mo-hinh/?within=old-043&year=2024&field=economy&page=1")
    nav = {item["label"]: item["url"] for item in response.context["nav"]}
    assert nav["Công nhận"] == "/cong-nhan/?within=old-043&year=2024&geography=2024-12-31"
    assert response.context["context_bar"].carried == [("field", "economy")]


def test_a_form_in_the_making_has_no_bar_that_would_throw_it_away(cast):
    assert "pham-vi" not in text_of(cast.client("canbo_caobang").get("/mo-hinh/moi/"))


def test_an_error_page_has_no_bar_of_what_cannot_be_seen(cast):
    response = cast.client("canbo_caobang").get("/mo-hinh/?within=old-02")
    assert (response.status_code, "Hà Giang" in text_of(response)) == (404, False)


def test_only_administrators_are_shown_the_back_office(cast):
    labels = [item["label"] for item in cast.client("canbo_caobang").get("/mo-hinh/").context["nav"]]
    assert "Quản trị" not in labels
    assert "Quản trị" in [i["label"] for i in cast.client("quantri").get("/mo-hinh/").context["nav"]]
