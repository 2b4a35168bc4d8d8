"""Whose work it is to choose from the recognised at a level: the office of that level.

Its approver chooses on any day; of what an abolished office recognised, the approver of whoever took it over whole.
Clerks of the office enter the finished years. In the running year nobody chooses what she entered herself."""

from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import APPROVING_ROLES, REGISTERING_ROLES
from accounts.deciding import is_finished
from accounts.scoping import SYSTEM, acted_on_by, acting_assignments, units_inside
from models_registry.choices import Level
from models_registry.models import Registration
from models_registry.routes import stations
from units.choices import Tier
from units.models import Unit
from units.querysets import among


def office_of(registration: Registration, level: str) -> Unit:
    """The unit whose office recognises at the level; whoever asks for many loads unit, its parents and organisation."""
    return stations(registration.unit, registration.organisation, level)[-1]


def why_not_choose(by, *, registration: Registration, level: str, on: date) -> str:
    """Why the person may not choose or propose the registration at the level on that day; "" while she may."""
    if by is None or by is SYSTEM or (by.is_active and by.is_superuser):
        return ""
    office = office_of(registration, level)
    if _approves_for(by, office):
        if registration.created_by_id == by.pk and not (is_finished(on.year) and is_finished(registration.year)):
            return _("anh/chị đã nhập đăng ký này, người nhập không tự chọn; hãy để người duyệt khác làm.")
        return ""
    if acted_on_by(by, REGISTERING_ROLES).holds(office.id):
        if is_finished(on.year) and is_finished(registration.year):
            return ""
        return _("năm đang chạy do người duyệt của %(unit)s làm; người nhập liệu chỉ nhập bổ sung các năm đã xong.") % {
            "unit": office.name
        }
    return _("việc này do người duyệt của %(unit)s làm.") % {"unit": office.name}


def may_choose(by) -> bool:
    """Whether the person chooses anywhere at all."""
    if by.is_active and by.is_superuser:
        return True
    return bool(acting_assignments(by, APPROVING_ROLES)) or bool(acted_on_by(by, REGISTERING_ROLES).units)


def choosable(by, level: str) -> Q:
    """What a registration must meet for its office of the level to be the person's: a narrowing of lists, near enough
    that few are offered whom the deed refuses."""
    if by.is_active and by.is_superuser:
        return Q()
    held = acting_assignments(by, APPROVING_ROLES | REGISTERING_ROLES)
    fitting = [a.unit for a in held if a.organisation_id is None and a.unit.tier in _TIERS_OF[level]]
    ids = sorted(units_inside(by, fitting))
    return among("unit_id", ids) | among("hand_unit_id", ids)


_TIERS_OF = {
    Level.GRASSROOTS: (Tier.COMMUNE, Tier.DISTRICT, Tier.PROVINCE),
    Level.DISTRICT: (Tier.DISTRICT, Tier.PROVINCE),
    Level.PROVINCE: (Tier.PROVINCE,),
    Level.CENTRAL: (Tier.PROVINCE,),
}
"""Where whoever chooses at the level is assigned: at its office, or above it for the finished years."""


def _approves_for(by, office: Unit) -> bool:
    today = timezone.localdate()
    for assignment in acting_assignments(by, APPROVING_ROLES):
        unit = assignment.unit
        if unit.id == office.id:
            return True
        if not office.stood_on(today) and office.id in units_inside(by, [unit]):
            return True
    return False
