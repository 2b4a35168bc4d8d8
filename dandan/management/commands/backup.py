"""manage.py backup OUT    OUT is a folder, or a new file that ends in .zip"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from audit.errors import DomainError
from dandan.keeping.backup import back_up


class Command(BaseCommand):
    help = "Sao lưu cơ sở dữ liệu và tệp đính kèm vào một tệp .zip; làm được cả khi mọi người đang làm việc."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("out", help="thư mục, hoặc tên tệp mới kết thúc bằng .zip")

    def handle(self, *args, out, **options):
        try:
            made = back_up(to=Path(out), tell=lambda line: self.stdout.write(f"» {line}"))
        except DomainError as error:
            raise CommandError(error.sentence) from error
        for name in made.manifest.absent_files:
            self.stderr.write(f"Lưu ý: tệp “{name}” có trong sổ nhưng trên đĩa không còn nguyên.")
        rows = sum(made.manifest.facts.rows.values())
        files = len(made.manifest.parts) - 1
        self.stdout.write(f"Đã sao lưu: {made.path} ({made.size:,} byte; {rows:,} dòng, {files:,} tệp).")
        self.stdout.write(f"Dấu của bản sao (ghi lại ở nơi khác): {made.digest}")
