"""Ending what stands on a recognition: by its own deeds, and with the recognition itself."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.scoping import SYSTEM
from audit.recording import event, record_changes
from models_registry.models import Registration
from recognition.models import Exemplary, Proposal
from recognition.models.standing import Standing

VERBS = {Exemplary: "end_exemplary", Proposal: "withdraw_proposal"}


def end_standing(*, registration: Registration, level: str, on: date, by, reason: str, batch: UUID | None = None) -> int:
    """Ends what stands on the registration's recognition at the level from that day on, the proposals and the selection as
    exemplary; answers how many rows it ended. The deed that revokes a recognition calls it in its own transaction, with
    the registration locked and the right asked before. What began after the day, or ended after it, never stood that long:
    it ends on the day too."""
    after = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    rows: list[Standing] = []
    for kind in (Proposal, Exemplary):
        held = kind.objects.select_for_update(of=("self",)).select_related("registration__model", "unit")
        rows += held.filter(after, registration=registration, level=level).order_by("pk")
    end_rows(by=by, rows=rows, on=on, reason=reason, batch=batch)
    return len(rows)


def end_rows(*, by, rows: Iterable[Standing], on: date, reason: str, batch: UUID | None = None) -> None:
    """Writes the end of locked rows, and tells the log of each."""
    events = []
    for row in rows:
        before = row.ended_on
        row.ended_on, row.end_reason = on, reason
        row.end_entered_at, row.ended_by = timezone.now(), None if by is SYSTEM else by
        row.save(update_fields=["ended_on", "end_reason", "end_entered_at", "ended_by"])
        events.append(
            event(
                by=row.ended_by,
                verb=VERBS.get(type(row), "end_replication"),
                subject=row,
                before={"ended_on": before.isoformat() if before else None},
                after={"ended_on": on.isoformat()},
                reason=reason,
                batch=batch,
            )
        )
    record_changes(events)
