"""Choosing exemplary models from the recognised, many at once, and ending the choice by a day and a reason."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from audit.errors import DomainError
from audit.in_parts import in_parts
from models_registry.choices import LEVEL_RANK, Level
from models_registry.models import Registration
from models_registry.registration import NotAllowed
from models_registry.secrecy import marked_secret
from recognition.beginning import begin_rows
from recognition.ending import end_rows
from recognition.models import Award, Exemplary, Proposal, Recognition
from recognition.offices import why_not_choose
from vietnamese.dates import format_date
from vietnamese.folding import clean_text


@transaction.atomic
def choose_exemplary(
    *, by, registrations: Sequence[Registration], level: str, on: date, entered_on: date, batch: UUID | None = None
) -> list[Exemplary]:
    """The registrations as exemplary at the level from that day on; answers the new rows. All or none: raises DomainErrors
    naming every one that is not recognised at the level on the day, is chosen already or is not the person's to choose."""
    _require_day(on, entered_on)
    if level not in LEVEL_RANK:
        raise DomainError(_("Hãy chọn cấp."), field="level")
    held = locked_registrations([r.pk for r in registrations])
    recognised = _recognised_on(held, level)
    chosen = _already_chosen(held, level)
    def why_not(registration: Registration) -> str:
        day = recognised.get(registration.pk)
        return _why_not(by, registration, level, on, day, registration.pk in chosen)

    return begin_rows(
        Exemplary, by=by, registrations=[held[r.pk] for r in registrations], why_not=why_not, taken=chosen, level=level, on=on,
        verb="choose_exemplary", batch=batch,
    )  # fmt: skip


@transaction.atomic
def end_exemplary(*, by, exemplary: Exemplary, on: date, entered_on: date, reason: str) -> int:
    """Ends the choice on that day, and with it the proposals that stand on it; answers how many proposals were ended.
    Raises DomainError where it has ended, the day does not fit or the reason is missing, NotAllowed where it is not hers."""
    registration = locked_registrations([exemplary.registration_id])[exemplary.registration_id]
    row = Exemplary.objects.select_for_update(of=("self",)).get(pk=exemplary.pk)
    row.registration = registration
    reason = clean_reason(reason)
    _require_day(on, entered_on)
    if refusal := why_not_choose(by, registration=registration, level=row.level, on=on):
        raise NotAllowed(_("%(name)s: %(why)s") % {"name": registration.model.name, "why": refusal})
    if row.ended_on is not None:
        raise DomainError(_("Mô hình này đã thôi là tiêu biểu từ ngày %(day)s.") % {"day": format_date(row.ended_on)})
    built = list(
        Proposal.objects.select_for_update(of=("self",))
        .filter(registration=registration, level=row.level)
        .order_by("pk")
    )
    last = max([row.happened_on, *(p.ended_on or p.happened_on for p in built)])
    if on < last:
        raise DomainError(
            _("Ngày thôi phải từ %(day)s: đến ngày ấy mô hình còn được chọn hoặc được đề nghị khen thưởng.")
            % {"day": format_date(last)},
            field="on",
        )
    ending = [p for p in built if p.ended_on is None]
    for proposal in ending:
        require_not_awarded(proposal)
    for proposal in ending:
        proposal.registration = registration
    end_rows(by=by, rows=[*ending, row], on=on, reason=reason)
    exemplary.ended_on, exemplary.end_reason = row.ended_on, row.end_reason
    return len(ending)


def require_not_awarded(proposal: Proposal) -> None:
    """Raises DomainError where an award closed the proposal: what was awarded stays proposed until the award falls."""
    awards = Award.objects.standing().filter(registration=proposal.registration_id, granted_on__gte=proposal.happened_on)
    award = awards.select_related("decision").first()
    if award is not None:
        raise DomainError(
            _("Mô hình này đã được khen thưởng theo Quyết định %(number)s; hãy hủy khen thưởng trước.")
            % {"number": award.decision.number}
        )


def clean_reason(reason: str) -> str:
    """The reason as it is kept. Raises DomainError where there is none, or it carries a mark of secrecy."""
    reason = clean_text(reason)
    if not reason:
        raise DomainError(_("Hãy ghi lý do."), field="reason")
    if secret := marked_secret({"reason": reason}):
        raise secret[0]
    return reason


def locked_registrations(ids: Sequence[int]) -> dict[int, Registration]:
    """The registrations by id, locked in one order, with what offices are told by."""
    found = {}
    for part in in_parts(sorted(set(ids))):
        rows = Registration.objects.select_for_update(of=("self",)).select_related(
            "model", "unit__parent__parent", "organisation"
        )
        found |= {r.pk: r for r in rows.filter(pk__in=part).order_by("pk")}
    return found


def _require_day(on: date, entered_on: date) -> None:
    if on > entered_on:
        raise DomainError(_("Ngày ở tương lai; hãy xem lại."), field="on")


def _recognised_on(held: dict[int, Registration], level: str) -> dict[int, date]:
    """The day of recognition at the level, of those recognised there."""
    found = {}
    for part in in_parts(sorted(held)):
        rows = Recognition.objects.standing().filter(registration_id__in=part, level=level)
        found |= dict(rows.values_list("registration_id", "recognised_on"))
    return found


def _already_chosen(held: dict[int, Registration], level: str) -> set[int]:
    found = set()
    for part in in_parts(sorted(held)):
        rows = Exemplary.objects.standing().filter(registration_id__in=part, level=level)
        found |= set(rows.values_list("registration_id", flat=True))
    return found


def _why_not(by, registration: Registration, level: str, on: date, recognised_on: date | None, chosen: bool) -> str:
    if refusal := why_not_choose(by, registration=registration, level=level, on=on):
        return refusal
    words = {"level": str(Level(level).label).lower()}
    if recognised_on is None:
        return _("chưa được công nhận %(level)s nên không chọn là tiêu biểu được.") % words
    if on < recognised_on:
        return _("được công nhận ngày %(day)s, sau ngày chọn; hãy xem lại ngày.") % {"day": format_date(recognised_on)}
    if chosen:
        return _("đã là tiêu biểu %(level)s.") % words
    return ""
