"""Which geography a day or a unit belongs to."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from audit.errors import DomainError
from units.models import Geography, Unit


def geography_on(day: date) -> Geography:
    """The geography of the day. Raises DomainError where no units are loaded."""
    found = (
        Geography.objects.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=day))
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
        .first()
    )
    if found is None:
        raise DomainError(
            _("Chưa nạp danh mục đơn vị hành chính cho ngày %(day)s.") % {"day": day.strftime("%d/%m/%Y")}
        )
    return found


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
    dated = UnitName.objects.filter(unit_id__in=names) if len(names) < 900 else UnitName.objects.all()
    for row in dated.filter(Q(valid_to__isnull=False) | Q(valid_from__isnull=False)):
        covers = (row.valid_from is None or row.valid_from <= day) and (
            row.valid_to is None or day <= row.valid_to
        )
        if covers and row.unit_id in names:
            names[row.unit_id] = row.name
    return names
