"""A word that stands for the units as they are: another one after every change, whoever made it.

Every process keeps the units it has read (units/atlas.py) for as long as the word is the same. The database itself
changes it, by triggers, in the transaction that changes a unit: no deed can forget to, a change taken back takes its
word back with it, and a random word never comes twice. Put in place after every migration and not in one: SQLite
drops a table's triggers whenever a migration remakes it."""

from django.db import connection, connections

WATCHED = ("units_unit", "units_unitname", "units_succession", "units_geography", "units_placement")
"""The tables the kept units are read from."""
_WORD = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()::text"}


def edition() -> str:
    """The word of this moment, as the open transaction sees it; one query of one row."""
    with connection.cursor() as cursor:
        word = _held(cursor)
        if word is None:
            # After a restore: a copy carries none.
            for statement in _renewal(connection.vendor):
                cursor.execute(statement)
            word = _held(cursor)
    return word


def watch_units(sender=None, using: str = "default", **kwargs) -> None:
    """Puts the triggers in place and gives a new word: what migrations did, no trigger has seen. Safe to call again."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    if not present.issuperset((*WATCHED, "units_edition")):
        return
    triggers = _sqlite if connection.vendor == "sqlite" else _postgresql
    with connection.cursor() as cursor:
        for statement in (*triggers(), *_renewal(connection.vendor)):
            cursor.execute(statement)


def _held(cursor) -> str | None:
    cursor.execute("SELECT token FROM units_edition")
    row = cursor.fetchone()
    return row and row[0]


def _renewal(vendor: str) -> list[str]:
    """Two statements instead of one that resolves a conflict: in a trigger of SQLite the outer statement's own way of
    resolving conflicts would hold."""
    word = _WORD[vendor]
    return [
        f"UPDATE units_edition SET token = {word}",
        f"INSERT INTO units_edition (id, token) SELECT 1, {word} WHERE NOT EXISTS (SELECT 1 FROM units_edition)",
    ]


def _sqlite() -> list[str]:
    body = "; ".join(_renewal("sqlite"))
    return [
        statement
        for table in WATCHED
        for deed in ("insert", "update", "delete")
        for statement in (
            f"DROP TRIGGER IF EXISTS {table}_edition_{deed}",
            f"CREATE TRIGGER {table}_edition_{deed} AFTER {deed.upper()} ON {table} BEGIN {body}; END",
        )
    ]


def _postgresql() -> list[str]:
    body = "; ".join(_renewal("postgresql"))
    return [
        "CREATE OR REPLACE FUNCTION units_new_edition() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {body}; RETURN NULL; END $$"
    ] + [
        f"CREATE OR REPLACE TRIGGER {table}_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION units_new_edition()"
        for table in WATCHED
    ]
