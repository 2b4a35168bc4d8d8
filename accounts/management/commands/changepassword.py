from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.keeping import record_person
from accounts.models import User


class Command(BaseCommand):
    help = "Đặt mật khẩu mới cho một tài khoản; mọi phiên của người này kết thúc, và nhật ký ghi lại."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *args, username: str, **options):
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"Không có tài khoản “{username}”.")
        password = getpass("Mật khẩu mới: ")
        if password != getpass("Gõ lại mật khẩu mới: "):
            raise CommandError("Hai lần gõ không giống nhau; mật khẩu chưa đổi.")
        try:
            validate_password(password, user)
        except ValidationError as refused:
            raise CommandError(" ".join([*refused.messages, "Mật khẩu chưa đổi."])) from refused
        user.set_password(password)
        record_person(by=None, user=user, verb="password_given")
        self.stdout.write(f"Đã đổi mật khẩu của {username}; mọi phiên của người này đã kết thúc.")
