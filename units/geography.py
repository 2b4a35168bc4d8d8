"""Which geography a day or a unit belongs to, and what a unit was called."""

from collections.abc import Collection
from datetime import date

from units.atlas import current_atlas
from units.models import Geography, Unit


def geography_on(day: date) -> Geography:
    """The geography of the day. Raises DomainError where no units are loaded."""
    return current_atlas().geography_on(day)


def geography_of_unit(unit: Unit) -> Geography:
    """The last geography in which the unit stood: for an abolished unit that of its last day, else the present one."""
    return current_atlas().geography_of(unit)


def names_on(units: Collection[Unit], day: date) -> dict[int, str]:
    """Each unit's name as it was on the day, by unit id. A later name does not reach back."""
    return current_atlas().names_on(units, day)
