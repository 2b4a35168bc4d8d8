"""Forms on their way."""

from models_registry.models import RegistrationDraft
from tests.pages import a_full_form, text_of

AUTOSAVE = "/mo-hinh/nhap/luu/"


def test_typing_keeps_one_draft_that_opens_again_as_it_was(cast):
    browser = cast.client("canbo_baolac")
    answer = browser.post(AUTOSAVE, a_full_form(name="Đường hoa", participants="khoảng 20", unit_q="co b"))
    draft = RegistrationDraft.objects.get()
    assert f'name="draft" value="{draft.pk}"' in text_of(answer)
    assert "Đã lưu nháp lúc" in text_of(answer)
    browser.post(AUTOSAVE, a_full_form(name="Đường hoa thôn", participants="khoảng 20", draft=draft.pk))
    assert RegistrationDraft.objects.get().data["name"] == "Đường hoa thôn"
    form = browser.get(f"/mo-hinh/moi/?nhap={draft.pk}").context["form"]
    assert [form[n].value() for n in ("name", "participants", "unit")] == [
        "Đường hoa thôn", "khoảng 20", "old-01330",
    ]  # fmt: skip


def test_an_untouched_form_makes_no_draft(cast):
    sent = {"year": "2026", "level": "grassroots", "phase": "new", "name": "", "unit": "old-01330"}
    assert cast.client("canbo_baolac").post(AUTOSAVE, sent).status_code == 204
    assert RegistrationDraft.objects.count() == 0


def test_the_draft_button_keeps_without_checking(cast):
    response = cast.client("canbo_baolac").post("/mo-hinh/moi/", a_full_form(field="", kind="", deed="draft"))
    assert "Đã lưu nháp lúc" in text_of(response)
    assert "Hãy chọn một trong bốn lĩnh vực" not in text_of(response)
    assert RegistrationDraft.objects.get().data["name"] == "Thắp sáng đường quê"


def test_a_draft_is_its_owners_alone(cast):
    cast.client("canbo_baolac").post(AUTOSAVE, a_full_form(name="Của riêng tôi"))
    draft = RegistrationDraft.objects.get()
    other = cast.client("canbo_caobang")
    assert "Của riêng tôi" not in text_of(other.get(f"/mo-hinh/moi/?nhap={draft.pk}"))
    assert "Của riêng tôi" not in text_of(other.get("/mo-hinh/nhap/"))
    assert other.post(f"/mo-hinh/nhap/{draft.pk}/bo/").status_code == 404
    other.post(AUTOSAVE, a_full_form(name="Chen vào", draft=draft.pk))
    draft.refresh_from_db()
    assert draft.data["name"] == "Của riêng tôi"


def test_drafts_are_listed_and_can_be_dropped(cast):
    browser = cast.client("canbo_baolac")
    browser.post(AUTOSAVE, a_full_form(name="Bỏ cũng được"))
    draft = RegistrationDraft.objects.get()
    page = text_of(browser.get("/mo-hinh/nhap/"))
    assert "Bỏ cũng được" in page
    assert f"/mo-hinh/moi/?nhap={draft.pk}" in page
    browser.post(f"/mo-hinh/nhap/{draft.pk}/bo/")
    assert RegistrationDraft.objects.count() == 0
    assert browser.get("/mo-hinh/nhap/").context["empty_action"]["url"] == "/mo-hinh/moi/"
    assert cast.client("lanhdao_caobang").get("/mo-hinh/nhap/").context["empty_action"] is None


def test_the_fifty_first_draft_is_refused_in_words_and_no_other_is_lost(cast):
    browser = cast.client("canbo_baolac")
    owner = cast.people["canbo_baolac"]
    RegistrationDraft.objects.bulk_create(
        RegistrationDraft(owner=owner, data={"name": f"Nháp {n}"}) for n in range(50)
    )
    browser_of_another = cast.client("canbo_caobang")
    answer = browser.post(AUTOSAVE, a_full_form(name="Bản thứ 51"))
    assert (answer.status_code, answer["X-Draft"]) == (200, "refused")
    answer = text_of(answer)
    words = "Anh/chị đã có 50 bản nháp, không lưu thêm được bản này; chữ đang gõ vẫn còn trên trang."
    assert words in answer
    assert "/mo-hinh/nhap/" in answer
    page = text_of(browser.post("/mo-hinh/moi/", a_full_form(name="Bản thứ 51", deed="draft")))
    assert words in page
    assert 'value="Bản thứ 51"' in page
    assert sorted(d.data["name"] for d in RegistrationDraft.objects.all()) == sorted(
        f"Nháp {n}" for n in range(50)
    )
    # one's own drafts are still saved, and others' number is nobody else's matter
    held = RegistrationDraft.objects.first()
    browser.post(AUTOSAVE, a_full_form(name="Sửa bản cũ", draft=held.pk))
    held.refresh_from_db()
    assert held.data["name"] == "Sửa bản cũ"
    assert "Đã đủ 50 bản nháp" in text_of(browser.get("/mo-hinh/nhap/"))
    assert "Đã lưu nháp lúc" in text_of(browser_of_another.post(AUTOSAVE, a_full_form(name="Của người khác")))
    browser.post(f"/mo-hinh/nhap/{held.pk}/bo/")
    assert "Đã lưu nháp lúc" in text_of(browser.post(AUTOSAVE, a_full_form(name="Bản thứ 51")))


def test_a_text_too_long_to_keep_is_said_so(cast):
    browser = cast.client("canbo_baolac")
    browser.post(AUTOSAVE, a_full_form(name="Dài"))
    draft = RegistrationDraft.objects.get()
    answer = text_of(browser.post(AUTOSAVE, a_full_form(name="Dài", content="a" * 200_001, draft=draft.pk)))
    assert "dài quá 200.000 ký tự nên chưa lưu nháp được" in answer
    assert "Đã lưu nháp" not in answer
    draft.refresh_from_db()
    assert draft.data["name"] == "Dài"
