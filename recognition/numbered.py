"""What makes a decision a signed one, however it comes into the register: its number, day, body and signer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.deciding import is_finished, why_not_decide
from audit.errors import DomainError, DomainErrors
from audit.inserting import insert_many
from models_registry.registration import NotAllowed
from models_registry.secrecy import marked_secret
from recognition.choices import DecisionState
from recognition.models import Decision
from recognition.numbering import committee_term
from units.models import Unit
from vietnamese.folding import clean_line, fold
from vietnamese.paper_numbers import number_key


@dataclass(frozen=True)
class Paper:
    """What a signed decision says of itself."""

    number: str
    signed_on: date
    issuing_body: str
    signer: str = ""


def require_right(by, unit: Unit, signed_on: date) -> None:
    """Raises NotAllowed, saying why, where a decision of the unit signed on that day is not the person's to record."""
    if refusal := why_not_decide(by, unit, signed_on):
        raise NotAllowed(refusal)


def put_on_paper(
    decision: Decision, *, number: str, signed_on: date, issuing_body: str, signer: str, entered_on: date
) -> None:
    """The decision, not saved, with what stands on the signed paper and what follows from it. Raises DomainErrors for what
    is missing or cannot be."""
    number, issuing_body, signer = clean_line(number), clean_line(issuing_body), clean_line(signer)
    broken = []
    if not number_key(number):
        broken.append(DomainError(_("Hãy ghi số, ký hiệu quyết định."), field="number"))
    if len(number) > 60:
        broken.append(DomainError(_("Số, ký hiệu quyết định dài quá 60 ký tự."), field="number"))
    if not fold(issuing_body):
        broken.append(DomainError(_("Hãy ghi cơ quan ban hành."), field="issuing_body"))
    if signed_on > entered_on:
        broken.append(DomainError(_("Ngày ký ở tương lai; hãy xem lại."), field="signed_on"))
    broken += marked_secret({"number": number, "issuing_body": issuing_body, "signer": signer})
    if broken:
        raise DomainErrors(broken)
    decision.state = DecisionState.SIGNED
    decision.number, decision.number_key = number, number_key(number)
    decision.issuing_body, decision.issuing_key = issuing_body, fold(issuing_body)
    decision.signed_on, decision.term, decision.signer = signed_on, committee_term(signed_on), signer
    decision.back_entered = is_finished(signed_on.year)


def save_numbered(decision: Decision) -> None:
    """Saved; raises DomainError where the issuing body gave the number to another decision of the kind in the term."""
    try:
        with transaction.atomic():
            decision.save()
    except IntegrityError:
        raise DomainError(
            _("%(body)s đã có quyết định số %(number)s trong nhiệm kỳ %(term)s.")
            % {"body": decision.issuing_body, "number": decision.number, "term": decision.term},
            field="number",
        ) from None


def save_many_numbered(decisions: Sequence[Decision]) -> None:
    """The same for new decisions, in a few statements; where a number is taken, one by one, so that it is named."""
    try:
        with transaction.atomic():
            insert_many(decisions)
    except IntegrityError:
        for decision in decisions:
            decision.pk = None
            save_numbered(decision)
