from django.core.management.base import BaseCommand, CommandError

from audit.models import Event
from audit.sealing import verify_log


class Command(BaseCommand):
    help = "Kiểm tra nhật ký còn nguyên; nêu dòng sai đầu tiên và kết thúc khác 0."

    def handle(self, *args, **options):
        finding = verify_log()
        if finding is not None:
            raise CommandError(finding.sentence)
        self.stdout.write(f"Nhật ký còn nguyên: {Event.objects.count()} dòng.")
