"""Appraisal: what the unit says of itself, who appraises, each one's scores, what the team concludes, its minutes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from models_registry.choices import ActivityField, Level
from models_registry.models import Registration
from recognition.choices import Outcome, SheetState
from recognition.models.criteria import CriteriaSet, Criterion
from recognition.querysets import ConclusionQuerySet, MinutesQuerySet, TeamQuerySet
from units.models import Unit

_PERSON = settings.AUTH_USER_MODEL


class SelfAssessment(models.Model):
    """What a unit answers to the criteria set that applied when it saved this; sent with the step of the workflow."""

    registration = models.OneToOneField(Registration, models.PROTECT, related_name="self_assessment")
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="self_assessments")
    saved_at = models.DateTimeField(_("Lưu lúc"), auto_now=True)
    saved_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = pgettext_lazy("số ít", "Bản tự đánh giá")
        verbose_name_plural = _("Bản tự đánh giá")

    def __str__(self):
        return str(self.registration)

    @property
    def audited_unit_id(self) -> int:
        return self.registration.unit_id


class SelfAnswer(models.Model):
    """The unit's answer to one criterion, with its evidence."""

    self_assessment = models.ForeignKey(SelfAssessment, models.PROTECT, related_name="answers")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    is_met = models.BooleanField(null=True)
    text = models.TextField(_("Minh chứng"), blank=True)

    class Meta:
        verbose_name = _("Trả lời tự đánh giá")
        verbose_name_plural = _("Trả lời tự đánh giá")
        constraints = [
            models.UniqueConstraint(fields=["self_assessment", "criterion"], name="self_answered_once")
        ]

    def __str__(self):
        return str(self.criterion)


