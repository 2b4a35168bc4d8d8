"""The log is added to and never changed: the database itself says no."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from audit.append_only import unprotect_statements
from audit.models import Event, Seal
from audit.recording import event, record_change, record_changes
from audit.sealing import seal_log, verify_log

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    return record_change(by=None, verb="sign_in", subject_text="chi.hoa", after={"tên": "Hoa", "số": 3})


def tampered_with(sql: str, *parameters) -> None:
    """Does what somebody holding the database's own account could do."""
    with connection.cursor() as cursor:
        for statement in unprotect_statements(connection.vendor):
            cursor.execute(statement)
        cursor.execute(sql, parameters)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET actor_name = 'Người khác'",
        "UPDATE audit_event SET reason = reason",
        "DELETE FROM audit_event",
        "UPDATE audit_seal SET rows = 0",
        "DELETE FROM audit_seal",
    ],
)
def test_the_database_refuses_to_change_or_remove_a_row(row, sql):
    seal_log()
    with pytest.raises(DatabaseError, match="Nhật ký chỉ được ghi thêm"), transaction.atomic():
        connection.cursor().execute(sql)
    assert Event.objects.get() == row
    assert verify_log() is None


# Every way a database has of putting a row in the place of another, or of emptying a table.
_REPLACING = {
    "sqlite": [
        "INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event",
        "REPLACE INTO audit_event SELECT * FROM audit_event",
        "UPDATE OR REPLACE audit_event SET actor_name = 'Người khác'",
        "INSERT OR REPLACE INTO audit_seal SELECT * FROM audit_seal",
        "INSERT OR REPLACE INTO audit_seal SELECT id + 1, sealed_at, first_id, last_id, 0, digest FROM audit_seal",
    ],
    "postgresql": [
        "INSERT INTO audit_event SELECT * FROM audit_event ON CONFLICT (id) DO UPDATE SET actor_name = 'Người khác'",
        "TRUNCATE audit_event CASCADE",
        "TRUNCATE audit_seal",
    ],
}


def test_no_row_is_put_in_the_place_of_another(row):
    seal_log()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # rows just written may not be truncated at all
        for statement in _REPLACING[connection.vendor]:
            with pytest.raises(DatabaseError, match="Nhật ký chỉ được ghi thêm"), transaction.atomic():
                cursor.execute(statement)
    assert (Event.objects.get(), Seal.objects.count(), verify_log()) == (row, 1, None)


def test_a_row_read_back_has_the_fingerprint_it_was_written_with(row):
    record_changes(
        [event(by=None, verb="register", subject=row, before={"a": None}, after={"a": "đ"}) for _ in range(3)]
    )
    assert verify_log() is None
    assert Event.objects.exclude(digest="").count() == 4


def test_a_changed_row_is_named(row):
    record_change(by=None, verb="sign_in", subject_text="anh.son")
    tampered_with("UPDATE audit_event SET actor_name = 'Người khác' WHERE id = %s", row.id)
    finding = verify_log()
    assert (finding.row, finding.sentence) == (row.id, f"Dòng {row.id} (sign_in, chi.hoa) đã bị sửa.")


OTHER = {
    "at": datetime(2020, 1, 1, tzinfo=UTC), "actor_id": 1, "actor_name": "Người khác", "verb": "edit",
    "subject_type": "units.unit", "subject_id": 7, "subject_text": "anh.son", "before": {"tên": "Lan"},
    "after": {"tên": "Hoa", "số": 4}, "reason": "x", "door": "api", "address": "10.0.0.1", "batch": UUID(int=1),
    "unit_id": 7, "salt": "0" * 16, "digest": "0" * 64,
}  # fmt: skip
"""For each column of the log a value that was not written."""


@pytest.mark.parametrize("column", sorted({f.attname for f in Event._meta.fields} - {"id"}))
def test_whatever_is_changed_in_a_row_is_found(row, column):
    User.objects.create(pk=1, username="ai.do")
    tampered_with("SELECT 1")
    Event.objects.filter(pk=row.pk).update(**{column: OTHER[column]})
    assert verify_log().row == row.id


def test_a_removed_row_breaks_the_seal_over_it(row):
    for name in ("anh.son", "ba.lan"):
        record_change(by=None, verb="sign_in", subject_text=name)
    seal = seal_log()
    assert (seal.first_id, seal.last_id, seal.rows) == (row.id, row.id + 2, 3)
    tampered_with("DELETE FROM audit_event WHERE id = %s", row.id + 1)
    assert verify_log().sentence == (
        f"Các dòng từ {row.id} đến {row.id + 2} không còn như lúc niêm: lúc niêm 3 dòng, nay 2 dòng."
    )


def test_each_seal_binds_the_one_before(row):
    first = seal_log()
    assert seal_log() is None
    record_change(by=None, verb="sign_in", subject_text="anh.son")
    second = seal_log()
    assert verify_log() is None
    tampered_with("UPDATE audit_seal SET digest = %s WHERE id = %s", "0" * 64, first.id)
    assert verify_log().sentence.startswith(f"Các dòng từ {first.first_id} đến {first.last_id}")
    assert Seal.objects.count() == 2
    assert second.first_id == row.id + 1
