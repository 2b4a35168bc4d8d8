"""Every migration of the product's own apps, undone one after the other on filled tables and made again.

Run in a process and on a database of its own: python -m tests.dandan.keeping_deeds walk_migrations"""

import hashlib
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor

Told = dict[str, tuple[int, dict[str, str]]]
"""Rows of each table, and a hash of each of its columns."""
NOT_OURS = ("django_", "auth_permission", "models_registry_search", "sqlite_")
"""Tables that migrations themselves keep, or that are an index of others."""


def told() -> Told:
    found = {}
    with connection.cursor() as cursor:
        names = [info.name for info in connection.introspection.get_table_list(cursor) if info.type == "t"]
        for table in sorted(name for name in names if not name.startswith(NOT_OURS)):
            columns = [c.name for c in connection.introspection.get_table_description(cursor, table)]
            listed = ", ".join(f'"{column}"' for column in columns)
            cursor.execute(f'SELECT {listed} FROM "{table}" ORDER BY "{columns[0]}"')
            rows = cursor.fetchall()
            found[table] = (len(rows), {
                column: hashlib.sha256("\n".join(repr(row[at]) for row in rows).encode()).hexdigest()
                for at, column in enumerate(columns)
            })  # fmt: skip
    return found


def lost(before: Told, after: Told) -> list[str]:
    """What tables and columns that stand on both sides no longer hold."""
    found = []
    for table in sorted((set(before) & set(after)) - {"units_edition"}):  # another word after every migration
        (rows, columns), (rows_now, columns_now) = before[table], after[table]
        if rows != rows_now:
            found.append(f"{table}: {rows} → {rows_now} rows")
            continue
        found += [
            f"{table}.{c}" for c in sorted(set(columns) & set(columns_now)) if columns[c] != columns_now[c]
        ]
    return found


def own_labels() -> set[str]:
    return {
        config.label
        for config in apps.get_app_configs()
        if Path(config.path).parent == Path(settings.BASE_DIR)
    }


def own_migrations() -> list[Migration]:
    """In the order in which a new database gets them."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    return [migration for migration, _ in plan if migration.app_label in own_labels()]


def undoable() -> list[Migration]:
    """Those that do not make an app's first tables, the last one first. Undoing a first one is dropping the app."""
    return [one for one in reversed(own_migrations()) if _before(one)]


def walk() -> list[str]:
    """Goes back step by step and forward again; what was lost, and where. Rows of a table that did not stand before go
    with it, and so do the values of a column; everything else must be there at each step and at the end."""
    faults, top = [], told()
    before = top
    for one in undoable():
        _go((one.app_label, _before(one)))
        after = told()
        faults += [f"back from {one}: {what}" for what in lost(before, after)]
        before = after
    bottom = before
    for one in own_migrations():
        _go((one.app_label, one.name))
        after = told()
        faults += [f"forward to {one}: {what}" for what in lost(before, after)]
        before = after
    call_command("migrate", verbosity=0)
    end = told()
    kept = {
        t: (rows, {c: v for c, v in columns.items() if c in bottom[t][1]})
        for t, (rows, columns) in top.items()
        if t in bottom
    }
    faults += [f"there and back: {what}" for what in lost(kept, end)]
    faults += [f"there and back: {table} is gone" for table in sorted(set(top) - set(end))]
    return faults


def walk_back() -> None:
    """As far back as one can go without dropping an app."""
    for one in undoable():
        _go((one.app_label, _before(one)))


def _before(one: Migration) -> str:
    """The migration of the same app that it stands on, "" for the first."""
    return next((name for app, name in one.dependencies if app == one.app_label), "")


def _go(target: tuple[str, str]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([target])
