"""Correcting, withdrawing and placing by the pages."""

from datetime import date

from audit.models import Event
from models_registry.models import Registration, Tag
from models_registry.registration import edit, register
from models_registry.tagging import save_tag
from tests.casts import clerk
from tests.factories import a_registration, an_entry
from tests.pages import a_full_form, text_of
from vietnamese.folding import fold


def sent(registration: Registration, **values) -> dict:
    return {
        "name": registration.model.name,
        "field": registration.field,
        "kind": registration.kind,
        "level": registration.level,
        "phase": registration.phase,
        "participants": "120",
        "version": registration.version,
    } | values


def test_a_change_is_saved_and_told_in_plain_words(cast):
    held = a_registration(cast["old-01330"], participants=120)
    browser = cast.client("canbo_caobang")
    page = text_of(browser.post(f"/mo-hinh/{held.pk}/sua/", sent(held, participants="1.125"), follow=True))
    held.refresh_from_db()
    assert (held.participants, held.version) == (1125, 2)
    assert "Đã lưu thay đổi." in page
    assert "<b>Nông Thị Hoa</b> đổi Số người tham gia từ 120 thành 1.125" in page


def test_typed_text_is_quoted_and_several_changes_stand_below_their_sentence(cast):
    held = a_registration(cast["old-01330"], name="Đường hoa", participants=120)
    browser = cast.client("canbo_caobang")
    browser.post(f"/mo-hinh/{held.pk}/sua/", sent(held, name="Đường cờ"))
    browser.post(
        f"/mo-hinh/{held.pk}/sua/", sent(held, name="Đường cờ", version=2, level="district", notes="Mới")
    )
    events = browser.get(f"/mo-hinh/{held.pk}/").context["events"]
    assert [e["sentence"] for e in events] == [
        "sửa 2 mục",
        "đổi Tên mô hình, điển hình từ “Đường hoa” thành “Đường cờ”",
        "đăng ký năm 2024",
    ]
    assert events[0]["changes"] == [
        {"label": "Cấp đăng ký", "before": "Cấp cơ sở", "after": "Cấp huyện"},
        {"label": "Ghi chú", "before": "(trống)", "after": "Mới"},
    ]


def test_the_form_shows_what_stands_in_the_register(cast):
    held = a_registration(cast["old-01330"], participants=1538, money=273_000_000, aims="Một\nhai")
    form = cast.client("canbo_caobang").get(f"/mo-hinh/{held.pk}/sua/").context["form"]
    page = str(form["participants"]) + str(form["money"]) + str(form["aims"])
    assert 'value="1.538"' in page
    assert 'value="273.000.000"' in page
    assert "Một\nhai" in page


def test_the_slower_of_two_editors_sees_both_texts_and_loses_nothing(cast):
    held = a_registration(cast["old-01330"], participants=120, aims="Cũ")
    browser = cast.client("canbo_caobang")
    edit(
        by=cast.people["canbo_baolac"], registration=held, version=1, entered_on=held.created_at.date(),
        changes={"aims": "Của anh Sơn"},
    )  # fmt: skip
    response = browser.post(f"/mo-hinh/{held.pk}/sua/", sent(held, aims="Của chị Hoa"))
    assert response.status_code == 409
    assert response.context["conflict"]["fields"] == [
        {"label": "Mục tiêu, tiêu chí", "theirs": "Của anh Sơn", "yours": "Của chị Hoa"}
    ]
    page = text_of(response)
    assert "Của anh Sơn" in page
    assert "Của chị Hoa</textarea>" in page
    held.refresh_from_db()
    assert held.aims == "Của anh Sơn"
    # Sent again after looking, it is saved.
    assert response.context["form"]["version"].value() == 2
    browser.post(f"/mo-hinh/{held.pk}/sua/", sent(held, aims="Của chị Hoa", version=2))
    held.refresh_from_db()
    assert held.aims == "Của chị Hoa"


def two_years_of_one_model(cast) -> tuple[Registration, Registration]:
    first = a_registration(cast["old-01330"], name="Đường hoa", year=2023)
    again = an_entry(cast["old-01330"], name="Đường hoa", year=2024, phase="maintained")
    return first, register(by=None, entry=again, model=first.model, entered_on=date(2026, 1, 15))


