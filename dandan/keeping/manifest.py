"""What a backup says of itself: its parts, the versions it was made with, the rows and the log it holds."""

import json
import tomllib
from dataclasses import asdict, dataclass, field
from pathlib import Path

import django
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

FORMAT = 1
PRODUCT = "dandan"
LEFT_EMPTY = ("django_session", "request_limits", "units_edition")
"""Tables whose rows are not kept: a session in a backup would be a way in, and come alive again after it; counters of
requests are of their minute."""


@dataclass(frozen=True)
class Part:
    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Facts:
    """What the database holds, read in one snapshot: rows by table, migrations applied, the head of the log."""

    rows: dict[str, int]
    migrations: list[list[str]]
    last_event: list | None
    last_seal: list | None


@dataclass(frozen=True)
class Manifest:
    made_at: str
    vendor: str
    server: str
    database: str
    facts: Facts
    parts: list[Part]
    absent_files: list[str] = field(default_factory=list)
    """Files that records name and that were not on the disk, or not as they were stored."""
    product_version: str = ""
    django_version: str = django.get_version()
    format: int = FORMAT
    product: str = PRODUCT

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Manifest":
        """Raises ValueError for what is not a manifest of this product and format."""
        try:
            values = json.loads(data)
            if (values["product"], values["format"]) != (PRODUCT, FORMAT):
                raise ValueError("another product or format")
            values["facts"] = Facts(**values["facts"])
            values["parts"] = [Part(**part) for part in values["parts"]]
            return cls(**values)
        except (KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError(str(error)) from error


def product_version() -> str:
    return tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "version"
    ]


def log_is_current(facts: Facts) -> bool:
    """Whether this release can write a row into the log of that database: not before `migrate` where it is older."""
    known = {key for key in MigrationLoader(None).disk_migrations if key[0] == "audit"}
    return known == {(app, name) for app, name in facts.migrations if app == "audit"}


def facts_of(cursor, vendor: str) -> Facts:
    """Read through a cursor of any driver, so that it may look at a snapshot and not at what is written meanwhile."""
    tables = _rows(cursor, _TABLES[vendor])
    counts = {}
    for (table,) in tables:
        counts[table] = 0 if table in LEFT_EMPTY else _rows(cursor, f'SELECT count(*) FROM "{table}"')[0][0]
    migrations = "SELECT app, name FROM django_migrations ORDER BY app, name"
    return Facts(
        rows=counts,
        migrations=[list(row) for row in _rows(cursor, migrations)] if "django_migrations" in counts else [],
        last_event=_last(cursor, counts, "audit_event", "id, digest", "id"),
        last_seal=_last(cursor, counts, "audit_seal", "last_id, digest", "last_id"),
    )


_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename",
}


def _last(cursor, counts: dict[str, int], table: str, columns: str, order: str) -> list | None:
    if not counts.get(table):
        return None
    return list(_rows(cursor, f"SELECT {columns} FROM {table} ORDER BY {order} DESC LIMIT 1")[0])


def _rows(cursor, statement: str) -> list[tuple]:
    cursor.execute(statement)
    return cursor.fetchall()
