from django.core.management.base import BaseCommand
from django.utils import timezone

from dandan.personal_data.retention import counts_over, keep_no_longer


class Command(BaseCommand):
    help = "Xóa dữ liệu đã hết thời hạn lưu (docs/personal-data.md). --dry-run chỉ đếm."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="chỉ in số lượng, không xóa gì")

    def handle(self, *args, dry_run, **options):
        now = timezone.now()
        for rule, count in counts_over(now):
            self.stdout.write(f"{count:>10}  {rule.what} ({rule.term})")
        if dry_run:
            self.stdout.write("Chưa xóa gì (--dry-run).")
            return
        self.stdout.write(f"Đã xóa {sum(keep_no_longer(by=None, now=now).values())} mục.")
