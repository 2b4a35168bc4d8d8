"""Replacing personal data in rows of the log, lawfully: announced in the log itself, by a deed that names every row.

A row keeps who did what to which record when, its number, and the digest that the seals were made over. Its texts are
replaced, its salt goes, and a `Redaction` says what its content must give from then on. A change that no redaction
announces is still refused by the database and found by a verification."""

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from audit.digest import digest_of
from audit.models import Event, Redaction

REDACTING = "anonymise"
"""The verb of the row of the log that lists a batch of redactions by their hash."""
_TEXTS = ("actor_name", "subject_text", "reason")
_VALUES = ("before", "after")
_TURN = 0x72656461


def rewritten(row: Event, replace: Callable[[str], str], *, actor: bool = True) -> bool:
    """Puts the replaced texts on the row, unsaved; True where any of them changed. The name of who did it stays unless
    `actor`: another person of the same name may have."""
    old = {name: getattr(row, name) for name in (*_TEXTS, *_VALUES)}
    for name in _TEXTS if actor else _TEXTS[1:]:
        setattr(row, name, replace(old[name])[: Event._meta.get_field(name).max_length])
    for name in _VALUES:
        setattr(row, name, _within(old[name], replace))
    return any(getattr(row, name) != value for name, value in old.items())


@transaction.atomic
def redact(rows: Iterable[Event], *, batch: UUID) -> str:
    """Stores rows changed by `rewritten`; answers the hash of the list, which the deed writes into its own row of the
    log (verb `anonymise`, same batch, after={"redactions": …})."""
    for row in rows:
        row.salt = None
        Redaction.objects.create(
            batch=batch, event_id=row.id, old_digest=row.digest, new_digest=digest_of(row)
        )
        _store(row)
    return _hash_of(batch)


def alone() -> None:
    """Lets one redaction at a time go on, until its transaction ends: two that read the same row at once would each
    bring back what the other took out. Rows of the log cannot be locked by a role that may not change them. SQLite
    begins every transaction as its one writer."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])


def _store(row: Event) -> None:
    if connection.vendor != "postgresql":
        row.save(update_fields=[*_TEXTS, *_VALUES, "salt"])
        return
    values = [None if value is None else json.dumps(value) for value in (row.before, row.after)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT audit_rewrite(%s, %s, %s, %s, %s::jsonb, %s::jsonb)",
            [row.pk, row.actor_name, row.subject_text, row.reason, *values],
        )


def announced_digests() -> dict[tuple[int, str], str]:
    """(row, digest it was written with) → what its content gives since it was last made anonymous."""
    rows = Redaction.objects.order_by("id").values_list("event_id", "old_digest", "new_digest")
    return {(event_id, old): new for event_id, old, new in rows}


def unexplained_redactions() -> UUID | None:
    """The first batch of redactions that no row of the log accounts for; None where all are accounted for."""
    for batch in sorted(set(Redaction.objects.values_list("batch", flat=True)), key=str):
        told = Event.objects.filter(batch=batch, verb=REDACTING).values_list("after", flat=True)
        if _hash_of(batch) not in [(after or {}).get("redactions") for after in told]:
            return batch
    return None


def _hash_of(batch: UUID) -> str:
    found = hashlib.sha256()
    rows = Redaction.objects.filter(batch=batch).order_by("event_id", "id")
    for event_id, old, new in rows.values_list("event_id", "old_digest", "new_digest"):
        found.update(f"{event_id}:{old}:{new}\n".encode())
    return found.hexdigest()


def _within(value: Any, replace: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return replace(value)
    if isinstance(value, list):
        return [_within(part, replace) for part in value]
    if isinstance(value, dict):
        return {name: _within(part, replace) for name, part in value.items()}
    return value
