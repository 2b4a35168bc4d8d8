"""Writing the generated register into an empty scratch database, as fast as the database takes rows."""

import io
from collections.abc import Iterator
from contextlib import suppress

from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from bench.generator import MODEL_COLUMNS, REGISTRATION_COLUMNS, register
from models_registry.models import MobilizationModel, Registration
from models_registry.search_index import ensure_search_index
from units.official import load_official_units

ROWS_A_STEP = 20_000


def fill(rows: int, seed: int) -> None:
    """Structure, all official units and `rows` registrations, with statistics as after a large import."""
    call_command("migrate", verbosity=0, interactive=False)
    load_official_units()
    _drop_search_index()
    with connection.schema_editor() as editor:
        for index in Registration._meta.indexes:
            editor.remove_index(Registration, index)
    models, registrations = MobilizationModel._meta.db_table, Registration._meta.db_table
    _trust_the_generator()
    for models_part, registrations_part in _parts(register(rows, seed)):
        with transaction.atomic():
            _write(models, MODEL_COLUMNS, models_part)
            _write(registrations, REGISTRATION_COLUMNS, registrations_part)
    ensure_search_index()
    with connection.schema_editor() as editor:
        for index in Registration._meta.indexes:
            editor.add_index(Registration, index)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in (models, registrations):
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
                )
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("ANALYZE")


def _parts(register_: Iterator) -> Iterator[tuple[list, list]]:
    models, registrations = [], []
    for model, life in register_:
        models.append(model)
        registrations += life
        if len(registrations) >= ROWS_A_STEP:
            yield models, registrations
            models, registrations = [], []
    yield models, registrations


def _write(table: str, columns: tuple[str, ...], rows: list[tuple]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            text = "".join("\t".join(map(_copied, row)) + "\n" for row in rows)
            cursor.cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", io.StringIO(text))
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


def _trust_the_generator() -> None:
    """No foreign key is looked up row by row where the server lets us say so (its superuser only)."""
    if connection.vendor == "postgresql":
        with suppress(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")


def _copied(value) -> str:
    return "\\N" if value is None else str(value)


def _drop_search_index() -> None:
    """Made again in one go at the end: kept up row by row it would cost more than the rows."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP INDEX IF EXISTS registration_search")
        else:
            for name in ("add", "drop", "change"):
                cursor.execute(f"DROP TRIGGER IF EXISTS models_registry_search_{name}")
