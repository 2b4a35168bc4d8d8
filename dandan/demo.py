"""The demo database: who signs in, which registers it holds, and how one tells that it is one.

The mark is a row of the audit log, written in the same transaction as the accounts: rows of that log are never
removed, and no other deed writes this verb."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.demo_accounts import MADE_BY_THE_DEMO
from accounts.keeping import record_assignment
from accounts.models import Assignment, User
from audit.errors import DomainError
from audit.models import Event
from audit.recording import record_change
from dandan.demo_criteria import load_demo_criteria
from dandan.demo_targets import COMPUTED, seed_computed_targets, seed_targets
from resolutions.encoding import NGHE_AN
from units.models import Unit

PASSWORD = "DanVanKheo@2026"
ACCOUNTS = (
    # name, full name; the administrator is assigned nowhere and sees everything
    ("quantri", "Quản trị hệ thống"),
    ("canbo.caobang", "Nông Thị Hoa"),
    ("lanhdao.caobang", "Hoàng Văn Bình"),
    ("duyet.caobang", "Bế Thị Lan"),
    ("thamdinh1.caobang", "Lục Văn Thành"),
    ("thamdinh2.caobang", "Mã Thị Ngọc"),
    ("canbo.baolac", "Lý Văn Sơn"),
    ("lanhdao.baolac", "Đàm Thị Yến"),
    ("canbo.phucsen", "Nông Văn Kỳ"),
    ("canbo.hanoi", "Nguyễn Thu Hà"),
    ("canbo.nghean", "Phan Thị Lam"),
    ("lanhdao.nghean", "Hồ Sỹ Hùng"),
    ("duyet.nghean", "Cao Thị Giang"),
    ("canbo.truongvinh", "Nguyễn Thị Mai"),
)
ADMINISTRATOR = "quantri"
_BEGUN, _LAST, _ANEW = date(2020, 1, 1), date(2025, 6, 30), date(2025, 7, 1)
ASSIGNMENTS = (
    # Every unit of before ended on 30 June 2025: from the next day on one writes for what took it over, and an
    # assignment left open on the old one reads what it left behind.
    ("canbo.caobang", Role.CLERK, "old-04", _BEGUN, _LAST),
    ("canbo.caobang", Role.CLERK, "new-04", _ANEW, None),
    ("lanhdao.caobang", Role.LEADER, "old-04", _BEGUN, _LAST),
    ("lanhdao.caobang", Role.LEADER, "new-04", _ANEW, None),
    ("duyet.caobang", Role.APPROVER, "new-04", _ANEW, None),
    ("thamdinh1.caobang", Role.APPRAISER, "new-04", _ANEW, None),
    ("thamdinh2.caobang", Role.APPRAISER, "new-04", _ANEW, None),
    ("canbo.baolac", Role.CLERK, "old-043", _BEGUN, None),
    ("canbo.baolac", Role.CLERK, "new-01321", _ANEW, None),
    ("lanhdao.baolac", Role.LEADER, "old-043", _BEGUN, None),
    ("canbo.phucsen", Role.CLERK, "old-01603", _BEGUN, None),
    ("canbo.phucsen", Role.CLERK, "new-01576", _ANEW, None),
    ("canbo.hanoi", Role.CLERK, "old-01", _BEGUN, _LAST),
    ("canbo.hanoi", Role.CLERK, "new-01", _ANEW, None),
    ("canbo.nghean", Role.CLERK, "old-40", _BEGUN, _LAST),
    ("canbo.nghean", Role.CLERK, "new-40", _ANEW, None),
    ("lanhdao.nghean", Role.LEADER, "old-40", _BEGUN, _LAST),
    ("lanhdao.nghean", Role.LEADER, "new-40", _ANEW, None),
    ("duyet.nghean", Role.APPROVER, "new-40", _ANEW, None),
    ("canbo.truongvinh", Role.CLERK, "new-16690", _ANEW, None),
)
PROVINCE = "old-04"
REGISTERS = {year: Path(settings.BASE_DIR) / f"data/demo/cao-bang-{year}.xlsx" for year in range(2020, 2025)}
RESOLUTIONS = {"old-40": (NGHE_AN, seed_targets), "old-04": (COMPUTED, seed_computed_targets)}
"""Files of resolutions, and what brings them in, by the province they are of."""
_MADE, _REGISTER_IN, _TARGETS_IN = MADE_BY_THE_DEMO, "seed_demo_register", "seed_demo_targets"


def is_foreign() -> bool:
    """True where the database holds people and was not made by `seed_demo`. Asked before anything is migrated, so
    it reads the two tables as they may have stood in any release."""
    return _holds("SELECT 1 FROM accounts_user LIMIT 1") and not is_seeded()


def is_seeded() -> bool:
    """True where `seed_demo` made this database, whether or not it was interrupted afterwards."""
    return _holds(f"SELECT 1 FROM audit_event WHERE verb = '{_MADE}' LIMIT 1")


def seed(tell: Callable[[str], None]) -> None:
    """Accounts, criteria sets labelled as a demo, the five registers of Cao Bằng, each taken in by the product's own importer,
    the targets of Nghệ An, and two of Cao Bằng computed from its register. What is there already stays as it is. Raises
    DomainError on a database that was not made here."""
    if is_foreign():
        raise DomainError(
            _("Cơ sở dữ liệu này có người dùng thật, không phải bản dùng thử: không nạp dữ liệu mẫu vào đây.")
        )
    _create_missing_accounts()
    load_demo_criteria(timezone.localdate().year)
    done = set(Event.objects.filter(verb__in=[_REGISTER_IN, _TARGETS_IN]).values_list("reason", flat=True))
    missing = {year: path for year, path in REGISTERS.items() if path.name not in done}
    for year, path in missing.items():
        tell(_("Nạp sổ đăng ký năm %(year)s từ %(file)s …") % {"year": year, "file": path.name})
        call_command("import_register", str(path), unit=PROVINCE, year=year, stdout=_Quiet())
        record_change(by=None, verb=_REGISTER_IN, subject=Unit.objects.get(key=PROVINCE), reason=path.name)
    resolutions = {key: told for key, told in RESOLUTIONS.items() if told[0].name not in done}
    for key, (path, bring) in resolutions.items():
        tell(_("Nạp nghị quyết và chỉ tiêu từ %(file)s, số liệu minh họa …") % {"file": path.name})
        with transaction.atomic():
            bring(path, Unit.objects.get(key=key))
            record_change(by=None, verb=_TARGETS_IN, subject=Unit.objects.get(key=key), reason=path.name)
    if missing or resolutions:
        # Without fresh statistics the planner would read the rows instead of the counting index.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


@transaction.atomic
def _create_missing_accounts() -> None:
    """The documented password is nobody's secret, so nobody is made to replace it or to add a second factor; a demo
    made by an older release gets the accounts and assignments added since."""
    present = set(User.objects.values_list("username", flat=True))
    for username, full_name in ACCOUNTS:
        if username in present:
            continue
        highest = username == ADMINISTRATOR
        user = User(username=username, full_name=full_name, is_superuser=highest, is_staff=highest)
        user.set_password(PASSWORD)
        user.save()
        record_change(by=None, verb=_MADE, subject=user)
    for username, role, unit, first, last in ASSIGNMENTS:
        _assign_if_missing(User.objects.get(username=username), role, Unit.objects.get(key=unit), first, last)


def _assign_if_missing(user: User, role: Role, unit: Unit, first: date, last: date | None) -> None:
    """An older release left the assignments to the units of before open, where the new ones now follow."""
    held = Assignment.objects.filter(user=user, role=role, unit=unit, valid_from=first).first()
    if held is None:
        record_assignment(
            by=None,
            assignment=Assignment(user=user, role=role, unit=unit, valid_from=first, valid_to=last),
        )
    elif held.valid_to is None and last is not None:
        held.valid_to = last
        record_assignment(by=None, assignment=held)


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
