"""Names every record that stands on a rung of the ladder without standing on the one below."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError

from accounts.scoping import SYSTEM
from recognition.ladder import violations


class Command(BaseCommand):
    help = "Kiểm tra đăng ký ⊇ công nhận ⊇ tiêu biểu ⊇ đề nghị ⊇ khen thưởng; nêu tên từng hồ sơ sai."

    def add_arguments(self, parser):
        parser.add_argument("--on", type=date.fromisoformat, help="ngày, dạng 2024-06-30; không ghi là mọi ngày")

    def handle(self, *args, on=None, **options):
        found = violations(viewer=SYSTEM, on=on)
        for one in found:
            held = one.registration
            self.stdout.write(f"{held.model.code} {held.model.name} ({held.unit.name}, {held.year}): {one.sentence}.")
        if found:
            raise CommandError(f"{len(found)} chỗ sai trên bậc thang.")
        self.stdout.write("Bậc thang đúng.")
