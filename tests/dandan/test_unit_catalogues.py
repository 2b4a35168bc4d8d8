"""Who keeps a unit's organisations and tags: only inside one's own units; nothing is deleted, everything is told."""

import threading
from datetime import date

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from accounts.choices import ORGANISATION_ROLES, Role
from accounts.keeping_catalogues import create_organisation, edit_organisation, end_organisation
from accounts.people import NotYours
from audit.errors import DomainError, Overtaken
from audit.models import Event
from models_registry.models import Registration, RegistrationDraft, Tag
from models_registry.registration import edit, register
from models_registry.tagging import create_tag, edit_tag, end_tag
from tests.casts import administrator, assigned, person
from tests.factories import a_small_country, an_entry
from tests.models_registry.test_races import at_once
from tests.pages import a_full_form, text_of
from units.models import Organisation, Unit

ORGS, TAGS = "/quan-tri/danh-muc/co-quan/", "/quan-tri/danh-muc/tieu-linh-vuc/"
TODAY = date(2026, 11, 22)


@pytest.fixture
def keeper(cast):
    """The administrator of the province of today."""
    return person("quantri.caobang", Role.UNIT_ADMIN, "new-04", full_name="Đàm Văn Lợi")


@pytest.fixture
def keeping(keeper) -> Client:
    return signed_in(keeper)


def signed_in(user) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def a_school(unit: str = "new-01327", name: str = "Trường Tiểu học Cô Ba", **columns) -> Organisation:
    made = create_organisation(by=None, unit=Unit.objects.get(key=unit), name=name, kind="school")
    Organisation.objects.filter(pk=made.pk).update(**columns)
    made.refresh_from_db()
    return made


def a_tag(unit: str = "new-04", name: str = "Nông thôn mới") -> Tag:
    return create_tag(by=None, unit=Unit.objects.get(key=unit), name=name, field="economy")


def names(response) -> list[str]:
    return [line["name"] for line in response.context["lines"]]


def told() -> list[tuple]:
    """Every change of a catalogue: verb, who, unit's key, before, after."""
    rows = Event.objects.filter(subject_type__in=["units.organisation", "models_registry.tag"]).order_by("id")
    keys = dict(Unit.objects.values_list("id", "key"))
    return [
        (e.verb, e.actor.username if e.actor else "", keys.get(e.unit_id), e.before, e.after) for e in rows
    ]


# --- who may ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [*Role, None])
def test_only_a_unit_s_administrator_comes_in(cast, role):
    school, tag = a_school(), a_tag()
    browser = signed_in(person("ai.do", role, "new-04") if role else person("ai.do"))
    expected = 200 if role == Role.UNIT_ADMIN else 403
    doors = [ORGS, TAGS, f"{ORGS}moi/", f"{TAGS}moi/", "/quan-tri/danh-muc/don-vi/?unit_q=co+ba"]
    doors += [f"{ORGS}{school.pk}/", f"{ORGS}{school.pk}/ngay-cuoi/"]
    doors += [f"{TAGS}{tag.pk}/", f"{TAGS}{tag.pk}/ngay-cuoi/"]
    assert {door: browser.get(door).status_code for door in doors} == dict.fromkeys(doors, expected)
    sent = {
        f"{ORGS}moi/": {"unit": "new-04", "name": "Công an tỉnh", "kind": "police"},
        f"{ORGS}{school.pk}/": {"name": "Tên khác", "kind": "school", "version": 1},
        f"{ORGS}{school.pk}/ngay-cuoi/": {"valid_to": "31/12/2026", "version": 2},
        f"{TAGS}moi/": {"unit": tag.unit_id, "name": "Chuyển đổi số", "field": "economy"},
        f"{TAGS}{tag.pk}/": {"name": "Tên khác", "field": "economy", "version": 1},
        f"{TAGS}{tag.pk}/ngay-cuoi/": {"valid_to": "31/12/2026", "version": 2},
    }
    before = told()
    answers = {door: browser.post(door, body).status_code for door, body in sent.items()}
    assert answers == dict.fromkeys(sent, 302 if role == Role.UNIT_ADMIN else 403)
    assert len(told()) == len(before) + (6 if role == Role.UNIT_ADMIN else 0)


