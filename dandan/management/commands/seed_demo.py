from django.core.management.base import BaseCommand, CommandError

from audit.errors import DomainError
from dandan.demo import seed


class Command(BaseCommand):
    help = (
        "Tạo tài khoản dùng thử và nạp năm sổ đăng ký của Cao Bằng; từ chối cơ sở dữ liệu có người dùng thật."
    )

    def handle(self, *args, **options):
        try:
            seed(self.stdout.write)
        except DomainError as error:
            raise CommandError(str(error)) from error
