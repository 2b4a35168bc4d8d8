"""The people of the tests: who they are, what they do, for which unit."""

import time
from datetime import date

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt, encrypt

from accounts.choices import Role
from accounts.models import Assignment, User
from accounts.second_factor import GUARDED_ROLES, has_second_factor
from units.models import Placement, Unit

PASSWORD = "DanVanKheo@2026"
_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def person(username: str, role: Role | None = None, unit: Unit | str | None = None, **columns) -> User:
    """A person with this role for the unit (given as itself or its key) since 2020, or with none at all. Of an abolished
    unit: with the role for what took it over from its first day on, as its staff were assigned then; where no one unit
    did, the old assignment stays open, to read by. Whoever must have a second factor has one."""
    user = User.objects.create_user(
        username, password=PASSWORD, full_name=columns.pop("full_name", username), **columns
    )
    if role is not None:
        unit = Unit.objects.get(key=unit) if isinstance(unit, str) else unit
        taken_over = heirs(unit)
        whole = [heir.tier for heir in taken_over] == [unit.tier]
        assigned(user, role, unit, valid_to=unit.valid_to if whole else None)
        for heir in taken_over:
            assigned(user, role, heir, valid_from=heir.valid_from or date(2020, 1, 1))
    if (user.is_superuser or user.is_staff) and not has_second_factor(user):
        with_second_factor(user)
    return user


def assigned(user: User, role: Role, unit: Unit | str, **columns) -> Assignment:
    """One assignment more, since 2020 where no other day is given; with a second factor where the role asks for one."""
    unit = Unit.objects.get(key=unit) if isinstance(unit, str) else unit
    if role in GUARDED_ROLES and not has_second_factor(user):
        with_second_factor(user)
    return Assignment.objects.create(
        user=user, role=role, unit=unit, **{"valid_from": date(2020, 1, 1)} | columns
    )


def heirs(unit: Unit) -> list[Unit]:
    """What stands today of an abolished unit: the highest units made of nothing else, or the one it went into whole."""
    if unit.valid_to is None:
        return []
    made_of_it = Unit.objects.filter(placements__in=Placement.objects.inside(unit), valid_to__isnull=True)
    tops = [u for u in made_of_it.order_by("position") if not made_of_it.filter(id=u.parent_id).exists()]
    if tops:
        return tops
    now = Placement.objects.filter(geography__ends_on__isnull=True, unit=unit).select_related(unit.tier).first()
    heir = getattr(now, unit.tier) if now else None
    return [heir] if heir else []


def approver(unit: Unit | str, username: str = "ba.duyet") -> User:
    return person(username, Role.APPROVER, unit, full_name="Bế Thị Duyệt")


def with_second_factor(user: User) -> User:
    """The person with a device that makes `code_of` codes, of which none was used."""
    data = {"secret": encrypt(_SECRET), "last_counter": 0}
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)
    return user


def device_code() -> str:
    """What the device of whoever was given one here shows now."""
    return format_hotp_value(hotp_value(_SECRET, int(time.time()) // 30))


def code_of(user: User, *, ahead: int = 0) -> str:
    """What the person's device shows now, or so many half minutes later."""
    held = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    return format_hotp_value(hotp_value(decrypt(held.data["secret"]), int(time.time()) // 30 + ahead))


def clerk(unit: Unit | str, username: str = "chi.hoa") -> User:
    return person(username, Role.CLERK, unit, full_name="Nông Thị Hoa")


def leader(unit: Unit | str, username: str = "ong.binh") -> User:
    return person(username, Role.LEADER, unit, full_name="Hoàng Văn Bình")


def administrator(username: str = "quan.tri") -> User:
    return person(username, is_superuser=True, is_staff=True, full_name="Quản trị")


def outsider(username: str = "nguoi.la") -> User:
    """Somebody who may sign in and holds no unit."""
    return person(username, full_name="Người lạ")
