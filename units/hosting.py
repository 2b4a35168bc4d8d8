"""Which agency runs the movement for a unit on a day."""

from datetime import date

from django.db.models import F, Q

from units.choices import Tier
from units.models import HostAgency, Unit


def host_agency(unit: Unit | None, day: date) -> HostAgency | None:
    """The agency of the unit's province on the day, else the one that holds wherever a province has none of its own;
    None where the register knows neither."""
    return (
        _agencies(unit)
        .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        .order_by(F("unit").asc(nulls_last=True), F("valid_from").desc(nulls_last=True))
        .first()
    )


def changes_of_host(unit: Unit, until: date) -> list[date]:
    """The days, in order, from which another agency ran the movement for the unit, as far as `until`."""
    days = _agencies(unit).filter(valid_from__lte=until).values_list("valid_from", flat=True)
    return sorted(set(days))


def _agencies(unit: Unit | None):
    province = unit
    while province is not None and province.tier != Tier.PROVINCE:
        province = province.parent
    return HostAgency.objects.filter(Q(unit=province) | Q(unit__isnull=True))