def a_tag(cast, name="Nông thôn mới") -> Tag:
    return Tag.objects.create(name=name, folded_name=fold(name), field="economy", unit=cast["old-04"])


def test_a_name_or_tag_changed_through_another_year_meanwhile_is_told_and_not_put_back(cast):
    first, later = two_years_of_one_model(cast)
    tag = a_tag(cast)
    browser = cast.client("canbo_caobang")
    opened = sent(first, notes="Chỉ sửa ghi chú", participants="")
    browser.post(f"/mo-hinh/{later.pk}/sua/", sent(later, name="Đường cờ", tags=[tag.pk]))
    late = browser.post(f"/mo-hinh/{first.pk}/sua/", opened)
    conflict = late.context["conflict"]
    assert (late.status_code, conflict["by"], conflict["fields"]) == (409, "Nông Thị Hoa", [
        {"label": "Tên mô hình, điển hình", "theirs": "Đường cờ", "yours": "Đường hoa"},
        {"label": "Ghi chú", "theirs": "(trống)", "yours": "Chỉ sửa ghi chú"},
        {"label": "Tiểu lĩnh vực", "theirs": "Nông thôn mới", "yours": "(trống)"},
    ])  # fmt: skip
    first.refresh_from_db()
    assert (first.notes, first.model.name, list(first.model.tags.all())) == ("", "Đường cờ", [tag])
    # With the shared values as they now are, it is saved, and the other year stays as it is.
    again = {"name": "Đường cờ", "tags": [tag.pk], "version": late.context["form"]["version"].value()}
    assert browser.post(f"/mo-hinh/{first.pk}/sua/", opened | again).status_code == 302
    first.refresh_from_db()
    assert (first.notes, first.model.name, list(first.model.tags.all())) == ("Chỉ sửa ghi chú", "Đường cờ", [tag])


def test_each_year_tells_of_a_name_and_tags_changed_through_another(cast):
    first, later = two_years_of_one_model(cast)
    tag = a_tag(cast)
    browser = cast.client("canbo_caobang")
    browser.post(f"/mo-hinh/{later.pk}/sua/", sent(later, name="Đường cờ", notes="Của năm sau", tags=[tag.pk]))
    told = browser.get(f"/mo-hinh/{first.pk}/").context["events"]
    assert [event["sentence"] for event in told] == [
        "đổi Tiểu lĩnh vực từ (trống) thành Nông thôn mới",
        "đổi Tên mô hình, điển hình từ “Đường hoa” thành “Đường cờ”",
        "đăng ký năm 2023",
    ]
    assert Event.objects.filter(verb="edit").values("batch").distinct().count() == 1


def test_what_belongs_to_one_year_leaves_the_others_as_they_were(cast):
    first, later = two_years_of_one_model(cast)
    browser = cast.client("canbo_caobang")
    assert browser.post(f"/mo-hinh/{later.pk}/sua/", sent(later, notes="Của năm sau")).status_code == 302
    assert browser.post(f"/mo-hinh/{first.pk}/sua/", sent(first, notes="Của năm trước")).status_code == 302
    assert [row.notes for row in (first, later) if not row.refresh_from_db()] == ["Của năm trước", "Của năm sau"]


def test_a_tag_given_with_a_new_year_is_told_to_whoever_has_an_earlier_one_open(cast):
    first = a_registration(cast["old-01330"], name="Đường hoa", year=2023)
    tag = a_tag(cast)
    browser = cast.client("canbo_caobang")
    made = a_full_form(name="Đường hoa", model=first.model_id, phase="maintained", tags=[tag.pk])
    assert browser.post("/mo-hinh/moi/", made).status_code == 302
    late = browser.post(f"/mo-hinh/{first.pk}/sua/", sent(first, notes="Mới"))
    assert late.status_code == 409
    assert {"label": "Tiểu lĩnh vực", "theirs": "Nông thôn mới", "yours": "(trống)"} in late.context["conflict"]["fields"]
    assert list(first.model.tags.all()) == [tag]


def test_an_unclear_number_keeps_the_text(cast):
    held = a_registration(cast["old-01330"])
    response = cast.client("canbo_caobang").post(
        f"/mo-hinh/{held.pk}/sua/", sent(held, participants="12,5", notes="Còn nguyên")
    )
    assert response.status_code == 422
    assert "Còn nguyên" in text_of(response)
    assert 'value="12,5"' in text_of(response)


