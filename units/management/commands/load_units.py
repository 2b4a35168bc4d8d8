from django.core.management.base import BaseCommand

from units.official import load_official_units


class Command(BaseCommand):
    help = "Nạp danh mục đơn vị hành chính cả hai địa giới; chạy lại không đổi gì."

    def handle(self, *args, **options):
        written = load_official_units()
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in written.items()))
