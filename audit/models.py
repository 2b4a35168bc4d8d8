"""Who changed what, when, from where, from what to what, and why."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One change of one record, or one deed worth remembering. Rows are added, never changed."""

    at = models.DateTimeField(_("Thời điểm"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("Người thực hiện"),
    )
    actor_name = models.CharField(_("Tên người thực hiện"), max_length=200)
    verb = models.CharField(_("Việc"), max_length=40)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    subject_text = models.CharField(_("Hồ sơ"), max_length=300)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField(_("Lý do"), blank=True)
    door = models.CharField(max_length=20)
    address = models.CharField(max_length=45, blank=True)
    batch = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("Nhật ký")
        verbose_name_plural = _("Nhật ký")
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="audit_by_subject"),
            models.Index(fields=["batch"], name="audit_by_batch", condition=models.Q(batch__isnull=False)),
        ]

    def __str__(self):
        return f"{self.verb} · {self.subject_text}"
