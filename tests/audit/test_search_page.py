"""The log as its administrators read it: who did what, when, from where, what changed; nothing of other units."""

import io
import re
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from openpyxl import load_workbook

from accounts.choices import Role
from audit.models import Event
from audit.origin import coming_from
from audit.recording import event, record_change, record_changes
from audit.sealing import verify_log
from models_registry.registration import edit, withdraw
from tests.casts import administrator, clerk, leader, person
from tests.factories import a_registration, a_small_country
from tests.pages import text_of

pytestmark = pytest.mark.django_db
LOG, FILE = "/quan-tri/nhat-ky/", "/quan-tri/nhat-ky/tep/"
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def units():
    return a_small_country()


@pytest.fixture
def keeper(units):
    """Administers Tỉnh Cao Bằng and what stands in it."""
    return person("qt.caobang", Role.UNIT_ADMIN, units["old-04"], full_name="Lục Văn Quản")


def as_user(client, user):
    client.force_login(user)
    return client


def records(response) -> list[str]:
    return [line["record"] for line in response.context["lines"]]


def a_note(unit, text: str, **columns) -> Event:
    return record_change(by=None, verb="edit", subject_text=text, unit=unit, **columns)


def test_each_administrator_reads_of_her_own_units_and_the_systems_of_everything(client, units, keeper):
    a_note(units["old-01330"], "dấu-trong-xã")
    a_note(units["old-043"], "dấu-ở-huyện")
    a_note(units["new-01290"], "dấu-xã-mới")
    a_note(units["old-04"], "dấu-ở-tỉnh")
    a_note(units["old-031"], "dấu-huyện-tỉnh-khác")
    a_note(units["old-02"], "dấu-tỉnh-khác")
    a_note(None, "dấu-cả-hệ-thống")
    mine = ["dấu-ở-tỉnh", "dấu-xã-mới", "dấu-ở-huyện", "dấu-trong-xã"]
    assert records(as_user(client, keeper).get(LOG)) == mine
    assert re.findall("dấu-[^<]*", text_of(client.get(LOG))) == mine
    assert len(records(as_user(client, administrator()).get(LOG))) == 7


def test_a_unit_whose_code_begins_alike_is_another_unit(client, units):
    """Two communes of one province: whoever administers the one reads nothing of the other, nor of the province."""
    mine, other = units["new-00700"], units["new-00994"]
    a_note(mine, "của mình")
    a_note(other, "của xã bên")
    a_note(units["new-08"], "của tỉnh")
    keeper = person("qt.xa", Role.UNIT_ADMIN, mine)
    assert records(as_user(client, keeper).get(LOG)) == ["của mình"]


def test_whoever_administers_nothing_is_refused(client, units):
    for user in (clerk("old-04"), leader("old-04"), person("khong.don.vi")):
        assert as_user(client, user).get(LOG).status_code == 403
        assert client.get(FILE).status_code == 403
    client.logout()
    assert client.get(LOG).status_code == 302


def test_no_filter_opens_another_unit(client, units, keeper):
    batch = uuid4()
    a_note(units["old-031"], "huyện bên", batch=batch, reason="bí mật của huyện bên")
    as_user(client, keeper)
    for asked in (
        {"unit": "old-031"},
        {"unit": "old-02"},
        {"batch": str(batch)},
        {"reason": "mật"},
        {"verb": "edit"},
    ):
        assert records(client.get(LOG, asked)) == [], asked
        file = client.get(FILE, asked)
        if file.status_code == 200:
            sheet = load_workbook(io.BytesIO(b"".join(file.streaming_content))).active
            assert sheet.max_row == 4, asked


def test_a_unit_outside_and_one_that_is_not_there_get_one_answer(client, units, keeper):
    as_user(client, keeper)
    outside, nowhere = (client.get(LOG, {"unit": key}) for key in ("old-031", "old-99"))
    assert (outside.status_code, nowhere.status_code) == (400, 400)
    assert dict(outside.context["question"].errors) == dict(nowhere.context["question"].errors)
    assert "Bắc Mê" not in text_of(outside)


