"""Reminders that went out."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DigestSent(models.Model):
    """That a person was reminded by e-mail on a day, so that she is reminded once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    day = models.DateField()

    class Meta:
        verbose_name = _("Thư nhắc việc đã gửi")
        verbose_name_plural = _("Thư nhắc việc đã gửi")
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_digest_a_day")]

    def __str__(self):
        return f"{self.user_id} · {self.day}"
