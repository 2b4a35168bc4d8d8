"""Proposing exemplary models for commendation, many at once, and withdrawing a proposal by a day and a reason."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from audit.errors import DomainError, DomainErrors
from audit.in_parts import in_parts
from models_registry.choices import LEVEL_RANK, Level
from models_registry.models import Registration
from models_registry.registration import NotAllowed
from models_registry.secrecy import marked_secret
from recognition.beginning import begin_rows
from recognition.choices import AwardForm
from recognition.ending import end_rows
from recognition.exemplary import clean_reason, locked_registrations, require_not_awarded
from recognition.models import Exemplary, Proposal
from recognition.offices import why_not_choose
from vietnamese.dates import format_date
from vietnamese.folding import clean_line


@transaction.atomic
def propose(
    *,
    by,
    registrations: Sequence[Registration],
    level: str,
    form: str,
    granting_body: str,
    on: date,
    entered_on: date,
    batch: UUID | None = None,
) -> list[Proposal]:
    """Proposes the registrations, exemplary at the level on that day, for an award of the form; answers the new rows. All
    or none: raises DomainErrors for what is missing, or naming every one that may not be proposed."""
    granting_body = clean_line(granting_body)
    _require(level, form, granting_body, on, entered_on)
    held = locked_registrations([r.pk for r in registrations])
    chosen, proposed = _standing_of(held, level, form)
    def why_not(registration: Registration) -> str:
        return _why_not(by, registration, level, on, chosen.get(registration.pk), registration.pk in proposed)

    return begin_rows(
        Proposal, by=by, registrations=[held[r.pk] for r in registrations], why_not=why_not, taken=proposed, level=level, on=on,
        verb="propose", batch=batch, form=form, granting_body=granting_body,
    )  # fmt: skip


@transaction.atomic
def withdraw_proposal(*, by, proposal: Proposal, on: date, entered_on: date, reason: str) -> Proposal:
    """The proposal, withdrawn on that day. Raises DomainError where it was withdrawn before, the day does not fit or the
    reason is missing, NotAllowed where it is not hers."""
    registration = locked_registrations([proposal.registration_id])[proposal.registration_id]
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    row.registration = registration
    reason = clean_reason(reason)
    if refusal := why_not_choose(by, registration=registration, level=row.level, on=on):
        raise NotAllowed(_("%(name)s: %(why)s") % {"name": registration.model.name, "why": refusal})
    if row.ended_on is not None:
        raise DomainError(_("Đề nghị này đã rút ngày %(day)s.") % {"day": format_date(row.ended_on)})
    if on > entered_on:
        raise DomainError(_("Ngày ở tương lai; hãy xem lại."), field="on")
    if on < row.happened_on:
        raise DomainError(
            _("Đề nghị lập ngày %(day)s; ngày rút không được trước ngày ấy.") % {"day": format_date(row.happened_on)},
            field="on",
        )
    require_not_awarded(row)
    end_rows(by=by, rows=[row], on=on, reason=reason)
    return row


def _require(level: str, form: str, granting_body: str, on: date, entered_on: date) -> None:
    broken = []
    if level not in LEVEL_RANK:
        broken.append(DomainError(_("Hãy chọn cấp."), field="level"))
    if form not in AwardForm.values:
        broken.append(DomainError(_("Hãy chọn hình thức khen thưởng."), field="form"))
    if not granting_body:
        broken.append(DomainError(_("Hãy ghi cơ quan khen thưởng."), field="granting_body"))
    if len(granting_body) > 200:
        broken.append(DomainError(_("Tên cơ quan khen thưởng dài quá 200 ký tự."), field="granting_body"))
    if on > entered_on:
        broken.append(DomainError(_("Ngày ở tương lai; hãy xem lại."), field="on"))
    broken += marked_secret({"granting_body": granting_body})
    if broken:
        raise DomainErrors(broken)


def _standing_of(held: dict[int, Registration], level: str, form: str) -> tuple[dict[int, date], set[int]]:
    """By registration the day from which it is exemplary at the level; and those proposed for the form already."""
    chosen, proposed = {}, set()
    for part in in_parts(sorted(held)):
        rows = Exemplary.objects.standing().filter(registration_id__in=part, level=level)
        chosen |= dict(rows.values_list("registration_id", "happened_on"))
        rows = Proposal.objects.standing().filter(registration_id__in=part, level=level, form=form)
        proposed |= set(rows.values_list("registration_id", flat=True))
    return chosen, proposed


def _why_not(by, registration: Registration, level: str, on: date, chosen_on: date | None, proposed: bool) -> str:
    if refusal := why_not_choose(by, registration=registration, level=level, on=on):
        return refusal
    if chosen_on is None:
        return _("chưa là tiêu biểu %(level)s nên không đề nghị khen thưởng được.") % {
            "level": str(Level(level).label).lower()
        }
    if on < chosen_on:
        return _("được chọn là tiêu biểu ngày %(day)s, sau ngày đề nghị; hãy xem lại ngày.") % {
            "day": format_date(chosen_on)
        }
    if proposed:
        return _("đã được đề nghị hình thức này.")
    return ""
