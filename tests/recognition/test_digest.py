"""The daily e-mail and the word of what came back: to whom, once, without a name in it, and never before it is kept."""

from datetime import date
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction

from recognition.models import DigestSent
from recognition.workflow import advance, advance_many
from tests.casts import clerk, leader
from tests.factories import a_registration, a_small_country

TODAY = date(2026, 9, 10)


@pytest.fixture
def office(time_machine, settings):
    time_machine.move_to("2026-09-10 09:00+07:00")
    settings.EMAIL_URL, settings.SITE_URL = "smtp://thu", "https://danvan.example.vn"
    a_small_country()
    people = {"xa": clerk("new-01327", "xa"), "tinh": clerk("new-04", "tinh"), "doc": leader("new-04", "doc")}
    for name, one in people.items():
        one.email = f"{name}@example.vn"
        one.save()
    clerk("new-01321", "khong.dia.chi")
    held = [
        a_registration("new-01327", by=people["xa"], year=2026, level="province", name=f"Tên riêng {n}")
        for n in (1, 2)
    ]
    return people | {"held": held}


def called() -> str:
    out = StringIO()
    call_command("send_digest", stdout=out, stderr=out)
    return out.getvalue().strip()


@pytest.mark.django_db
def test_each_person_with_something_waiting_gets_one_letter_a_day(office):
    assert called() == "Đã gửi 1 thư nhắc việc."
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["tinh@example.vn"], "Dân vận khéo 10/09/2026: 2 việc chờ")
    assert letter.body == (
        "Việc chờ anh/chị đến ngày 10/09/2026:\n\n- Chờ tiếp nhận: 2\n\nMở mục Việc của tôi để làm.\n"
        "https://danvan.example.vn/viec/\n\nThư này do máy gửi mỗi ngày một lần, chỉ khi có việc chờ; không cần trả lời.\n"
    )
    for private in ("Tên riêng", "Cô Ba", "Nông", "tinh"):
        assert private not in letter.body
    assert called() == "Đã gửi 0 thư nhắc việc."
    assert (len(mail.outbox), DigestSent.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_the_next_day_it_is_sent_again(office, time_machine):
    called()
    time_machine.move_to("2026-09-11 09:00+07:00")
    assert called() == "Đã gửi 1 thư nhắc việc."


@pytest.mark.django_db
def test_without_a_mail_server_the_command_says_so_and_sends_nothing(office, settings):
    settings.EMAIL_URL = ""
    assert called().startswith("Chưa đặt EMAIL_URL")
    assert (mail.outbox, DigestSent.objects.count()) == ([], 0)


@pytest.mark.django_db
def test_a_server_that_refuses_leaves_no_mark_so_that_it_is_tried_again(office, monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("recognition.digest.send_mail", refuse)
        with pytest.raises(CommandError, match="1 thư chưa gửi được."):
            called()
    assert DigestSent.objects.count() == 0
    assert called() == "Đã gửi 1 thư nhắc việc."


@pytest.mark.django_db
def test_what_came_back_is_told_once_a_person_when_it_is_kept(office, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        outcomes = advance_many(
            by=office["tinh"], registrations=office["held"], step="return", on=TODAY, entered_on=TODAY,
            batch="00000000-0000-4000-8000-000000000001", note="Thiếu kết quả của Xã Cô Ba",
        )  # fmt: skip
        assert [outcome.refusal for outcome in outcomes] == ["", ""]
        assert mail.outbox == []
    for tell in waiting:
        tell()
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["xa@example.vn"], "2 hồ sơ được trả lại để hoàn thiện")
    assert "Cô Ba" not in letter.body


@pytest.mark.django_db(transaction=True)
def test_a_step_taken_back_with_its_transaction_is_told_to_nobody(office):
    with transaction.atomic():
        advance(
            by=office["tinh"], registration=office["held"][0], step="return", on=TODAY, entered_on=TODAY, note="Thiếu"
        )
        transaction.set_rollback(True)
    assert mail.outbox == []
