from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from audit.errors import DomainError
from dandan.demo import ACCOUNTS, PASSWORD, is_foreign, seed
from units.official import load_official_units


class Command(BaseCommand):
    help = "Chuẩn bị bản dùng thử trong một lần chạy: cấu trúc, đơn vị, tài khoản, sổ đăng ký; việc đã xong thì bỏ qua."
    # The system checks cost half a second of every start; the test command runs them.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args, port, **options):
        if is_foreign():
            raise CommandError(
                "Cơ sở dữ liệu này có người dùng thật, không phải bản dùng thử; run.py không động vào. "
                "Chạy máy chủ thật: xem README, mục “Deploying”.\n"
                "(This database holds real people and was not made by the demo: run.py leaves it alone. See README, Deploying.)"
            )
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("» Tạo cấu trúc cơ sở dữ liệu …")
            call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write("» Kiểm tra danh mục đơn vị hành chính …")
        load_official_units()
        try:
            seed(lambda line: self.stdout.write(f"» {line}"))
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(self._welcome(port))

    def _welcome(self, port: int) -> str:
        roles = {
            "quantri": "quản trị / administrator",
            "canbo.caobang": "cán bộ tỉnh Cao Bằng / provincial clerk",
            "lanhdao.caobang": "lãnh đạo, chỉ xem / leader, reads",
            "duyet.caobang": "người duyệt tỉnh Cao Bằng / provincial approver",
            "thamdinh1.caobang": "thẩm định tỉnh Cao Bằng / provincial appraiser",
            "thamdinh2.caobang": "thẩm định tỉnh Cao Bằng / provincial appraiser",
            "canbo.baolac": "cán bộ huyện Bảo Lạc cũ, nay xã Bảo Lạc / former district's clerk",
            "lanhdao.baolac": "lãnh đạo huyện Bảo Lạc cũ, chỉ xem / former district's leader, reads",
            "canbo.phucsen": "cán bộ xã Phúc Sen cũ và xã kế tục / commune clerk",
            "canbo.hanoi": "cán bộ Hà Nội, tỉnh khác / another province's clerk",
            "canbo.nghean": "cán bộ tỉnh Nghệ An: nghị quyết, chỉ tiêu / clerk of Nghệ An: targets",
            "lanhdao.nghean": "lãnh đạo Nghệ An, hỏi giải trình / leader, asks for explanations",
            "duyet.nghean": "người duyệt báo cáo của Nghệ An / accepts Nghệ An's reports",
            "canbo.truongvinh": "cán bộ phường Trường Vinh, Nghệ An: báo cáo chỉ tiêu / commune clerk, reports on targets",
        }
        people = "\n".join(f"    {name:<18}{roles[name]}" for name, *_ in ACCOUNTS)
        return (
            f"\n  Dân vận khéo: http://127.0.0.1:{port}\n\n"
            f"  Tài khoản dùng thử (mật khẩu / password: {PASSWORD})\n{people}\n\n"
            f"  Dừng / stop: Ctrl+C\n"
        )
