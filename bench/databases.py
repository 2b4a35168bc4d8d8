"""Scratch databases: made for one run, dropped after it; never the one a person works in."""

import os
import subprocess
import tempfile
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOCAL_SERVER = "postgres://postgres@127.0.0.1:5432/postgres"


@contextmanager
def sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="dandan-bench-") as folder:
        yield f"sqlite:///{Path(folder) / 'bench.sqlite3'}"


@contextmanager
def postgresql(server: str) -> Iterator[str]:
    """A new database on the server of this address; the database that the address names is not touched."""
    import psycopg2

    name = f"dandan_bench_{os.getpid()}"
    parts = urllib.parse.urlsplit(server)
    with _autocommit(psycopg2.connect(_at(parts, "postgres"))) as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield _at(parts, name)
    finally:
        with _autocommit(psycopg2.connect(_at(parts, "postgres"))) as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def postgresql_server() -> str | None:
    """The server to measure on: DATABASE_URL's where that is PostgreSQL, else the local one where it answers."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres://", "postgresql://")):
        return given
    import psycopg2

    with suppress(psycopg2.OperationalError):
        psycopg2.connect(LOCAL_SERVER, connect_timeout=2).close()
        return LOCAL_SERVER
    return None


@contextmanager
def _autocommit(connection):
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def _at(parts: urllib.parse.SplitResult, name: str) -> str:
    return urllib.parse.urlunsplit(parts._replace(scheme="postgresql", path=f"/{name}"))


def environment(url: str) -> dict[str, str]:
    unlimited = dict.fromkeys(("LIMIT_API", "LIMIT_EXPORTS", "LIMIT_ROLLUPS", "LIMIT_SEARCHES"), "")
    return (
        os.environ
        | unlimited
        | {"DATABASE_URL": url, "LOCAL": "1", "DJANGO_SETTINGS_MODULE": "dandan.settings"}
    )


def started(*command: str, url: str) -> subprocess.Popen:
    """A process working on the scratch database, its lines readable as they come."""
    return subprocess.Popen(command, env=environment(url), text=True, stdout=subprocess.PIPE)