def test_fields_that_are_not_in_the_form_change_nothing(cast):
    held = a_registration(cast["old-01330"])
    cast.client("canbo_caobang").post(
        f"/mo-hinh/{held.pk}/sua/",
        sent(
            held,
            unit="old-01291",
            year="2020",
            status="withdrawn",
            recognised_level="province",
            created_by="1",
        ),
    )
    held.refresh_from_db()
    assert (held.unit, held.year, held.status, held.recognised_level, held.created_by) == (
        cast["old-01330"], 2024, "registered", "", None,
    )  # fmt: skip


def test_withdrawing_needs_a_reason_and_leaves_the_record_in_the_register(cast):
    held = a_registration(cast["old-01330"])
    browser = cast.client("canbo_caobang")
    assert browser.post(f"/mo-hinh/{held.pk}/rut/", {"reason": "  "}).status_code == 422
    page = text_of(browser.post(f"/mo-hinh/{held.pk}/rut/", {"reason": "Đăng ký trùng", "version": 1}, follow=True))
    held.refresh_from_db()
    assert (held.status, held.withdrawal_reason) == ("withdrawn", "Đăng ký trùng")
    assert "rút đăng ký. Lý do: Đăng ký trùng" in page
    assert f"/mo-hinh/{held.pk}/sua/" not in page


def test_withdrawing_what_another_has_just_changed_asks_to_look_again(cast):
    held = a_registration(cast["old-01330"])
    edit(
        by=cast.people["canbo_baolac"], registration=held, version=1, entered_on=held.created_at.date(),
        changes={"aims": "Vừa sửa"},
    )  # fmt: skip
    browser = cast.client("canbo_caobang")
    response = browser.post(f"/mo-hinh/{held.pk}/rut/", {"reason": "Trùng", "version": 1})
    held.refresh_from_db()
    assert (response.status_code, held.status) == (409, "registered")
    assert "Hồ sơ vừa được người khác sửa" in text_of(response)
    assert 'name="version" value="2"' in text_of(response)
    assert browser.post(f"/mo-hinh/{held.pk}/rut/", {"reason": "Trùng", "version": 2}).status_code == 302


def test_a_record_of_a_divided_commune_is_placed_by_hand(cast):
    held = a_registration(cast["old-00988"])
    cast.people["canbo_moi"] = clerk("new-08", "canbo.tuyenquang")
    browser = cast.client("canbo_moi")
    page = text_of(browser.get(f"/mo-hinh/{held.pk}/"))
    assert "Xã Yên Định được chia về" in page
    form = browser.get(f"/mo-hinh/{held.pk}/dia-gioi/").context["form"]
    assert form.fields["unit"].choices == [("new-00700", "Xã Ngọc Đường"), ("new-00994", "Xã Minh Ngọc")]
    assert browser.post(f"/mo-hinh/{held.pk}/dia-gioi/", {"unit": "new-01327"}).status_code == 422
    page = text_of(browser.post(f"/mo-hinh/{held.pk}/dia-gioi/", {"unit": "new-00700", "version": 1}, follow=True))
    held.refresh_from_db()
    assert held.hand_unit == cast["new-00700"]
    assert "đặt vào Xã Ngọc Đường theo địa giới mới" in page
    # Whoever still looks at the page of before is told where it stands, and what she chose stays chosen.
    told = browser.post(f"/mo-hinh/{held.pk}/dia-gioi/", {"unit": "new-00994", "version": 1})
    held.refresh_from_db()
    assert (told.status_code, held.hand_unit, held.version) == (409, cast["new-00700"], 2)
    assert told.context["form"].theirs == [("Xã, phường theo địa giới mới", "Xã Ngọc Đường")]
    assert (told.context["form"]["unit"].value(), told.context["form"]["version"].value()) == ("new-00994", 2)
    assert "Hồ sơ vừa được người khác sửa" in text_of(told)
    # Placed wrongly, it is placed again.
    assert f'href="/mo-hinh/{held.pk}/dia-gioi/">Đặt lại' in page
    assert browser.get(f"/mo-hinh/{held.pk}/dia-gioi/").context["form"]["unit"].value() == "new-00700"
    browser.post(f"/mo-hinh/{held.pk}/dia-gioi/", {"unit": "new-00994", "version": held.version})
    held.refresh_from_db()
    assert held.hand_unit.key == "new-00994"


