"""Recognition: a registration recognised at a level by a decision, until another decision revokes it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from models_registry.choices import Level
from models_registry.models import Registration
from recognition.models.decisions import Decision
from recognition.querysets import RecognitionQuerySet


class Recognition(models.Model):
    """A registration recognised at a level by a decision. Revoked, it stays with the decision that revoked it; only a
    standing one counts (`objects.standing()`)."""

    decision = models.ForeignKey(
        Decision, models.PROTECT, related_name="recognitions", verbose_name=_("Quyết định")
    )
    registration = models.ForeignKey(
        Registration,
        models.PROTECT,
        related_name="recognitions",
        verbose_name=pgettext_lazy("số ít", "Đăng ký"),
    )
    level = models.CharField(_("Cấp công nhận"), max_length=12, choices=Level)
    recognised_on = models.DateField(_("Ngày công nhận"))
    created_at = models.DateTimeField(_("Nhập lúc"), auto_now_add=True)
    revoked_on = models.DateField(_("Ngày thu hồi"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="revoked_recognitions",
        verbose_name=_("Quyết định thu hồi"),
    )
    revocation_reason = models.CharField(_("Lý do thu hồi"), max_length=500, blank=True)

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("mục chính", "Công nhận")
        verbose_name_plural = pgettext_lazy("mục chính", "Công nhận")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "level"],
                condition=Q(revoked_on__isnull=True),
                name="recognised_once_per_level",
                violation_error_message=_("Mô hình này đã được công nhận ở cấp này."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True, revoked_by__isnull=True)
                | Q(revoked_on__isnull=False, revoked_by__isnull=False),
                name="revoked_by_a_decision",
                violation_error_message=_("Công nhận chỉ bị thu hồi bằng một quyết định, có ngày."),
            ),
        ]

    def __str__(self):
        return f"{self.registration} · {self.get_level_display()}"
