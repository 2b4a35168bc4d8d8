"""Where a registration stands: the one place that moves it and keeps the row of the step.

Which step is allowed, and to whom, is said by the deeds that call this (recognition.workflow, and withdrawing here)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils import timezone

from accounts.choices import APPROVING_ROLES, REGISTERING_ROLES
from accounts.deciding import is_finished
from accounts.scoping import SYSTEM, acted_on_by
from audit.in_parts import in_parts
from models_registry.choices import Stage
from models_registry.models import Registration, StageChange
from units.models import Unit

STAGE_FIELDS = ("stage", "stage_on", "desk")
"""What `move` changes of a registration, for whoever stores it."""
RECEIVING_ROLES = REGISTERING_ROLES | APPROVING_ROLES
"""Who receives registrations for the office they lie with, and takes them on."""


def first_stage(by, *, year: int, way: Sequence[Unit]) -> tuple[str, Unit]:
    """(stage, desk) of what is entered now: sent to the first office on its way; accepted with the entry where the last
    office enters it into its own register, or where the year is over and its papers are history."""
    last = way[-1]
    if by is None or by is SYSTEM or is_finished(year) or acted_on_by(by, RECEIVING_ROLES).holds(last.id):
        return Stage.ACCEPTED, last
    own = acted_on_by(by, RECEIVING_ROLES)
    return Stage.SUBMITTED, next(unit for unit in way if not own.holds(unit.id))


def move(
    *,
    by,
    registration: Registration,
    step: str,
    to: str,
    on: date,
    note: str = "",
    desk: Unit | None = None,
    batch: UUID | None = None,
) -> StageChange:
    """The registration with its new stage, neither saved; answers the row of the step, not saved either. `desk`: the
    office it lies with from now on, where it changes."""
    row = StageChange(
        registration=registration,
        step=step,
        from_stage=registration.stage,
        to_stage=to,
        desk_id=desk.id if desk else registration.desk_id,
        happened_on=on,
        entered_at=timezone.now(),
        by=None if by is SYSTEM else by,
        note=note,
        dossier_version=registration.version,
        batch=batch,
    )
    registration.stage, registration.stage_on, registration.desk_id = to, on, row.desk_id
    return row


def take_back_steps(batch: UUID, registration_ids: Sequence[int]) -> None:
    """Removes the steps that the batch entered for these registrations; each stands again where it stood before them."""
    for part in in_parts(list(registration_ids)):
        before: dict[int, StageChange] = {}
        for row in StageChange.objects.filter(batch=batch, registration_id__in=part).order_by("id"):
            before.setdefault(row.registration_id, row)
        StageChange.objects.filter(batch=batch, registration_id__in=part).delete()
        last = _last_rows(list(before))
        for pk, first in before.items():
            on, desk_id = last.get(pk, (None, first.desk_id))
            Registration.objects.filter(id=pk).update(stage=first.from_stage, stage_on=on, desk_id=desk_id)


def _last_rows(ids: list[int]) -> dict[int, tuple]:
    rows = StageChange.objects.filter(registration_id__in=ids).order_by("id")
    return {pk: (day, desk) for pk, day, desk in rows.values_list("registration_id", "happened_on", "desk_id")}
