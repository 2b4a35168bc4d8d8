"""Undoing one import while nobody has built on it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.errors import DomainError
from audit.recording import record_change
from intake.importing import take_turn
from intake.models import BatchState, ImportBatch
from models_registry import taking_back as registrations
from models_registry.numbering import province_of
from recognition import taking_back as recognitions


def why_not_undone(batch: ImportBatch) -> str:
    """Why this import cannot be undone (any more), in a sentence; "" while it can."""
    if batch.state != BatchState.IMPORTED:
        return _("Lần nhập này chưa đưa gì vào sổ hoặc đã được hoàn tác.")
    return recognitions.built_upon(batch.id) or registrations.built_upon(batch.id)


@transaction.atomic
def undo_import(*, batch: ImportBatch, by) -> ImportBatch:
    """The batch, undone: the register stands as before it, the log tells both. Raises DomainError with the reason."""
    take_turn(province_of(batch.unit), batch.year)
    held = ImportBatch.objects.select_for_update(of=("self",)).select_related("unit").get(pk=batch.pk)
    if refusal := why_not_undone(held):
        raise DomainError(refusal)
    recognitions.take_back(by=by, batch=held.id)
    registrations.take_back(by=by, batch=held.id)
    held.state, held.undone_at, held.undone_by = BatchState.UNDONE, timezone.now(), by
    held.save(update_fields=["state", "undone_at", "undone_by"])
    record_change(
        by=by,
        verb="undo_import",
        subject_text=f"{held.file_name} · {held.unit.name} · {held.year}",
        batch=held.id,
        unit=held.unit,
    )
    return held
