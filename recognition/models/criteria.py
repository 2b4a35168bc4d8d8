"""Criteria sets: what a province asks of a model in one year, at one level, of one kind."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from models_registry.choices import Kind, Level
from recognition.choices import CriterionKind, Joining, SetState
from recognition.querysets import CriteriaSetQuerySet
from units.models import Unit


class CriteriaSet(models.Model):
    """A version of a province's criteria. Named by a self-assessment or a score it is never changed again: what changes
    is a new version, and putting that into use replaces this one."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="criteria_sets", verbose_name=_("Của tỉnh"))
    year = models.PositiveSmallIntegerField(_("Năm"))
    level = models.CharField(_("Cấp đăng ký"), max_length=12, choices=Level)
    kind = models.CharField(_("Loại"), max_length=12, choices=Kind)
    version = models.PositiveSmallIntegerField(_("Phiên bản"), default=1)
    name = models.CharField(_("Tên bộ tiêu chí"), max_length=200)
    source = models.CharField(_("Căn cứ"), max_length=300, blank=True)
    recognised_from = models.DecimalField(_("Ngưỡng công nhận (%)"), max_digits=5, decimal_places=2)
    exemplary_from = models.DecimalField(
        _("Ngưỡng tiêu biểu (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    joining = models.CharField(_("Gộp điểm người chấm"), max_length=10, choices=Joining, default=Joining.MEAN)
    state = models.CharField(_("Trạng thái"), max_length=10, choices=SetState, default=SetState.DRAFT)
    edition = models.PositiveIntegerField(default=1, editable=False)
    """Raised by every correction, so that of two people correcting the set at once the second is told."""
    is_demo = models.BooleanField(_("Mẫu, dùng thử"), default=False)
    copied_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Sao chép từ")
    )
    created_at = models.DateTimeField(_("Nhập lúc"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = CriteriaSetQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("số ít", "Bộ tiêu chí")
        verbose_name_plural = _("Bộ tiêu chí")
        ordering = ["-year", "unit__position", "level", "kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "level", "kind", "version"], name="criteria_version_once"
            ),
            models.UniqueConstraint(
                fields=["unit", "year", "level", "kind"],
                condition=Q(state=SetState.IN_USE),
                name="one_criteria_set_in_use",
            ),
            models.CheckConstraint(
                condition=Q(recognised_from__gt=0, recognised_from__lte=100)
                & (
                    Q(exemplary_from__isnull=True)
                    | Q(exemplary_from__gte=F("recognised_from"), exemplary_from__lte=100)
                ),
                name="criteria_thresholds_in_order",
                violation_error_message=_("Ngưỡng tiêu biểu không được thấp hơn ngưỡng công nhận."),
            ),
            models.CheckConstraint(condition=~Q(level=Level.CENTRAL), name="no_criteria_of_the_centre"),
        ]

    def __str__(self):
        return self.name

    @property
    def stamp(self) -> str:
        """The set as it reads now: another one, or this one corrected, has another stamp."""
        return f"{self.pk}.{self.edition}"

    @property
    def is_draft(self) -> bool:
        return self.state == SetState.DRAFT

    @property
    def is_in_use(self) -> bool:
        return self.state == SetState.IN_USE


class Criterion(models.Model):
    """One item of a set. `code` is how the office numbers it; by it an answer finds its item in a later version."""

    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField(_("Thứ tự"))
    code = models.CharField(_("Số mục"), max_length=12)
    group = models.CharField(_("Nhóm"), max_length=200, blank=True)
    text = models.CharField(_("Tiêu chí"), max_length=500)
    guidance = models.CharField(_("Hướng dẫn chấm, minh chứng cần có"), max_length=500, blank=True)
    kind = models.CharField(_("Cách chấm"), max_length=8, choices=CriterionKind, default=CriterionKind.POINTS)
    max_points = models.DecimalField(_("Điểm tối đa"), max_digits=6, decimal_places=2, default=0)
    weight = models.DecimalField(_("Hệ số"), max_digits=5, decimal_places=2, default=1)
    is_compulsory = models.BooleanField(_("Bắt buộc"), default=False)
    floor = models.DecimalField(_("Điểm phải đạt"), max_digits=6, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("Tiêu chí")
        verbose_name_plural = _("Tiêu chí")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "code"], name="criterion_code_once"),
            models.CheckConstraint(
                condition=Q(max_points__gte=0, weight__gt=0)
                & (Q(floor__isnull=True) | Q(floor__gt=0, floor__lte=F("max_points"))),
                name="criterion_points_in_order",
            ),
        ]

    def __str__(self):
        return f"{self.code}. {self.text}"

    @property
    def is_met_or_not(self) -> bool:
        return self.kind == CriterionKind.MET