def test_a_record_whose_place_is_exact_is_not_placed(cast):
    held = a_registration(cast["old-01330"])
    browser = cast.client("canbo_caobang")
    assert "Chưa phân bổ" not in text_of(browser.get(f"/mo-hinh/{held.pk}/"))
    assert browser.get(f"/mo-hinh/{held.pk}/dia-gioi/").url == f"/mo-hinh/{held.pk}/"


def test_a_reader_sees_no_button_and_is_refused(cast):
    held = a_registration(cast["old-01330"], participants=3)
    reader = cast.client("lanhdao_caobang")
    page = text_of(reader.get(f"/mo-hinh/{held.pk}/"))
    for deed in ("sua", "rut", "tiep", "dia-gioi"):
        url = f"/mo-hinh/{held.pk}/{deed}/"
        assert url not in page
        assert (reader.get(url).status_code, reader.post(url, sent(held)).status_code) == (403, 403)
    held.refresh_from_db()
    assert (held.version, held.status) == (1, "registered")


def test_tags_chosen_while_registering_stand_in_the_log_of_the_registration(cast):
    first, second = (
        save_tag(by=None, tag=Tag(name=name, field="economy", unit=cast["old-04"]))
        for name in ("Nông thôn mới", "Biên giới")
    )
    browser = cast.client("canbo_baolac")
    browser.post("/mo-hinh/moi/", a_full_form(tags=[first.pk]))
    held = Registration.objects.get()
    again = a_full_form(year="2023", tags=[second.pk], phase="maintained", model=held.model.pk)
    assert browser.post("/mo-hinh/moi/", again).status_code == 302
    told = Event.objects.filter(verb="register").order_by("id")
    assert [((e.before or {}).get("tags"), e.after["tags"]) for e in told] == [
        (None, ["Nông thôn mới"]),
        (["Nông thôn mới"], ["Biên giới", "Nông thôn mới"]),
    ]
    # The earlier year is told of the tag it has now, too.
    assert list(Event.objects.filter(subject_id=held.pk, verb="tag").values_list("before", "after")) == [
        ({"tags": ["Nông thôn mới"]}, {"tags": ["Biên giới", "Nông thôn mới"]})
    ]
    assert Event.objects.count() == 5  # two tags entered, two registrations, one told of a tag


def test_a_registration_without_tags_says_nothing_of_them(cast):
    cast.client("canbo_baolac").post("/mo-hinh/moi/", a_full_form())
    (event,) = Event.objects.filter(verb="register")
    assert (event.before, "tags" in event.after) == (None, False)


def test_tags_of_the_province_are_offered_given_and_told(cast):
    for name, unit in (("Xây dựng nông thôn mới", "old-04"), ("Của Hà Giang", "old-02")):
        Tag.objects.create(name=name, folded_name=fold(name), field="economy", unit=cast[unit])
    tag = Tag.objects.get(unit=cast["old-04"])
    browser = cast.client("canbo_caobang")
    made = browser.post("/mo-hinh/moi/", a_full_form(tags=[tag.pk]))
    held = Registration.objects.get()
    assert (made.status_code, list(held.model.tags.all())) == (302, [tag])
    page = browser.get(f"/mo-hinh/{held.pk}/sua/")
    assert "Của Hà Giang" not in text_of(page)
    assert page.context["form"]["tags"].value() == [tag.pk]
    foreign = Tag.objects.get(unit=cast["old-02"])
    assert browser.post(f"/mo-hinh/{held.pk}/sua/", sent(held, tags=[foreign.pk])).status_code == 422
    browser.post(f"/mo-hinh/{held.pk}/sua/", sent(held, participants=""))
    assert list(held.model.tags.all()) == []
    assert browser.get(f"/mo-hinh/{held.pk}/").context["events"][0]["sentence"] == (
        "đổi Tiểu lĩnh vực từ Xây dựng nông thôn mới thành (trống)"
    )
    # Whoever opened the form while the tag was still there is told that it is gone.
    late = browser.post(f"/mo-hinh/{held.pk}/sua/", sent(held, participants="", tags=[tag.pk]))
    assert (late.status_code, late.context["conflict"]["fields"]) == (
        409, [{"label": "Tiểu lĩnh vực", "theirs": "(trống)", "yours": "Xây dựng nông thôn mới"}],
    )  # fmt: skip
