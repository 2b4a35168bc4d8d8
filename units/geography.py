"""Which geography a day or a unit belongs to."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from audit.errors import DomainError
from units.models import Geography, Unit


def geography_on(day: date) -> Geography:
    """The geography of the day. Raises DomainError where no units are loaded."""
    return covering(day, Geography.objects.all())


def covering(day: date, geographies: Iterable[Geography]) -> Geography:
    """Of the few geographies there are, the one of the day. Raises DomainError where none covers it."""
    for geography in geographies:
        if geography.covers(day):
            return geography
    raise DomainError(
        _("Chưa nạp danh mục đơn vị hành chính cho ngày %(day)s.") % {"day": day.strftime("%d/%m/%Y")}
    )


def geography_of_unit(unit: Unit) -> Geography:
    """The last geography in which the unit stood: for an abolished unit that of its last day, else the present one."""
    if unit.valid_to is not None:
        return geography_on(unit.valid_to)
    found = Geography.objects.filter(ends_on__isnull=True).first()
    if found is None:
        raise DomainError(_("Chưa nạp danh mục đơn vị hành chính."))
    return found


def names_on(units: list[Unit], day: date) -> dict[int, str]:
    """Each unit's name as it was on the day, by unit id; one query. A later name does not reach back."""
    from units.models import UnitName

    names = {u.id: u.name for u in units}
    on_the_day = UnitName.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_to__isnull=True) | Q(valid_to__gte=day),
    )
    # Only units that were ever renamed have rows here, some dozens in the country: read whole, whoever is asked about.
    renamed = on_the_day.filter(unit_id__in=names) if len(names) < 20 else on_the_day
    names |= {unit_id: name for unit_id, name in renamed.values_list("unit_id", "name") if unit_id in names}
    return names
