"""Whose paper a decision is: its head, its style and who signs, from the host agency of the day and the decision's words."""

from datetime import date

from recognition.choices import SigningAs
from recognition.models import Decision
from recognition.papers.signatures import SigningBlock
from units.choices import HeaderStyle
from units.geography import names_on
from units.issuing import Issuer, issuer_of, without_kind
from units.models import Unit
from vietnamese.folding import fold

_STATE_BODIES = ("uy ban", "ubnd", "ubmttq", "mat tran", "hoi dong nhan dan", "so ", "chu tich")


def office_of(unit: Unit, day: date) -> Issuer:
    """The office of the unit on the day."""
    return issuer_of(unit, names_on([unit], day)[unit.id], day)


def issuer_of_decision(decision: Decision, day: date) -> Issuer:
    """The unit's own office where the decision names it; else the body that it names, as a state body where it is one."""
    office = office_of(decision.unit, day)
    body = fold(decision.issuing_body)
    if not body or body.startswith(fold(office.name)) or body == fold(office.full_name):
        return office
    style = HeaderStyle.STATE if body.startswith(_STATE_BODIES) else office.style
    place = office.place or without_kind(decision.unit.name)
    return Issuer(decision.issuing_body.upper(), "", decision.issuing_body, "", place, "", style)


def signing_block(decision: Decision, issuer: Issuer) -> SigningBlock:
    """Who signs: as the decision says, else the head of the office."""
    heads = issuer.head or "THỦ TRƯỞNG CƠ QUAN"
    if decision.signing_as == SigningAs.DEPUTY:
        title, on_behalf = decision.signer_title or f"PHÓ {heads}", decision.signing_for or heads
    else:
        title, on_behalf = decision.signer_title or heads, decision.signing_for or issuer.name
    return SigningBlock(title, decision.signer, decision.signing_as, on_behalf)
