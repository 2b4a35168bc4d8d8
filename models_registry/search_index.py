"""The index behind search: trigrams on PostgreSQL, full text on SQLite, over the same folded column.

Made after every migration and not in one: SQLite drops a table's triggers whenever a migration remakes the table,
and search would then go stale without a word."""

from django.db import connections

_SQLITE = """
CREATE VIRTUAL TABLE IF NOT EXISTS models_registry_search
  USING fts5(search_text, content='models_registry_registration', content_rowid='id', tokenize='unicode61');
CREATE TRIGGER IF NOT EXISTS models_registry_search_add AFTER INSERT ON models_registry_registration BEGIN
  INSERT INTO models_registry_search(rowid, search_text) VALUES (new.id, new.search_text);
END;
CREATE TRIGGER IF NOT EXISTS models_registry_search_drop AFTER DELETE ON models_registry_registration BEGIN
  INSERT INTO models_registry_search(models_registry_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
END;
CREATE TRIGGER IF NOT EXISTS models_registry_search_change AFTER UPDATE OF search_text ON models_registry_registration BEGIN
  INSERT INTO models_registry_search(models_registry_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
  INSERT INTO models_registry_search(rowid, search_text) VALUES (new.id, new.search_text);
END;
"""
_POSTGRESQL = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX IF NOT EXISTS registration_search ON models_registry_registration USING gin (search_text gin_trgm_ops);
"""


def ensure_search_index(sender=None, using: str = "default", **kwargs) -> None:
    """Makes what is missing of the index, and fills it when its triggers had been lost. Safe to call again."""
    connection = connections[using]
    if "models_registry_registration" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL)
            return
        cursor.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'models_registry_search_%'"
        )
        complete = cursor.fetchone()[0] == 3
        if not complete:
            for statement in _statements(_SQLITE):
                cursor.execute(statement)
            cursor.execute("INSERT INTO models_registry_search(models_registry_search) VALUES ('rebuild')")


def _statements(script: str) -> list[str]:
    """The script's statements; those between BEGIN and END stay together."""
    parts, held = [], ""
    for line in script.strip().splitlines():
        held += line + "\n"
        if line.endswith(";") and ("BEGIN" not in held or line.startswith("END")):
            parts.append(held)
            held = ""
    return parts
