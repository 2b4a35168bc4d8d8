"""Awarding: a commendation decision gives awards to the people of recognised models, and later decisions take them back."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.deciding import is_finished, why_not_list
from audit.errors import DomainError, DomainErrors
from audit.in_parts import in_parts
from audit.recording import event, record_changes
from models_registry.models import Registration
from recognition.models import Award, Decision, DecisionLine, Proposal
from recognition.standing import hold_registrations


@transaction.atomic
def award(*, by, decision: Decision, lines: Sequence[DecisionLine]) -> list[Award]:
    """The awards of the lines, by the signed decision. Raises DomainErrors naming every registration that is withdrawn,
    not recognised, in the running year not proposed, or outside what the person may decide, and every line without a
    form."""
    held = hold_registrations({line.registration_id for line in lines})
    proposed = _proposed(held, decision)
    rows, broken = [], []
    for line in lines:
        registration = held[line.registration_id]
        sentence = _why_not(by, decision, registration, line) or _not_proposed(registration, decision, proposed)
        if sentence:
            broken.append(DomainError(_("%(name)s: %(why)s") % {"name": registration.model.name, "why": sentence}))
            continue
        rows.append(
            Award(
                decision=decision,
                registration=registration,
                form=line.form,
                granting_body=decision.issuing_body,
                recipient_kind=line.recipient_kind or registration.kind,
                recipient_name=line.recipient_name,
                reason=line.reason,
                amount=line.amount,
                granted_on=decision.signed_on,
            )
        )
    if broken:
        raise DomainErrors(broken)
    Award.objects.bulk_create(rows)
    record_changes(
        event(
            by=by,
            verb="award",
            subject=row,
            after={"form": row.form, "decision": decision.number, "on": row.granted_on.isoformat()},
        )
        for row in rows
    )
    return rows


@transaction.atomic
def change_awards(*, by, decision: Decision, ended: Iterable[Award] = (), restored: Iterable[Award] = ()) -> int:
    """Takes awards back by the decision, and lets others stand again; answers how many."""
    ended, restored = list(ended), list(restored)
    for row in ended:
        row.ended_on, row.ended_by = decision.signed_on, decision
    for row in restored:
        row.ended_on = row.ended_by = None
    Award.objects.bulk_update([*ended, *restored], ["ended_on", "ended_by"])
    record_changes(
        event(
            by=by,
            verb="end_award" if row.ended_on else "reinstate_award",
            subject=row,
            after={"decision": decision.number, "on": decision.signed_on.isoformat()},
            reason=decision.reason,
        )
        for row in (*ended, *restored)
    )
    return len(ended) + len(restored)


def _proposed(held: dict[int, Registration], decision: Decision) -> set[int]:
    """Those with a proposal for commendation that stood on the day of signing and stands still."""
    rows = Proposal.objects.standing().filter(happened_on__lte=decision.signed_on)
    found = set()
    for part in in_parts(sorted(held)):
        found |= set(rows.filter(registration_id__in=part).values_list("registration_id", flat=True))
    return found


def _not_proposed(registration: Registration, decision: Decision, proposed: set[int]) -> str:
    """Awards of finished years are entered in one step; recognition.ladder names those without the steps in between."""
    if is_finished(decision.signed_on.year) or registration.pk in proposed:
        return ""
    return _("chưa được đề nghị khen thưởng; hãy lập đề nghị từ danh sách tiêu biểu trước.")


def _why_not(by, decision: Decision, registration, line: DecisionLine) -> str:
    refusal = why_not_list(by, unit=decision.unit, signed_on=decision.signed_on, registration=registration)
    if refusal:
        return refusal
    if not registration.is_counted:
        return _("đăng ký đã rút.")
    if not registration.recognised_level:
        return _("chưa được công nhận nên chưa khen thưởng.")
    if not line.form:
        return _("hãy chọn hình thức khen thưởng.")
    return ""
