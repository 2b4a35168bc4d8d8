"""Answers while the form is being filled."""

import pytest

from accounts.choices import Role
from models_registry.near_duplicates import near_duplicates
from tests.casts import assigned, person
from tests.factories import a_registration
from tests.pages import text_of
from units.models import Organisation
from vietnamese.folding import fold


@pytest.mark.parametrize(
    "person, typed, year, keys",
    [
        ("canbo_caobang", "bao lac", 2024, ["old-043", "old-01321"]),
        ("canbo_caobang", "BẢO LẠC", 2026, ["new-01321"]),
        ("canbo_caobang", "xa co ba", 2025, ["old-01330", "new-01327"]),
        ("canbo_caobang", "minh ngoc", 2024, []),
        ("canbo_hagiang", "minh ngoc", 2024, ["old-00994"]),
        ("canbo_baolac", "duc hanh", 2024, []),
        ("quantri", "duc hanh", 2024, ["old-01291"]),
        ("lanhdao_caobang", "bao lac", 2024, []),
        ("canbo_caobang", "%", 2024, []),
    ],
)
def test_units_are_found_by_typing_in_the_persons_scope_and_the_year(cast, person, typed, year, keys):
    response = cast.client(person).get("/mo-hinh/chon/don-vi/", {"unit_q": typed, "year": year})
    assert [option["key"] for option in response.context["options"]] == keys


def test_namesakes_of_2025_are_told_apart(cast):
    page = text_of(cast.client("canbo_caobang").get("/mo-hinh/chon/don-vi/?unit_q=co+ba&year=2025"))
    assert "Huyện Bảo Lạc, Tỉnh Cao Bằng, đến 30/6/2025" in page
    assert "Tỉnh Cao Bằng, từ 01/7/2025" in page


def test_a_year_that_is_none_is_refused(cast):
    browser = cast.client("canbo_caobang")
    for year in ("abc", "99999999999", "１２３４"):
        assert browser.get("/mo-hinh/chon/don-vi/", {"unit_q": "co ba", "year": year}).status_code == 400


def test_organisations_follow_the_unit(cast):
    for unit, name in (("old-01330", "Trạm Y tế Cô Ba"), ("old-00994", "Trạm Y tế Minh Ngọc")):
        Organisation.objects.create(name=name, folded_name=fold(name), kind="agency", unit=cast[unit])
    browser = cast.client("canbo_caobang")
    page = text_of(browser.get("/mo-hinh/chon/co-quan/", {"unit": "old-01330", "year": "2024"}))
    assert "Trạm Y tế Cô Ba" in page
    assert "Minh Ngọc" not in page
    page = text_of(browser.get("/mo-hinh/chon/co-quan/", {"unit": "old-00994", "year": "2024"}))
    assert "Minh Ngọc" not in page


def test_nearly_the_same_name_in_the_same_place_is_shown(cast):
    for name, unit in (
        ("Tuyến đường hoa nông thôn mới xóm Nà Khoang", "old-01330"),
        ("Tổ tự quản an ninh trật tự", "old-01330"),
        ("Tuyến đường hoa nông thôn mới xóm Nà Rạ", "old-01291"),
    ):
        a_registration(cast[unit], name=name)
    viewer = cast.people["canbo_caobang"]
    found = near_duplicates(
        viewer=viewer, unit=cast["old-01330"], name="tuyen duong hoa nong thon xom na khoang"
    )
    assert [(n.model.name, n.years) for n in found] == [
        ("Tuyến đường hoa nông thôn mới xóm Nà Khoang", [2024])
    ]
    # The commune that took it over is the same place.
    found = near_duplicates(viewer=viewer, unit=cast["new-01327"], name="Tuyến đường hoa nông")
    assert [n.model.unit.key for n in found] == ["old-01330"]
    assert near_duplicates(viewer=viewer, unit=cast["old-01330"], name="Nuôi ong lấy mật") == []


def test_near_names_outside_the_scope_stay_unseen(cast):
    a_registration(cast["old-00994"], name="Mật hiệu riêng của Hà Giang")
    response = cast.client("canbo_caobang").get(
        "/mo-hinh/chon/gan-giong/",
        {"name": "Mật hiệu riêng của Hà Giang", "unit": "old-00994", "year": "2024"},
    )
    assert text_of(response).strip() == ""


def test_names_of_the_commune_are_not_shown_to_one_organisation_s_clerk(cast):
    school = Organisation.objects.create(
        name="Trường Cô Ba", folded_name="truong co ba", kind="school", unit=cast["new-01327"]
    )
    name = "Tuyến đường hoa nông thôn mới"
    a_registration(cast["new-01327"], name=f"{name} của xã", year=2026)
    a_registration(cast["new-01327"], name=f"{name} của trường", year=2026, organisation=school)
    teacher = person("co.giao")
    assigned(teacher, Role.CLERK, cast["new-01327"], organisation=school)
    found = near_duplicates(viewer=teacher, unit=cast["new-01327"], name=name)
    assert [one.model.name for one in found] == [f"{name} của trường"]
