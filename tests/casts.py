"""The people of the tests: who they are, what they do, for which unit."""

from datetime import date

from accounts.choices import Role
from accounts.models import Assignment, User
from units.models import Unit

PASSWORD = "DanVanKheo@2026"


def person(username: str, role: Role | None = None, unit: Unit | str | None = None, **columns) -> User:
    """A person with this role for the unit (given as itself or its key) since 2020, or with none at all."""
    user = User.objects.create_user(
        username, password=PASSWORD, full_name=columns.pop("full_name", username), **columns
    )
    if role is not None:
        unit = Unit.objects.get(key=unit) if isinstance(unit, str) else unit
        Assignment.objects.create(user=user, role=role, unit=unit, valid_from=date(2020, 1, 1))
    return user


def clerk(unit: Unit | str, username: str = "chi.hoa") -> User:
    return person(username, Role.CLERK, unit, full_name="Nông Thị Hoa")


def leader(unit: Unit | str, username: str = "ong.binh") -> User:
    return person(username, Role.LEADER, unit, full_name="Hoàng Văn Bình")


def administrator(username: str = "quan.tri") -> User:
    return person(username, is_superuser=True, is_staff=True, full_name="Quản trị")


def outsider(username: str = "nguoi.la") -> User:
    """Somebody who may sign in and holds no unit."""
    return person(username, full_name="Người lạ")
