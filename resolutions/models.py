"""Documents that the work answers to: resolutions, directives, plans."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from resolutions.choices import DocumentKind
from resolutions.querysets import DocumentQuerySet
from units.models import Unit


class Document(models.Model):
    """One document. Without a unit it is the centre's."""

    kind = models.CharField(_("Loại văn bản"), max_length=20, choices=DocumentKind)
    number = models.CharField(_("Số, ký hiệu"), max_length=60)
    number_key = models.CharField(max_length=60, editable=False)
    issuer = models.CharField(_("Cơ quan ban hành"), max_length=200)
    issuer_key = models.CharField(max_length=200, editable=False)
    issued_on = models.DateField(_("Ngày ban hành"))
    title = models.CharField(_("Trích yếu"), max_length=500)
    summary = models.TextField(_("Nội dung chính"), blank=True)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("Của đơn vị"),
        help_text=_("Để trống nếu là văn bản của Trung ương."),
    )
    search_text = models.TextField(editable=False)
    created_at = models.DateTimeField(_("Nhập lúc"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Văn bản")
        verbose_name_plural = pgettext_lazy("số nhiều", "Văn bản")
        ordering = ["-issued_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "issuer_key", "number_key", "issued_on"],
                name="document_written_down_once",
                violation_error_message=_("Văn bản này đã có trong sổ."),
            )
        ]

    def __str__(self):
        return f"{self.number} · {self.title}"
