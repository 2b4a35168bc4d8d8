"""Reminds by e-mail of what waits: once a day and person, whatever how often it is called."""

import smtplib

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from recognition.digest import people_to_remind, send_digest


class Command(BaseCommand):
    help = "Gửi thư nhắc việc của ngày cho người có việc chờ; gọi lại trong ngày không gửi hai lần."

    def handle(self, *args, **options):
        if not settings.EMAIL_URL:
            self.stdout.write("Chưa đặt EMAIL_URL: không gửi thư nhắc việc nào. (EMAIL_URL is not set: nothing is sent.)")
            return
        day, sent, failed = timezone.localdate(), 0, 0
        for user in people_to_remind(day).iterator():
            try:
                sent += send_digest(user=user, day=day)
            except (smtplib.SMTPException, OSError) as error:
                failed += 1
                self.stderr.write(f"Không gửi được cho một người ({type(error).__name__}); gọi lại sau.")
                if failed >= 3:
                    raise CommandError(f"Máy chủ thư không nhận: đã gửi {sent} thư, dừng lại.") from error
        self.stdout.write(f"Đã gửi {sent} thư nhắc việc.")
        if failed:
            raise CommandError(f"{failed} thư chưa gửi được.")
