"""A refusal leaves one row of the log, at any door: who, what, where and why, and nothing of what was sent."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client

from audit.models import Event
from audit.querysets import in_units
from models_registry.models import Registration
from models_registry.registration import NotAllowed
from tests.casts import leader, with_second_factor
from tests.factories import a_registration, a_small_country
from tests.pages import a_full_form, text_of

SECRET = "Mat-Khau-Go-Nham-93"


def refusals() -> list[tuple]:
    rows = Event.objects.filter(verb__startswith="refuse").order_by("id")
    return [(e.verb, e.actor.username, e.subject_text, e.reason, e.door) for e in rows]


def whole_log() -> str:
    return str(list(Event.objects.values()))


def attach_to(browser, *files: tuple[str, bytes]):
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return browser.post("/mo-hinh/moi/", a_full_form(files=uploads))


def test_a_paper_that_is_not_taken_leaves_one_row_without_its_name_or_bytes(cast):
    body = f"MZ {SECRET}".encode()
    answer = attach_to(cast.client("canbo_caobang"), ("Nông Văn Kín.pdf", body), ("hai.pdf", body))
    assert answer.status_code == 422
    assert refusals() == [
        (
            "refuse_file", "canbo.caobang", "POST /mo-hinh/moi/",
            "“…” không phải tệp PDF, JPEG, PNG, Word (.docx) hay Excel (.xlsx) đọc được.", "form",
        )
    ]  # fmt: skip
    assert SECRET not in whole_log()
    assert "Nông Văn Kín" not in whole_log()
    assert Registration.objects.count() == 0


def test_the_name_of_a_secret_paper_is_not_written_into_the_log(cast):
    attach_to(cast.client("canbo_caobang"), ("TỐI MẬT phương án 12.pdf", b"%PDF-1.4\n%%EOF\n"))
    ((verb, _, _, reason, _),) = refusals()
    assert (verb, reason) == (
        "refuse_file", "“…” mang dấu mật: tài liệu bí mật nhà nước không được lưu ở đây.",
    )  # fmt: skip
    assert "phương án 12" not in whole_log()


@pytest.mark.parametrize(
    "name, content, reason",
    [
        ("so.xlsx", b"PK\x03\x04" + SECRET.encode(), "Tệp bị hỏng"),
        (f"so.{SECRET}", b"%PDF-1.4", "Đây là tệp PDF"),
    ],
)
def test_a_workbook_that_cannot_be_read_leaves_one_row(cast, name, content, reason):
    file = SimpleUploadedFile(name, content)
    answer = cast.client("canbo_caobang").post(
        "/nhap/", {"file": file, "unit": cast["old-04"].pk, "year": "2024"}
    )
    assert answer.status_code == 400
    ((verb, who, where, why, door),) = refusals()
    assert (verb, who, where, door) == ("refuse_import", "canbo.caobang", "POST /nhap/", "import")
    assert why.startswith(reason)
    assert SECRET not in whole_log()
    assert SECRET.lower() not in whole_log()


def test_a_deed_that_is_not_hers_leaves_one_row_for_the_administrators_of_her_unit(cast):
    held = a_registration("old-01330")
    before = Event.objects.count()
    answer = cast.client("lanhdao_caobang").post(f"/mo-hinh/{held.pk}/rut/", {"reason": SECRET})
    assert answer.status_code == 403
    ((verb, who, where, why, door),) = refusals()
    assert (verb, who, where, door) == (
        "refuse_deed", "lanhdao.caobang", f"POST /mo-hinh/{held.pk}/rut/", "form",
    )  # fmt: skip
    assert why.startswith("Vai trò Lãnh đạo ở")
    # Signing in is the one other row.
    assert Event.objects.count() == before + 1
    assert SECRET not in whole_log()
    row = Event.objects.get(verb="refuse_deed")
    home = cast.people["lanhdao_caobang"].audited_unit_id
    assert row.unit_id == home
    assert list(in_units([home]).filter(verb="refuse_deed")) == [row]


def test_a_programme_s_refused_deed_is_told_too(cast):
    held = a_registration("old-01330")
    browser = cast.client("lanhdao_caobang")
    body = {"version": held.version, "reason": SECRET}
    answer = browser.post(f"/api/v1/registrations/{held.pk}/withdraw/", body, content_type="application/json")
    assert answer.status_code == 403
    ((verb, who, where, why, door),) = refusals()
    assert (verb, who, where, door) == (
        "refuse_deed", "lanhdao.caobang", f"POST /api/v1/registrations/{held.pk}/withdraw/", "api",
    )  # fmt: skip
    assert why == answer.json()["errors"][0]["message"]
    assert SECRET not in whole_log()


def test_what_somebody_types_into_an_address_is_not_told(cast):
    cast.people["canbo_caobang"].is_staff = True
    with_second_factor(cast.people["canbo_caobang"]).save()
    answer = cast.client("canbo_caobang").get(f"/admin/units/organisation/{SECRET}/change/")
    assert answer.status_code == 403
    assert [row[2] for row in refusals()] == ["GET /admin/units/organisation/<path:object_id>/change/"]
    assert SECRET not in whole_log()


def test_a_flood_leaves_one_row_a_person_kind_and_minute(cast):
    boss, other = cast.client("lanhdao_caobang"), cast.client("nguoi_la")
    with time_machine.travel("2026-11-22 09:00:30+07:00", tick=False) as clock:
        for _ in range(5):
            assert boss.get("/quan-tri/nguoi-dung/").status_code == 403
            assert other.get("/quan-tri/nguoi-dung/").status_code == 403
        assert [row[1] for row in refusals()] == ["lanhdao.caobang", "nguoila"]
        clock.shift(timedelta(seconds=59))
        boss.get("/quan-tri/nguoi-dung/")
        assert len(refusals()) == 2
        clock.shift(timedelta(seconds=2))
        boss.get("/quan-tri/nguoi-dung/")
        assert [row[1] for row in refusals()] == ["lanhdao.caobang", "nguoila", "lanhdao.caobang"]


def test_the_row_stays_though_the_deed_is_rolled_back(cast, monkeypatch):
    """The right is lost between opening the form and sending it: the deed refuses in the middle of its transaction."""

    def begins_and_is_refused(**kwargs):
        a_registration("old-01330", name="Ghi dở")
        raise NotAllowed("Anh/chị vừa thôi nhiệm vụ này.")

    monkeypatch.setattr("models_registry.views_entry.register", begins_and_is_refused)
    assert cast.client("canbo_caobang").post("/mo-hinh/moi/", a_full_form()).status_code == 403
    assert Registration.objects.count() == 0
    assert [row[3] for row in refusals()] == ["Anh/chị vừa thôi nhiệm vụ này."]


def test_who_is_not_signed_in_and_who_is_answered_leave_none(cast):
    assert Client().post("/mo-hinh/moi/", {}).status_code == 302
    browser = cast.client("canbo_caobang")
    assert browser.get("/mo-hinh/moi/").status_code == 200
    assert browser.post("/mo-hinh/moi/", a_full_form(name="")).status_code == 422
    assert browser.get("/mo-hinh/987654/").status_code == 404
    assert refusals() == []


def test_the_log_page_tells_it_in_words(cast):
    cast.client("lanhdao_caobang").get("/quan-tri/nguoi-dung/")
    shown = text_of(cast.client("quantri").get("/quan-tri/nhat-ky/", {"verb": "refuse_deed"}))
    assert "Thử việc không được giao, bị từ chối" in shown
    assert "GET /quan-tri/nguoi-dung/" in shown


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_requests_at_once_leave_one_row():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: SQLite has one writer")
    a_small_country()
    browsers, barrier = [Client() for _ in range(4)], threading.Barrier(4)
    boss = leader("old-04")
    for browser in browsers:
        browser.force_login(boss)

    def ask(browser):
        barrier.wait(timeout=20)
        try:
            browser.get("/quan-tri/nguoi-dung/")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert Event.objects.filter(verb="refuse_deed").count() == 1
