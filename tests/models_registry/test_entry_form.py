"""Entering a registration by the form."""

import pytest
from django.urls import reverse

from audit.models import Event
from audit.verbs import LOOKS
from models_registry.models import Registration, RegistrationDraft
from tests.factories import a_registration
from tests.pages import a_full_form, text_of

CREATE = "/mo-hinh/moi/"


def test_a_filled_form_goes_into_the_register_and_says_so_on_the_record(cast):
    browser = cast.client("canbo_caobang")
    sent = a_full_form(
        name="  Thắp sáng  đường quê ", participants="1.538", money="273 triệu", starts_on="9/10/2024",
        aims="Hai dòng\nchữ", person_in_charge="Nông Văn A", work_phone="0206 3852 000",
    )  # fmt: skip
    response = browser.post(CREATE, sent, follow=True)
    made = Registration.objects.select_related("model").get()
    assert response.redirect_chain == [(f"/mo-hinh/{made.pk}/", 302)]
    assert (made.model.name, made.model.code, made.unit, made.participants, made.money) == (
        "Thắp sáng đường quê", "CB-2024-00001", cast["old-01330"], 1538, 273_000_000,
    )  # fmt: skip
    assert (made.starts_on.isoformat(), made.aims, made.created_by) == (
        "2024-10-09", "Hai dòng\nchữ", cast.people["canbo_caobang"],
    )  # fmt: skip
    assert "Đã vào sổ: CB-2024-00001" in text_of(response)
    assert "Đã vào sổ" not in text_of(browser.get(f"/mo-hinh/{made.pk}/"))
    assert list(Event.objects.exclude(verb__in=LOOKS).values_list("verb", "door")) == [("register", "form")]


@pytest.mark.parametrize(
    "box, typed, said",
    [
        ("participants", "1.53", "Không hiểu chắc số “1.53”"),
        ("money", "1,5 tỷ đồng lẻ", "Không hiểu chắc số"),
        ("starts_on", "31/02/2024", "Ngày “31/02/2024”"),
        ("starts_on", "12/25/2024", "Ngày “12/25/2024”"),
        ("name", "", "Chưa có tên mô hình, điển hình."),
        ("field", "", "Hãy chọn một trong bốn lĩnh vực."),
        ("unit", "", "Hãy chọn đơn vị: gõ tên rồi chọn trong danh sách."),
        ("year", "2035", "2035"),
    ],
)
def test_a_refused_form_keeps_every_text_and_says_why_at_the_field_and_on_top(cast, box, typed, said):
    sent = a_full_form(aims="Mục tiêu gõ rất lâu", results="Kết quả gõ dở", **{}) | {box: typed}
    response = cast.client("canbo_caobang").post(CREATE, sent)
    page = text_of(response)
    assert (response.status_code, Registration.objects.count()) == (422, 0)
    assert page.count(said) >= 2
    assert "Mục tiêu gõ rất lâu" in page
    assert "Kết quả gõ dở" in page
    assert f'href="#id_{box}"' in page
    draft = RegistrationDraft.objects.get()
    assert (draft.owner, draft.data["aims"]) == (cast.people["canbo_caobang"], "Mục tiêu gõ rất lâu")


def test_a_rule_of_the_register_is_said_at_its_field(cast):
    response = cast.client("canbo_caobang").post(
        CREATE, a_full_form(starts_on="10/10/2024", ends_on="09/10/2024")
    )
    assert response.context["form"].errors == {"ends_on": ["Ngày kết thúc không được trước ngày bắt đầu."]}


@pytest.mark.parametrize("unit", ["old-00994", "new-00994", "khong-co", "old-01330\0"])
def test_a_unit_outside_the_persons_scope_is_refused_as_one_that_is_not(cast, unit):
    response = cast.client("canbo_caobang").post(CREATE, a_full_form(unit=unit))
    assert (response.status_code, Registration.objects.count()) == (422, 0)
    assert list(response.context["form"].errors) == ["unit"]
    assert "Minh Ngọc" not in text_of(response)


def test_text_marked_secret_is_refused_and_honey_is_not(cast):
    browser = cast.client("canbo_caobang")
    response = browser.post(CREATE, a_full_form(content="Theo công văn số 5 (TỐI MẬT)", name="Nuôi ong lấy mật"))
    assert response.context["form"].errors == {
        "content": ["Mục này mang dấu mật: tài liệu bí mật nhà nước không được lưu ở đây."]
    }
    assert browser.post(CREATE, a_full_form(content="MẬT ONG RỪNG", name="Nuôi ong lấy mật")).status_code == 302


def test_a_unit_that_did_not_stand_in_the_year_is_refused(cast):
    response = cast.client("canbo_caobang").post(CREATE, a_full_form(unit="new-01327", year="2024"))
    assert response.context["form"].errors == {
        "unit": ["Xã Cô Ba không có trong năm 2024; hãy chọn đơn vị của năm đó."]
    }


