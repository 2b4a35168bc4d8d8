from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Gom các câu cần dịch vào locale/en, biên dịch mọi tệp .po; cần gói polib (requirements-dev.txt)."

    def add_arguments(self, parser):
        parser.add_argument("--missing", action="store_true", help="chỉ in những câu chưa dịch")

    def handle(self, *args, missing, **options):
        try:
            from dandan import catalogues
        except ImportError as error:
            raise CommandError("Cần gói polib: pip install -r requirements-dev.txt") from error
        folder = Path(settings.LOCALE_PATHS[0])
        path = folder / "en/LC_MESSAGES/django.po"
        catalogue = catalogues.update(path, catalogues.texts_in_use(settings.BASE_DIR))
        left = catalogues.untranslated(catalogue)
        if missing:
            self.stdout.write("\n".join(left))
            return
        catalogue.save(str(path))
        compiled = catalogues.compile_all(folder)
        self.stdout.write(f"{len(catalogue)} câu, {len(left)} chưa dịch; đã biên dịch {len(compiled)} tệp.")
