"""manage.py restore FILE.zip [--replace]    manage.py restore --finish"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from audit.errors import DomainError
from dandan.keeping.restore import finish_interrupted, restore


class Command(BaseCommand):
    help = (
        "Phục hồi từ tệp sao lưu: kiểm tra từng phần trước, chỉ thay khi mọi thứ đều khớp. "
        "Bị ngắt giữa chừng thì dữ liệu là bản cũ hoặc bản mới, và lần chạy sau làm nốt."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("file", nargs="?", help="tệp do lệnh backup tạo ra")
        what.add_argument("--finish", action="store_true", help="chỉ làm nốt lần phục hồi bị ngắt")
        parser.add_argument("--replace", action="store_true", help="thay toàn bộ dữ liệu đang có")

    def handle(self, *args, file, finish, replace, **options):
        try:
            if finish:
                left = finish_interrupted(tell=self._tell)
                self.stdout.write("Đã làm nốt." if left else "Không có lần phục hồi nào bị ngắt.")
                return
            restored = restore(file=Path(file), replace=replace, tell=self._tell)
        except DomainError as error:
            raise CommandError(error.sentence) from error
        rows = sum(restored.manifest.facts.rows.values())
        self.stdout.write(
            f"Đã phục hồi bản sao lúc {restored.manifest.made_at}: {rows:,} dòng, "
            f"{len(restored.manifest.parts) - 1:,} tệp; số dòng của từng bảng khớp."
        )
        if restored.finding:
            raise CommandError(
                f"Nhật ký đã không còn nguyên từ trước khi sao lưu: {restored.finding.sentence}"
            )
        self.stdout.write("Nhật ký còn nguyên.")

    def _tell(self, line: str) -> None:
        self.stdout.write(f"» {line}")
        self.stdout.flush()
