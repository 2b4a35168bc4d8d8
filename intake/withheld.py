"""Recognitions a file tells of that are not for the person who imports it to record, or that no decision may bring yet:
the registrations go in, these not."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.deciding import why_not_recognise
from models_registry.choices import Stage
from models_registry.models import Registration
from recognition.recognising import why_not_yet


@dataclass(frozen=True)
class _Asked:
    """What the rule reads of a registration, of one in the register or one still in the file."""

    unit_id: int
    hand_unit_id: int | None
    organisation_id: int | None
    year: int
    created_by_id: int | None
    stage: str


def not_the_persons(question, entries, held: dict[int, int], recognised: dict) -> dict[int, str]:
    """Why, by row, a recognition of the file is not recorded; rows whose recognition may be are left out."""
    by = question.by
    there = _in_register([held[row] for row in recognised if row in held])
    found = {}
    for row, told in recognised.items():
        entry = entries[row]
        asked = there.get(held.get(row)) or _Asked(
            entry.unit.id, None, entry.organisation_id, entry.year, by and by.pk, Stage.ACCEPTED
        )
        why = why_not_recognise(
            by, unit=question.unit, signed_on=told.signed_on, registration=asked
        ) or why_not_yet(level=told.level, signed_on=told.signed_on, year=asked.year, stage=asked.stage)
        if why:
            found[row] = _("Chưa ghi công nhận: %(why)s") % {"why": why[:1].lower() + why[1:]}
    return found


def _in_register(ids: list[int], size: int = 5000) -> dict[int, _Asked]:
    columns = ("unit_id", "hand_unit_id", "organisation_id", "year", "created_by_id", "stage")
    found = {}
    for start in range(0, len(ids), size):
        rows = Registration.objects.filter(pk__in=ids[start : start + size]).values_list("pk", *columns)
        found |= {pk: _Asked(*values) for pk, *values in rows}
    return found
