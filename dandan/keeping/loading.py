"""A database put in the place of another in one commit: before it the old one stands, after it the new one.

PostgreSQL: one transaction drops what is there, runs what pg_restore prints, and lets the caller look before it commits.
SQLite: the caller looks at the file beside; then SQLite's own backup writes it into the file in use, in one
transaction, so that processes that hold it open see the new rows instead of writing into a file nobody reads any more."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.errors import DomainError
from dandan.keeping.snapshot import Pouring, client_command

_PATIENCE = 30
"""Seconds to wait for work that others have under way."""
_LOCK = 0x64616E64
_NOT_SQL = (rb"\restrict", rb"\unrestrict", b"SET transaction_timeout")


def load(content: Path, *, mark: str, look: Callable[[], None]) -> None:
    """Puts the content in place of the database in use. `look` runs on the new rows before they count, may add to
    them, and refuses by raising. `mark` is what `holds` answers to afterwards. Raises DomainError."""
    if connection.vendor == "sqlite":
        with _looking_at(content):
            look()
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA user_version = {_number(mark)}")
        _copy_into_use(content)
    else:
        _run_in_one_transaction(content, mark, look)


def refresh_statistics() -> None:
    """A dump carries none, and without them the roll-ups leave their covering index."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")


def holds(mark: str) -> bool:
    """Whether the database in use is the one that was loaded with this mark."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA user_version")
                return cursor.fetchone()[0] == _number(mark)
            # A killed restore may still be committing in the server: its lock says when it is over.
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            cursor.execute("SELECT obj_description(to_regclass('django_migrations'), 'pg_class')")
            return cursor.fetchone()[0] == mark
    except DatabaseError:
        return False


def _number(mark: str) -> int:
    return int(mark[:7], 16) + 1


# --- SQLite ---------------------------------------------------------------------------------------------------


@contextmanager
def _looking_at(path: Path) -> Iterator[None]:
    """Within the block the product's own queries read the file beside."""
    in_use = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        with connection.cursor() as cursor:
            for check in ("PRAGMA integrity_check", "PRAGMA foreign_key_check"):
                cursor.execute(check)
                faults = [row for row in cursor.fetchall() if row != ("ok",)]
                if faults:
                    raise DomainError(
                        _("Cơ sở dữ liệu trong bản sao bị hỏng: %(words)s")
                        % {"words": " ".join(map(str, faults[0]))}
                    )
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = in_use


def _copy_into_use(path: Path) -> None:
    in_use = Path(connection.settings_dict["NAME"])
    in_use.parent.mkdir(parents=True, exist_ok=True)
    if not is_readable(in_use):
        _set_aside(in_use)
    until = time.monotonic() + _PATIENCE

    def wait(status: int, remaining: int, total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > until:
            raise DomainError(_("Đang có người ghi vào cơ sở dữ liệu; hãy dừng máy chủ rồi chạy lại."))

    with (
        closing(sqlite3.connect(path)) as source,
        closing(sqlite3.connect(in_use, timeout=_PATIENCE)) as target,
    ):
        target.execute("PRAGMA journal_mode=WAL")
        target.execute("PRAGMA synchronous=FULL")
        source.backup(target, pages=-1, progress=wait, sleep=0.1)


def is_readable(path: Path) -> bool:
    """Whether the file is a SQLite database, or not there at all."""
    try:
        with closing(sqlite3.connect(path)) as held:
            held.execute("SELECT count(*) FROM sqlite_master")
            return True
    except sqlite3.DatabaseError:
        return False


def _set_aside(path: Path) -> None:
    """A file that SQLite cannot read is kept under another name for those who want to save what is in it."""
    moment = f"{timezone.localtime():%Y%m%d-%H%M%S}"
    for ending in ("-wal", "-shm", ""):
        broken = path.with_name(path.name + ending)
        if broken.exists():
            os.replace(broken, path.with_name(f"{path.name}.hong-{moment}{ending}"))


# --- PostgreSQL -----------------------------------------------------------------------------------------------


def _run_in_one_transaction(content: Path, mark: str, look: Callable[[], None]) -> None:
    command = ["pg_restore", "--file=-", "--no-owner", "--no-privileges", str(content)]
    environment = client_command("pg_restore")[1]
    try:
        with Pouring(command, environment) as script, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            cursor.execute(f"SET LOCAL lock_timeout = '{_PATIENCE}s'")
            _drop_all(cursor)
            _run(script, cursor)
            if script.process.wait() != 0:
                raise DomainError(_("pg_restore dừng giữa chừng: %(words)s") % {"words": script.complaint()})
            cursor.execute("RESET search_path")
            cursor.execute("RESET row_security")
            look()
            cursor.execute("COMMENT ON TABLE django_migrations IS %s", [mark])
    except DatabaseError as error:
        if getattr(error.__cause__, "pgcode", "") == "55P03":  # lock_not_available
            raise DomainError(
                _("Đang có người ghi vào cơ sở dữ liệu; hãy dừng máy chủ rồi chạy lại.")
            ) from error
        raise DomainError(
            _("PostgreSQL không nhận bản sao, cơ sở dữ liệu vẫn như cũ: %(words)s")
            % {"words": str(error).strip()}
        ) from error
    finally:
        # The script sets time-outs and paths for its session.
        connection.close()


def _run(script: Pouring, cursor) -> None:
    """Statements as they come, rows through COPY; what only psql understands is left out."""
    statements: list[bytes] = []
    while line := script.readline():
        if line.startswith(b"COPY ") and line.rstrip().endswith(b"FROM stdin;"):
            _execute(cursor, statements)
            cursor.copy_expert(line.decode().rstrip().rstrip(";"), _Rows(script))
        elif not line.startswith(_NOT_SQL):
            statements.append(line)
    _execute(cursor, statements)


def _execute(cursor, statements: list[bytes]) -> None:
    text = b"".join(statements).decode()
    statements.clear()
    if any(line and not line.startswith("--") for line in text.split("\n")):
        cursor.execute(text)


class _Rows:
    """The lines of one COPY, up to the line that ends them."""

    def __init__(self, script: Pouring):
        self._script, self._over = script, False

    def read(self, size: int = 8192) -> bytes:
        lines, length = [], 0
        while not self._over and length < size:
            line = self._script.readline()
            if line in (b"\\.\n", b""):
                self._over = True
                break
            lines.append(line)
            length += len(line)
        return b"".join(lines)


_OF_NO_EXTENSION = "NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = {oid} AND d.deptype = 'e')"
_RELATIONS = f"""
    SELECT c.oid::regclass::text FROM pg_class c
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = ANY(%s) AND {_OF_NO_EXTENSION.format(oid="c.oid")}
"""
_ROUTINES = f"""
    SELECT p.oid::regprocedure::text FROM pg_proc p
     WHERE p.pronamespace = current_schema()::regnamespace AND {_OF_NO_EXTENSION.format(oid="p.oid")}
"""


def _drop_all(cursor) -> None:
    """Everything in the schema, also what a newer release made and the backup does not know; extensions stay."""
    kinds = {
        "VIEW": ["v"],
        "MATERIALIZED VIEW": ["m"],
        "TABLE": ["r", "p"],
        "SEQUENCE": ["S"],
        "ROUTINE": None,
    }
    for kind, letters in kinds.items():
        # Asked anew each time: most sequences go with the table they serve. All in one statement, so that what stands
        # on another of the same kind goes with it, and a stranger's object that stands on ours refuses.
        cursor.execute(*((_RELATIONS, [letters]) if letters else (_ROUTINES,)))
        names = ", ".join(name for (name,) in cursor.fetchall())
        if names:
            cursor.execute(f"DROP {kind} {names}")