def test_a_record_of_each_kind_carries_its_unit(client, units, keeper):
    """Entered through the deeds themselves."""
    from accounts.people import assign, create_person
    from recognition.recognising import record_decision
    from resolutions.recording import record_document

    boss = administrator()
    held = a_registration("old-01330", by=boss, name="Đường hoa")
    decision = record_decision(
        by=boss, number="12-QĐ/HU", signed_on=date(2024, 10, 15), issuing_body="Huyện ủy Bảo Lạc",
        unit=units["old-043"], entered_on=date(2026, 1, 1),
    )  # fmt: skip
    document = record_document(
        by=boss, kind="resolution", number="04-NQ/HU", issuer="Huyện ủy", issued_on=date(2024, 1, 1), title="Về dân vận",
        unit=units["old-043"], entered_on=date(2026, 1, 1),
    )  # fmt: skip
    made, _password = create_person(
        by=boss, username="moi", full_name="Người mới", role=Role.CLERK, unit=units["old-01327"],
        valid_from=date(2026, 1, 1),
    )  # fmt: skip
    assign(by=boss, user=made, role=Role.LEADER, unit=units["old-031"], valid_from=date(2026, 1, 1))
    lines = as_user(client, keeper).get(LOG).context["lines"]
    assert [(line["verb"], line["kind"], line["record"], line["url"]) for line in lines] == [
        ("Lập", "Phân công", "Người mới · Nhập liệu · Xã Thượng Hà", f"/quan-tri/nguoi-dung/{made.pk}/"),
        ("Lập", "Người dùng", "moi", f"/quan-tri/nguoi-dung/{made.pk}/"),
        ("Ghi văn bản", "Văn bản", "04-NQ/HU · Về dân vận", f"/nghi-quyet/{document.pk}/"),
        ("Ghi quyết định", "Quyết định", "12-QĐ/HU", f"/cong-nhan/{decision.pk}/"),
        ("Đăng ký", "Đăng ký", "Đường hoa (2024)", f"/mo-hinh/{held.pk}/"),
    ]


def test_a_line_says_who_when_where_what_and_why(client, units):
    hoa = clerk("old-01330")
    held = a_registration("old-01330", name="Đường hoa", participants=120)
    with (
        time_machine.travel(datetime(2026, 3, 5, 8, 30, tzinfo=HANOI), tick=False),
        coming_from("form", "10.1.2.3"),
    ):
        edit(
            by=hoa, registration=held, version=1, changes={"participants": 1125}, entered_on=date(2026, 3, 5)
        )
    held.refresh_from_db()
    withdraw(by=hoa, registration=held, reason="Ghi nhầm năm", on=date(2026, 3, 6))
    (gone, edited, _registered) = as_user(client, administrator()).get(LOG).context["lines"]
    told = {n: edited[n] for n in ("at", "who", "verb", "record", "kind", "unit", "door", "address", "batch")}
    assert told == {
        "at": datetime(2026, 3, 5, 8, 30, tzinfo=HANOI), "who": "Nông Thị Hoa", "verb": "Sửa",
        "record": "Đường hoa (2024)", "kind": "Đăng ký", "unit": "Xã Cô Ba", "door": "trang của phần mềm",
        "address": "10.1.2.3", "batch": None,
    }  # fmt: skip
    assert edited["changes"] == [{"label": "Số người tham gia", "before": "120", "after": "1.125"}]
    assert gone["reason"] == "Ghi nhầm năm"
    page = text_of(client.get(LOG))
    assert "<del>120</del> → <ins>1.125</ins>" in page
    assert "Lý do: Ghi nhầm năm" in page


def test_a_record_that_is_gone_or_closed_to_the_reader_has_no_link(client, units, keeper):
    record_change(by=None, verb="take_back", subject=a_registration("old-01330"), before={"year": 2024})
    Event.objects.filter(verb="register")
    held = Event.objects.get(verb="take_back")
    from models_registry.models import MobilizationModel, Registration

    Registration.objects.all().delete()
    MobilizationModel.objects.all().delete()
    (line, _other) = as_user(client, keeper).get(LOG).context["lines"]
    assert (line["record"], line["url"]) == (held.subject_text, "")


@pytest.fixture
def three(units):
    """Three deeds by two people on three days."""
    hoa, binh = clerk("old-04"), leader("old-04")
    for day, by, verb, text, unit, reason in (
        (1, hoa, "edit", "một", "old-01330", ""),
        (2, binh, "withdraw", "hai", "old-042", "Trùng với mô hình cũ"),
        (3, hoa, "attach", "ba", "old-02", ""),
    ):
        with time_machine.travel(datetime(2026, 3, day, 23, 59, tzinfo=HANOI), tick=False):
            record_change(by=by, verb=verb, subject_text=text, unit=units[unit], reason=reason)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["ba", "hai", "một"]),
        ({"who": "nong thi hoa"}, ["ba", "một"]),
        ({"who": "ong.binh"}, ["hai"]),
        ({"who": "không ai"}, []),
        ({"first_day": "2/3/2026"}, ["ba", "hai"]),
        ({"last_day": "02/03/2026"}, ["hai", "một"]),
        ({"first_day": "2/3/2026", "last_day": "2/3/2026"}, ["hai"]),
        ({"verb": "attach"}, ["ba"]),
        ({"unit": "old-04"}, ["hai", "một"]),
        ({"unit": "old-043"}, ["một"]),
        ({"reason": "trùng với"}, ["hai"]),
        ({"kind": "recognition.decision"}, []),
        ({"who": "hoa", "unit": "old-02"}, ["ba"]),
    ],
)
def test_filters_narrow_page_and_file_alike(client, units, three, asked, found):
    as_user(client, administrator())
    assert records(client.get(LOG, asked)) == found
    sheet = load_workbook(io.BytesIO(b"".join(client.get(FILE, asked).streaming_content))).active
    assert [row[4].value for row in sheet.iter_rows(min_row=5)] == found


