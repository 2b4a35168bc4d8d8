"""An office workbook on its way into the register, and what an office taught us about its columns."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models import Unit


class BatchState(models.TextChoices):
    UPLOADED = "uploaded", _("Đã tải lên")
    IMPORTED = "imported", _("Đã nhập")
    UNDONE = "undone", _("Đã hoàn tác")


def random_name(batch: "ImportBatch", file_name: str) -> str:
    """A stored name that says nothing of the file and cannot be guessed."""
    return f"imports/{uuid.uuid4().hex}"


class ImportBatch(models.Model):
    """One workbook imported for one unit's register of one year. Its id marks every row of the log it wrote."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="imports", verbose_name=_("Sổ của đơn vị"))
    year = models.PositiveSmallIntegerField(_("Năm"))
    file_name = models.CharField(_("Tên tệp"), max_length=200)
    sha256 = models.CharField(_("Dấu kiểm của tệp"), max_length=64)
    file = models.FileField(upload_to=random_name, blank=True)
    refused_file = models.FileField(upload_to=random_name, blank=True)
    sheet = models.CharField(_("Trang"), max_length=120, blank=True)
    mapping = models.JSONField(
        _("Cách đọc cột"), default=dict, help_text=_("Cột của sổ → thứ tự cột trong trang, tính từ 0.")
    )
    fixed = models.JSONField(_("Cho cả tệp"), default=dict)
    issuer = models.CharField(_("Cơ quan ban hành quyết định"), max_length=200, blank=True)
    state = models.CharField(_("Trạng thái"), max_length=10, choices=BatchState, default=BatchState.UPLOADED)
    counts = models.JSONField(_("Kết quả"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Người nhập")
    )
    created_at = models.DateTimeField(_("Tải lên lúc"), auto_now_add=True)
    imported_at = models.DateTimeField(_("Nhập lúc"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("Người hoàn tác"),
    )
    undone_at = models.DateTimeField(_("Hoàn tác lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("Lần nhập")
        verbose_name_plural = _("Các lần nhập")
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.file_name} · {self.unit} · {self.year}"


class ColumnMapping(models.Model):
    """A column as this office heads it, and what a person said it is ("" for a column to leave out)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Đơn vị"))
    heading = models.CharField(_("Tiêu đề trong tệp"), max_length=300)
    key = models.CharField(_("Đưa vào mục"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("Cách đọc cột đã nhớ")
        verbose_name_plural = _("Cách đọc cột đã nhớ")
        constraints = [
            models.UniqueConstraint(fields=["unit", "heading"], name="heading_learnt_once_per_unit")
        ]

    def __str__(self):
        return f"{self.heading} → {self.key}"


class ImportTurn(models.Model):
    """The row at which two imports into one province's register of one year meet; locked while one of them writes."""

    province = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["province", "year"], name="one_turn_per_province_and_year")
        ]

    def __str__(self):
        return f"{self.province} · {self.year}"
