"""One person's data: every place told, rectified with history, made anonymous everywhere while figures stay."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from accounts.choices import Role
from accounts.models import User
from accounts.people import edit_person
from audit.errors import DomainError, Overtaken
from audit.models import Event, Redaction
from audit.querysets import history_of
from audit.sealing import seal_log, verify_log
from dandan.personal_data.deeds import anonymise, rectify
from dandan.personal_data.person import ANONYMOUS, Person
from dandan.personal_data.places import find_places
from intake.models import BatchState, ImportBatch
from models_registry.models import Attachment, MobilizationModel, Registration, RegistrationDraft
from models_registry.registration import edit, register, withdraw
from recognition.models import Decision, Recognition
from recognition.recognising import recognise, record_decision
from tests.casts import administrator, clerk, person
from tests.factories import a_registration, a_small_country, an_entry
from tests.pages import text_of

pytestmark = pytest.mark.django_db
START = "/quan-tri/du-lieu-ca-nhan/"
NAME, PHONE = "Triệu Thị Mùi", "0206 3850 123"
MUI = Person.of(NAME)
TODAY = date(2028, 3, 1)


@pytest.fixture
def units():
    return a_small_country()


@pytest.fixture
def boss(units):
    return administrator()


@pytest.fixture
def everywhere(units, boss):
    """One person in every place that can hold her, and her neighbour, whose name holds none of hers."""
    hoa = clerk("old-04")
    a_registration(
        "old-01330", by=hoa, name="Đường hoa", person_in_charge=NAME, work_phone=PHONE, participants=10,
        content=f"Do bà {NAME} (0206.3850.123) đứng đầu.",
    )  # fmt: skip
    two = a_registration(
        "old-01327", by=hoa, name=f"Gương bà {NAME} làm kinh tế", kind="individual", participants=1
    )
    other = a_registration(
        "old-01330", by=hoa, name="Ánh sáng", person_in_charge="Triệu Thị Mùa", work_phone="0206 999 888"
    )
    held = Registration.objects.get(model__name="Đường hoa")
    edit(
        by=hoa,
        registration=held,
        version=1,
        changes={"notes": f"Báo {NAME.upper()}"},
        entered_on=date(2026, 1, 1),
    )
    withdraw(by=hoa, registration=other, reason=f"Nhầm với {NAME}", on=date(2026, 1, 2))
    decision = record_decision(
        by=boss, number="12-QĐ/TU", signed_on=date(2024, 10, 15), issuing_body="Tỉnh ủy", unit=units["old-04"],
        entered_on=date(2026, 1, 1), signer=NAME,
    )  # fmt: skip
    recognise(by=boss, decision=decision, registrations=[(two, "grassroots")])
    RegistrationDraft.objects.create(owner=hoa, data={"name": "x", "person_in_charge": NAME, "tags": [NAME]})
    Attachment.objects.create(
        registration=held, name=f"don cua {NAME}.pdf", file="attachments/a.pdf", content_type="application/pdf", size=1,
        sha256="0" * 64, added_by=hoa,
    )  # fmt: skip
    book, target = Workbook(), io.BytesIO()
    book.active.append(["Người phụ trách", NAME])
    book.save(target)
    batch = ImportBatch(
        unit=units["old-04"],
        year=2024,
        file_name=f"{NAME}.xlsx",
        sha256="0" * 64,
        by=hoa,
        state=BatchState.IMPORTED,
    )
    batch.refused_file.save("r", ContentFile(target.getvalue()), save=False)
    batch.save(force_insert=True)
    gone = person("mui", full_name=NAME)
    edit_person(by=boss, user=gone, version=1, full_name=NAME, is_active=False)
    return {"held": held, "two": two, "other": other, "batch": batch, "gone": gone, "decision": decision}


def figures() -> dict:
    """What reports count: nothing of it may move."""
    counted = Registration.objects.counted()
    return {
        "registrations": sorted(
            counted.values_list("unit__key", "year", "level", "field", "kind", "recognised_level")
        ),
        "participants": sum(counted.values_list("participants", flat=True).exclude(participants=None)),
        "decisions": list(Decision.objects.values_list("number", "signed_on", "signer")),
        "recognitions": Recognition.objects.count(),
        "models": MobilizationModel.objects.count(),
    }


def test_every_place_of_one_person_is_told(everywhere, boss):
    found = find_places(MUI, boss)
    assert found.counts() == {
        "registrations": 2, "models": 1, "users": 1, "drafts": 1, "files": 1, "workbooks": 1, "file_names": 1,
        "other_texts": 1,
        "log_rows": found.log.count(),
    }  # fmt: skip
    assert [r.pk for r in found.in_charge] == [everywhere["held"].pk]
    # Her other registration says it in the reason it was withdrawn for.
    assert {r.pk for r in found.texts} == {everywhere["held"].pk, everywhere["other"].pk}
    assert [d.number for d in found.decisions] == ["12-QĐ/TU"]
    assert {e.verb for e in found.log} >= {"register", "edit", "withdraw", "recognise"}


def test_typed_without_marks_it_finds_all_that_read_so_with_marks_the_one(everywhere, boss, units):
    a_registration("old-01330", person_in_charge="Triệu Thị Mũi", name="Khác")
    assert find_places(Person.of("trieu thi mui"), boss).spellings == {NAME, "Triệu Thị Mũi"}
    assert find_places(MUI, boss).spellings == {NAME}
    with pytest.raises(DomainError, match="Tên này ứng với nhiều cách viết: Triệu Thị Mùi, Triệu Thị Mũi"):
        anonymise(by=boss, person=Person.of("trieu thi mui"), reason="Đơn", on=TODAY)


def test_with_a_number_only_records_that_hold_both_are_meant(units, boss):
    a_registration("old-01330", name="Một", person_in_charge=NAME, work_phone=PHONE)
    a_registration(
        "old-042", name="Hai", person_in_charge=NAME, work_phone="0206 111 222", notes=f"Hỏi {NAME}"
    )
    anonymise(by=boss, person=Person.of(NAME, "+84 206 3850 123"), reason="Đơn", on=TODAY)
    assert list(
        Registration.objects.order_by("pk").values_list("person_in_charge", "work_phone", "notes")
    ) == [
        (ANONYMOUS, "", ""),
        (NAME, "0206 111 222", f"Hỏi {NAME}"),
    ]


def leaves_of_the_database() -> str:
    """Every text of every table, as a thief would read it."""
    from django.apps import apps

    texts = []
    for model in apps.get_models():
        for row in model._default_manager.values_list():
            texts += [str(value) for value in row if value is not None]
    return "\n".join(texts)


def test_made_anonymous_everywhere_while_decisions_and_totals_stay(everywhere, boss, client):
    before = figures()
    seal_log()
    counts = anonymise(by=boss, person=MUI, reason=f"Đơn của {NAME}", on=TODAY)
    assert {n: c for n, c in counts.items() if n != "log_rows"} == {
        "registrations": 2, "models": 1, "users": 1, "drafts": 1, "files": 1, "workbooks": 1, "file_names": 1,
        "other_texts": 1,
    }  # fmt: skip
    assert figures() == before
    left = leaves_of_the_database()
    # The signer of a decision is part of an official paper.
    assert left.lower().count("triệu thị mùi") == 1
    assert [number for number in ("3850 123", "3850.123") if number in left] == []
    assert "Triệu Thị Mùa" in left
    assert "0206 999 888" in left
    assert verify_log() is None
    assert Redaction.objects.count() == counts["log_rows"]
    held = Registration.objects.get(pk=everywhere["held"].pk)
    assert (held.person_in_charge, held.work_phone, held.content, held.notes, held.version) == (
        ANONYMOUS, "", f"Do bà {ANONYMOUS} ({ANONYMOUS}) đứng đầu.", f"Báo {ANONYMOUS}", 3,
    )  # fmt: skip
    model = MobilizationModel.objects.get(pk=everywhere["two"].model_id)
    assert (model.name, model.folded_name) == (
        f"Gương bà {ANONYMOUS} làm kinh tế",
        "guong ba da an danh lam kinh te",
    )
    assert not Registration.objects.searching("mùi").exists()
    assert Registration.objects.searching("guong ba lam kinh te").count() == 1
    told = Event.objects.get(verb="anonymise", subject_id=None)
    assert (told.reason, told.subject_text) == (f"Đơn của {ANONYMOUS}", "Một người, theo yêu cầu")


def test_whoever_has_a_year_of_her_model_open_is_told_and_puts_her_name_nowhere_back(everywhere, boss):
    two = everywhere["two"]
    again = an_entry("old-01327", name=two.model.name, year=2023, kind="individual", phase="maintained")
    earlier = register(by=None, entry=again, model=two.model, entered_on=date(2026, 1, 15))
    anonymise(by=boss, person=MUI, reason="Đơn", on=TODAY)
    for seen in (two, earlier):
        with pytest.raises(Overtaken):
            edit(by=None, registration=seen, version=1, changes={}, name=f"Gương bà {NAME} làm kinh tế", entered_on=TODAY)
        assert list(history_of(seen).filter(verb="anonymise").values_list("after", flat=True)) == [{"name": ANONYMOUS}]


def test_pages_search_and_export_show_her_nowhere(
    everywhere, boss, client, django_capture_on_commit_callbacks
):
    name = everywhere["batch"].refused_file.name
    storage = everywhere["batch"].refused_file.storage
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        anonymise(by=boss, person=MUI, reason="Đơn", on=TODAY)
    assert not storage.exists(name)
    client.force_login(boss)
    held, two = everywhere["held"], everywhere["two"]
    for url in (
        f"/mo-hinh/{held.pk}/",
        f"/mo-hinh/{two.pk}/",
        "/mo-hinh/?year=2024&status=all",
        "/quan-tri/nhat-ky/",
    ):
        page = text_of(client.get(url))
        assert "Mùi" not in page, url
        assert ANONYMOUS in page, url
    file = b"".join(client.get("/bao-cao/so-dang-ky/", {"year": 2024, "phones": "1"}).streaming_content)
    assert NAME not in str(
        [[c.value for c in row] for row in load_workbook(io.BytesIO(file)).active.iter_rows()]
    )


def test_an_account_is_closed_before_it_is_made_anonymous(units, boss):
    son = person("son", Role.CLERK, "old-04", full_name=NAME)
    with pytest.raises(DomainError, match="Tài khoản son còn dùng; hãy khóa tài khoản trước khi ẩn danh"):
        anonymise(by=boss, person=MUI, reason="Đơn", on=TODAY)
    a_registration("old-01330", by=son, name="Của Sơn")
    edit_person(by=boss, user=son, version=1, full_name=NAME, is_active=False)
    with pytest.raises(
        DomainError, match="Tài khoản son còn có việc trong 12 tháng qua; ẩn danh được từ ngày "
    ):
        anonymise(by=boss, person=MUI, reason="Đơn", on=timezone.localdate() + timedelta(days=364))
    anonymise(by=boss, person=MUI, reason="Nghỉ việc", on=TODAY)
    held = User.objects.get(pk=son.pk)
    assert (held.username, held.full_name, held.has_usable_password()) == (
        f"an-danh-{son.pk}",
        ANONYMOUS,
        False,
    )
    # Who registered is still one person's deed, without the name.
    assert list(Event.objects.filter(actor=son).values_list("actor_name", flat=True)) == [ANONYMOUS]
    assert verify_log() is None


def test_a_colleague_of_the_same_name_elsewhere_keeps_his_in_the_log(units, boss):
    other = person("mui.hg", Role.CLERK, "old-02", full_name=NAME)
    held = a_registration("old-01330", by=None, name="Một", person_in_charge=NAME)
    edit(by=boss, registration=held, version=1, changes={"participants": 5}, entered_on=date(2026, 1, 1))
    Event.objects.filter(verb="edit")
    a_registration("old-02", by=other, name="Hai")
    anonymise(by=boss, person=Person.of(NAME, "", units["old-04"]), reason="Đơn", on=TODAY)
    assert Event.objects.get(actor=other).actor_name == NAME
    assert User.objects.get(pk=other.pk).full_name == NAME


def test_a_namesake_who_entered_her_record_stays_named_as_who_did_it(units, boss):
    other = person("mui.khac", Role.CLERK, "old-04", full_name=NAME)
    a_registration("old-01330", by=other, name="Một", person_in_charge=NAME, work_phone=PHONE)
    anonymise(by=boss, person=Person.of(NAME, PHONE), reason="Đơn", on=TODAY)
    told = Event.objects.get(actor=other)
    assert (told.actor_name, told.after["person_in_charge"]) == (NAME, ANONYMOUS)


def test_rectified_everywhere_she_is_in_charge_with_history(units, boss):
    for key in ("old-01330", "old-01327"):
        a_registration(key, name=f"Ở {key}", person_in_charge="triệu thị mùi", work_phone=PHONE)
    a_registration("old-042", name="Khác", person_in_charge="Triệu Thị Mùa", work_phone=PHONE)
    count = rectify(by=boss, person=MUI, name="Triệu Thị Mười", phone="", reason="Theo đơn 05/8/2026")
    assert count == 2
    assert sorted(Registration.objects.values_list("person_in_charge", "work_phone", "version")) == [
        ("Triệu Thị Mùa", PHONE, 1), ("Triệu Thị Mười", PHONE, 2), ("Triệu Thị Mười", PHONE, 2),
    ]  # fmt: skip
    events = Event.objects.filter(verb="rectify_personal")
    assert len({e.batch for e in events}) == 1
    assert {(e.before["person_in_charge"], e.after["person_in_charge"], e.reason) for e in events} == {
        ("triệu thị mùi", "Triệu Thị Mười", "Theo đơn 05/8/2026")
    }


@pytest.mark.parametrize(("name", "reason"), [("", "có"), ("Triệu Thị Mười", "  ")])
def test_rectifying_asks_for_a_name_and_a_reason(everywhere, boss, name, reason):
    with pytest.raises(DomainError):
        rectify(by=boss, person=MUI, name=name, phone="", reason=reason)
    assert not Event.objects.filter(verb="rectify_personal").exists()


def test_outside_ones_units_a_person_is_not_there(everywhere, units, client):
    keeper = person("qt.hg", Role.UNIT_ADMIN, units["old-02"])
    a_registration("old-031", name="Hà Giang", person_in_charge=NAME)
    found = find_places(MUI, keeper)
    assert {n: c for n, c in found.counts().items() if c} == {"registrations": 1, "log_rows": 1}
    anonymise(by=keeper, person=MUI, reason="Đơn", on=TODAY)
    assert Registration.objects.get(pk=everywhere["held"].pk).person_in_charge == NAME
    assert Registration.objects.get(unit=units["old-031"]).person_in_charge == ANONYMOUS
    client.force_login(keeper)
    page = text_of(client.post(START, {"name": "Đường hoa nào", "unit": "old-04"}))
    assert "Hãy chọn đơn vị trong phạm vi anh/chị quản trị." in page


def test_who_administers_nothing_finds_no_page(units, client):
    client.force_login(clerk("old-04"))
    for url in (START, f"{START}tep/", f"{START}dinh-chinh/", f"{START}an-danh/"):
        assert client.post(url, {"name": NAME}).status_code == 403, url


def test_the_pages_do_what_the_deeds_do(everywhere, boss, client):
    client.force_login(boss)
    page = client.post(START, {"name": NAME})
    assert [part["title"] for part in page.context["sections"]] == [
        "Người phụ trách", "Tên mô hình, điển hình", "Trong nội dung hồ sơ", "Tài khoản", "Bản nháp", "Tên tệp kèm theo",
        "Tên bảng tính đã nhập", "Bảng tính đang giữ (tải lên, dòng bị từ chối)", "Ý kiến, lý do, ghi chú khác",
        "Người ký quyết định", "Nhật ký",
    ]  # fmt: skip
    assert NAME not in page.request["QUERY_STRING"]
    file = client.post(f"{START}tep/", {"name": NAME})
    sheet = load_workbook(io.BytesIO(b"".join(file.streaming_content))).active
    assert sheet["A1"].value == f"DỮ LIỆU CÁ NHÂN ĐANG GIỮ VỀ {NAME.upper()}"
    assert [c.value for c in sheet[5]][1:3] == ["Người phụ trách", f"{NAME} · {PHONE}"]
    assert (
        list(Event.objects.filter(verb="report_personal").values_list("actor", "subject_text"))
        == [(boss.pk, NAME)] * 2
    )
    unsure = client.post(f"{START}an-danh/", {"name": NAME, "reason": "Đơn"})
    assert (unsure.status_code, "Hãy đánh dấu xác nhận." in text_of(unsure)) == (422, True)
    assert Registration.objects.filter(person_in_charge=NAME).exists()
    done = client.post(f"{START}an-danh/", {"name": NAME, "reason": "Đơn", "sure": "on"}, follow=True)
    assert "Đã ẩn danh: " in text_of(done)
    assert not Registration.objects.filter(person_in_charge=NAME).exists()
    # The searches that were logged under the name went too.
    assert not Event.objects.filter(subject_text=NAME).exists()


@pytest.mark.parametrize(
    "sent", [{"name": ""}, {"name": "Mùi"}, {"name": NAME, "phone": "12"}, {"name": "x\0 y"}]
)
def test_a_question_too_wide_is_refused(units, boss, client, sent):
    client.force_login(boss)
    response = client.post(START, sent)
    assert (response.status_code, "sections" in response.context) == (200, False)
    assert 'role="alert"' in text_of(response)
