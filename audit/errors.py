"""How a deed refuses, and how a deed without room for it is told."""

import errno
import sqlite3

from django.core.exceptions import BadRequest

_FULL_SQLITE = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE}
_FULL_SYSTEM = {errno.ENOSPC, errno.EDQUOT}
_FULL_POSTGRESQL = "53100"


class DomainError(Exception):
    """A rule of the register was broken. The sentence, in the office's words, says what and what to do.

    `field` names the form field it concerns, "" where it concerns the whole.
    """

    def __init__(self, sentence: str, *, field: str = ""):
        super().__init__(str(sentence))
        self.sentence = str(sentence)
        self.field = field


class Overtaken(DomainError):
    """Somebody else changed the record since the person opened it; `current` is the record as it now is."""

    def __init__(self, sentence: str, current):
        super().__init__(sentence)
        self.current = current


class DomainErrors(DomainError):
    """Several refusals at once, so that a person mends them in one go."""

    def __init__(self, errors: list[DomainError]):
        super().__init__(" ".join(e.sentence for e in errors), field=errors[0].field)
        self.errors = errors


class WrongAddress(BadRequest):
    """A part of an address that a page cannot read. The sentence says to the person how it is written; what other requests
    that make no sense say is Django's own and shown to nobody."""


def is_for_want_of_room(exception: BaseException) -> bool:
    """Whether the disk was full: the system's word for it, SQLite's or PostgreSQL's, however it was passed on."""
    cause = exception.__cause__ or exception
    return (
        getattr(cause, "errno", None) in _FULL_SYSTEM
        or getattr(cause, "sqlite_errorcode", None) in _FULL_SQLITE
        or getattr(cause, "pgcode", None) == _FULL_POSTGRESQL
    )
