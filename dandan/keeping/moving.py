"""From SQLite to PostgreSQL: every row of every table, proved equal on both sides before it counts."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import environ
from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from psycopg2.extras import execute_values

from audit.append_only import TABLES as LOG
from audit.errors import DomainError
from audit.recording import event
from dandan.keeping.manifest import LEFT_EMPTY, facts_of
from dandan.keeping.restore import WORK

HERE, THERE = "default", "move_target"
_AT_ONCE = 2000


@dataclass(frozen=True)
class Moved:
    """Rows by table, and one digest over all of them that both sides gave."""

    rows: dict[str, int]
    digest: str


def move(*, url: str, tell: Callable[[str], None] = lambda line: None) -> Moved:
    """Copies this SQLite database into the empty PostgreSQL database of the address. Nobody writes here meanwhile; this
    database stays as it is, the other holds everything or nothing. Raises DomainError."""
    _know(url)
    try:
        _refuse_unfit()
        tell(_("Tạo cấu trúc ở cơ sở dữ liệu mới …"))
        call_command("migrate", database=THERE, verbosity=0, interactive=False)
        with transaction.atomic(using=HERE), transaction.atomic(using=THERE):
            return _move(tell)
    except DatabaseError as error:
        raise DomainError(
            _("Không chuyển được, hai bên vẫn như cũ: %(words)s") % {"words": str(error).strip()}
        ) from error
    finally:
        connections[THERE].close()
        del connections[THERE]
        del connections.databases[THERE]


def _indexes(tables: set[str]) -> set[str]:
    """SQLite's full-text indexes: made of rows that are moved, and PostgreSQL keeps its own."""
    with connections[HERE].cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")
        virtual = {name for (name,) in cursor.fetchall()}
    return {
        table for table in tables if table in virtual or any(table.startswith(f"{name}_") for name in virtual)
    }


def _know(url: str) -> None:
    if not url.startswith(("postgres://", "postgresql://")):
        raise DomainError(_("Chỉ chuyển được sang PostgreSQL (postgres://…)."))
    there = environ.Env.db_url_config(url)
    if connections[HERE].vendor != "sqlite":
        raise DomainError(_("Cơ sở dữ liệu ở đây đã là PostgreSQL; hãy dùng backup và restore."))
    connections.databases[THERE] = connections.configure_settings({HERE: {}, THERE: there})[THERE]


def _refuse_unfit() -> None:
    executor = MigrationExecutor(connections[HERE])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise DomainError(_("Cơ sở dữ liệu ở đây chưa cập nhật cấu trúc; chạy migrate trước."))
    strangers = (
        {table for table, n in _facts(HERE).rows.items() if n} - set(_models()) - {"django_migrations"}
    )
    strangers -= _indexes(strangers)
    if strangers:
        raise DomainError(
            _("Có bảng lạ không chuyển được: %(tables)s.") % {"tables": ", ".join(sorted(strangers))}
        )
    held = _facts(THERE).rows
    if any(held.get(table) for table in WORK):
        raise DomainError(_("Cơ sở dữ liệu mới đang có dữ liệu; hãy chuyển vào một cơ sở dữ liệu trống."))


def _move(tell: Callable[[str], None]) -> Moved:
    moving = {table: model for table, model in _models().items() if table not in LEFT_EMPTY}
    with connections[THERE].cursor() as cursor:
        # What migrations and their signals filled in: kinds of records and permissions, with numbers of their own.
        for table in set(moving) - set(LOG):
            cursor.execute(f'DELETE FROM "{table}"')
        for table, model in moving.items():
            tell(_("Chuyển bảng %(table)s …") % {"table": table})
            _copy(model, cursor)
        for statement in connections[THERE].ops.sequence_reset_sql(no_style(), list(moving.values())):
            cursor.execute(statement)
    tell(_("So sánh hai bên …"))
    rows, whole = {}, hashlib.sha256()
    for table, model in sorted(moving.items()):
        here, there = digest(model, HERE), digest(model, THERE)
        if here != there:
            raise DomainError(
                _("Bảng %(table)s hai bên không bằng nhau (%(here)d và %(there)d dòng): bỏ, không chuyển.")
                % {"table": table, "here": here[0], "there": there[0]}
            )
        rows[table] = here[0]
        whole.update(f"{table}:{here}\n".encode())
    moved = Moved(rows, whole.hexdigest())
    event(
        by=None, verb="move", subject_text="SQLite → PostgreSQL",
        after={"sha256": moved.digest, "rows": sum(rows.values())},
    ).save(using=THERE)  # fmt: skip
    return moved


def digest(model: type[models.Model], using: str) -> tuple[int, str]:
    """The number of rows and a SHA-256 that is the same whatever order they come in: databases sort text differently."""
    total, count = 0, 0
    for row in _rows(model, using):
        text = json.dumps([_plain(value) for value in row], ensure_ascii=False, sort_keys=True, default=str)
        total = (total + int.from_bytes(hashlib.sha256(text.encode()).digest())) % 2**256
        count += 1
    return count, f"{total:064x}"


def _plain(value):
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Decimal):
        return str(value.normalize())
    return bytes(value).hex() if isinstance(value, (bytes, memoryview)) else value


def _copy(model: type[models.Model], cursor) -> None:
    fields = _fields(model)
    names = ", ".join(f'"{field.column}"' for field in fields)
    prepare = [field.get_db_prep_save for field in fields]
    there = connections[THERE]
    batch = []

    def write() -> None:
        try:
            execute_values(
                cursor.cursor,
                f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES %s',
                batch,
                page_size=_AT_ONCE,
            )
        except ValueError as error:  # a NUL character, which only SQLite keeps
            raise DomainError(
                _("Bảng %(table)s có ký tự mà PostgreSQL không nhận.") % {"table": model._meta.db_table}
            ) from error
        batch.clear()

    for row in _rows(model, HERE):
        batch.append([deed(value, connection=there) for deed, value in zip(prepare, row, strict=True)])
        if len(batch) == _AT_ONCE:
            write()
    if batch:
        write()


def _rows(model: type[models.Model], using: str) -> Iterator[tuple]:
    names = [field.attname for field in _fields(model)]
    return model._base_manager.using(using).order_by("pk").values_list(*names).iterator(chunk_size=_AT_ONCE)


def _fields(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def _models() -> dict[str, type[models.Model]]:
    """Every table that a model stands for, those between two models too."""
    held = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model for model in held if model._meta.managed and not model._meta.proxy}


def _facts(using: str):
    with connections[using].cursor() as cursor:
        return facts_of(cursor, connections[using].vendor)
