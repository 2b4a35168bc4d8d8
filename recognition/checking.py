"""The yearly check of recognised models: who still works, was replicated, weakened or stopped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scoping import SYSTEM, may_change
from audit.errors import DomainError, DomainErrors
from audit.inserting import insert_many
from audit.recording import event, record_changes
from models_registry.models import MobilizationModel, Registration
from models_registry.registration import NotAllowed
from models_registry.secrecy import marked_secret
from recognition.choices import REASONED_STATES, CheckState
from recognition.models import YearlyCheck
from vietnamese.dates import format_date
from vietnamese.folding import clean_text


@dataclass(frozen=True)
class Finding:
    """What was found of the model that `registration` was recognised by. `seen` is the check of the year that the person
    looked at, None where there was none: whoever checked meanwhile is not overwritten."""

    registration: Registration
    state: str
    reason: str = ""
    seen: int | None = None


@transaction.atomic
def check_models(
    *, by, year: int, findings: Sequence[Finding], on: date, entered_on: date, batch: UUID | None = None
) -> list[YearlyCheck]:
    """The checks of that year, one for each model; answers the new rows. All or none: raises DomainErrors naming every
    model that is not recognised, was checked by somebody else meanwhile, lacks a reason or is not the person's."""
    if on > entered_on:
        raise DomainError(_("Ngày ở tương lai; hãy xem lại."), field="on")
    if on.year < year:
        raise DomainError(_("Ngày kiểm tra phải từ 01/01/%(year)s.") % {"year": year}, field="on")
    ids = sorted({f.registration.pk for f in findings})
    models = sorted({f.registration.model_id for f in findings})
    # The rows at which two people checking the same model meet.
    list(MobilizationModel.objects.select_for_update().filter(pk__in=models).order_by("pk").values_list("pk"))
    found = Registration.objects.select_related("model", "unit", "organisation")
    held = found.in_bulk(ids)
    before = {c.model_id: c for c in YearlyCheck.objects.standing().filter(model_id__in=models, year=year)}
    rows, broken, outside = [], [], False
    taken = set()
    for finding in findings:
        registration = held[finding.registration.pk]
        reason = clean_text(finding.reason)
        sentence = ""
        if by is not None and by is not SYSTEM and not may_change(by, registration):
            sentence, outside = _("việc kiểm tra là của người nhập liệu đơn vị."), True
        sentence = sentence or _why_not(registration, year, on, finding, reason)
        sentence = sentence or _overtaken(before.get(registration.model_id), finding, registration.model_id in taken)
        if sentence:
            broken.append(DomainError(_("%(name)s: %(why)s") % {"name": registration.model.name, "why": sentence}))
            continue
        taken.add(registration.model_id)
        rows.append(
            YearlyCheck(
                model=registration.model,
                registration=registration,
                year=year,
                state=finding.state,
                reason=reason,
                happened_on=on,
                entered_at=timezone.now(),
                by=None if by is SYSTEM else by,
            )
        )
    if broken:
        if outside:
            raise NotAllowed(" ".join(e.sentence for e in broken))
        raise DomainErrors(broken)
    replaced = [before[row.model_id] for row in rows if row.model_id in before]
    YearlyCheck.objects.filter(pk__in=[c.pk for c in replaced]).update(replaced_at=timezone.now())
    insert_many(rows)
    record_changes([*_told_replaced(by, replaced, batch), *_told(rows, batch)])
    return rows


def _why_not(registration: Registration, year: int, on: date, finding: Finding, reason: str) -> str:
    if finding.state not in CheckState.values:
        return _("hãy chọn tình trạng.")
    if not registration.recognised_level:
        return _("chưa được công nhận nên không có gì để kiểm tra.")
    if registration.year > year:
        return _("được công nhận năm %(year)s, sau năm kiểm tra.") % {"year": registration.year}
    if registration.recognised_on and on < registration.recognised_on:
        return _("được công nhận ngày %(day)s, sau ngày kiểm tra.") % {"day": format_date(registration.recognised_on)}
    if finding.state in REASONED_STATES and not reason:
        return _("hãy ghi lý do vì sao yếu đi hoặc đã dừng.")
    if secret := marked_secret({"reason": reason}):
        return secret[0].sentence
    return ""


def _overtaken(before: YearlyCheck | None, finding: Finding, twice: bool) -> str:
    if twice:
        return _("được ghi hai lần.")
    if (before.pk if before else None) != finding.seen:
        return _("vừa được người khác kiểm tra; hãy xem lại trước khi ghi.")
    return ""


def _told(rows: list[YearlyCheck], batch: UUID | None):
    for row in rows:
        yield event(
            by=row.by,
            verb="check_model",
            subject=row,
            after={"year": row.year, "state": row.state, "on": row.happened_on.isoformat()},
            reason=row.reason,
            batch=batch,
        )


def _told_replaced(by, replaced: list[YearlyCheck], batch: UUID | None):
    for row in replaced:
        yield event(
            by=None if by is SYSTEM else by,
            verb="replace_check",
            subject=row,
            before={"state": row.state},
            after={"replaced": True},
            batch=batch,
        )
