"""The database itself refuses to change or remove a row of the log.

Put in place after every migration and not in one: SQLite drops a table's triggers whenever a migration remakes it."""

from django.db import connections

TABLES = ("audit_event", "audit_seal")
_REFUSAL = "Nhật ký chỉ được ghi thêm: không sửa, không xóa."


def protect_log(sender=None, using: str = "default", **kwargs) -> None:
    """Puts the triggers in place; safe to call again."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in TABLES:
            if table in present:
                for statement in _statements(connection.vendor, table):
                    cursor.execute(statement)


def unprotect_statements(vendor: str) -> list[str]:
    """What takes the triggers away again, for emptying a test database and for nothing else."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {table}_no_{deed}" for table in TABLES for deed in ("update", "delete")]
    return [f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}" for table in TABLES] + [
        f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}" for table in TABLES
    ]


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{deed} BEFORE {deed.upper()} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            for deed in ("update", "delete")
        ]
    return [
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
        f"CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
        f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
    ]
