"""Revoking: a decision ends recognitions; they stay in the register with the decision that ended them."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.deciding import why_not_list
from audit.errors import DomainError, DomainErrors
from recognition.models import Decision, DecisionLine, Recognition
from recognition.standing import change_standing, hold_registrations
from units.choices import TIER_ORDER
from vietnamese.dates import format_date


@transaction.atomic
def revoke(*, by, decision: Decision, lines: Sequence[DecisionLine]) -> list[Recognition]:
    """Revokes what each line names, a registration and a level, by the signed decision; answers the recognitions.

    Raises DomainErrors naming every registration that is not recognised at the level, was recognised after the day of
    signing or by a higher office, or is outside what the person may decide."""
    held = hold_registrations({line.registration_id for line in lines})
    standing = Recognition.objects.standing().filter(registration_id__in=held)
    found = {
        (row.registration_id, row.level): row
        for row in standing.select_for_update(of=("self",)).select_related("decision__unit").order_by("id")
    }
    taken, reasons, broken = [], {}, []
    for line in lines:
        registration, row = held[line.registration_id], found.get((line.registration_id, line.level))
        sentence = _why_not(by, decision, registration, row)
        if sentence:
            broken.append(DomainError(_("%(name)s: %(why)s") % {"name": registration.model.name, "why": sentence}))
            continue
        taken.append(row)
        reasons[row.pk] = line.reason
    if broken:
        raise DomainErrors(broken)
    change_standing(by=by, decision=decision, revoked=taken, reasons=reasons)
    return taken


def _why_not(by, decision: Decision, registration, row: Recognition | None) -> str:
    refusal = why_not_list(by, unit=decision.unit, signed_on=decision.signed_on, registration=registration)
    if refusal:
        return refusal
    if row is None:
        return _("hiện không được công nhận ở cấp này nên không có gì để thu hồi.")
    return why_not_revoke_by(decision.unit, row) or (
        _("được công nhận ngày %(day)s, sau ngày ký quyết định thu hồi.") % {"day": format_date(row.recognised_on)}
        if row.recognised_on > decision.signed_on
        else ""
    )


def why_not_revoke_by(unit, row: Recognition) -> str:
    """Why a decision of the unit does not revoke what a higher office recognised, in half a sentence; "" where it does."""
    theirs = row.decision.unit
    if TIER_ORDER.index(theirs.tier) < TIER_ORDER.index(unit.tier):
        return _("do %(unit)s công nhận; quyết định của cấp dưới không thu hồi được.") % {"unit": theirs.name}
    return ""
