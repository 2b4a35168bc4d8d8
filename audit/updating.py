"""Columns of many rows stored at once, each row its own values: one statement on PostgreSQL, executemany on SQLite.

`bulk_update` writes a CASE with a branch for each row and column, which costs an import as much as inserting the rows."""

from collections.abc import Sequence

from django.db import connections, models, router

from audit.inserting import FEW, column_values


def update_many(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Stores the named fields of rows of one model that are in the database. Call it inside a transaction; raises what
    `bulk_update` raises, and sends no signals either."""
    rows = list(rows)
    if len(rows) < FEW:
        if rows:
            type(rows[0])._default_manager.bulk_update(rows, names)
        return
    model = type(rows[0])
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    fields = [model._meta.get_field(name) for name in names]
    made = [column_values(field, rows, connection) for field in [*fields, model._meta.pk]]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            columns = ", ".join(f"{quote(field.column)} = given.v{at}" for at, field in enumerate(fields))
            # The type of a key's column, not of the counter that fills it.
            kinds = [field.rel_db_type(connection) if field.primary_key else field.db_type(connection)
                     for field in [*fields, model._meta.pk]]
            lists = ", ".join(f"%s::{kind}[]" for kind in kinds)
            given = ", ".join([*(f"v{at}" for at in range(len(fields))), "pk"])
            table, pk = quote(model._meta.db_table), quote(model._meta.pk.column)
            cursor.execute(
                f"UPDATE {table} SET {columns} FROM unnest({lists}) AS given({given}) WHERE {table}.{pk} = given.pk", made
            )
            return
        columns = ", ".join(f"{quote(field.column)} = %s" for field in fields)
        statement = f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {quote(model._meta.pk.column)} = %s"
        cursor.executemany(statement, zip(*made, strict=True))
