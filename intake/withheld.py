"""Recognitions a file tells of that are not for the person who imports it to record, or that no decision may bring yet:
the registrations go in, these not."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.deciding import why_not_recognise
from models_registry.choices import Stage
from models_registry.models import Registration
from recognition.choices import DecisionKind
from recognition.models import Decision
from recognition.numbering import committee_term
from recognition.recognising import annulled_by, why_not_add, why_not_yet
from vietnamese.folding import fold
from vietnamese.paper_numbers import number_key


@dataclass(frozen=True)
class _Asked:
    """What the rule reads of a registration, of one in the register or one still in the file."""

    unit_id: int
    hand_unit_id: int | None
    organisation_id: int | None
    year: int
    created_by_id: int | None
    stage: str
    stage_on: date | None = None


def not_the_persons(question, entries, held: dict[int, int], recognised: dict) -> dict[int, str]:
    """Why, by row, a recognition of the file is not recorded; rows whose recognition may be are left out."""
    by = question.by
    there = _in_register([held[row] for row in recognised if row in held])
    closed = _closed_decisions(question.unit) if recognised else {}
    found = {}
    for row, told in recognised.items():
        entry = entries[row]
        asked = there.get(held.get(row)) or _Asked(
            entry.unit.id, None, entry.organisation_id, entry.year, by and by.pk, Stage.ACCEPTED
        )
        why = (
            closed.get(decision_key(told))
            or why_not_recognise(by, unit=question.unit, signed_on=told.signed_on, registration=asked)
            or why_not_yet(level=told.level, signed_on=told.signed_on, registration=asked)
        )
        if why:
            found[row] = _("Chưa ghi công nhận: %(why)s") % {"why": why[:1].lower() + why[1:]}
    return found


def _closed_decisions(unit) -> dict[tuple[str, str, str], str]:
    """The unit's decisions into whose list nothing comes by a file, and why: signed with their list, or annulled."""
    held = {d.pk: d for d in Decision.objects.signed().filter(unit=unit, kind=DecisionKind.RECOGNITION)}
    annulled = annulled_by(list(held))
    said = {pk: annulled.get(pk) or why_not_add(decision) for pk, decision in held.items()}
    return {(held[pk].issuing_key, held[pk].number_key, held[pk].term): why for pk, why in said.items() if why}


def decision_key(told) -> tuple[str, str, str]:
    """By what the decision that a row names is known among the unit's: body, number and committee term."""
    return fold(told.issuing_body), number_key(told.number), committee_term(told.signed_on)


def _in_register(ids: list[int], size: int = 5000) -> dict[int, _Asked]:
    columns = ("unit_id", "hand_unit_id", "organisation_id", "year", "created_by_id", "stage", "stage_on")
    found = {}
    for start in range(0, len(ids), size):
        rows = Registration.objects.filter(pk__in=ids[start : start + size]).values_list("pk", *columns)
        found |= {pk: _Asked(*values) for pk, *values in rows}
    return found
