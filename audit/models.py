"""Who changed what, when, from where, from what to what, and why."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One change of one record, or one deed worth remembering. Rows are added, never changed."""

    at = models.DateTimeField(_("Thời điểm"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("Người thực hiện"),
    )
    actor_name = models.CharField(_("Tên người thực hiện"), max_length=200)
    verb = models.CharField(_("Việc"), max_length=40)
    subject_type = models.CharField(_("Loại hồ sơ"), max_length=60)
    subject_id = models.BigIntegerField(_("Số của hồ sơ"), null=True)
    subject_text = models.CharField(_("Hồ sơ"), max_length=300)
    before = models.JSONField(_("Trước khi sửa"), null=True)
    after = models.JSONField(_("Sau khi sửa"), null=True)
    reason = models.TextField(_("Lý do"), blank=True)
    door = models.CharField(_("Đường vào"), max_length=20)
    address = models.CharField(_("Địa chỉ máy"), max_length=45, blank=True)
    batch = models.UUIDField(_("Lần nhập"), null=True)
    unit_id = models.BigIntegerField(_("Số của đơn vị"), null=True, editable=False)
    """The unit whose administrators may read the row; empty where it concerns the whole system. A number and no foreign
    key: units stand above the log."""
    salt = models.CharField(max_length=32, null=True, editable=False)  # noqa: DJ001  rows from before it have none
    """Goes into the digest, and goes away when personal data in the row is replaced: the digest that stays behind then
    tells nothing about who was named."""
    digest = models.CharField(_("Dấu kiểm"), max_length=64, editable=False)
    """SHA-256 of the row's own content, so that a verification can name the row that was changed."""

    class Meta:
        verbose_name = _("Nhật ký")
        verbose_name_plural = _("Nhật ký")
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="audit_by_subject"),
            models.Index(
                fields=["batch", "-id"], name="audit_in_batch", condition=models.Q(batch__isnull=False)
            ),
            models.Index(
                fields=["unit_id", "-id"], name="audit_by_unit", condition=models.Q(unit_id__isnull=False)
            ),
            models.Index(fields=["verb", "-id"], name="audit_by_verb"),
        ]

    def __str__(self):
        return f"{self.verb} · {self.subject_text}"


class Redaction(models.Model):
    """Personal data in one row of the log was replaced, by the deed of that batch. Rows are added, never changed: the
    database lets a row of the log be rewritten only where one of these says so first, and a verification compares both."""

    batch = models.UUIDField()
    event_id = models.BigIntegerField(db_index=True)
    old_digest = models.CharField(max_length=64)
    new_digest = models.CharField(max_length=64)
    """What the row's content gives now; the row itself keeps the digest that the seals were made over."""

    class Meta:
        verbose_name = _("Dòng nhật ký đã ẩn danh")
        verbose_name_plural = _("Dòng nhật ký đã ẩn danh")

    def __str__(self):
        return str(self.event_id)


class Seal(models.Model):
    """The log from the last seal up to a row, bound by one hash to everything before it. Kept elsewhere once a day
    (printed, or sent to another office), it shows that nothing older was added, changed or removed since."""

    sealed_at = models.DateTimeField(_("Niêm lúc"), auto_now_add=True)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField(unique=True)
    rows = models.PositiveIntegerField(_("Số dòng"))
    digest = models.CharField(_("Dấu niêm"), max_length=64)

    class Meta:
        verbose_name = _("Niêm phong nhật ký")
        verbose_name_plural = _("Niêm phong nhật ký")
        ordering = ["last_id"]

    def __str__(self):
        return self.digest[:12]
