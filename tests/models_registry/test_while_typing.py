"""Answers while the form is being filled."""

import pytest
from django.test import Client

from accounts.choices import Role
from models_registry.near_duplicates import near_duplicates
from tests.casts import assigned, clerk, person
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


@pytest.mark.parametrize(
    "person, unit, year, sentence, offered",
    [
        ("canbo_caobang", "old-01330", 2024, None, []),
        ("canbo_caobang", "old-01330", 2025, None, []),
        (
            "canbo_caobang", "old-01330", 2026,
            "Xã Cô Ba kết thúc ngày 30/06/2025, không có trong năm 2026. Đơn vị kế tục:", ["new-01327"],
        ),
        (
            "canbo_caobang", "new-01321", 2024,
            "Xã Bảo Lạc có từ ngày 01/07/2025, chưa có trong năm 2024. Trước đó là:",
            ["old-01321"],
        ),
        ("canbo_caobang", "old-00994", 2026, None, []),
    ],
)  # fmt: skip
def test_another_year_tells_what_the_chosen_unit_was_or_became(cast, person, unit, year, sentence, offered):
    response = cast.client(person).get("/mo-hinh/chon/don-vi/nam/", {"unit": unit, "year": year})
    moved = response.context["moved"]
    assert (moved and moved["sentence"], [one["key"] for one in moved["options"]] if moved else []) == (sentence, offered)
    if sentence:
        assert sentence in text_of(response)


def test_a_part_of_what_was_divided_is_named_to_whoever_does_not_enter_for_it(cast):
    officer = Client()
    officer.force_login(clerk("new-00700", "canbo.ngocduong"))
    asked = {"unit": "new-00700", "year": 2024}
    moved = officer.get("/mo-hinh/chon/don-vi/nam/", asked).context["moved"]
    assert (moved["sentence"], moved["options"]) == (
        "Xã Ngọc Đường có từ ngày 01/07/2025, chưa có trong năm 2024. Trước đó là: Xã Yên Định, "
        "ngoài phạm vi anh/chị được giao.",
        [],
    )


def test_on_the_page_each_unit_is_offered_once(cast):
    sent = {"name": "", "unit": "new-01321", "unit_q": "bao lac", "year": "2024", "find_unit": "1"}
    picker = cast.client("canbo_caobang").post("/mo-hinh/moi/", sent).context["picker"]
    assert picker["chosen"]["key"] == "new-01321"
    assert [one["key"] for one in picker["moved"]["options"]] == ["old-01321"]
    assert [one["key"] for one in picker["options"]] == ["old-043"]
    found = cast.client("canbo_caobang").get("/mo-hinh/chon/don-vi/", sent).context["options"]
    assert [one["key"] for one in found] == ["old-043"]


def test_a_form_sent_with_a_unit_of_another_year_comes_back_with_what_it_became(cast):
    page = cast.client("canbo_caobang").post(
        "/mo-hinh/moi/", {"name": "Hũ gạo tình thương", "unit": "old-01330", "year": "2026", "deed": "submit"}
    )
    assert page.status_code == 422
    assert [one["key"] for one in page.context["picker"]["moved"]["options"]] == ["new-01327"]
