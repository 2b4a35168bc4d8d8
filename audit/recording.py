"""Writing the log. Called inside the deed's own transaction, so that a change without its row cannot be."""

import secrets
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from audit.digest import digest_of
from audit.inserting import insert_many
from audit.models import Event
from audit.origin import current_origin


def as_stored(value: Any) -> Any:
    """The value in a form JSON keeps and a person can read back: keys, numbers, ISO dates."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, models.Model):
        return getattr(value, "key", None) or value.pk
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def difference(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict, dict]:
    """The two dictionaries cut down to the names whose values differ, ready to store."""
    old = {k: as_stored(v) for k, v in before.items()}
    new = {k: as_stored(v) for k, v in after.items()}
    names = [k for k in new if old.get(k) != new[k]]
    return {k: old.get(k) for k in names}, {k: new[k] for k in names}


def event(
    *,
    by,
    verb: str,
    subject: models.Model | None = None,
    subject_text: str = "",
    before: dict | None = None,
    after: dict | None = None,
    reason: str = "",
    batch: UUID | None = None,
    unit: models.Model | None = None,
) -> Event:
    """An unsaved row; `record_change` saves one, `record_changes` many. A deed without a record (a sign-in, an export)
    names what it concerned in `subject_text`, and the `unit` whose administrators may read of it."""
    origin = current_origin()
    row = Event(
        at=timezone.now(),
        actor=by,
        actor_name=by.display_name if by else "",
        verb=verb,
        subject_type=subject._meta.label_lower if subject else "",
        subject_id=subject.pk if subject else None,
        subject_text=(subject_text or str(subject))[:300],
        before=before,
        after=after,
        reason=reason,
        door=origin.door,
        address=origin.address,
        batch=batch,
        unit_id=unit.pk if unit is not None else unit_id_of(subject),
        salt=secrets.token_hex(8),
    )
    row.digest = digest_of(row)
    return row


def unit_id_of(subject: models.Model | None) -> int | None:
    """The unit whose administrators may read what happens to the record: what the record calls `audited_unit_id`, else
    the unit it belongs to. None for what belongs to no unit."""
    if hasattr(subject, "audited_unit_id"):
        return subject.audited_unit_id
    return getattr(subject, "unit_id", None)


def record_change(**kwargs) -> Event:
    """One saved row of the log; takes what `event` takes."""
    row = event(**kwargs)
    row.save()
    return row


def record_changes(rows: Iterable[Event]) -> None:
    insert_many(list(rows))
