"""Keeping people and their assignments: who may, and the deeds. Every deed leaves its row in the log."""

from datetime import date

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import ORGANISATION_ROLES, PEOPLE_ROLES, Role
from accounts.keeping import record_assignment, record_person
from accounts.models import Assignment, User
from accounts.passwords import one_time_password
from accounts.scoping import administered_unit_ids, may_act_for, seen_by
from accounts.work_addresses import clean_address
from audit.errors import DomainError, Overtaken
from units.models import Organisation, Unit
from vietnamese.folding import clean_line


class NotYours(DomainError):
    """The person may not keep this account or unit."""


def may_keep_people(user) -> bool:
    ids = administered_unit_ids(user)
    return ids is None or bool(ids)


def people_in_sight(by) -> QuerySet[User]:
    """People with an assignment, past ones too, to a unit that `by` administers; everybody for the system's
    administrator."""
    ids = administered_unit_ids(by)
    if ids is None:
        return User.objects.all()
    held = Assignment.objects.filter(unit_id__in=ids).values("user_id")
    return User.objects.filter(id__in=held, is_superuser=False)


def may_keep_account(by, person: User) -> bool:
    """Whether `by` may rename, close or give a new password to the account: only where nothing the person is or will
    be assigned to lies outside what `by` administers, and nothing the person only reads outside what `by` sees: a
    given password opens all of it. Nobody keeps his own."""
    ids = administered_unit_ids(by)
    if by.pk == person.pk:
        return False
    if ids is None:
        return True
    if person.is_superuser or person.is_staff:
        return False
    today = timezone.localdate()
    open_ones = person.assignments.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
    held = list(open_ones.select_related("unit")) or list(person.assignments.select_related("unit"))
    ended = {a.unit_id for a in held if a.unit.valid_to is not None and a.unit.valid_to < today}
    read = ended | {a.views_unit_id for a in held if a.views_unit_id}
    acted_on, seen = {a.unit_id for a in held} - ended, seen_by(by)
    return bool(held) and acted_on <= set(ids) and all(seen.holds(unit_id) for unit_id in read)


@transaction.atomic
def create_person(
    *,
    by,
    username: str,
    full_name: str,
    role: Role,
    unit: Unit,
    valid_from: date,
    valid_to: date | None = None,
    organisation: Organisation | None = None,
    views_unit: Unit | None = None,
) -> tuple[User, str]:
    """A new account with its first assignment, and the password to be told once."""
    user = User(username=_clean_username(username), full_name=_clean_name(full_name))
    password = one_time_password()
    user.set_password(password)
    try:
        with transaction.atomic():
            record_person(by=by, user=user, unit=unit)
    except IntegrityError:
        raise DomainError(_("Tên đăng nhập này đã có người dùng."), field="username") from None
    assign(
        by=by,
        user=user,
        role=role,
        unit=unit,
        valid_from=valid_from,
        valid_to=valid_to,
        organisation=organisation,
        views_unit=views_unit,
    )
    return user, password


@transaction.atomic
def edit_person(*, by, user: User, version: int, full_name: str, is_active: bool, email: str | None = None) -> User:
    """The name corrected, the account closed or opened again, and the address of reminders where one is given ("" for
    none); closing ends its sessions and tokens. `version` is the one the administrator saw: raises Overtaken when another
    was faster."""
    user = _kept_account(by, user)
    if user.version != version:
        raise Overtaken(_("Tài khoản này vừa được người khác sửa; hãy xem lại trước khi lưu."), user)
    user.full_name, user.is_active = _clean_name(full_name), is_active
    if email is not None:
        user.email = clean_address(email)
    return record_person(by=by, user=user)


@transaction.atomic
def set_own_address(*, user: User, email: str) -> User:
    """One's own account with this address for reminders, "" for none. Raises DomainError for one that is none, or
    private."""
    held = User.objects.select_for_update().get(pk=user.pk)
    held.email = clean_address(email)
    return record_person(by=user, user=held)


@transaction.atomic
def give_new_password(*, by, user: User) -> str:
    """A password to be told once. Sessions and tokens of the account end."""
    user = _kept_account(by, user)
    password = one_time_password()
    user.set_password(password)
    record_person(by=by, user=user, verb="password_given")
    return password


@transaction.atomic
def sign_out_everywhere(*, user: User) -> None:
    """Ends every session and token of one's own account."""
    held = User.objects.select_for_update().get(pk=user.pk)
    held.end_sessions()
    record_person(by=user, user=held, verb="sign_out_everywhere", told={"sessions": "ended"})