def test_an_administrator_of_a_unit_that_is_gone_keeps_nothing(cast):
    gone = person("quantri.cu")
    assigned(gone, Role.UNIT_ADMIN, "old-043")
    assert signed_in(gone).get(ORGS).status_code == 403
    assert Client().get(ORGS).status_code == 302


def test_outside_one_s_units_nothing_is_there(cast, keeping):
    school, tag = a_school("new-08", "Trường Tuyên Quang"), a_tag("new-08", "Nhãn Tuyên Quang")
    missing = keeping.get(f"{ORGS}987654/")
    for address in (f"{ORGS}{school.pk}/", f"{ORGS}{school.pk}/ngay-cuoi/", f"{TAGS}{tag.pk}/"):
        for answer in (keeping.get(address), keeping.post(address, {"name": "Chiếm", "kind": "school"})):
            assert answer.status_code == missing.status_code == 404
            assert "Tuyên Quang" not in text_of(answer)
    for address in (ORGS, TAGS, f"{ORGS}?search=tuyen+quang", f"{TAGS}?search=tuyen+quang"):
        assert names(keeping.get(address)) == []
    assert keeping.get("/quan-tri/danh-muc/don-vi/?unit_q=tuyen+quang").context["options"] == []
    refused = keeping.post(f"{ORGS}moi/", {"unit": "new-08", "name": "Trường mới", "kind": "school"})
    assert refused.status_code == 422
    assert "Hãy chọn đơn vị trong phạm vi anh/chị quản trị." in text_of(refused)
    refused = keeping.post(f"{TAGS}moi/", {"unit": tag.unit_id, "name": "Nhãn mới", "field": "economy"})
    assert refused.status_code == 422
    assert "Hãy chọn đơn vị trong phạm vi anh/chị quản trị." in text_of(refused)
    assert {o.name for o in Organisation.objects.all()} == {"Trường Tuyên Quang"}
    assert {t.name for t in Tag.objects.all()} == {"Nhãn Tuyên Quang"}


def test_the_deeds_refuse_by_themselves(cast, keeper):
    school, tag = a_school("new-08"), a_tag("new-08")
    before = told()
    for deed in (
        lambda: create_organisation(by=keeper, unit=school.unit, name="Mới", kind="school"),
        lambda: edit_organisation(
            by=keeper, organisation=school, version=1, name="Mới", kind="school", valid_from=None
        ),
        lambda: end_organisation(by=keeper, organisation=school, version=1, valid_to=TODAY),
        lambda: create_tag(by=keeper, unit=tag.unit, name="Mới", field="economy"),
        lambda: edit_tag(by=keeper, tag=tag, version=1, name="Mới", field="economy"),
        lambda: end_tag(by=keeper, tag=tag, version=1, valid_to=TODAY),
    ):
        with pytest.raises(NotYours, match="không thuộc phạm vi anh/chị quản trị"):
            deed()
    assert told() == before
    assert Organisation.objects.get().valid_to is None


def test_tags_are_kept_by_the_province_alone(cast):
    commune = person("quantri.coba", Role.UNIT_ADMIN, "new-01327")
    browser = signed_in(commune)
    answer = browser.get(TAGS)
    assert answer.status_code == 403
    assert "Tiểu lĩnh vực là của cả tỉnh, do người quản trị cấp tỉnh giữ." in text_of(answer)
    assert browser.get(ORGS).context["places"] == []
    with pytest.raises(DomainError, match="Tiểu lĩnh vực là của cả tỉnh"):
        create_tag(by=commune, unit=Unit.objects.get(key="new-01327"), name="Mới", field="economy")


# --- list ------------------------------------------------------------------------------------------------------


def test_the_list_is_found_by_name_kind_unit_and_state(cast, keeping):
    a_school(name="Trường Tiểu học Cô Ba")
    a_school(name="Đồn Biên phòng Cô Ba", kind="border_guard", valid_to=date(2025, 6, 30))
    a_school("new-04", "Công an tỉnh", kind="police")
    assert names(keeping.get(ORGS)) == ["Công an tỉnh", "Đồn Biên phòng Cô Ba", "Trường Tiểu học Cô Ba"]
    for asked, found in (
        ({"search": "tieu hoc"}, ["Trường Tiểu học Cô Ba"]),
        ({"search": "bien phòng cô"}, ["Đồn Biên phòng Cô Ba"]),
        ({"search": "!!!"}, []),
        ({"kind": "police"}, ["Công an tỉnh"]),
        ({"unit": "new-01327"}, ["Đồn Biên phòng Cô Ba", "Trường Tiểu học Cô Ba"]),
        ({"state": "ended"}, ["Đồn Biên phòng Cô Ba"]),
        ({"state": "standing"}, ["Công an tỉnh", "Trường Tiểu học Cô Ba"]),
    ):
        assert names(keeping.get(ORGS, asked)) == found, asked
    shown = keeping.get(ORGS, {"state": "ended"})
    assert shown.context["lines"][0]["state"]["label"] == "Đã kết thúc 30/06/2025"
    assert [chip["label"] for chip in shown.context["chips"]] == ["Trạng thái: Đã kết thúc"]


