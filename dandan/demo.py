"""The demo database: who signs in, which registers it holds, and how one tells that it is one.

The mark is a row of the audit log, written in the same transaction as the accounts: rows of that log are never
removed, and no other deed writes this verb."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.models import Assignment, User
from audit.errors import DomainError
from audit.models import Event
from audit.recording import record_change
from units.models import Unit

PASSWORD = "DanVanKheo@2026"
ACCOUNTS = (
    # name, full name, role, unit; the administrator has no unit and sees everything
    ("quantri", "Quản trị hệ thống", None, None),
    ("canbo.caobang", "Nông Thị Hoa", Role.CLERK, "old-04"),
    ("lanhdao.caobang", "Hoàng Văn Bình", Role.LEADER, "old-04"),
    ("canbo.baolac", "Lý Văn Sơn", Role.CLERK, "old-043"),
    ("lanhdao.baolac", "Đàm Thị Yến", Role.LEADER, "old-043"),
    ("canbo.phucsen", "Nông Văn Kỳ", Role.CLERK, "old-01603"),
    ("canbo.hanoi", "Nguyễn Thu Hà", Role.CLERK, "old-01"),
)
PROVINCE = "old-04"
REGISTERS = {year: Path(settings.BASE_DIR) / f"data/demo/cao-bang-{year}.xlsx" for year in range(2020, 2025)}
_MADE, _REGISTER_IN = "seed_demo", "seed_demo_register"


def is_foreign() -> bool:
    """True where the database holds people and was not made by `seed_demo`. Asked before anything is migrated, so
    it reads the two tables as they may have stood in any release."""
    return _holds("SELECT 1 FROM accounts_user LIMIT 1") and not is_seeded()


def is_seeded() -> bool:
    """True where `seed_demo` made this database, whether or not it was interrupted afterwards."""
    return _holds(f"SELECT 1 FROM audit_event WHERE verb = '{_MADE}' LIMIT 1")


def seed(tell: Callable[[str], None]) -> None:
    """Accounts and the five registers of Cao Bằng, each taken in by the product's own importer. What is there already
    stays as it is. Raises DomainError on a database that was not made here."""
    if is_foreign():
        raise DomainError(
            _("Cơ sở dữ liệu này có người dùng thật, không phải bản dùng thử: không nạp dữ liệu mẫu vào đây.")
        )
    _create_missing_accounts()
    done = set(Event.objects.filter(verb=_REGISTER_IN).values_list("reason", flat=True))
    missing = {year: path for year, path in REGISTERS.items() if path.name not in done}
    for year, path in missing.items():
        tell(_("Nạp sổ đăng ký năm %(year)s từ %(file)s …") % {"year": year, "file": path.name})
        call_command("import_register", str(path), unit=PROVINCE, year=year, stdout=_Quiet())
        record_change(by=None, verb=_REGISTER_IN, subject=Unit.objects.get(key=PROVINCE), reason=path.name)
    if missing:
        # Without fresh statistics the planner would read the rows instead of the counting index.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@transaction.atomic
def _create_missing_accounts() -> None:
    """The documented password is nobody's secret, so nobody is made to replace it; a demo made by an older release
    gets the accounts added since."""
    present = set(User.objects.values_list("username", flat=True))
    for username, full_name, role, unit in ACCOUNTS:
        if username in present:
            continue
        user = User(username=username, full_name=full_name, is_superuser=role is None, is_staff=role is None)
        user.set_password(PASSWORD)
        user.save()
        if role is not None:
            Assignment.objects.create(
                user=user, role=role, unit=Unit.objects.get(key=unit), valid_from=date(2020, 1, 1)
            )
        record_change(by=None, verb=_MADE, subject=user)


def _holds(question: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone() is not None
    except DatabaseError:
        # The table is not there yet: a database nobody has worked in.
        return False


class _Quiet:
    """The importer's own lines are for one who calls it by hand."""

    def write(self, *_args, **_kwargs):
        return 0

    def flush(self):
        return None