@transaction.atomic
def assign(
    *,
    by,
    user: User,
    role: Role,
    unit: Unit,
    valid_from: date,
    valid_to: date | None = None,
    organisation: Organisation | None = None,
    views_unit: Unit | None = None,
) -> Assignment:
    """An assignment from a day on; with a last day it is a deputy's. With an organisation of the unit it is for that
    organisation's records alone; `views_unit` is a subtree the person sees beside it and never writes."""
    _require_unit(by, user, unit)
    _require_organisation(role, unit, organisation)
    if views_unit is not None and not seen_by(by).holds(views_unit.id):
        raise NotYours(
            _("%(unit)s nằm ngoài phạm vi anh/chị được xem.") % {"unit": views_unit.name}, field="views_unit"
        )
    if valid_to is not None and valid_to < valid_from:
        raise DomainError(_("Ngày cuối phải từ ngày bắt đầu trở đi."), field="valid_to")
    # Of two administrators at once the second waits, and then sees what the first gave.
    User.objects.select_for_update().values_list("pk").get(pk=user.pk)
    overlapping = user.assignments.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from), role=role, unit=unit, organisation=organisation
    )
    if valid_to is not None:
        overlapping = overlapping.filter(valid_from__lte=valid_to)
    if overlapping.exists():
        raise DomainError(
            _("Người này đã giữ vai trò ấy ở đơn vị này trong thời gian đã chọn."), field="role"
        )
    row = Assignment(
        user=user,
        role=role,
        unit=unit,
        organisation=organisation,
        views_unit=views_unit,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    return record_assignment(by=by, assignment=row)


@transaction.atomic
def set_last_day(*, by, assignment: Assignment, version: int, valid_to: date | None) -> Assignment:
    """The assignment with another last day: ended, prolonged, or open again with None. Raises Overtaken where another
    administrator changed it since the `version` seen."""
    held = Assignment.objects.select_for_update().get(pk=assignment.pk)
    _require_unit(by, held.user, held.unit)
    if held.version != version:
        raise Overtaken(_("Phân công này vừa được người khác sửa; hãy xem lại trước khi lưu."), held)
    if valid_to is not None and valid_to < held.valid_from:
        raise DomainError(_("Ngày cuối phải từ ngày bắt đầu trở đi."), field="valid_to")
    held.valid_to = valid_to
    return record_assignment(by=by, assignment=held)


def _require_unit(by, user: User, unit: Unit) -> None:
    if not may_act_for(by, unit, PEOPLE_ROLES):
        raise NotYours(_("Đơn vị này không thuộc phạm vi anh/chị quản trị."), field="unit")
    if by.pk == user.pk and not by.is_superuser:
        raise NotYours(_("Không tự phân công cho mình; hãy nhờ người quản trị khác."))


def _require_organisation(role: Role, unit: Unit, organisation: Organisation | None) -> None:
    if organisation is None:
        return
    if organisation.unit_id != unit.id:
        raise DomainError(
            _("%(organisation)s không thuộc %(unit)s; hãy chọn lại.")
            % {"organisation": organisation.name, "unit": unit.name},
            field="organisation",
        )
    if role not in ORGANISATION_ROLES:
        raise DomainError(
            _(
                "%(role)s là việc của cả đơn vị, không giao riêng cho một cơ quan, tổ chức: bỏ chọn cơ quan hoặc chọn "
                "vai trò khác."
            )
            % {"role": Role(role).label},
            field="organisation",
        )


def _kept_account(by, user: User) -> User:
    held = User.objects.select_for_update().get(pk=user.pk)
    if not may_keep_account(by, held):
        raise NotYours(_("Anh/chị không quản lý tài khoản này."))
    return held


def _clean_name(text: str) -> str:
    name = clean_line(text)
    if not name:
        raise DomainError(_("Hãy ghi họ và tên."), field="full_name")
    if len(name) > 120:
        raise DomainError(_("Họ và tên dài quá 120 ký tự."), field="full_name")
    return name


def _clean_username(text: str) -> str:
    name = User.normalize_username(text.strip())
    try:
        UnicodeUsernameValidator()(name)
    except ValidationError:
        name = ""
    if not name or len(name) > 150 or not name.isascii():
        raise DomainError(
            _("Tên đăng nhập chỉ gồm chữ không dấu, chữ số và . _ -, ví dụ canbo.baolac."), field="username"
        )
    if User.objects.filter(username__iexact=name).exists():
        raise DomainError(_("Tên đăng nhập này đã có người dùng."), field="username")
    return name
