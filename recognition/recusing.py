"""Who does not appraise a dossier though she sits in its team: it is her own unit's, or she entered it."""

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.scoping import held_assignments, units_inside
from units.querysets import among


def why_recused(user, registration) -> str:
    """Why the person does not appraise the registration, in a sentence; "" where she may.

    Recused are whoever entered it, and whoever is assigned to its unit or its organisation. The office itself is no
    reason: a commune appraises at its own level what its villages do, and its team is of that commune. Reads the
    registration's unit."""
    if registration.created_by_id is not None and registration.created_by_id == user.pk:
        return _("%(name)s đã nhập hồ sơ này nên không chấm.") % {"name": user.display_name}
    for held in held_assignments(user):
        if held.organisation_id is not None:
            if held.organisation_id == registration.organisation_id:
                return _of_the(user, held.organisation.name)
        elif _is_of_the_unit(user, held.unit, registration):
            return _of_the(user, held.unit.name)
    return ""


def not_recused(user) -> Q:
    """What a registration must meet for the person not to be recused from it: why_recused as a condition."""
    asked = ~Q(created_by_id=user.pk)
    for held in held_assignments(user):
        if held.organisation_id is not None:
            asked &= ~Q(organisation_id=held.organisation_id)
        else:
            inside = sorted(units_inside(user, [held.unit]))
            asked &= ~(among("unit_id", inside) & Q(unit__tier=held.unit.tier) & ~among("desk_id", inside))
    return asked


def _is_of_the_unit(user, unit, registration) -> bool:
    if unit.tier != registration.unit.tier:
        return False
    inside = units_inside(user, [unit])
    return registration.unit_id in inside and registration.desk_id not in inside


def _of_the(user, place: str) -> str:
    return _("%(name)s công tác ở %(place)s, nơi đăng ký mô hình, nên không chấm.") % {
        "name": user.display_name,
        "place": place,
    }
