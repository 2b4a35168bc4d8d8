"""The office whose letterhead a report carries: the host agency of the day; for a commune its Party committee itself."""

from dataclasses import dataclass
from datetime import date

from reports.workbook import Letterhead
from units.issuing import issuer_of
from units.models import Unit


@dataclass(frozen=True, slots=True)
class Host:
    """An office that makes reports: its letterhead, the symbol of its papers ("BTGDVTU") and its head's title."""

    letterhead: Letterhead
    symbol: str
    head: str


def host_of(unit: Unit | None, name: str, day: date) -> Host:
    """The office that makes the unit's reports on the day; `name` is the unit's own name, unused for the country."""
    issuer = issuer_of(unit, name, day)
    head = Letterhead(issuer.name, issuer.superior, style=issuer.style, place=issuer.place, day=day)
    return Host(head, issuer.symbol, issuer.head)
