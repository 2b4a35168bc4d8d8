"""Numbered decisions and what they recognise."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from models_registry.choices import Level
from models_registry.models import Registration
from recognition.choices import DecisionKind
from recognition.querysets import DecisionQuerySet, RecognitionQuerySet
from units.models import Unit


class Decision(models.Model):
    """A decision paper. Its number is unique per issuing body, kind and committee term, not per year."""

    number = models.CharField(_("Số, ký hiệu"), max_length=60)
    number_key = models.CharField(max_length=60, editable=False)
    signed_on = models.DateField(_("Ngày ký"))
    issuing_body = models.CharField(_("Cơ quan ban hành"), max_length=200)
    issuing_key = models.CharField(max_length=200, editable=False)
    signer = models.CharField(_("Người ký"), max_length=120, blank=True)
    kind = models.CharField(
        _("Loại quyết định"), max_length=20, choices=DecisionKind, default=DecisionKind.RECOGNITION
    )
    term = models.CharField(_("Nhiệm kỳ"), max_length=9)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="decisions", verbose_name=_("Đơn vị ban hành")
    )
    back_entered = models.BooleanField(_("Nhập bổ sung"), default=False)
    created_at = models.DateTimeField(_("Nhập lúc"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Quyết định")
        verbose_name_plural = pgettext_lazy("số nhiều", "Quyết định")
        ordering = ["-signed_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "issuing_key", "kind", "term", "number_key"],
                name="decision_number_once_a_term",
                violation_error_message=_("Số quyết định này đã có trong nhiệm kỳ."),
            )
        ]

    def __str__(self):
        return self.number


class Recognition(models.Model):
    """A registration recognised at a level by a decision."""

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

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("mục chính", "Công nhận")
        verbose_name_plural = pgettext_lazy("mục chính", "Công nhận")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "level"],
                name="recognised_once_per_level",
                violation_error_message=_("Mô hình này đã được công nhận ở cấp này."),
            )
        ]

    def __str__(self):
        return f"{self.registration} · {self.get_level_display()}"
