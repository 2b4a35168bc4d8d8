"""The database itself refuses to change or remove a row of the log.

Put in place after every migration and not in one: SQLite drops a table's triggers whenever a migration remakes it."""

from django.db import connections

TABLES = ("audit_event", "audit_seal", "audit_redaction")
# What a row keeps for ever, whoever is made anonymous in it.
_KEPT = [
    "id",
    "at",
    "actor_id",
    "verb",
    "subject_type",
    "subject_id",
    "door",
    "address",
    "batch",
    "unit_id",
    "digest",
]
REWRITING = "audit_rewrite(bigint, text, text, text, jsonb, jsonb)"
"""The function that redaction goes through on PostgreSQL, with its signature."""
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
        if connection.vendor == "postgresql" and "audit_redaction" in present:
            cursor.execute("SELECT quote_ident(current_schema())")
            for statement in _rewriting(cursor.fetchone()[0]):
                cursor.execute(statement)


def unprotect_statements(vendor: str) -> list[str]:
    """What takes the triggers away again, for emptying a test database and for nothing else."""
    if vendor == "sqlite":
        return [
            f"DROP TRIGGER IF EXISTS {table}_no_{deed}"
            for table in TABLES
            for deed in ("update", "delete", "replace")
        ]
    return [f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}" for table in TABLES] + [
        f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}" for table in TABLES
    ]


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [part for deed in ("update", "delete") for part in _sqlite(table, deed)] + _no_replace(table)
    deed = "audit_refuse_unannounced" if table == "audit_event" else "audit_refuse"
    return [
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
        "CREATE OR REPLACE FUNCTION audit_refuse_unannounced() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN IF TG_OP = 'UPDATE' AND ({_announced('IS NOT DISTINCT FROM')}) THEN RETURN NEW; END IF;"
        f" RAISE EXCEPTION '{_REFUSAL}'; END $$",
        f"CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {deed}()",
        f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
    ]


def _rewriting(schema: str) -> list[str]:
    """The one way by which a role that may not UPDATE the log makes a row of it anonymous: the function runs with its
    owner's rights, and the trigger above still asks for the announcement."""
    return [
        f"CREATE OR REPLACE FUNCTION {REWRITING} RETURNS void LANGUAGE plpgsql SECURITY DEFINER"
        f" SET search_path = {schema}, pg_temp AS"
        " $$ BEGIN UPDATE audit_event SET actor_name = $2, subject_text = $3, reason = $4, before = $5, after = $6,"
        " salt = NULL WHERE id = $1; END $$",
        f"REVOKE ALL ON FUNCTION {REWRITING} FROM PUBLIC",
    ]


def _sqlite(table: str, deed: str) -> list[str]:
    unless = f" WHEN NOT ({_announced('IS')})" if (table, deed) == ("audit_event", "update") else ""
    # Made anew each time: an earlier release may have left another one of this name.
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_{deed}",
        f"CREATE TRIGGER {table}_no_{deed} BEFORE {deed.upper()} ON {table}{unless}"
        f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    ]


def _no_replace(table: str) -> list[str]:
    """INSERT OR REPLACE puts a row in the place of another, and SQLite asks no trigger about the one that goes
    (sqlite.org/lang_conflict.html)."""
    same = " OR last_id = NEW.last_id" if table == "audit_seal" else ""
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_replace",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}"
        f" WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id{same})"
        f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    ]


def _announced(same: str) -> str:
    """True for a row whose anonymising was written down first, and that keeps all else."""
    kept = " AND ".join(f"NEW.{name} {same} OLD.{name}" for name in _KEPT)
    return (
        "EXISTS (SELECT 1 FROM audit_redaction r WHERE r.event_id = OLD.id AND r.old_digest = OLD.digest)"
        f" AND NEW.salt IS NULL AND {kept}"
    )
