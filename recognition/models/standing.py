"""What stands from a day on until it is ended by another day and a reason; never deleted."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Standing(models.Model):
    """Both clocks of its beginning and of its end. It stands on a day from `happened_on` on and before `ended_on`; ended
    on or before the day it began, it never stood."""

    happened_on = models.DateField(_("Ngày"))
    entered_at = models.DateTimeField(_("Nhập lúc"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Người ghi")
    )
    ended_on = models.DateField(_("Ngày thôi"), null=True, blank=True)
    end_reason = models.TextField(_("Lý do thôi"), blank=True)
    end_entered_at = models.DateTimeField(_("Nhập lúc"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Người ghi")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | ~Q(end_reason=""),
                name="%(class)s_ends_with_a_reason",
                violation_error_message=_("Phải ghi lý do thôi."),
            )
        ]

    def stands_on(self, day: date) -> bool:
        return self.happened_on <= day and (self.ended_on is None or day < self.ended_on)
