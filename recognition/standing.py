"""Which recognitions of registrations stand: decisions revoke them and, annulled themselves, let them stand again."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit.errors import DomainError
from audit.in_parts import in_parts
from audit.recording import event, record_changes
from models_registry.choices import LEVEL_RANK, Stage
from models_registry.models import Registration, StageChange
from models_registry.staging import move
from recognition.ending import end_standing
from recognition.models import Decision, Recognition


@transaction.atomic
def change_standing(
    *,
    by,
    decision: Decision,
    revoked: Iterable[Recognition] = (),
    restored: Iterable[Recognition] = (),
    reasons: dict[int, str] | None = None,
) -> int:
    """Revokes recognitions by the decision and lets others stand again, and each registration falls back to its highest
    standing level, with none to the stage REVOKED; what was chosen and proposed at a revoked level ends the same day.
    `reasons`: by recognition, where it is not the decision's own. Answers how many registrations were changed. Raises
    DomainError where a restored one was recognised anew meanwhile."""
    revoked, restored = list(revoked), list(restored)
    held = hold_registrations({r.registration_id for r in (*revoked, *restored)})
    for row in revoked:
        row.revoked_on, row.revoked_by = decision.signed_on, decision
        row.revocation_reason = ((reasons or {}).get(row.pk) or decision.reason)[:500]
    for row in restored:
        row.revoked_on, row.revoked_by, row.revocation_reason = None, None, ""
    columns = ["revoked_on", "revoked_by", "revocation_reason"]
    # What falls goes first: a registration may leave and take back the same level in one decision.
    Recognition.objects.bulk_update(revoked, columns)
    try:
        with transaction.atomic():
            Recognition.objects.bulk_update(restored, columns)
    except IntegrityError:
        raise DomainError(
            _("Trong danh sách có mô hình đã được công nhận lại ở cấp ấy; hãy thu hồi công nhận mới trước.")
        ) from None
    for row in revoked:
        end_standing(
            registration=held[row.registration_id],
            level=row.level,
            on=decision.signed_on,
            by=by,
            reason=row.revocation_reason or _("Thu hồi công nhận theo Quyết định %(number)s") % {"number": decision.number},
        )
    _settle(by, decision, held, {r.registration_id: r for r in restored}, {r.registration_id: r for r in revoked})
    return len(held)


def hold_registrations(ids: Iterable[int]) -> dict[int, Registration]:
    """The registrations, locked in the order of their keys."""
    found = {}
    for part in in_parts(sorted(ids)):
        rows = Registration.objects.select_for_update(of=("self",)).select_related("model", "unit", "desk")
        found |= {r.pk: r for r in rows.filter(pk__in=part).order_by("pk")}
    return found


def _settle(by, decision: Decision, held: dict[int, Registration], restored: dict, revoked: dict) -> None:
    standing: dict[int, Recognition] = {}
    for part in in_parts(sorted(held)):
        for row in Recognition.objects.standing().filter(registration_id__in=part).order_by("id"):
            highest = standing.get(row.registration_id)
            if highest is None or LEVEL_RANK[row.level] > LEVEL_RANK[highest.level]:
                standing[row.registration_id] = row
    steps, events = [], []
    for pk, registration in held.items():
        before, stage = registration.recognised_level, registration.stage
        top = standing.get(pk)
        registration.recognised_level = top.level if top else ""
        registration.recognised_on = top.recognised_on if top else None
        wanted = Stage.RECOGNISED if top else Stage.REVOKED
        ending = pk in revoked
        reason = revoked[pk].revocation_reason if ending else decision.reason
        if stage != wanted and stage in (Stage.RECOGNISED, Stage.REVOKED):
            steps.append(
                move(
                    by=by,
                    registration=registration,
                    step="reinstate" if top else "revoke",
                    to=wanted,
                    on=decision.signed_on,
                    note=reason,
                )
            )
        registration.save(update_fields=["recognised_level", "recognised_on", "stage", "stage_on", "desk"])
        events.append(
            event(
                by=by,
                verb="revoke" if ending else "reinstate",
                subject=registration,
                before={"recognised_level": before},
                after={
                    "recognised_level": registration.recognised_level,
                    "level": (revoked if ending else restored)[pk].level,
                    "decision": decision.number,
                    "on": decision.signed_on.isoformat(),
                },
                reason=reason,
            )
        )
    StageChange.objects.bulk_create(steps)
    record_changes(events)
