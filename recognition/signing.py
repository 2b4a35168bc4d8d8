"""Signing: a draft becomes the numbered decision, and what it decides is written, all in one transaction or nothing."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scoping import SYSTEM
from audit.errors import DomainError, Overtaken
from audit.recording import record_change
from recognition.carrying_out import carry_out
from recognition.choices import DecisionKind
from recognition.models import Decision
from recognition.numbered import put_on_paper, require_right, save_numbered
from vietnamese.dates import format_date


@transaction.atomic
def sign(
    *,
    by,
    decision: Decision,
    number: str,
    signed_on: date,
    entered_on: date,
    issuing_body: str = "",
    signer: str = "",
    version: int | None = None,
) -> Decision:
    """The draft, signed: numbered, dated, and carried out. Without an issuing body the draft's own stands.

    Raises Overtaken where the draft has changed since `version`, NotAllowed where signing is not hers, DomainError where
    it is signed already, says nothing or gives no reason it must give, where the number is taken, and for every line that
    cannot be carried out."""
    held = hold_draft(decision, version)
    require_right(by, held.unit, signed_on)
    if held.amends_id:
        _require_first_in_force(held, signed_on)
    _require_content(held)
    put_on_paper(
        held,
        number=number,
        signed_on=signed_on,
        issuing_body=issuing_body or held.issuing_body,
        signer=signer or held.signer,
        entered_on=entered_on,
    )
    held.entered_at, held.entered_by = timezone.now(), None if by is SYSTEM else by
    held.version += 1
    save_numbered(held)
    carry_out(by=by, decision=held)
    record_change(
        by=by,
        verb="sign",
        subject=held,
        after={
            "number": held.number,
            "signed_on": signed_on.isoformat(),
            "issuing_body": held.issuing_body,
            "signer": held.signer,
            "unit": held.unit.key,
        },
        reason=held.reason,
    )
    return held


def hold_draft(decision: Decision, version: int | None = None) -> Decision:
    """The draft, locked. Raises DomainError where it is signed meanwhile, Overtaken where it has changed since."""
    rows = Decision.objects.select_for_update(of=("self",)).select_related("unit", "amends")
    held = rows.filter(pk=decision.pk).first()
    if held is None:
        raise DomainError(_("Dự thảo này đã bị bỏ."))
    if held.is_signed:
        raise DomainError(
            _("Quyết định này đã được ký: số %(number)s, ngày %(day)s.")
            % {"number": held.number, "day": format_date(held.signed_on)}
        )
    if version is not None and held.version != version:
        raise Overtaken(_("Dự thảo vừa được người khác sửa; hãy xem lại trước khi làm tiếp."), held)
    return held


def require_first(first: Decision) -> None:
    """Raises DomainError where a decision cannot be amended or annulled: it is none of the first kinds, not signed, or
    annulled."""
    if not first.is_signed:
        raise DomainError(_("Dự thảo thì sửa hoặc bỏ ngay, không cần quyết định khác."))
    if first.is_change:
        raise DomainError(_("Chỉ sửa đổi, hủy bỏ quyết định đầu; hãy mở quyết định ấy."))
    annulled = first.changes.signed().filter(kind=DecisionKind.ANNULMENT).first()
    if annulled is not None:
        raise DomainError(
            _("Quyết định %(number)s đã bị hủy bỏ bởi Quyết định %(by)s.")
            % {"number": first.number, "by": annulled.number}
        )


def _require_first_in_force(held: Decision, signed_on: date) -> None:
    # Two decisions about the same first one wait for each other here.
    first = Decision.objects.select_for_update(of=("self",)).get(pk=held.amends_id)
    require_first(first)
    if signed_on < first.signed_on:
        raise DomainError(
            _("Ngày ký trước ngày ký của quyết định được sửa, bị hủy (%(day)s).") % {"day": format_date(first.signed_on)},
            field="signed_on",
        )


def _require_content(held: Decision) -> None:
    lines = list(held.lines.all())
    if held.kind == DecisionKind.AMENDMENT:
        if not lines and not held.corrections:
            raise DomainError(_("Quyết định sửa đổi chưa sửa gì: hãy thêm dòng hoặc sửa lời văn."))
    elif held.kind != DecisionKind.ANNULMENT and not lines:
        raise DomainError(_("Danh sách kèm theo còn trống."))
    must = held.is_change or (held.kind == DecisionKind.REVOCATION and not all(line.reason for line in lines))
    if must and not held.reason:
        raise DomainError(_("Hãy ghi lý do vào dự thảo trước khi ký."))
