"""The list of a draft: registrations put in, described and taken out, each change by the deed that locks the draft."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.deciding import may_list
from accounts.scoping import SYSTEM
from audit.errors import DomainError, DomainErrors
from audit.recording import record_change
from models_registry.choices import Level
from models_registry.models import Registration
from models_registry.secrecy import marked_secret
from recognition.choices import AwardForm, DecisionKind, LineChange, RecipientKind
from recognition.drafting import require_drafting
from recognition.models import Decision, DecisionLine
from recognition.signing import hold_draft
from vietnamese.folding import clean_line

MOST_LINES = 2000


@transaction.atomic
def add_lines(
    *,
    by,
    decision: Decision,
    registrations: Sequence[Registration],
    change: str = LineChange.ADD,
    version: int | None = None,
    **values,
) -> list[DecisionLine]:
    """The registrations in the list of the draft, each with these values: `level`, or of a commendation `form`,
    `recipient_kind`, `recipient_name`, `reason`, `amount`. Answers the new lines.

    Raises DomainErrors naming every registration that is in the list already, DomainError for values that do not fit,
    and as hold_draft and require_drafting do."""
    held = hold_draft(decision, version)
    require_drafting(by, held.unit)
    if held.kind == DecisionKind.ANNULMENT:
        raise DomainError(_("Quyết định hủy bỏ không có danh sách: nó chấm dứt toàn bộ quyết định trước."))
    if change == LineChange.REMOVE and held.kind != DecisionKind.AMENDMENT:
        raise DomainError(_("Chỉ quyết định sửa đổi mới đưa dòng ra khỏi danh sách."))
    kept = _checked(held, values)
    lines, broken = [], []
    taken = {_key(line) for line in held.lines.all()}
    if len(taken) + len(registrations) > MOST_LINES:
        raise DomainError(_("Một quyết định có nhiều nhất %(n)s dòng.") % {"n": MOST_LINES})
    for registration in registrations:
        line = DecisionLine(decision=held, registration=registration, change=change, **kept)
        if held.does == DecisionKind.COMMENDATION and not line.recipient_kind:
            line.recipient_kind = registration.kind
        refusal = ""
        if not may_list(by, registration):
            refusal = _("ngoài phạm vi được giao.")
        elif _key(line) in taken:
            refusal = _("đã có trong danh sách.")
        if refusal:
            broken.append(DomainError(_("%(name)s: %(why)s") % {"name": registration.model.name, "why": refusal}))
            continue
        taken.add(_key(line))
        lines.append(line)
    if broken:
        raise DomainErrors(broken)
    DecisionLine.objects.bulk_create(lines)
    _changed(by, held, {"lines_added": ", ".join(line.registration.model.code for line in lines)})
    return lines


@transaction.atomic
def edit_line(*, by, line: DecisionLine, version: int | None = None, **values) -> DecisionLine:
    """The line of the draft with these values instead. Raises as add_lines does."""
    held = hold_draft(line.decision, version)
    require_drafting(by, held.unit)
    row = DecisionLine.objects.select_for_update(of=("self",)).select_related("registration__model").get(pk=line.pk)
    kept = {name: getattr(row, name) for name in _VALUES} | values
    for name, value in _checked(held, kept).items():
        setattr(row, name, value)
    others = held.lines.exclude(pk=row.pk).filter(registration=row.registration_id)
    if _key(row) in {_key(other) for other in others}:
        raise DomainError(_("Dòng này trùng một dòng khác trong danh sách."))
    row.save()
    _changed(by, held, {"line_edited": row.registration.model.code})
    return row


@transaction.atomic
def remove_lines(*, by, decision: Decision, lines: Sequence[int], version: int | None = None) -> int:
    """Takes the lines of these keys out of the draft; answers how many there were."""
    held = hold_draft(decision, version)
    require_drafting(by, held.unit)
    gone = held.lines.filter(pk__in=lines)
    codes = sorted(gone.values_list("registration__model__code", flat=True))
    gone.delete()
    if codes:
        _changed(by, held, {"lines_removed": ", ".join(codes)})
    return len(codes)


_VALUES = ("level", "form", "recipient_kind", "recipient_name", "reason", "amount")


def _checked(held: Decision, values: dict) -> dict:
    """The values a line of the draft keeps: of a recognition its level, of a commendation who, what and for what."""
    kept = {"reason": clean_line(values.get("reason") or "")}
    broken = []
    if held.does == DecisionKind.COMMENDATION:
        kept |= {
            "form": values.get("form") or "",
            "recipient_kind": values.get("recipient_kind") or "",
            "recipient_name": clean_line(values.get("recipient_name") or ""),
            "amount": values.get("amount"),
        }
        if kept["form"] not in AwardForm.values:
            broken.append(DomainError(_("Hãy chọn hình thức khen thưởng."), field="form"))
        if kept["recipient_kind"] and kept["recipient_kind"] not in RecipientKind.values:
            broken.append(DomainError(_("Hãy chọn loại đối tượng."), field="recipient_kind"))
        if kept["recipient_kind"] == RecipientKind.HOUSEHOLD and not kept["recipient_name"]:
            broken.append(DomainError(_("Hãy ghi tên hộ gia đình được khen."), field="recipient_name"))
        if kept["amount"] is not None and not 0 <= kept["amount"] < 10**15:
            broken.append(DomainError(_("Số tiền không hợp lý; hãy xem lại."), field="amount"))
    else:
        kept["level"] = values.get("level") or ""
        if kept["level"] not in Level.values:
            broken.append(DomainError(_("Hãy chọn cấp công nhận."), field="level"))
    for name in ("recipient_name", "reason"):
        most = DecisionLine._meta.get_field(name).max_length
        if len(kept.get(name, "")) > most:
            broken.append(DomainError(_("Mục này dài quá %(n)s ký tự.") % {"n": most}, field=name))
    broken += marked_secret({name: kept.get(name, "") for name in ("recipient_name", "reason")})
    if broken:
        raise DomainErrors(broken)
    return kept


def _key(line: DecisionLine) -> tuple:
    return (line.registration_id, line.level, line.form, line.recipient_name)


def _changed(by, held: Decision, what: dict) -> None:
    held.version += 1
    held.save(update_fields=["version"])
    record_change(by=None if by is SYSTEM else by, verb="edit_draft", subject=held, after=what)
