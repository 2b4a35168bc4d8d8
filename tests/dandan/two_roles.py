"""A product on PostgreSQL as a server should have it: one role owns the tables, another serves."""

import uuid
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from tests.dandan.scratch import Product, succeeded


class GuardedProduct(Product):
    """Real roles of the server, made for one test; `manage` and `do` work as the one of `working_as`."""

    def __init__(self, folder: Path):
        super().__init__(folder, "postgresql")
        letters = uuid.uuid4().hex[:8]
        self.owner, self.application = f"keep_owner_{letters}", f"keep_app_{letters}"
        for role in (self.owner, self.application):
            self._on_server(f"CREATE ROLE {role} LOGIN PASSWORD 'x'")
        self._on_server(f"ALTER DATABASE {self._name} OWNER TO {self.owner}")
        self.working_as(self.owner)

    def working_as(self, role: str) -> None:
        parts = urlsplit(self._at(self._name))
        host = parts.netloc.rpartition("@")[2]
        self.url = urlunsplit(parts._replace(netloc=f"{role}:x@{host}"))

    def grant(self) -> str:
        return succeeded(self.manage("grant_application_role", self.application))

    def refusal(self, statement: str) -> str:
        """What PostgreSQL says to the statement, "" where it obeys."""
        with closing(psycopg2.connect(self.url)) as connection, connection.cursor() as cursor:
            try:
                cursor.execute(statement)
            except psycopg2.Error as refused:
                return type(refused).__name__
            finally:
                connection.rollback()
        return ""

    def drop(self) -> None:
        super().drop()
        for role in (self.owner, self.application):
            self._on_server(f"DROP ROLE IF EXISTS {role}")
