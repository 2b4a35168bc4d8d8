"""A product of its own for one test: a database, a folder of files, its commands run as real processes."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from bench.databases import postgresql_server

ROOT = Path(__file__).resolve().parent.parent.parent
REGISTER = ROOT / "tests/data/registers/cao-bang-dirty-2024.xlsx"
IMPORT = ("import_register", str(REGISTER), "--unit", "old-04", "--year", "2024")


class Product:
    def __init__(self, folder: Path, vendor: str, like: "Product | None" = None):
        self.folder, self.vendor = folder, vendor
        folder.mkdir(parents=True)
        if vendor == "sqlite":
            self.url = f"sqlite:///{folder / 'dandan.sqlite3'}"
            if like:
                shutil.copy(like.folder / "dandan.sqlite3", folder)
        else:
            self._server, self._name = postgresql_server(), f"keep_{uuid.uuid4().hex[:12]}"
            self._on_server(f"CREATE DATABASE {self._name}" + (f" TEMPLATE {like._name}" if like else ""))
            self.url = self._at(self._name)
        if like and like.files_folder.exists():
            shutil.copytree(like.files_folder, self.files_folder)

    @property
    def files_folder(self) -> Path:
        return self.folder / "files"

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "DATABASE_URL": self.url, "VAR_DIR": str(self.folder), "LOCAL": "1", "PYTHONUTF8": "1",
            "DJANGO_SETTINGS_MODULE": "dandan.settings",
        }  # fmt: skip

    def manage(self, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess:
        return self._run("manage.py", *map(str, arguments), **environment)

    def do(self, *arguments: str | Path) -> str:
        """A deed of keeping_deeds.py that must succeed; what it printed."""
        return succeeded(self._run("-m", "tests.dandan.keeping_deeds", *map(str, arguments)))

    def start(self, *arguments: str | Path) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, *map(str, arguments)], cwd=ROOT, env=self.environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def rows(self, statement: str) -> list[tuple]:
        with self._connected() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    def write(self, statement: str) -> None:
        with self._connected() as cursor:
            cursor.execute(statement)
            cursor.connection.commit()

    def counts(self) -> dict[str, int]:
        """Rows by what a register is made of, and the log's rows by their verb, once nobody writes any more."""
        tables = {
            "models": "models_registry_mobilizationmodel",
            "registrations": "models_registry_registration",
            "decisions": "recognition_decision",
            "recognitions": "recognition_recognition",
            "imports": "intake_importbatch",
            "attachments": "models_registry_attachment",
        }
        with self._connected() as cursor:
            if self.vendor == "postgresql":
                # A killed writer may still be committing in the server.
                cursor.execute("SELECT pg_advisory_lock(1684106852)")
                cursor.execute(f"LOCK TABLE {', '.join(tables.values())}, audit_event IN SHARE MODE")
            found = {}
            for name, table in tables.items():
                cursor.execute(f"SELECT count(*) FROM {table}")
                found[name] = cursor.fetchone()[0]
            cursor.execute("SELECT verb, count(*) FROM audit_event GROUP BY verb ORDER BY verb")
            return found | {f"log: {verb}": n for verb, n in cursor.fetchall()}

    def files(self) -> dict[str, str]:
        """The SHA-256 of everything in the folder of files by its name, what a restore prepares beside left out."""
        found = sorted(path for path in self.files_folder.rglob("*") if path.is_file())
        names = {path.relative_to(self.files_folder).as_posix(): path for path in found}
        return {
            n: hashlib.sha256(p.read_bytes()).hexdigest()
            for n, p in names.items()
            if not n.startswith(".restoring")
        }

    def drop(self) -> None:
        if self.vendor == "postgresql":
            self._on_server(f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment | environment, text=True, check=False,
            capture_output=True,
        )  # fmt: skip

    @contextmanager
    def _connected(self) -> Iterator:
        opened = (
            sqlite3.connect(self.folder / "dandan.sqlite3")
            if self.vendor == "sqlite"
            else psycopg2.connect(self.url)
        )
        with closing(opened) as connection, closing(connection.cursor()) as cursor:
            yield cursor

    def _at(self, name: str) -> str:
        return urlunsplit(urlsplit(self._server)._replace(scheme="postgresql", path=f"/{name}"))

    def _on_server(self, statement: str) -> None:
        with closing(psycopg2.connect(self._at("postgres"))) as connection:
            connection.autocommit = True
            connection.cursor().execute(statement)


def succeeded(run: subprocess.CompletedProcess) -> str:
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout
