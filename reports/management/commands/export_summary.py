"""manage.py export_summary --unit old-04 --year 2024 --out FILE [--geography 2024-12-31]"""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scoping import SYSTEM
from audit.errors import DomainError
from reports.annual import export_annual
from reports.dashboard_scope import read_scope
from units.models import Unit


class Command(BaseCommand):
    help = (
        "Writes the annual Excel summary of a unit: appendices by unit, level, recognised models and years."
    )

    def add_arguments(self, parser):
        parser.add_argument("--unit", required=True, help="key of the unit, such as old-04")
        parser.add_argument("--year", required=True, help="the year, or two years with a dash: 2020-2024")
        parser.add_argument("--out", required=True, help="the file to write")
        parser.add_argument(
            "--geography", default="", help="a day, 2024-12-31: the last of the year if not given"
        )

    def handle(self, *, unit, year, out, geography, **options):
        first, _dash, last = year.partition("-")
        asked = {"within": unit, "year_from": first, "year_to": last or first, "geography": geography}
        today = timezone.localdate()
        try:
            scope = read_scope(SYSTEM, asked, today=today)
            report = export_annual(scope, out, made_on=today)
        except Unit.DoesNotExist:
            raise CommandError(_("Không có đơn vị mang mã “%(key)s”.") % {"key": unit}) from None
        except DomainError as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(
                _("Không ghi được tệp %(out)s: %(why)s") % {"out": out, "why": error}
            ) from None
        self.stdout.write(_("Đã ghi %(count)s biểu vào %(out)s") % {"count": len(report.sheets), "out": out})
