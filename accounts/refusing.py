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


def keepers_only() -> str:
    """Said to whoever keeps nobody's account, at the pages of those who do."""
    return _(
        "Người dùng, danh mục, nhật ký và dữ liệu cá nhân của đơn vị là việc của người được giao Quản trị đơn vị."
    )


def why_not_keep_account(by, person) -> str:
    """Said to whoever may see the account and not change it."""
    if by.pk == person.pk:
        return _(
            "Việc này không tự làm cho tài khoản của mình: đổi mật khẩu, xác thực hai bước ở trang Tài khoản của tôi; việc "
            "khác nhờ người quản trị khác."
        )
    return _("Tài khoản này còn thuộc đơn vị khác: hãy đề nghị người quản trị cấp trên làm việc này.")


def system_only() -> str:
    """Said at the pages of the system's administrator."""
    return _("Trang này dành cho người quản trị hệ thống.")


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
