"""The database at one moment, while others go on writing."""

import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient
from django.utils.translation import gettext as _

from audit.errors import DomainError
from dandan.keeping.manifest import LEFT_EMPTY, Facts, facts_of

MEMBER = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}


@dataclass(frozen=True)
class Snapshot:
    """`cursor` reads the moment that `content` holds; `check` is called once the content was read to its end."""

    vendor: str
    server: str
    facts: Facts
    cursor: object
    content: BinaryIO

    def check(self) -> None:
        process = getattr(self.content, "process", None)
        if process is not None and process.wait() != 0:
            raise DomainError(
                _("pg_dump dừng giữa chừng: %(words)s")
                % {"words": self.content.complaint() or process.returncode}
            )


@contextmanager
def snapshot(beside: Path) -> Iterator[Snapshot]:
    """`beside` is a folder with room for a copy of a SQLite file."""
    connection.ensure_connection()
    with _sqlite(beside) if connection.vendor == "sqlite" else _postgresql() as taken:
        yield taken


@contextmanager
def _sqlite(beside: Path) -> Iterator[Snapshot]:
    with tempfile.TemporaryDirectory(prefix=".dandan-sao-luu-", dir=beside) as folder:
        path = Path(folder) / MEMBER["sqlite"]
        with closing(sqlite3.connect(path, isolation_level=None)) as copy:
            # One step: other processes write on into the log meanwhile, and the copy never starts anew.
            connection.connection.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode=DELETE")
            copy.execute("PRAGMA secure_delete=ON")
            held = {row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            for table in held.intersection(LEFT_EMPTY):
                copy.execute(f'DELETE FROM "{table}"')
            faults = copy.execute("PRAGMA quick_check").fetchall()
            if faults != [("ok",)]:
                raise DomainError(
                    _("Cơ sở dữ liệu đang dùng bị hỏng, không sao lưu được: %(words)s")
                    % {"words": faults[0][0]}
                )
            cursor = copy.cursor()
            with path.open("rb") as content:
                yield Snapshot("sqlite", sqlite3.sqlite_version, facts_of(cursor, "sqlite"), cursor, content)


@contextmanager
def _postgresql() -> Iterator[Snapshot]:
    # A connection of its own: the reading transaction stands beside whatever the caller has open.
    with closing(connection.get_new_connection(connection.get_connection_params())) as reading:
        reading.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with reading.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot(), current_setting('server_version'), current_schema()")
            name, server, schema = cursor.fetchone()
            facts = facts_of(cursor, "postgresql")
            left = [f"--exclude-table-data={schema}.{table}" for table in LEFT_EMPTY if table in facts.rows]
            command, environment = client_command(
                "pg_dump", "--format=custom", "--compress=1", "--no-owner", "--no-privileges", "--no-comments",
                f"--snapshot={name}", *left,
            )  # fmt: skip
            with Pouring(command, environment) as content:
                yield Snapshot("postgresql", server, facts, cursor, content)


class Pouring:
    """What a program prints, read like a file; what it complained of, kept for a sentence."""

    def __init__(self, command: list[str], environment: dict[str, str], source: BinaryIO | None = None):
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115  closed with the programme
        try:
            self.process = subprocess.Popen(
                command, env=environment, stdin=source or subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=self._complaints,
            )  # fmt: skip
        except FileNotFoundError as error:
            self._complaints.close()
            raise DomainError(
                _("Máy này chưa có chương trình %(program)s. Cài gói postgresql-client rồi chạy lại.")
                % {"program": command[0]}
            ) from error

    def read(self, size: int = -1) -> bytes:
        return self.process.stdout.read(size)

    def readline(self) -> bytes:
        return self.process.stdout.readline()

    def complaint(self) -> str:
        self._complaints.seek(0)
        return self._complaints.read().decode(errors="replace").strip()

    def __enter__(self) -> "Pouring":
        return self

    def __exit__(self, *exception) -> None:
        self.process.stdout.close()
        self.process.kill()
        self.process.wait()
        self._complaints.close()


def client_command(program: str, *options: str) -> tuple[list[str], dict[str, str]]:
    """The program's command line for this database and its environment; the password stays off the command line."""
    arguments, extra = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, list(options))
    return [program, *arguments[1:]], os.environ | (extra or {})
