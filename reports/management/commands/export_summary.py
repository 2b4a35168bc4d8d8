"""manage.py export_summary --unit old-04 --year 2024 --out FILE [--geography 2024-12-31] [--as-of 2024-06-30]"""

from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scoping import SYSTEM
from audit.errors import DomainError
from reports.annual import export_annual
from reports.dashboard_scope import scope_of
from rollups.question import read_past_day
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

        parser.add_argument(
            "--as-of", default="", help="as things stood on a day, 2024-06-30: today if not given"
        )

    def handle(self, *, unit, year, out, geography, as_of, **options):
        today = timezone.localdate()
        try:
            within = Unit.objects.get(key=unit)
            first, last = _years(year)
            on = date.fromisoformat(geography) if geography else _its_day(within, last)
            asked = read_past_day("as_of", as_of, today, _refuse)
            scope = scope_of(SYSTEM, within, first, last, on, today=today, as_of=asked)
            report = export_annual(scope, out, made_on=today)
        except Unit.DoesNotExist:
            raise CommandError(_("Không có đơn vị mang mã “%(key)s”.") % {"key": unit}) from None
        except ValueError:
            raise CommandError(
                _("Năm ghi dạng 2024 hoặc 2020-2024, ngày của địa giới ghi dạng 2024-12-31.")
            ) from None
        except DomainError as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(
                _("Không ghi được tệp %(out)s: %(why)s") % {"out": out, "why": error}
            ) from None
        self.stdout.write(_("Đã ghi %(count)s biểu vào %(out)s") % {"count": len(report.sheets), "out": out})


def _refuse(name: str, sentence: str) -> None:
    raise CommandError(sentence)


def _years(text: str) -> tuple[int, int]:
    """ "2024" → (2024, 2024), "2020-2024" → (2020, 2024)."""
    first, _dash, last = text.partition("-")
    years = int(first), int(last or first)
    if not 1990 <= years[0] <= years[1] <= 2100:
        raise ValueError(text)
    return years


def _its_day(unit: Unit, year: int) -> date:
    """The last day of the year; of the unit, where it stood no longer (or not yet) then."""
    day = date(year, 12, 31)
    return day if unit.stood_on(day) else unit.valid_to or unit.valid_from
