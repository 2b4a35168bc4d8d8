"""Beginning what stands on a recognition: many at once, each judged, all written or none."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.deciding import is_finished
from accounts.scoping import SYSTEM
from audit.errors import DomainError, DomainErrors
from audit.inserting import insert_many
from audit.recording import event, record_changes
from models_registry.models import Registration
from recognition.models.standing import Standing
from recognition.offices import office_of


def begin_rows(
    kind: type[Standing],
    *,
    by,
    registrations: Sequence[Registration],
    why_not: Callable[[Registration], str],
    taken: set[int],
    level: str,
    on: date,
    verb: str,
    batch: UUID | None,
    **columns: str,
) -> list:
    """A row of the kind for each of the locked registrations, from that day on, with these columns of its own; told in the
    log. `why_not` answers why a registration is refused, in half a sentence; `taken` are those that have such a row, with
    each one as it is judged. Raises DomainErrors naming every refused one."""
    rows, broken = [], []
    for registration in registrations:
        if sentence := why_not(registration):
            broken.append(DomainError(_("%(name)s: %(why)s") % {"name": registration.model.name, "why": sentence}))
            continue
        taken.add(registration.pk)
        rows.append(
            kind(
                registration=registration,
                level=level,
                unit=office_of(registration, level),
                happened_on=on,
                entered_at=timezone.now(),
                by=None if by is SYSTEM else by,
                back_entered=is_finished(on.year),
                **columns,
            )
        )
    if broken:
        raise DomainErrors(broken)
    insert_many(rows)
    told = {"level": level} | columns | {"on": on.isoformat()}
    record_changes(event(by=row.by, verb=verb, subject=row, after=told, batch=batch) for row in rows)
    return rows
