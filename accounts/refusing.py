"""Why a person may see a record and not change it, in a sentence that says whose work it is."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import REGISTERING_ROLES
from accounts.models import Assignment
from accounts.scoping import ended_sentence, held_assignments, may_register, may_register_for, units_inside
from units.models import Unit


def why_not_register(user, unit: Unit, organisation_id: int | None = None) -> str:
    """Why the person may not register or correct for the unit, or that organisation of it; "" while she may."""
    if user is None or may_register_for(user, unit, organisation_id):
        return ""
    touching = [a for a in held_assignments(user) if unit.id in units_inside(user, [a.unit])]
    return next(filter(None, (_of_one(a, unit) for a in _clerks_first(touching))), _not_given(unit))


def why_registers_nowhere(user) -> str:
    """Why there is nowhere the person may register; "" while there is."""
    if may_register(user):
        return ""
    held = held_assignments(user)
    ended = _first_ended(held)
    if ended is not None:
        return ended_sentence(ended.unit)
    if not held:
        return _("Anh/chị chưa được phân công ở đơn vị nào; hãy đề nghị người quản trị của đơn vị giao việc.")
    return _only_reads(held[0])


def _of_one(assignment: Assignment, unit: Unit) -> str:
    if assignment.role in REGISTERING_ROLES:
        today = timezone.localdate()
        if not assignment.stands_on(today):
            return ended_sentence(assignment.unit) if not assignment.unit.stood_on(today) else ""
        if assignment.organisation_id:
            return _("Anh/chị chỉ nhập liệu cho %(organisation)s; hồ sơ này không phải của cơ quan ấy.") % {
                "organisation": assignment.organisation.name
            }
        return ""
    return _only_reads(assignment)


def _only_reads(assignment: Assignment) -> str:
    return _(
        "Vai trò %(role)s ở %(place)s không nhập hay sửa đăng ký; việc ấy là của người được giao nhập liệu."
    ) % {"role": assignment.get_role_display(), "place": assignment.place}


def _not_given(unit: Unit) -> str:
    return _("Anh/chị không được giao nhập liệu cho %(unit)s.") % {"unit": unit.name}


def _clerks_first(held: list[Assignment]) -> list[Assignment]:
    return sorted(held, key=lambda a: a.role not in REGISTERING_ROLES)


def _first_ended(held: list[Assignment]) -> Assignment | None:
    today = timezone.localdate()
    clerks = [a for a in held if a.role in REGISTERING_ROLES]
    return next((a for a in clerks if not a.unit.stood_on(today)), None)
