"""Whose paper a decision is: its head, its style and who signs, from the host agency of the day and the decision's words."""

from datetime import date, timedelta

from recognition.choices import SigningAs
from recognition.models import Decision
from recognition.papers.signatures import SigningBlock
from units.choices import HeaderStyle
from units.geography import names_on
from units.hosting import changes_of_host
from units.issuing import Issuer, issuer_of, without_kind
from units.models import Unit
from vietnamese.folding import fold

_STATE_BODIES = ("uy ban", "ubnd", "ubmttq", "mat tran", "hoi dong nhan dan", "so ", "chu tich")


def office_of(unit: Unit, day: date) -> Issuer:
    """The office of the unit on the day."""
    return issuer_of(unit, names_on([unit], day)[unit.id], day)


def last_day_of(unit: Unit, day: date) -> date:
    """The day, or of a unit that ended before it its last one: nobody issues a paper of a unit that is no more."""
    return min(day, unit.valid_to or day)


def offices_of(unit: Unit, day: date) -> list[tuple[date | None, Issuer]]:
    """(first day, office) of the offices that issued the unit's papers one after the other until the day; None from ever."""
    until = last_day_of(unit, day)
    changes = [first for first in changes_of_host(unit, until) if unit.valid_from is None or first > unit.valid_from]
    begun = min(changes) - timedelta(days=1) if changes else until
    found = [(None, office_of(unit, max(begun, unit.valid_from or begun)))]
    for first in changes:
        office = office_of(unit, first)
        if office.full_name != found[-1][1].full_name:
            found.append((first, office))
    return found


def issuer_of_decision(decision: Decision, day: date) -> Issuer:
    """The unit's own office where the decision names it, as it stood on the day or before; else the body that it names, as
    a state body where it is one."""
    unit, body = decision.unit, fold(decision.issuing_body)
    office = office_of(unit, last_day_of(unit, day))
    if not body or _names(body, office):
        return office
    for _first, one in reversed(offices_of(unit, day)):
        if _names(body, one):
            return one
    style = HeaderStyle.STATE if body.startswith(_STATE_BODIES) else office.style
    place = office.place or without_kind(unit.name)
    return Issuer(decision.issuing_body.upper(), "", decision.issuing_body, "", place, "", style)


def is_of_its_office(decision: Decision) -> bool:
    """Whether one of the unit's own offices issued the decision, and not another body of the place."""
    body, unit = fold(decision.issuing_body), decision.unit
    return any(_names(body, office) for _first, office in offices_of(unit, last_day_of(unit, date.max)))


def _names(body: str, office: Issuer) -> bool:
    return body.startswith(fold(office.name)) or body == fold(office.full_name)


def signing_block(decision: Decision, issuer: Issuer) -> SigningBlock:
    """Who signs: as the decision says, else the head of the office."""
    heads = issuer.head or "THỦ TRƯỞNG CƠ QUAN"
    if decision.signing_as == SigningAs.DEPUTY:
        title, on_behalf = decision.signer_title or f"PHÓ {heads}", decision.signing_for or heads
    else:
        title, on_behalf = decision.signer_title or heads, decision.signing_for or issuer.name
    return SigningBlock(title, decision.signer, decision.signing_as, on_behalf)
