"""A target of a document: what is asked, from whom, by when. It changes only by a new version with a reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from resolutions.choices import AGGREGATIONS_OF, Accumulation, Aggregation, Direction, Recurrence, TargetKind
from resolutions.models.documents import Document, TaskGroup
from resolutions.querysets import TargetQuerySet
from units.models import Organisation


def _added_up_as_allowed() -> Q:
    allowed = Q()
    for kind, ways in AGGREGATIONS_OF.items():
        allowed |= Q(kind=kind, aggregation__in=ways)
    return allowed


class Target(models.Model):
    """One target in its document's order. What it asks stands on its versions; `number` is that of the last one."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="targets", verbose_name=_("Văn bản"))
    task_group = models.ForeignKey(
        TaskGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("Nhóm nhiệm vụ, giải pháp"),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("Cụ thể hóa chỉ tiêu"),
    )
    position = models.PositiveSmallIntegerField(_("Thứ tự"))
    number = models.PositiveSmallIntegerField(_("Lần sửa"), default=1)
    created_at = models.DateTimeField(_("Nhập lúc"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("số ít", "Chỉ tiêu")
        verbose_name_plural = pgettext_lazy("số nhiều", "Chỉ tiêu")
        ordering = ["document", "position"]
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="target_place_once"),
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="target_not_its_own_parent"),
        ]

    def __str__(self):
        return self.text

    @property
    def audited_unit_id(self) -> int | None:
        return self.document.unit_id

    @property
    def text(self) -> str:
        return self.latest.text

    @property
    def latest(self) -> "TargetVersion":
        """The version in force. Lists read their versions beforehand: `.with_versions()`."""
        return self.version_in(None)

    def version_in(self, year: int | None) -> "TargetVersion":
        """The version that holds for the year: the last written of those that reach back to it, else the first of
        all; the last of all where no year is asked for."""
        versions = sorted(self.versions.all(), key=lambda version: version.number)
        reaching = [v for v in versions if year is None or v.from_year <= year]
        return reaching[-1] if reaching else versions[0]


class TargetVersion(models.Model):
    """What a target asks for from a year on. `value` is in per cent for rates and shares of units, else in
    `measured_in`; empty for yes/no and qualitative targets, which ask to be done."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="versions", verbose_name=_("Chỉ tiêu"))
    number = models.PositiveSmallIntegerField(_("Lần sửa"))
    from_year = models.PositiveSmallIntegerField(_("Áp dụng từ năm"))
    text = models.CharField(_("Nội dung chỉ tiêu"), max_length=1000)
    kind = models.CharField(_("Loại chỉ tiêu"), max_length=20, choices=TargetKind)
    direction = models.CharField(_("Chiều"), max_length=10, choices=Direction, default=Direction.AT_LEAST)
    value = models.DecimalField(_("Mục tiêu"), max_digits=16, decimal_places=2, null=True, blank=True)
    recurrence = models.CharField(_("Thời hạn"), max_length=12, choices=Recurrence)
    due_on = models.DateField(_("Phải đạt trước hết ngày"), null=True, blank=True)
    measured_in = models.CharField(_("Đơn vị tính"), max_length=60)
    baseline = models.DecimalField(_("Mức ban đầu"), max_digits=16, decimal_places=2, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("Năm của mức ban đầu"), null=True, blank=True)
    responsible = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="responsible_for",
        verbose_name=_("Đơn vị chịu trách nhiệm"),
    )
    aggregation = models.CharField(_("Cách tổng hợp"), max_length=16, choices=Aggregation)
    accumulation = models.CharField(
        _("Số liệu các kỳ trong năm"), max_length=12, choices=Accumulation, default=Accumulation.CUMULATIVE
    )
    measure = models.CharField(_("Tính từ số liệu"), max_length=40, blank=True)
    """A key of the roll-up catalogue: progress is then computed and never typed."""
    reason = models.TextField(_("Lý do sửa"), blank=True)
    created_at = models.DateTimeField(_("Nhập lúc"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("Lần sửa chỉ tiêu")
        verbose_name_plural = _("Lần sửa chỉ tiêu")
        ordering = ["target", "number"]
        constraints = [
            models.UniqueConstraint(fields=["target", "number"], name="target_version_once"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""),
                name="target_revised_with_a_reason",
                violation_error_message=_("Sửa chỉ tiêu phải có lý do."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[TargetKind.YES_NO, TargetKind.QUALITATIVE], value__isnull=True)
                | (~Q(kind__in=[TargetKind.YES_NO, TargetKind.QUALITATIVE]) & Q(value__gte=0)),
                name="target_has_the_value_of_its_kind",
                violation_error_message=_("Chỉ tiêu có/không và định tính không có mức; chỉ tiêu khác phải có."),
            ),
            models.CheckConstraint(
                condition=~Q(recurrence=Recurrence.BY_DATE) | Q(due_on__isnull=False),
                name="target_by_a_date_has_it",
                violation_error_message=_("Hãy ghi ngày phải đạt."),
            ),
            models.CheckConstraint(
                condition=_added_up_as_allowed(),
                name="target_added_up_as_its_kind_allows",
                violation_error_message=_("Cách tổng hợp này không hợp với loại chỉ tiêu."),
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def is_share(self) -> bool:
        """Whether a figure is judged by its parts divided, in per cent."""
        return self.kind in (TargetKind.UNITS_EACH_YEAR, TargetKind.RATE_BY_END)

    @property
    def is_done_or_not(self) -> bool:
        return self.kind in (TargetKind.YES_NO, TargetKind.QUALITATIVE)

    def step_in(self, year: int):
        """What the road map expects by the end of the year, None where it says nothing of it."""
        return {step.year: step.value for step in self.road_map.all()}.get(year)


class RoadMapStep(models.Model):
    """How far a version expects to be by the end of a year."""

    version = models.ForeignKey(TargetVersion, models.PROTECT, related_name="road_map")
    year = models.PositiveSmallIntegerField(_("Năm"))
    value = models.DecimalField(_("Mức theo lộ trình"), max_digits=16, decimal_places=2)

    class Meta:
        verbose_name = _("Mốc lộ trình")
        verbose_name_plural = _("Mốc lộ trình")
        ordering = ["version", "year"]
        constraints = [
            models.UniqueConstraint(fields=["version", "year"], name="one_step_a_year"),
            models.CheckConstraint(condition=Q(value__gte=0), name="step_not_negative"),
        ]

    def __str__(self):
        return f"{self.year}: {self.value}"
