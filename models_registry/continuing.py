"""Going on with a model in another year: which year, which unit, and what of last year's text is still true."""

from datetime import date

from models_registry.choices import EARLIEST_YEAR, LAST_DISTRICT_DAY, Level, Phase
from models_registry.models import Registration
from units.geography import geography_on
from units.models import Placement, Unit

CARRIED = (
    "situation",
    "aims",
    "content",
    "place",
    "forces",
    "sustainability",
    "person_in_charge",
    "work_phone",
)
"""What describes the model. Figures, dates and results belong to their year."""


def next_year(registration: Registration) -> int:
    """The year after the model's last counted one."""
    years = Registration.objects.counted().filter(model_id=registration.model_id)
    last = years.order_by("-year").values_list("year", flat=True).first()
    return max(last or EARLIEST_YEAR, registration.year) + 1


def values_to_continue(registration: Registration, year: int) -> dict:
    """The entry form's beginnings for the model in that year, from the registration."""
    unit = unit_in(registration, year)
    values = {name: getattr(registration, name) for name in CARRIED}
    level = registration.level
    if level == Level.DISTRICT and date(year, 1, 1) > LAST_DISTRICT_DAY:
        level = ""
    values |= {
        "model": str(registration.model_id),
        "name": registration.model.name,
        "field": registration.field,
        "kind": registration.kind,
        "level": level,
        "phase": Phase.MAINTAINED,
        "year": year,
        "unit": unit.key if unit else "",
    }
    if registration.organisation_id and unit == registration.unit:
        values["organisation"] = str(registration.organisation_id)
    return values


def unit_in(registration: Registration, year: int) -> Unit | None:
    """The unit that stands for the registration's in that year: itself, what it was placed in by hand, or what became
    of it whole; None where it was divided."""
    unit, last_day = registration.unit, date(year, 12, 31)
    if unit.stood_on(last_day) or unit.stood_on(date(year, 1, 1)):
        return unit
    if registration.hand_unit_id and registration.hand_unit.stood_on(last_day):
        return registration.hand_unit
    place = (
        Placement.objects.filter(geography=geography_on(last_day), unit=unit)
        .select_related(unit.tier)
        .first()
    )
    return getattr(place, unit.tier) if place else None
