"""Personal data leaves the log by a deed that the log itself accounts for, and in no other way."""

import importlib
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from audit.append_only import unprotect_statements
from audit.digest import digest_of
from audit.models import Event, Redaction
from audit.recording import record_change
from audit.redacting import REDACTING, redact, rewritten
from audit.sealing import seal_log, verify_log

pytestmark = pytest.mark.django_db


def anonymous(text: str) -> str:
    return text.replace("Nông Thị Hoa", "(đã ẩn danh)")


@pytest.fixture
def row():
    return record_change(
        by=None,
        verb="edit",
        subject_text="Gương bà Nông Thị Hoa",
        before={"person_in_charge": "Nông Thị Hoa", "n": 3},
        after={"person_in_charge": "Lý Văn Sơn", "tags": ["của Nông Thị Hoa"]},
        reason="Bà Nông Thị Hoa nghỉ",
    )


def made_anonymous(*rows: Event) -> Event:
    batch = uuid4()
    changed = [row for row in rows if rewritten(row, anonymous)]
    redactions = redact(changed, batch=batch)
    return record_change(
        by=None, verb=REDACTING, batch=batch, after={"redactions": redactions}, subject_text="x"
    )


def test_the_texts_go_and_the_log_still_verifies(row):
    digest = row.digest
    seal_log()
    made_anonymous(row)
    held = Event.objects.get(pk=row.pk)
    assert (held.subject_text, held.before, held.after, held.reason) == (
        "Gương bà (đã ẩn danh)",
        {"person_in_charge": "(đã ẩn danh)", "n": 3},
        {"person_in_charge": "Lý Văn Sơn", "tags": ["của (đã ẩn danh)"]},
        "Bà (đã ẩn danh) nghỉ",
    )
    assert (held.digest, held.salt) == (digest, None)
    assert verify_log() is None


def test_twice_over_the_same_row(row):
    made_anonymous(row)
    held = Event.objects.get(pk=row.pk)
    rewritten(held, lambda text: text.replace("Lý Văn Sơn", "(đã ẩn danh)"))
    batch = uuid4()
    record_change(
        by=None,
        verb=REDACTING,
        batch=batch,
        subject_text="x",
        after={"redactions": redact([held], batch=batch)},
    )
    assert verify_log() is None
    assert Redaction.objects.count() == 2


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET actor_name = 'Người khác', salt = NULL",
        "UPDATE audit_event SET verb = 'register'",
        "UPDATE audit_event SET unit_id = 7",
        "UPDATE audit_redaction SET new_digest = old_digest",
        "DELETE FROM audit_redaction",
    ],
)
def test_what_no_redaction_announced_is_refused(row, sql):
    other = record_change(by=None, verb="edit", subject_text="bà Nông Thị Hoa")
    made_anonymous(other)
    with pytest.raises(DatabaseError, match="Nhật ký chỉ được ghi thêm"), transaction.atomic():
        connection.cursor().execute(sql)
    assert verify_log() is None


def test_a_redaction_that_no_row_of_the_log_accounts_for_is_found(row):
    """Whoever may write to the database announces a change of his own: the verification names the batch."""
    batch = uuid4()
    row.subject_text = "Ông khác"
    redact([row], batch=batch)
    assert verify_log().sentence == f"Lần ẩn danh {batch} không khớp với dòng nhật ký ghi về nó."


def test_a_row_rewritten_again_after_its_redaction_is_named(row):
    made_anonymous(row)
    connection.cursor().execute(
        "UPDATE audit_event SET subject_text = 'Ông khác', salt = NULL WHERE id = %s", [row.id]
    )
    assert verify_log().row == row.id


def test_rows_from_before_units_and_salts_keep_their_digest(row):
    old = Event(verb="register", subject_text="cũ", at=row.at, door="form", actor_name="Hoa")
    old.digest = digest_of(old)
    old.save()
    assert (old.unit_id, old.salt, verify_log()) == (None, None, None)
    for statement in unprotect_statements(connection.vendor):
        connection.cursor().execute(statement)
    connection.cursor().execute("UPDATE audit_event SET unit_id = 7 WHERE id = %s", [old.id])
    assert verify_log().row == old.id


@pytest.mark.django_db(transaction=True)
def test_the_migration_runs_back_and_forward(row):
    from django.core.management import call_command

    importlib.import_module("audit.migrations.0004_units_salts_redactions")
    call_command("migrate", "audit", "0003", verbosity=0)
    call_command("migrate", "audit", verbosity=0)
    held = Event.objects.get(pk=row.pk)
    assert (held.subject_text, held.salt) == ("Gương bà Nông Thị Hoa", None)
    with pytest.raises(DatabaseError, match="Nhật ký chỉ được ghi thêm"), transaction.atomic():
        connection.cursor().execute("UPDATE audit_event SET verb = 'x'")


@pytest.mark.parametrize("sql", ["UPDATE audit_event SET unit_id = 8", "UPDATE audit_event SET salt = 'ff'"])
def test_a_row_moved_to_another_unit_or_salted_anew_is_named(row, sql):
    for statement in unprotect_statements(connection.vendor):
        connection.cursor().execute(statement)
    assert verify_log() is None
    connection.cursor().execute(sql)
    assert verify_log().row == row.id


@pytest.mark.parametrize(
    "change",
    [
        "verb = 'register'",
        "unit_id = 7",
        "actor_id = NULL, door = 'api'",
        "digest = 'x'",
        "subject_id = 9",
        "salt = 'ff'",
    ],
)
def test_an_announced_row_keeps_who_did_what_where(row, change):
    """Once announced, a row's texts may go; nothing else of it moves, and no salt comes back."""
    made_anonymous(row)
    with pytest.raises(DatabaseError, match="Nhật ký chỉ được ghi thêm"), transaction.atomic():
        connection.cursor().execute(f"UPDATE audit_event SET {change} WHERE id = %s", [row.id])
    assert verify_log() is None
