"""What stands on top of a printed page: the agency that ran the movement for a unit on a day, and the unit as it was named."""

from dataclasses import dataclass
from datetime import date

from units.geography import names_on
from units.hosting import host_agency
from units.models import Unit


@dataclass(frozen=True, slots=True)
class PrintedHead:
    """Lines as they are printed; `agency` is "" where the register knows none, `lines` are the question's."""

    agency: str
    unit: str
    lines: tuple[str, ...] = ()


def head_of_record(unit: Unit, year: int, *, today: date, on: date | None = None) -> PrintedHead:
    """The head over a record of the year: its unit and those above it as they were named on the record's day (`on`, else
    the last day of the year on which the unit stood, today at the latest), and the agency of that day."""
    day = on or min(day for day in (date(year, 12, 31), today, unit.valid_to) if day)
    chain = [unit]
    while chain[-1].parent_id:
        chain.append(chain[-1].parent)
    names = names_on(chain, day)
    agency = host_agency(unit, day)
    return PrintedHead(agency.name if agency else "", ", ".join(names[part.id] for part in chain))
