"""manage.py export_targets --document 04-NQ/TU --year 2024 --out FILE [--unit old-40]"""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scoping import SYSTEM
from reports.targets_appendix import TargetsAsked, export_targets
from resolutions.models import Document
from units.models import Unit
from vietnamese.paper_numbers import number_key


class Command(BaseCommand):
    help = "Writes the Excel appendix of a document's targets for a year: asked, done, judged, who answers for it."

    def add_arguments(self, parser):
        parser.add_argument("--document", required=True, help="its number, such as 04-NQ/TU, or its id where two have it")
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--out", required=True, help="the file to write")
        parser.add_argument("--unit", default="", help="key of the unit: the document's own if not given")

    def handle(self, *, document, year, out, unit, **options):
        held = _document(document)
        within = Unit.objects.filter(key=unit).first() if unit else held.unit
        if unit and within is None:
            raise CommandError(_("Không có đơn vị mang mã “%(key)s”.") % {"key": unit})
        if not 1945 <= year <= 2100:
            raise CommandError(_("Năm phải là bốn chữ số, ví dụ 2024."))
        try:
            export_targets(TargetsAsked(held, year, SYSTEM, timezone.localdate(), within), out)
        except OSError as error:
            raise CommandError(_("Không ghi được tệp %(out)s: %(why)s") % {"out": out, "why": error}) from None
        self.stdout.write(_("Đã ghi phụ lục chỉ tiêu vào %(out)s") % {"out": out})


def _document(text: str) -> Document:
    wanted = {"pk": int(text)} if text.isdecimal() and len(text) < 18 else {"number_key": number_key(text)}
    found = list(Document.objects.filter(**wanted).select_related("unit")[:2])
    if not found:
        raise CommandError(_("Không có văn bản số “%(number)s”.") % {"number": text})
    if len(found) > 1:
        raise CommandError(_("Có hơn một văn bản mang số này; hãy ghi mã số của văn bản thay cho số, ký hiệu."))
    return found[0]
