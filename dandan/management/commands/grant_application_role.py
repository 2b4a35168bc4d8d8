from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from audit.errors import DomainError
from dandan.application_role import grant


class Command(BaseCommand):
    help = "Cho một vai trò PostgreSQL đúng những quyền phần mềm cần khi phục vụ: nhật ký chỉ ghi thêm và đọc, không sửa bảng."

    def add_arguments(self, parser):
        parser.add_argument("role")

    def handle(self, *args, role: str, **options):
        try:
            with transaction.atomic():
                grant(role=role)
        except DomainError as refused:
            raise CommandError(refused.sentence) from refused
        self.stdout.write(f"Vai trò {role} đọc và ghi được dữ liệu; nhật ký chỉ ghi thêm. Sau này migrate tự cấp lại.")
