"""Drafts of decisions: made by whoever records the unit's decisions, changed line by line, dropped or signed (signing).

A draft is no record yet (docs/decisions/003, 060): it has no number, decides nothing, and is seen by those alone who may
record the unit's decisions."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.deciding import may_offer
from accounts.scoping import SYSTEM
from audit.errors import DomainError, DomainErrors
from audit.recording import difference, record_change
from models_registry.registration import NotAllowed
from models_registry.secrecy import marked_secret
from recognition.choices import DecisionKind, DecisionState, SigningAs
from recognition.models import Decision
from recognition.signing import hold_draft, require_first
from units.models import Unit
from vietnamese.dates import format_date
from vietnamese.folding import clean_line, clean_text, fold

LINES_OF_TEXT = ("issuing_body", "about", "signer", "signer_title", "signing_for")
TEXTS = ("grounds", "reason", "recipients")
EDITED = (*LINES_OF_TEXT, *TEXTS, "signing_as")
CORRECTABLE = ("about", "signer", "signer_title")
"""Words of a signed decision that an amendment puts right; they are told beside the first paper, which stays as signed."""


@transaction.atomic
def draft_decision(
    *, by, kind: str, unit: Unit, amends: Decision | None = None, corrections: dict[str, str] | None = None, **texts
) -> Decision:
    """A draft of the kind for the unit, with these of the EDITED texts. An amendment or annulment names the decision it is
    about; `corrections` are the new words of an amendment by name.

    Raises NotAllowed where the unit's decisions are not the person's to record, DomainErrors for what is missing or wrong."""
    _require_drafting(by, unit)
    decision = Decision(
        kind=kind, state=DecisionState.DRAFT, unit=unit, amends=amends, created_by=None if by is SYSTEM else by
    )
    if decision.is_change != (amends is not None):
        raise DomainError(_("Quyết định sửa đổi, hủy bỏ phải chỉ rõ quyết định được sửa, bị hủy."))
    if amends is not None:
        require_first(Decision.objects.get(pk=amends.pk))
    _put(decision, texts, corrections)
    decision.save()
    record_change(by=decision.created_by, verb="draft", subject=decision, after={"kind": kind, "unit": unit.key} | texts)
    return decision


@transaction.atomic
def edit_draft(
    *, by, decision: Decision, version: int | None = None, corrections: dict[str, str] | None = None, **texts
) -> Decision:
    """The draft with these texts instead. Raises Overtaken where it has changed since `version`, DomainError where it is
    signed, NotAllowed as draft_decision does."""
    held = hold_draft(decision, version)
    _require_drafting(by, held.unit)
    before = {name: getattr(held, name) for name in EDITED} | {"corrections": held.corrections}
    _put(held, texts, corrections)
    held.version += 1
    held.save()
    old, new = difference(before, {name: getattr(held, name) for name in EDITED} | {"corrections": held.corrections})
    record_change(by=None if by is SYSTEM else by, verb="edit_draft", subject=held, before=old, after=new)
    return held


@transaction.atomic
def discard_draft(*, by, decision: Decision) -> None:
    """The draft is gone, with its lines; the log keeps that it was. Raises as edit_draft does."""
    held = hold_draft(decision)
    _require_drafting(by, held.unit)
    record_change(
        by=None if by is SYSTEM else by,
        verb="discard",
        subject=held,
        before={"kind": held.kind, "about": held.about, "lines": len(held.lines.all())},
    )
    held.lines.all().delete()
    held.delete()


def usual_texts(kind: str, *, body: str, what: str, amends: Decision | None = None) -> dict[str, str]:
    """What a new draft begins with: its subject and grounds, as the office would write them; `what` follows "Dân vận khéo"
    in the subject, such as " năm 2025"."""
    changed = ""
    if amends is not None:
        changed = f"Quyết định số {amends.number} ngày {format_date(amends.signed_on)} của {amends.issuing_body}"
    subjects = {
        DecisionKind.RECOGNITION: f"về việc công nhận mô hình, điển hình “Dân vận khéo”{what}",
        DecisionKind.COMMENDATION: f"về việc khen thưởng tập thể, cá nhân thực hiện mô hình “Dân vận khéo”{what}",
        DecisionKind.REVOCATION: f"về việc thu hồi công nhận mô hình, điển hình “Dân vận khéo”{what}",
        DecisionKind.AMENDMENT: f"về việc sửa đổi, bổ sung {changed}",
        DecisionKind.ANNULMENT: f"về việc hủy bỏ {changed}",
    }
    grounds = [f"- Căn cứ chức năng, nhiệm vụ của {body};"]
    if kind == DecisionKind.RECOGNITION:
        grounds.append(f"- Căn cứ kết quả thẩm định mô hình, điển hình “Dân vận khéo”{what},")
    elif kind == DecisionKind.COMMENDATION:
        grounds.append("- Xét thành tích và đề nghị của các đơn vị,")
    else:
        grounds.append("- Xét tình hình thực tế,")
    return {"about": subjects[DecisionKind(kind)], "grounds": "\n".join(grounds)}


def require_drafting(by, unit: Unit) -> None:
    """Raises NotAllowed where decisions of the unit are not the person's to record."""
    _require_drafting(by, unit)


def _require_drafting(by, unit: Unit) -> None:
    if by is None or by is SYSTEM or (by.is_active and by.is_superuser) or may_offer(by, unit):
        return
    raise NotAllowed(_("Anh/chị không được giao ghi quyết định của %(unit)s.") % {"unit": unit.name})


def _put(decision: Decision, texts: dict[str, str], corrections: dict[str, str] | None) -> None:
    for name, text in texts.items():
        if name not in EDITED:
            raise TypeError(f"no text of a draft: {name}")
        setattr(decision, name, clean_text(text) if name in TEXTS else clean_line(text))
    decision.issuing_key = fold(decision.issuing_body)
    if corrections is not None:
        decision.corrections = _corrected(decision.amends, corrections)
    broken: list[DomainError] = []
    if not decision.issuing_key:
        broken.append(DomainError(_("Hãy ghi cơ quan ban hành."), field="issuing_body"))
    for name in LINES_OF_TEXT:
        most = Decision._meta.get_field(name).max_length
        if len(getattr(decision, name)) > most:
            broken.append(DomainError(_("Mục này dài quá %(n)s ký tự.") % {"n": most}, field=name))
    if decision.signing_as not in SigningAs.values:
        broken.append(DomainError(_("Hãy chọn thể thức ký."), field="signing_as"))
    checked = {name: getattr(decision, name) for name in (*LINES_OF_TEXT, *TEXTS)}
    checked |= {f"new_{name}": pair[1] for name, pair in decision.corrections.items()}
    broken += marked_secret(checked)
    if broken:
        raise DomainErrors(broken)


def _corrected(first: Decision | None, corrections: dict[str, str]) -> dict[str, list[str]]:
    """By name the old and the new words, of those that differ."""
    found = {}
    for name in CORRECTABLE:
        new = clean_line(corrections.get(name, ""))
        if first is not None and new and new != getattr(first, name):
            found[name] = [getattr(first, name), new]
    return found

