from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.second_factor import reset
from audit.errors import DomainError


class Command(BaseCommand):
    help = "Đặt lại xác thực hai bước của một người (mất cả thiết bị lẫn mã dự phòng, không còn ai đặt lại hộ được)."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--reason", required=True, help="ghi vào nhật ký")

    def handle(self, *args, username: str, reason: str, **options):
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"Không có tài khoản “{username}”.")
        try:
            reset(by=None, user=user, reason=reason)
        except DomainError as refused:
            raise CommandError(refused.sentence) from refused
        self.stdout.write(
            f"Đã đặt lại xác thực hai bước của {username}; mọi phiên của người này đã kết thúc."
        )