def test_the_same_form_sent_twice_makes_one_registration(cast):
    browser = cast.client("canbo_caobang")
    first, second = (browser.post(CREATE, a_full_form(notes="Bấm hai lần")) for _ in range(2))
    assert Registration.objects.count() == 1
    assert first.url == second.url == f"/mo-hinh/{Registration.objects.get().pk}/"


def test_another_form_of_the_same_name_is_told_what_is_there(cast):
    browser = cast.client("canbo_caobang")
    browser.post(CREATE, a_full_form(notes="Một"))
    response = browser.post(CREATE, a_full_form(notes="Hai"))
    assert (response.status_code, Registration.objects.count()) == (422, 1)
    assert response.context["form"].errors == {
        "name": ["Mô hình này đã đăng ký cấp cơ sở năm 2024 (mã CB-2024-00001)."]
    }


def test_the_draft_a_form_came_from_is_used_up_by_sending(cast):
    browser = cast.client("canbo_caobang")
    browser.post(reverse("models_registry:autosave"), a_full_form(name="Thắp"))
    draft = RegistrationDraft.objects.get()
    browser.post(CREATE, a_full_form(draft=draft.pk))
    assert (RegistrationDraft.objects.count(), Registration.objects.count()) == (0, 1)


def test_a_model_pointed_at_is_continued_and_fills_the_form(cast):
    last = a_registration(cast["old-01330"], name="Thắp sáng đường quê xóm Nà Rạ", year=2023, field="economy")
    browser = cast.client("canbo_caobang")
    page = browser.post(CREATE, a_full_form(name="thap sang", same_model=last.model_id, notes="Giữ chữ này"))
    form = page.context["form"]
    assert [form[n].value() for n in ("name", "field", "phase", "notes", "model")] == [
        "Thắp sáng đường quê xóm Nà Rạ", "economy", "maintained", "Giữ chữ này", str(last.model_id),
    ]  # fmt: skip
    assert Registration.objects.count() == 1
    browser.post(CREATE, a_full_form(name=last.model.name, phase="maintained", model=last.model_id))
    assert [r.year for r in last.model.registrations.order_by("year")] == [2023, 2024]


def test_a_foreign_model_cannot_be_continued(cast):
    foreign = a_registration(cast["old-00994"], name="Mô hình tỉnh khác")
    response = cast.client("canbo_caobang").post(CREATE, a_full_form(model=foreign.model_id))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["model"])
    assert "Mô hình tỉnh khác" not in text_of(response)


def test_a_model_does_not_go_on_in_another_province(cast):
    last = a_registration(cast["old-01330"], year=2023)
    sent = a_full_form(model=last.model_id, unit="old-00994", phase="maintained")
    response = cast.client("quantri").post(CREATE, sent)
    assert response.context["form"].errors == {"unit": [f"Mô hình {last.model.code} không thuộc tỉnh này."]}


def test_next_years_form_stands_on_the_unit_that_took_over(cast):
    last = a_registration(
        cast["old-01330"],
        name="Thắp sáng đường quê",
        aims="Mục tiêu cũ",
        results="Của năm cũ",
        participants=9,
    )
    browser = cast.client("canbo_caobang")
    form = browser.get(f"/mo-hinh/{last.pk}/tiep/").context["form"]
    assert (form["year"].value(), form["unit"].value()) == (2025, "old-01330")
    a_registration(cast["old-01330"], name="Thắp sáng đường quê", year=2025, phase="maintained")
    form = browser.get(f"/mo-hinh/{last.pk}/tiep/").context["form"]
    names = ("name", "year", "unit", "phase", "aims", "results", "participants")
    assert [form[n].value() for n in names] == [
        "Thắp sáng đường quê", 2026, "new-01327", "maintained", "Mục tiêu cũ", None, None,
    ]  # fmt: skip


def test_who_only_reads_is_told_so(cast):
    a_registration(cast["old-01330"])
    for name in ("lanhdao_caobang", "nguoi_la"):
        browser = cast.client(name)
        for answer in (browser.get(CREATE), browser.post(CREATE, a_full_form())):
            assert answer.status_code == 403
            assert "Anh/chị chưa được giao việc này" in text_of(answer)
    assert Registration.objects.count() == 1


def test_the_form_works_without_a_script(cast):
    """ "Tìm" sends the form and brings it back with the units found and the text kept."""
    response = cast.client("canbo_caobang").post(
        CREATE, a_full_form(unit="", unit_q="co ba", find_unit="1", aims="Chưa mất")
    )
    page = text_of(response)
    assert [o["key"] for o in response.context["picker"]["options"]] == ["old-01330"]
    assert 'value="old-01330"' in page
    assert "Chưa mất" in page
    assert "Hãy chọn đơn vị" not in page
