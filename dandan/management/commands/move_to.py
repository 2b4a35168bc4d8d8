"""manage.py move_to [DATABASE_URL]    without it the address is read from TARGET_DATABASE_URL"""

import os

from django.core.management.base import BaseCommand, CommandError

from audit.errors import DomainError
from dandan.keeping.moving import move


class Command(BaseCommand):
    help = "Chuyển toàn bộ cơ sở dữ liệu SQLite ở đây sang một cơ sở dữ liệu PostgreSQL trống; hai bên được so từng bảng."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "url",
            nargs="?",
            default=os.environ.get("TARGET_DATABASE_URL", ""),
            help="postgres://tên:mật khẩu@máy/cơ sở dữ liệu; hoặc biến TARGET_DATABASE_URL, để mật khẩu không hiện ra",
        )

    def handle(self, *args, url, **options):
        try:
            moved = move(url=url, tell=lambda line: self.stdout.write(f"» {line}"))
        except DomainError as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(
            f"Đã chuyển {sum(moved.rows.values()):,} dòng của {len(moved.rows)} bảng; hai bên bằng nhau: {moved.digest}"
        )
        self.stdout.write(
            "Đặt DATABASE_URL thành địa chỉ mới rồi khởi động lại máy chủ; thư mục tệp giữ nguyên."
        )