def test_a_unit_that_is_gone_is_told_from_its_namesake(cast, keeping):
    a_school("old-04", "Công an tỉnh")
    a_school("new-04", "Công an tỉnh")
    shown = [line["unit"] for line in keeping.get(ORGS).context["lines"]]
    assert sorted(shown) == ["Tỉnh Cao Bằng", "Tỉnh Cao Bằng (đến 30/06/2025)"]


@pytest.mark.parametrize(
    "asked", [{"kind": "ma"}, {"state": "x"}, {"unit": "new-08"}, {"unit": "khong-co"}, {"search": "x" * 81}]
)
def test_a_wrong_question_finds_nothing_and_says_why(cast, keeping, asked):
    a_school()
    answer = keeping.get(ORGS, asked)
    assert answer.status_code == 400
    assert names(answer) == []
    assert 'role="alert"' in text_of(answer)


def test_a_page_that_is_not_there_is_missing(cast, keeping):
    for page in ("0", "2", "x", "9" * 30):
        assert keeping.get(ORGS, {"page": page}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(cast, keeping, django_assert_num_queries, rows):
    for number in range(rows):
        a_school(name=f"Trường số {number}")
    keeping.get(ORGS)
    with django_assert_num_queries(14):
        keeping.get(ORGS)


# --- deeds -----------------------------------------------------------------------------------------------------


def test_an_organisation_is_added_corrected_and_ended_with_one_row_each(cast, keeping, keeper):
    keeping.post(
        f"{ORGS}moi/",
        {"unit": "new-01327", "name": " Trường  Tiểu học Cô Ba ", "kind": "school", "valid_from": "1/9/2025"},
    )
    made = Organisation.objects.get()
    assert (made.name, made.folded_name, made.kind, made.unit.key, made.valid_from, made.valid_to) == (
        "Trường Tiểu học Cô Ba", "truong tieu hoc co ba", "school", "new-01327", date(2025, 9, 1), None,
    )  # fmt: skip
    page = f"{ORGS}{made.pk}/"
    corrected = {"name": "Trường Phổ thông Cô Ba", "kind": "agency", "valid_from": "1/9/2025"}
    keeping.post(page, corrected | {"version": 1})
    keeping.post(page, corrected | {"version": 2})
    keeping.post(f"{page}ngay-cuoi/", {"valid_to": "31/12/2026", "version": 2})
    keeping.post(f"{page}ngay-cuoi/", {"valid_to": "", "version": 3})
    assert told() == [
        ("create", "quantri.caobang", "new-01327", None, {
            "name": "Trường Tiểu học Cô Ba", "kind": "school", "unit": "new-01327", "valid_from": "2025-09-01",
        }),
        ("edit", "quantri.caobang", "new-01327", {"name": "Trường Tiểu học Cô Ba", "kind": "school"},
         {"name": "Trường Phổ thông Cô Ba", "kind": "agency"}),
        ("edit", "quantri.caobang", "new-01327", {"valid_to": None}, {"valid_to": "2026-12-31"}),
        ("edit", "quantri.caobang", "new-01327", {"valid_to": "2026-12-31"}, {"valid_to": None}),
    ]  # fmt: skip
    shown = keeping.get(page)
    assert [(e["who"], e["sentence"]) for e in shown.context["events"]] == [
        ("Đàm Văn Lợi", "sửa"), ("Đàm Văn Lợi", "sửa"), ("Đàm Văn Lợi", "sửa"), ("Đàm Văn Lợi", "lập"),
    ]  # fmt: skip
    assert "Ai đã sửa gì" in text_of(shown)
    log = text_of(keeping.get("/quan-tri/nhat-ky/", {"kind": "units.organisation"}))
    assert page in log


def test_a_tag_is_added_corrected_and_ended_with_one_row_each(cast, keeping):
    province = Unit.objects.get(key="new-04")
    keeping.post(f"{TAGS}moi/", {"unit": province.pk, "name": "Nông thôn mới", "field": "economy"})
    made = Tag.objects.get()
    keeping.post(f"{TAGS}{made.pk}/", {"name": "Xây dựng nông thôn mới", "field": "economy", "version": 1})
    keeping.post(f"{TAGS}{made.pk}/ngay-cuoi/", {"valid_to": "31/12/2026", "version": 2})
    assert [(row[0], row[2], row[3], row[4]) for row in told()] == [
        ("create", "new-04", None, {"name": "Nông thôn mới", "field": "economy", "unit": "new-04"}),
        ("edit", "new-04", {"name": "Nông thôn mới"}, {"name": "Xây dựng nông thôn mới"}),
        ("edit", "new-04", {"valid_to": None}, {"valid_to": "2026-12-31"}),
    ]
    assert keeping.get(TAGS).context["lines"][0]["state"]["label"] == "Đến hết 31/12/2026"


def test_the_slower_of_two_administrators_sees_what_the_other_saved_and_keeps_her_text(cast, keeping, keeper):
    school, tag = a_school(), a_tag()
    edit_organisation(by=keeper, organisation=school, version=1, name="Trường Cô Ba", kind="school", valid_from=TODAY)
    edit_tag(by=keeper, tag=tag, version=1, name="Nông thôn kiểu mẫu", field="economy")
    before = told()
    for page, sent, theirs in (
        (f"{ORGS}{school.pk}/", {"name": "Trường Bảo Lạc", "kind": "agency", "valid_from": ""},
         [("Tên", "Trường Cô Ba"), ("Loại", "Trường học"), ("Từ ngày", "22/11/2026")]),
        (f"{ORGS}{school.pk}/ngay-cuoi/", {"valid_to": "31/12/2026"}, [("Ngày cuối", "Chưa kết thúc")]),
        (f"{TAGS}{tag.pk}/", {"name": "Đô thị văn minh", "field": "economy"},
         [("Tên", "Nông thôn kiểu mẫu"), ("Lĩnh vực", "Kinh tế")]),
        (f"{TAGS}{tag.pk}/ngay-cuoi/", {"valid_to": "31/12/2026"}, [("Ngày cuối", "Chưa kết thúc")]),
    ):  # fmt: skip
        answer = keeping.post(page, sent | {"version": 1})
        form = answer.context["form"]
        assert (answer.status_code, form.theirs, told()) == (409, theirs, before)
        assert "vừa được người khác sửa; hãy xem lại trước khi lưu." in text_of(answer)
        assert {name: form[name].value() for name in sent} == sent
        # Sent again after looking, it is saved.
        assert keeping.post(page, sent | {"version": form["version"].value()}).status_code == 302
        before = told()


@pytest.mark.parametrize(
    "values, words",
    [
        (
            {"name": "TRUONG tiểu học  cô ba"},
            "Xã Cô Ba đã có “Trường Tiểu học Cô Ba”: dùng mục có sẵn hoặc ghi tên khác.",
        ),
        ({"name": ""}, "Hãy ghi tên."),
        ({"name": "!!!"}, "Hãy ghi tên, có ít nhất một chữ cái hoặc chữ số."),
        ({"name": "x" * 201}, "200"),
        ({"kind": "truong"}, "“truong” không có trong danh sách; hãy chọn lại."),
        ({"kind": ""}, "Hãy chọn một mục trong danh sách."),
        ({"unit": ""}, "Hãy chọn đơn vị trong phạm vi anh/chị quản trị."),
        ({"valid_from": "hôm qua"}, "hôm qua"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_leaves_nothing(cast, keeping, values, words):
    a_school()
    before = told()
    sent = {"unit": "new-01327", "name": "Trường khác", "kind": "school", "valid_from": ""} | values
    answer = keeping.post(f"{ORGS}moi/", sent)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert told() == before


def test_the_name_of_one_that_ended_is_told_with_its_day(cast, keeping):
    a_school(valid_to=date(2024, 12, 31))
    answer = keeping.post(
        f"{ORGS}moi/", {"unit": "new-01327", "name": "Trường Tiểu học Cô Ba", "kind": "school"}
    )
    assert "ngày cuối 31/12/2024: mở mục ấy và đổi ngày cuối thay vì lập mới." in text_of(answer)
    a_school(name="Trường khác")
    other = Organisation.objects.get(name="Trường khác")
    answer = keeping.post(f"{ORGS}{other.pk}/", {"name": "Trường Tiểu học Cô Ba", "kind": "school", "version": 1})
    assert answer.status_code == 422
    # Another unit may have the same name.
    assert a_school("new-04").name == "Trường Tiểu học Cô Ba"


def test_a_last_day_before_the_first_is_refused(cast, keeping):
    school = a_school(valid_from=date(2025, 9, 1))
    answer = keeping.post(f"{ORGS}{school.pk}/ngay-cuoi/", {"valid_to": "31/8/2025", "version": 1})
    assert answer.status_code == 422
    assert "Ngày cuối phải từ ngày bắt đầu 01/09/2025 trở đi." in text_of(answer)
    school = a_school(name="Trường hai", valid_to=date(2025, 9, 1))
    body = {"name": "Trường hai", "kind": "school", "valid_from": "1/9/2026", "version": 1}
    answer = keeping.post(f"{ORGS}{school.pk}/", body)
    assert (answer.status_code, "Ngày cuối phải từ ngày bắt đầu" in text_of(answer)) == (422, True)


def test_units_are_found_by_typing_without_a_script(cast, keeping):
    page = keeping.post(f"{ORGS}moi/", {"name": "Trường", "unit": "", "unit_q": "co ba", "find_unit": "1"})
    assert page.status_code == 200
    assert [one["key"] for one in page.context["picker"]["options"]] == ["new-01327", "old-01330"]
    assert 'value="Trường"' in text_of(page)


# --- what ends and what does not --------------------------------------------------------------------------------


def test_what_does_not_end_with_an_organisation_is_counted(cast, keeping):
    school, other = a_school(), a_school(name="Trường khác")
    clerk, reader = person("giao.vien"), person("hieu.truong")
    for role in sorted(ORGANISATION_ROLES):
        assigned(clerk, role, "new-01327", organisation=school)
    assigned(reader, Role.LEADER, "new-01327", organisation=school, valid_to=date(2027, 1, 1))
    assigned(reader, Role.CLERK, "new-01327", organisation=school, valid_to=date(2026, 10, 1))
    assigned(person("nguoi.khac"), Role.CLERK, "new-01327", organisation=other)
    for org in (school, school, other):
        RegistrationDraft.objects.create(owner=clerk, data={"name": "Nháp", "organisation": str(org.pk)})
    people = "2 người còn được giao cho cơ quan này sau ngày ấy: từ đó chỉ xem được; hãy phân công lại."
    drafts = "2 bản nháp chưa gửi đang chọn cơ quan này: đăng ký cho năm sau thì phải chọn lại."
    page = f"{ORGS}{school.pk}/ngay-cuoi/"
    assert keeping.get(page).context["still_open"] == [people, drafts]
    done = keeping.post(page, {"valid_to": "22/11/2026", "version": 1}, follow=True)
    assert [str(message) for message in done.context["messages"]] == [f"Đã lưu. {people} {drafts}"]
    assert done.context["still_open"] == [people, drafts]
    keeping.post(page, {"valid_to": "1/1/2027", "version": 2})
    assert keeping.get(f"{ORGS}{school.pk}/").context["still_open"][0].startswith("1 người")


def test_an_ended_organisation_is_offered_for_its_own_years_alone(cast):
    school = a_school("old-01330", valid_to=date(2024, 8, 31))
    young = a_school("old-01330", "Trường mới", valid_from=date(2024, 9, 1))
    browser = cast.client("canbo_caobang")

    def offered(year: str) -> list[str]:
        box = browser.get(reverse("models_registry:organisations"), {"unit": "old-01330", "year": year}).context["field"]
        return [str(one) for one in box.field.queryset]

    assert (offered("2023"), offered("2024"), offered("2025")) == (
        [school.name], [young.name, school.name], [young.name],
    )  # fmt: skip
    form = a_full_form(year="2025", organisation=str(school.pk), level="grassroots")
    refused = browser.post("/mo-hinh/moi/", form)
    assert refused.status_code == 422
    assert "không hoạt động trong năm đăng ký" in text_of(refused)
    assert Registration.objects.count() == 0
    assert browser.post("/mo-hinh/moi/", form | {"year": "2024"}).status_code == 302
    held = Registration.objects.get()
    assert held.organisation == school
    assert school.name in text_of(browser.get(f"/mo-hinh/{held.pk}/"))


def test_no_other_door_registers_for_one_that_ended(cast):
    """The deed itself refuses, so that import and API do."""
    school = a_school("old-01330", valid_to=date(2023, 12, 31))
    with pytest.raises(DomainError, match="đã kết thúc ngày 31/12/2023, không đăng ký cho năm 2024"):
        register(by=None, entry=an_entry("old-01330", year=2024, organisation=school), entered_on=TODAY)
    body = {
        "name": "Qua máy", "unit": "old-01330", "organisation": school.pk, "year": 2024, "level": "grassroots",
        "phase": "new", "kind": "collective", "field": "economy",
    }  # fmt: skip
    browser = cast.client("canbo_caobang")
    answer = browser.post("/api/v1/registrations/", body, content_type="application/json")
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["organisation"]
    assert Registration.objects.count() == 0


def test_a_record_of_a_year_after_the_last_day_is_still_corrected(cast, keeper):
    school = a_school("old-01330")
    held = register(by=None, entry=an_entry("old-01330", year=2024, organisation=school), entered_on=TODAY)
    end_organisation(by=keeper, organisation=school, version=1, valid_to=date(2023, 12, 31))
    done = edit(by=None, registration=held, version=1, changes={"notes": "Sửa"}, entered_on=TODAY)
    assert (done.notes, done.organisation) == ("Sửa", school)


def test_going_on_with_a_model_of_one_that_ended_says_so(cast):
    school = a_school("old-01330", valid_to=date(2023, 12, 31))
    held = register(by=None, entry=an_entry("old-01330", year=2023, organisation=school), entered_on=TODAY)
    page = cast.client("canbo_caobang").get(f"/mo-hinh/{held.pk}/tiep/")
    assert "Trường Tiểu học Cô Ba đã kết thúc ngày 31/12/2023" in text_of(page)


# --- two at once -------------------------------------------------------------------------------------------------


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["organisation", "tag"])
def test_two_people_giving_one_name_at_once_leave_one_and_one_is_told(kind):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: SQLite has one writer")
    province, boss = a_small_country()["new-04"], administrator()
    barrier, said = threading.Barrier(2), []

    def add(name):
        barrier.wait(timeout=20)
        try:
            if kind == "tag":
                create_tag(by=boss, unit=province, name=name, field="economy")
            else:
                create_organisation(by=boss, unit=province, name=name, kind="school")
            said.append("made")
        except DomainError as refused:
            said.append(refused.sentence[:24])
        except Exception as error:  # noqa: BLE001  a thread's fault must reach the test
            said.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=add, args=(name,)) for name in ("Công an tỉnh", "CÔNG AN TỈNH")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(said) == ["Tỉnh Cao Bằng đã có “Côn", "made"] or sorted(said) == sorted(
        ["made", "Tỉnh Cao Bằng đã có “CÔN"]
    )
    assert Event.objects.filter(verb="create").count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["organisation", "tag"])
def test_of_two_administrators_saving_at_once_the_second_is_told(kind):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: SQLite has one writer")
    a_small_country()
    held, told_before = a_school() if kind == "organisation" else a_tag(), len(told())

    def save(number):
        name = f"Tên thứ {number}"
        if kind == "organisation":
            return edit_organisation(
                by=None, organisation=held, version=1, name=name, kind="school", valid_from=None
            )
        return edit_tag(by=None, tag=held, version=1, name=name, field="economy")

    done, refused = at_once(save)
    held.refresh_from_db()
    assert ([type(e) for e in refused], refused[0].current.name) == ([Overtaken], done[0].name)
    assert (held.name, held.version, len(told()) - told_before) == (done[0].name, 2, 1)


def test_the_place_stands_beside_the_others(cast, keeping):
    shown = text_of(keeping.get(reverse("people:list")))
    assert f'href="{ORGS}">Danh mục</a>' in shown
    assert keeping.get("/quan-tri/danh-muc/")["Location"] == ORGS
