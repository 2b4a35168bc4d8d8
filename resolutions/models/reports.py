"""What units report of their targets, how it went from draft to accepted, and what leaders ask about it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from models_registry.kept_files import KeptFile
from resolutions.choices import Answer, PeriodKind, Stage
from resolutions.models.assignments import Assignment
from resolutions.querysets import ExplanationQuerySet, ProgressReportQuerySet, ReportingPeriodQuerySet
from units.models import Unit


class ReportingPeriod(models.Model):
    """A span of days that is reported, and the day until which reports are in time. Without a unit it is everybody's."""

    kind = models.CharField(_("Kỳ"), max_length=16, choices=PeriodKind)
    name = models.CharField(_("Tên kỳ báo cáo"), max_length=120)
    starts_on = models.DateField(_("Từ ngày"))
    ends_on = models.DateField(_("Đến ngày"))
    cut_off = models.DateField(_("Hạn gửi"))
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reporting_periods",
        verbose_name=_("Do đơn vị đặt"),
    )
    created_at = models.DateTimeField(_("Nhập lúc"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kỳ báo cáo")
        verbose_name_plural = _("Kỳ báo cáo")
        ordering = ["-ends_on", "starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "starts_on", "ends_on"],
                condition=Q(unit__isnull=False),
                name="period_once_per_unit",
                violation_error_message=_("Kỳ báo cáo này đã có."),
            ),
            models.UniqueConstraint(
                fields=["starts_on", "ends_on"],
                condition=Q(unit__isnull=True),
                name="period_once_for_everybody",
                violation_error_message=_("Kỳ báo cáo này đã có."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on"), ends_on__lte=F("cut_off")),
                name="period_days_in_order",
                violation_error_message=_("Ngày cuối kỳ từ ngày đầu kỳ, hạn gửi từ ngày cuối kỳ trở đi."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def version(self) -> int:
        """Its last day, the one thing of it that changes."""
        return self.cut_off.toordinal()


class ProgressReport(models.Model):
    """What a unit says of one target for one period. Zero is a figure; "not applicable" is an answer without one; no
    accepted report is "not reported"."""

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="reports", verbose_name=_("Chỉ tiêu được giao")
    )
    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, related_name="reports", verbose_name=_("Kỳ báo cáo")
    )
    answer = models.CharField(_("Số liệu"), max_length=16, choices=Answer, blank=True, default=Answer.NONE)
    numerator = models.DecimalField(_("Thực hiện"), max_digits=16, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField(_("Trên tổng số"), max_digits=16, decimal_places=2, null=True, blank=True)
    narrative = models.TextField(_("Kết quả, cách làm"), blank=True)
    obstacles = models.TextField(_("Khó khăn, vướng mắc"), blank=True)
    figures_on = models.DateField(_("Số liệu đến ngày"))
    """When it was so; `created_at` says when it was typed."""
    stage = models.CharField(
        pgettext_lazy("báo cáo", "Trạng thái"), max_length=12, choices=Stage, default=Stage.DRAFT
    )
    submitted_on = models.DateField(_("Ngày gửi"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người gửi"),
    )
    accepted_on = models.DateField(_("Ngày duyệt"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("báo cáo", "Người duyệt"),
    )
    return_reason = models.TextField(_("Lý do trả lại"), blank=True)
    """Of the last time it was returned or reopened; all of them stand in its history."""
    created_at = models.DateTimeField(_("Nhập lúc"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ProgressReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("Báo cáo chỉ tiêu")
        verbose_name_plural = _("Báo cáo chỉ tiêu")
        ordering = ["-period__ends_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "period"],
                name="reported_once_a_period",
                violation_error_message=_("Kỳ này đã có báo cáo của chỉ tiêu."),
            ),
            models.CheckConstraint(
                condition=Q(answer=Answer.FIGURE, numerator__isnull=False)
                | (~Q(answer=Answer.FIGURE) & Q(numerator__isnull=True, denominator__isnull=True)),
                name="reported_figure_is_whole",
                violation_error_message=_("Hãy ghi số thực hiện."),
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gt=0),
                name="reported_denominator_above_zero",
                violation_error_message=_("Mẫu số phải lớn hơn 0; nếu không có đối tượng, chọn “Không áp dụng”."),
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True) | Q(numerator__gte=0),
                name="reported_numerator_not_negative",
                violation_error_message=_("Số thực hiện không được âm."),
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=[Stage.SUBMITTED, Stage.ACCEPTED])
                | (~Q(answer=Answer.NONE) & Q(submitted_on__isnull=False)),
                name="sent_report_has_an_answer",
                violation_error_message=_("Báo cáo gửi đi phải có số liệu, hoặc ghi “Không áp dụng”."),
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.ACCEPTED, accepted_on__isnull=False)
                | (~Q(stage=Stage.ACCEPTED) & Q(accepted_on__isnull=True)),
                name="accepted_report_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.RETURNED) | ~Q(return_reason=""),
                name="report_returned_with_a_reason",
                violation_error_message=_("Trả lại báo cáo phải có lý do."),
            ),
        ]
        indexes = [models.Index(fields=["stage", "assignment"], name="report_by_stage")]

    def __str__(self):
        return f"{self.assignment} · {self.period}"

    @property
    def audited_unit_id(self) -> int:
        return self.assignment.unit_id

    @property
    def is_late(self) -> bool:
        """Whether it was sent after the period's cut-off day: accepted all the same, and flagged."""
        return self.submitted_on is not None and self.submitted_on > self.period.cut_off


class ReportChange(models.Model):
    """One step of a report: what it said, who moved it, when it happened and when it was entered."""

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="changes")
    stage_before = models.CharField(max_length=12, choices=Stage, blank=True)
    stage = models.CharField(pgettext_lazy("báo cáo", "Trạng thái"), max_length=12, choices=Stage)
    answer = models.CharField(_("Số liệu"), max_length=16, choices=Answer, blank=True)
    numerator = models.DecimalField(_("Thực hiện"), max_digits=16, decimal_places=2, null=True)
    denominator = models.DecimalField(_("Trên tổng số"), max_digits=16, decimal_places=2, null=True)
    reason = models.TextField(_("Lý do"), blank=True)
    on = models.DateField(_("Ngày"))
    at = models.DateTimeField(_("Nhập lúc"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("Bước của báo cáo")
        verbose_name_plural = _("Bước của báo cáo")
        ordering = ["id"]

    def __str__(self):
        return f"{self.report} · {self.get_stage_display()}"


class Evidence(KeptFile):
    """A paper that shows what a report says."""

    report = models.ForeignKey(
        ProgressReport, models.PROTECT, related_name="evidence", verbose_name=_("Báo cáo chỉ tiêu")
    )
    file = models.FileField(upload_to="resolutions/%Y/%m")

    class Meta:
        verbose_name = _("Tài liệu kiểm chứng")
        verbose_name_plural = _("Tài liệu kiểm chứng")
        ordering = ["id"]


class Explanation(models.Model):
    """A leader's question at a figure and the unit's answer. The figure stands here as it was when it was asked about,
    so that the question keeps its sense when the figure changes."""

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="explanations", verbose_name=_("Chỉ tiêu được giao")
    )
    verdict = models.CharField(_("Đánh giá khi hỏi"), max_length=16, blank=True)
    numerator = models.DecimalField(_("Thực hiện"), max_digits=16, decimal_places=2, null=True)
    denominator = models.DecimalField(_("Trên tổng số"), max_digits=16, decimal_places=2, null=True)
    question = models.TextField(_("Yêu cầu giải trình"))
    asked_on = models.DateField(_("Ngày hỏi"))
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Người hỏi")
    )
    due_on = models.DateField(_("Trả lời trước ngày"), null=True, blank=True)
    reply = models.TextField(_("Giải trình của đơn vị"), blank=True)
    replied_on = models.DateField(_("Ngày trả lời"), null=True, blank=True)
    replied_at = models.DateTimeField(null=True, editable=False)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Người trả lời"),
    )

    objects = ExplanationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Yêu cầu giải trình")
        verbose_name_plural = _("Yêu cầu giải trình")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(question=""), name="explanation_asks_something"),
            models.CheckConstraint(
                condition=Q(reply="", replied_on__isnull=True) | (~Q(reply="") & Q(replied_on__isnull=False)),
                name="explanation_answered_on_a_day",
            ),
        ]

    def __str__(self):
        return f"{self.assignment}: {self.question[:60]}"

    @property
    def audited_unit_id(self) -> int:
        return self.assignment.unit_id
