from django.core.management.base import BaseCommand

from audit.sealing import seal_log


class Command(BaseCommand):
    help = "Niêm các dòng nhật ký mới; in dấu niêm để lưu ở nơi khác (mỗi ngày một lần)."

    def handle(self, *args, **options):
        seal = seal_log()
        if seal is None:
            self.stdout.write("Không có dòng nhật ký mới.")
        else:
            self.stdout.write(f"{seal.first_id}-{seal.last_id}: {seal.rows} dòng, dấu niêm {seal.digest}")
