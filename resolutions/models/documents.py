"""Documents that the work answers to: resolutions, directives, plans; how they hang together; what was issued to carry
them out."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from models_registry.choices import Level
from models_registry.kept_files import KeptFile
from resolutions.choices import DocumentKind, IssuerKind, LinkKind
from resolutions.querysets import DocumentQuerySet, IssuedCountQuerySet
from units.models import Unit


class Document(models.Model):
    """One document. Without a unit it is the centre's."""

    kind = models.CharField(_("Loại văn bản"), max_length=20, choices=DocumentKind)
    number = models.CharField(_("Số, ký hiệu"), max_length=60)
    number_key = models.CharField(max_length=60, editable=False)
    issuer = models.CharField(_("Cơ quan ban hành"), max_length=200)
    issuer_key = models.CharField(max_length=200, editable=False)
    issuer_kind = models.CharField(_("Loại cơ quan ban hành"), max_length=20, choices=IssuerKind, blank=True)
    issued_on = models.DateField(_("Ngày ban hành"))
    year = models.PositiveSmallIntegerField(_("Năm ban hành"), editable=False)
    """Of `issued_on`, so that documents are counted by year like everything else."""
    title = models.CharField(_("Trích yếu"), max_length=500)
    summary = models.TextField(_("Nội dung chính"), blank=True)
    period_from = models.PositiveSmallIntegerField(_("Giai đoạn từ năm"), null=True, blank=True)
    period_to = models.PositiveSmallIntegerField(_("Giai đoạn đến năm"), null=True, blank=True)
    applies_to = models.CharField(_("Cấp thực hiện"), max_length=12, choices=Level, blank=True)
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
    version = models.PositiveIntegerField(default=1)

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
            ),
            models.CheckConstraint(
                condition=Q(period_from__isnull=True)
                | Q(period_to__isnull=True)
                | Q(period_from__lte=F("period_to")),
                name="document_period_in_order",
                violation_error_message=_("Năm cuối giai đoạn không được trước năm đầu."),
            ),
        ]
        indexes = [models.Index(fields=["unit", "year", "kind", "issuer_kind"], name="document_counts")]

    def __str__(self):
        return f"{self.number} · {self.title}"


class TaskGroup(models.Model):
    """A group of tasks of a document, in the document's own order."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="task_groups", verbose_name=_("Văn bản"))
    position = models.PositiveSmallIntegerField(_("Thứ tự"))
    title = models.CharField(_("Nhóm nhiệm vụ, giải pháp"), max_length=500)
    content = models.TextField(_("Nội dung"), blank=True)

    class Meta:
        verbose_name = _("Nhóm nhiệm vụ, giải pháp")
        verbose_name_plural = _("Nhóm nhiệm vụ, giải pháp")
        ordering = ["document", "position"]
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="task_group_place_once"),
        ]

    def __str__(self):
        return self.title


class DocumentLink(models.Model):
    """What a document is to an older one: `document` concretises, carries out, replaces or amends `other`."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="links", verbose_name=_("Văn bản"))
    kind = models.CharField(_("Quan hệ"), max_length=20, choices=LinkKind)
    other = models.ForeignKey(
        Document, models.PROTECT, related_name="linked_from", verbose_name=_("Với văn bản")
    )

    class Meta:
        verbose_name = _("Quan hệ giữa hai văn bản")
        verbose_name_plural = _("Quan hệ giữa hai văn bản")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "kind", "other"],
                name="documents_linked_once",
                violation_error_message=_("Quan hệ này đã được ghi."),
            ),
            models.CheckConstraint(
                condition=~Q(document=F("other")),
                name="document_not_linked_to_itself",
                violation_error_message=_("Một văn bản không nối với chính nó."),
            ),
        ]

    def __str__(self):
        return f"{self.document.number} {self.get_kind_display()} {self.other.number}"


class DocumentScan(KeptFile):
    """The signed paper itself."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="scans", verbose_name=_("Văn bản"))
    file = models.FileField(upload_to="resolutions/%Y/%m")

    class Meta:
        verbose_name = _("Bản chụp văn bản")
        verbose_name_plural = _("Bản chụp văn bản")
        ordering = ["id"]


class IssuedCount(models.Model):
    """So many documents were issued to carry one out, as a unit reported it: a number beside the documents that are
    written down singly, never in their place. Empty `kind`: of every kind."""

    document = models.ForeignKey(
        Document, models.PROTECT, related_name="issued_counts", verbose_name=_("Để thực hiện văn bản")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="issued_counts", verbose_name=_("Đơn vị")
    )
    issuer_kind = models.CharField(_("Loại cơ quan ban hành"), max_length=20, choices=IssuerKind)
    kind = models.CharField(_("Loại văn bản"), max_length=20, choices=DocumentKind, blank=True)
    year_from = models.PositiveSmallIntegerField(_("Từ năm"))
    year = models.PositiveSmallIntegerField(_("Đến năm"))
    """The last of the years counted, by which it is asked for."""
    number = models.PositiveIntegerField(_("Số văn bản"))
    source = models.CharField(_("Nguồn"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("Nhập lúc"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = IssuedCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("Số văn bản đã ban hành")
        verbose_name_plural = _("Số văn bản đã ban hành")
        ordering = ["-year", "issuer_kind", "kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "unit", "issuer_kind", "kind", "year_from", "year"],
                name="issued_counted_once",
                violation_error_message=_("Số văn bản của loại này trong các năm ấy đã được ghi."),
            ),
            models.CheckConstraint(
                condition=Q(year_from__lte=F("year")),
                name="issued_years_in_order",
                violation_error_message=_("Năm cuối không được trước năm đầu."),
            ),
        ]

    def __str__(self):
        return f"{self.get_issuer_kind_display()} {self.year_from}-{self.year}: {self.number}"