@pytest.mark.parametrize(
    "asked",
    [
        {"first_day": "32/1/2026"},
        {"first_day": "3/3/2026", "last_day": "1/3/2026"},
        {"verb": "../../etc"},
        {"kind": "auth.permission"},
        {"unit": "old-99"},
        {"batch": "x"},
        {"who": "h" * 300},
    ],
)
def test_a_wrong_question_is_said_and_finds_nothing(client, units, three, asked):
    as_user(client, administrator())
    response = client.get(LOG, asked)
    assert (response.status_code, records(response)) == (400, [])
    assert 'role="alert"' in text_of(response)
    assert client.get(FILE, asked).status_code == 400


@pytest.mark.parametrize(
    "asked", ["who=%00", "reason=%00a", "unit=%00", "batch=%00", "before=1%00", "before=x", "before=-1"]
)
def test_no_value_brings_the_page_down(client, units, three, asked):
    as_user(client, administrator())
    assert client.get(f"{LOG}?{asked}").status_code in (200, 400, 404)


def a_batch(unit, count: int, name: str = "dòng"):
    batch = uuid4()
    record_changes(
        event(by=None, verb="register", subject_text=f"{name} {n}", unit=unit, batch=batch)
        for n in range(count)
    )
    record_change(
        by=None, verb="import", subject_text=f"{name}.xlsx", unit=unit, batch=batch, after={"rows": count}
    )
    return batch


def test_a_batch_is_one_line_that_opens(client, units):
    a_note(units["old-04"], "trước")
    batch = a_batch(units["old-04"], 1234)
    a_note(units["old-04"], "sau")
    response = as_user(client, administrator()).get(LOG)
    assert records(response) == ["sau", "dòng.xlsx", "trước"]
    line = response.context["lines"][1]
    assert line["batch"] == {"text": "và 1.234 dòng nữa của cùng một lần", "url": f"{LOG}?batch={batch}"}
    opened = client.get(line["batch"]["url"])
    assert (len(records(opened)), opened.context["count_label"]) == (50, "1.235 dòng")
    assert records(client.get(LOG, {"verb": "register"})) == ["dòng 1233"]


def test_a_batch_shown_on_one_page_does_not_come_again_on_the_next(client, units):
    """Rows of the batch lie on both sides of the page's end, between rows of other people."""
    batch = uuid4()
    for n in range(120):
        a_note(units["old-04"], f"riêng {n}")
        record_change(
            by=None, verb="register", subject_text=f"của lần {n}", unit=units["old-04"], batch=batch
        )
    as_user(client, administrator())
    seen, url = [], LOG
    while url:
        response = client.get(url)
        seen += records(response)
        url = response.context["older_url"]
    assert seen == ["của lần 119", *(f"riêng {n}" for n in range(119, -1, -1))]


def test_pages_go_on_where_the_last_ended_though_rows_come_in_meanwhile(client, units):
    for n in range(70):
        a_note(units["old-04"], f"dòng {n}")
    as_user(client, administrator())
    first = client.get(LOG)
    for n in range(5):
        a_note(units["old-04"], f"mới {n}")
    second = client.get(first.context["older_url"])
    assert records(first) + records(second) == [f"dòng {n}" for n in range(69, -1, -1)]
    assert (second.context["older_url"], second.context["newest_url"]) == ("", f"{LOG}?")


def test_a_page_costs_the_same_queries_whatever_it_lists(client, units, django_assert_max_num_queries):
    as_user(client, administrator()).get(LOG)
    costs = []
    for rows in (1, 3):
        while Event.objects.filter(verb="register").count() < rows:
            a_registration("old-01330")
        with django_assert_max_num_queries(13) as asked:
            assert len(records(client.get(LOG, {"verb": "register"}))) == rows
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_an_export_is_itself_in_the_log_and_carries_no_formula(client, units):
    a_note(units["old-04"], "=HYPERLINK(1)", reason="+1")
    boss = administrator()
    response = as_user(client, boss).get(FILE, {"reason": "+1"})
    content = b"".join(response.streaming_content)
    assert response["Content-Disposition"].startswith("attachment")
    row = [cell.value for cell in load_workbook(io.BytesIO(content)).active[5]]
    assert (row[4], row[7]) == ("=HYPERLINK(1)", "+1")
    assert load_workbook(io.BytesIO(content)).active["E5"].data_type in ("s", "inlineStr")
    told = Event.objects.get(verb="export_log")
    assert (told.actor, told.after) == (boss, {"rows": 1, "question": "Chữ trong lý do: +1"})


def test_reading_the_log_changes_nothing(client, units, three):
    before = Event.objects.count()
    as_user(client, administrator()).get(LOG)
    assert (Event.objects.count(), verify_log()) == (before, None)