class AppraisalTeam(models.Model):
    """Who appraises what lies with an office: of one year, level and field, or of every field that has no team of its
    own (`field` empty)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appraisal_teams", verbose_name=_("Đơn vị thẩm định"))
    year = models.PositiveSmallIntegerField(_("Năm"))
    level = models.CharField(_("Cấp"), max_length=12, choices=Level)
    field = models.CharField(_("Lĩnh vực"), max_length=20, choices=ActivityField, blank=True)
    name = models.CharField(_("Tên tổ"), max_length=160)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("Nhập lúc"), auto_now_add=True)
    created_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, related_name="+")

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("số ít", "Tổ thẩm định")
        verbose_name_plural = _("Tổ thẩm định")
        ordering = ["-year", "unit__position", "level", "field", "id"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "level", "field"], name="one_team_per_field"),
            models.CheckConstraint(condition=~Q(level=Level.CENTRAL), name="no_team_of_the_centre"),
        ]

    def __str__(self):
        return self.name


class TeamMember(models.Model):
    """A person in a team until she leaves it; one of them is its head."""

    team = models.ForeignKey(AppraisalTeam, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(_PERSON, models.PROTECT, related_name="team_memberships")
    is_head = models.BooleanField(_("Tổ trưởng"), default=False)
    left_on = models.DateField(_("Rời tổ ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("Thành viên tổ thẩm định")
        verbose_name_plural = _("Thành viên tổ thẩm định")
        ordering = ["-is_head", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "user"], condition=Q(left_on__isnull=True), name="member_once_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["team"], condition=Q(left_on__isnull=True, is_head=True), name="one_head_of_a_team"
            ),
        ]

    def __str__(self):
        return self.user.display_name


class ScoreSheet(models.Model):
    """One appraiser's scores of one dossier, bound to the dossier as it was: `dossier_version` of the registration and
    `dossier_files`, how many papers it had. A sheet that was done is never written over: whoever scores again begins a
    new one, and the former stays with `is_current` off."""

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="score_sheets")
    team = models.ForeignKey(AppraisalTeam, models.PROTECT, related_name="score_sheets")
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="score_sheets")
    appraiser = models.ForeignKey(_PERSON, models.PROTECT, related_name="score_sheets")
    state = models.CharField(_("Trạng thái"), max_length=8, choices=SheetState, default=SheetState.DRAFT)
    is_current = models.BooleanField(_("Phiếu đang dùng"), default=True)
    dossier_version = models.PositiveIntegerField(_("Bản hồ sơ"))
    dossier_files = models.PositiveIntegerField(_("Số tài liệu kèm theo"))
    note = models.TextField(_("Nhận xét chung"), blank=True)
    saved_at = models.DateTimeField(_("Lưu lúc"), auto_now=True)
    done_at = models.DateTimeField(_("Chấm xong lúc"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("Giữ điểm lúc"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("số ít", "Phiếu chấm")
        verbose_name_plural = _("Phiếu chấm")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "appraiser"], condition=Q(is_current=True), name="one_current_sheet_each"
            ),
            models.CheckConstraint(
                condition=Q(state=SheetState.DRAFT) | Q(done_at__isnull=False), name="done_has_its_moment"
            ),
        ]

    def __str__(self):
        return str(self.registration)

    @property
    def audited_unit_id(self) -> int:
        return self.team.unit_id

    @property
    def is_done(self) -> bool:
        return self.state == SheetState.DONE


class ScoreLine(models.Model):
    """What the appraiser gives for one criterion."""

    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="lines")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    is_met = models.BooleanField(null=True)
    text = models.TextField(_("Nhận xét"), blank=True)

    class Meta:
        verbose_name = _("Điểm từng tiêu chí")
        verbose_name_plural = _("Điểm từng tiêu chí")
        constraints = [models.UniqueConstraint(fields=["sheet", "criterion"], name="scored_once_a_sheet")]

    def __str__(self):
        return str(self.criterion)


class Conclusion(models.Model):
    """What the head of the team concludes of a dossier: a proposal, which a decision or the office's own step carries
    out. `suggested` is what the scores and thresholds say; another outcome has a reason."""

    registration = models.OneToOneField(Registration, models.PROTECT, related_name="conclusion")
    team = models.ForeignKey(AppraisalTeam, models.PROTECT, related_name="conclusions")
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, null=True, related_name="+")
    percent = models.DecimalField(_("Điểm (%)"), max_digits=5, decimal_places=2, null=True)
    counted = models.PositiveSmallIntegerField(_("Số người chấm được tính"), default=0)
    suggested = models.CharField(_("Theo điểm"), max_length=12, choices=Outcome, blank=True)
    outcome = models.CharField(_("Kết luận"), max_length=12, choices=Outcome)
    reason = models.TextField(_("Lý do kết luận khác điểm"), blank=True)
    concluded_on = models.DateField(_("Ngày kết luận"))
    entered_at = models.DateTimeField(_("Nhập lúc"), auto_now=True)
    by = models.ForeignKey(_PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("Người kết luận"))
    dossier_version = models.PositiveIntegerField(_("Bản hồ sơ"))
    dossier_files = models.PositiveIntegerField(_("Số tài liệu kèm theo"))
    version = models.PositiveIntegerField(default=1)

    objects = ConclusionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("số ít", "Kết luận thẩm định")
        verbose_name_plural = _("Kết luận thẩm định")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=F("suggested")) | ~Q(reason=""),
                name="another_outcome_has_a_reason",
                violation_error_message=_("Kết luận khác với điểm thì phải ghi lý do."),
            )
        ]

    def __str__(self):
        return str(self.registration)

    @property
    def audited_unit_id(self) -> int:
        return self.team.unit_id


class Minutes(models.Model):
    """The minutes of one meeting of a team: the conclusions as they stood that day, and the signed paper as a scan."""

    team = models.ForeignKey(AppraisalTeam, models.PROTECT, related_name="minutes", verbose_name=_("Tổ thẩm định"))
    held_on = models.DateField(_("Ngày họp"))
    place = models.CharField(_("Địa điểm"), max_length=200, blank=True)
    discussion = models.TextField(_("Ý kiến chung của tổ"), blank=True)
    chair = models.ForeignKey(_PERSON, models.PROTECT, related_name="+", verbose_name=_("Chủ trì"))
    secretary = models.ForeignKey(
        _PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Thư ký")
    )
    present = models.ManyToManyField(_PERSON, related_name="+", verbose_name=_("Thành phần"))
    scan = models.FileField(upload_to="minutes/%Y/%m", blank=True)
    scan_name = models.CharField(_("Tên tệp"), max_length=200, blank=True)
    scan_type = models.CharField(max_length=100, blank=True)
    scan_sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(_("Nhập lúc"), auto_now_add=True)
    created_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, related_name="+")

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("số ít", "Biên bản thẩm định")
        verbose_name_plural = _("Biên bản thẩm định")
        ordering = ["-held_on", "-id"]

    def __str__(self):
        return f"{self.team} · {self.held_on:%d/%m/%Y}"

    @property
    def audited_unit_id(self) -> int:
        return self.team.unit_id


class MinutesLine(models.Model):
    """A dossier in the minutes, with what was concluded as it stood when they were drawn up."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="lines")
    registration = models.ForeignKey(Registration, models.PROTECT, related_name="minutes_lines")
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    rank = models.PositiveIntegerField(null=True)
    is_tied = models.BooleanField(default=False)
    outcome = models.CharField(max_length=12, choices=Outcome)
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("Hồ sơ trong biên bản")
        verbose_name_plural = _("Hồ sơ trong biên bản")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["minutes", "registration"], name="once_in_the_minutes")]

    def __str__(self):
        return str(self.registration)
