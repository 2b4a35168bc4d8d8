"""The register: a model that lives many years, and its registration in one year at one level."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from models_registry.choices import (
    AT_A_DESK,
    AT_THE_UNIT,
    NOT_COUNTED,
    ActivityField,
    Kind,
    Level,
    Phase,
    Stage,
    Status,
)
from models_registry.kept_files import KeptFile
from models_registry.querysets import CampaignQuerySet, MobilizationModelQuerySet, RegistrationQuerySet
from units.models import Organisation, Unit


class Tag(models.Model):
    """A province's own sub-field, such as "xây dựng nông thôn mới". A tag never adds a fifth field."""

    name = models.CharField(_("Tên"), max_length=120)
    folded_name = models.CharField(max_length=120, editable=False)
    field = models.CharField(_("Lĩnh vực"), max_length=20, choices=ActivityField)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="tags", verbose_name=_("Của tỉnh"))
    valid_to = models.DateField(_("Dùng đến ngày"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("số ít", "Tiểu lĩnh vực")
        verbose_name_plural = _("Tiểu lĩnh vực")
        ordering = ["folded_name"]
        constraints = [models.UniqueConstraint(fields=["unit", "folded_name"], name="tag_once_per_unit")]

    def __str__(self):
        return self.name


class CodeCounter(models.Model):
    """The last number given out to a province's models in a year; locked while one is taken."""

    prefix = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prefix", "year"], name="one_counter_per_prefix_and_year")
        ]

    def __str__(self):
        return f"{self.prefix}-{self.year}-{self.last:05d}"


class MobilizationModel(models.Model):
    """A "Dân vận khéo" model or example. What changes from year to year stands on its registrations."""

    code = models.CharField(_("Mã"), max_length=24, unique=True)
    name = models.CharField(_("Tên mô hình, điển hình"), max_length=500)
    folded_name = models.CharField(max_length=500, editable=False)
    kind = models.CharField(_("Loại"), max_length=12, choices=Kind)
    field = models.CharField(_("Lĩnh vực"), max_length=20, choices=ActivityField)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="models", verbose_name=_("Đơn vị"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="models",
        verbose_name=_("Cơ quan, tổ chức"),
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="models", verbose_name=_("Tiểu lĩnh vực"))
    created_at = models.DateTimeField(_("Nhập lúc"), auto_now_add=True)

    objects = MobilizationModelQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("số ít", "Mô hình")
        verbose_name_plural = _("Mô hình")
        indexes = [models.Index(fields=["unit", "folded_name"], name="model_by_unit_and_name")]

    def __str__(self):
        return self.name


class Registration(models.Model):
    """A model in one year at one level. Field and kind stand here as they were that year.

    Two last rows are kept here: where it stands (`stage`, its day, and the `desk` of the unit it lies with), of the rows
    of StageChange, written through staging alone; and recognition (`recognised_level`, the highest, and its day), written
    by the deeds of recognition alone."""

    model = models.ForeignKey(
        MobilizationModel,
        models.PROTECT,
        related_name="registrations",
        verbose_name=pgettext_lazy("số ít", "Mô hình"),
    )
    year = models.PositiveSmallIntegerField(_("Năm đăng ký"))
    level = models.CharField(_("Cấp đăng ký"), max_length=12, choices=Level)
    phase = models.CharField(_("Mới / duy trì"), max_length=12, choices=Phase)
    kind = models.CharField(_("Loại"), max_length=12, choices=Kind)
    field = models.CharField(_("Lĩnh vực"), max_length=20, choices=ActivityField)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="registrations", verbose_name=_("Đơn vị"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("Cơ quan, tổ chức"),
    )
    hand_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Đặt tay vào đơn vị")
    )
    registered_on = models.DateField(_("Ngày đăng ký"), null=True, blank=True)

    situation = models.TextField(_("Đặc điểm tình hình, lý do"), blank=True)
    aims = models.TextField(_("Mục tiêu, tiêu chí"), blank=True)
    content = models.TextField(_("Nội dung, cách làm"), blank=True)
    place = models.TextField(_("Địa bàn, đối tượng"), blank=True)
    forces = models.TextField(_("Lực lượng chủ trì, phối hợp, tham gia"), blank=True)
    resources = models.TextField(_("Thời gian, nguồn lực"), blank=True)
    expected_results = models.TextField(_("Kết quả dự kiến, kiểm chứng được"), blank=True)
    sustainability = models.TextField(_("Khả năng duy trì, nhân rộng"), blank=True)

    person_in_charge = models.CharField(_("Người phụ trách"), max_length=120, blank=True)
    work_phone = models.CharField(_("Điện thoại cơ quan"), max_length=30, blank=True)
    participants = models.PositiveIntegerField(_("Số người tham gia"), null=True, blank=True)
    money = models.PositiveBigIntegerField(_("Kinh phí huy động (đồng)"), null=True, blank=True)
    labour_days = models.PositiveIntegerField(_("Ngày công huy động"), null=True, blank=True)
    starts_on = models.DateField(_("Bắt đầu"), null=True, blank=True)
    ends_on = models.DateField(_("Kết thúc"), null=True, blank=True)
    results = models.TextField(_("Kết quả"), blank=True)
    notes = models.TextField(_("Ghi chú"), blank=True)

    stage = models.CharField(_("Tiến độ"), max_length=16, choices=Stage, default=Stage.SUBMITTED)
    stage_on = models.DateField(_("Ngày chuyển bước"), null=True, blank=True)
    desk = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Nơi đang xử lý")
    )
    is_late = models.BooleanField(_("Gửi sau hạn"), default=False)
    withdrawn_on = models.DateField(_("Ngày rút"), null=True, blank=True)
    withdrawal_reason = models.TextField(_("Lý do rút"), blank=True)
    recognised_level = models.CharField(_("Cấp công nhận"), max_length=12, choices=Level, blank=True)
    recognised_on = models.DateField(_("Ngày công nhận"), null=True, blank=True)

    back_entered = models.BooleanField(_("Nhập bổ sung năm đã xong"), default=False)
    search_text = models.CharField(max_length=560, editable=False)
    created_at = models.DateTimeField(_("Nhập lúc"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Người nhập")
    )
    version = models.PositiveIntegerField(default=1)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("số ít", "Đăng ký")
        verbose_name_plural = pgettext_lazy("số nhiều", "Đăng ký")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "year", "level"],
                condition=~Q(stage=NOT_COUNTED),
                name="registered_once_a_year_and_level",
                violation_error_message=_("Mô hình này đã được đăng ký ở cấp này trong năm."),
            ),
            models.CheckConstraint(
                condition=~Q(level=Level.CENTRAL),
                name="nothing_is_registered_centrally",
                violation_error_message=_("Trung ương chỉ khen thưởng, không nhận đăng ký."),
            ),
            models.CheckConstraint(
                condition=~(Q(level=Level.DISTRICT) & Q(year__gt=2025)),
                name="no_district_level_after_2025",
                violation_error_message=_("Từ 01/7/2025 không còn cấp huyện."),
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.WITHDRAWN) | ~Q(withdrawal_reason=""),
                name="withdrawn_with_a_reason",
                violation_error_message=_("Rút đăng ký phải có lý do."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(starts_on__lte=F("ends_on")),
                name="registration_dates_in_order",
                violation_error_message=_("Ngày kết thúc không được trước ngày bắt đầu."),
            ),
        ]
        indexes = [
            # Every question of the roll-ups is answered from one of these two without touching the rows:
            # the first when a subtree is asked for, the second for the whole country.
            models.Index(
                fields=[
                    "unit",
                    "year",
                    "hand_unit",
                    "field",
                    "level",
                    "kind",
                    "phase",
                    "recognised_level",
                    "stage",
                    "model",
                ],
                name="registration_counts_by_unit",
            ),
            models.Index(
                fields=[
                    "year",
                    "unit",
                    "hand_unit",
                    "field",
                    "level",
                    "kind",
                    "phase",
                    "recognised_level",
                    "stage",
                    "model",
                ],
                name="registration_counts_by_year",
            ),
            # What waits, for the topbar of every page: at an office's desk, or with whoever entered it.
            models.Index(
                fields=["desk", "stage"],
                name="registration_waits_at_desk",
                condition=Q(stage__in=sorted(AT_A_DESK)),
            ),
            models.Index(
                fields=["created_by", "stage", "year"],
                name="registration_waits_at_unit",
                condition=Q(stage__in=sorted(AT_THE_UNIT)),
            ),
            models.Index(
                fields=["hand_unit"], name="registration_placed_by_hand", condition=Q(hand_unit__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.model.name} ({self.year})"

    @property
    def status(self) -> Status:
        return Status.WITHDRAWN if self.stage == NOT_COUNTED else Status.REGISTERED

    @property
    def is_counted(self) -> bool:
        return self.stage != NOT_COUNTED


class StageChange(models.Model):
    """A step of a registration: the day it happened and the moment it was entered. Rows are added, never changed; only
    an import that is taken back takes its own with it."""

    registration = models.ForeignKey(
        Registration,
        models.PROTECT,
        related_name="stage_changes",
        verbose_name=pgettext_lazy("số ít", "Đăng ký"),
    )
    step = models.CharField(_("Bước"), max_length=20)
    from_stage = models.CharField(_("Từ"), max_length=16, choices=Stage)
    to_stage = models.CharField(_("Đến"), max_length=16, choices=Stage)
    desk = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("Nơi xử lý sau bước này")
    )
    happened_on = models.DateField(_("Ngày diễn ra"))
    entered_at = models.DateTimeField(_("Nhập lúc"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Người làm")
    )
    note = models.TextField(_("Ý kiến, lý do"), blank=True)
    dossier_version = models.PositiveIntegerField(_("Bản hồ sơ"))
    batch = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("Bước đã qua")
        verbose_name_plural = _("Bước đã qua")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["registration", "happened_on", "id"], name="steps_of_a_registration"),
            models.Index(fields=["to_stage", "happened_on", "registration"], name="steps_by_stage_and_day"),
        ]

    def __str__(self):
        return f"{self.registration_id}: {self.from_stage} → {self.to_stage}"


class Campaign(models.Model):
    """A province's registration campaign of one year: who may register what, and until when. Of a level that it neither
    closes nor gives days it says nothing: there one registers as if there were no campaign."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="campaigns", verbose_name=_("Tỉnh"))
    year = models.PositiveSmallIntegerField(_("Năm"))
    name = models.CharField(_("Tên đợt"), max_length=200)
    opens_on = models.DateField(_("Mở từ ngày"))
    guidance = models.TextField(_("Nội dung, yêu cầu"), blank=True)
    closed_levels = models.JSONField(_("Cấp không nhận đăng ký"), default=list, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("Nhập lúc"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("Đợt đăng ký")
        verbose_name_plural = pgettext_lazy("số nhiều", "Đợt đăng ký")
        ordering = ["-year", "unit__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                name="one_campaign_a_year",
                violation_error_message=_("Tỉnh đã có đợt đăng ký của năm này."),
            )
        ]

    def __str__(self):
        return self.name


class CampaignLevel(models.Model):
    """What one level of a campaign takes, and its days. No kind or field named: all of them."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="levels")
    level = models.CharField(_("Cấp"), max_length=12, choices=Level)
    deadline = models.DateField(_("Hạn đăng ký"))
    self_assess_by = models.DateField(_("Hạn tự đánh giá"), null=True, blank=True)
    appraise_from = models.DateField(_("Thẩm định từ ngày"), null=True, blank=True)
    appraise_to = models.DateField(_("Thẩm định đến ngày"), null=True, blank=True)
    kinds = models.JSONField(_("Loại nhận đăng ký"), default=list, blank=True)
    fields = models.JSONField(_("Lĩnh vực nhận đăng ký"), default=list, blank=True)

    class Meta:
        verbose_name = _("Cấp của đợt đăng ký")
        verbose_name_plural = _("Cấp của đợt đăng ký")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "level"], name="campaign_level_once"),
            models.CheckConstraint(condition=~Q(level=Level.CENTRAL), name="no_campaign_of_the_centre"),
            models.CheckConstraint(
                condition=Q(appraise_from__isnull=True)
                | Q(appraise_to__isnull=True)
                | Q(appraise_from__lte=F("appraise_to")),
                name="campaign_appraisal_days_in_order",
            ),
        ]

    def __str__(self):
        return f"{self.campaign} · {self.get_level_display()}"


class RegistrationDraft(models.Model):
    """A form on its way: the raw text of every box, so that nothing typed is lost. Not yet a record of the register."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="drafts")
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(_("Lưu lúc"), auto_now=True)

    class Meta:
        verbose_name = pgettext_lazy("số ít", "Bản nháp")
        verbose_name_plural = _("Bản nháp")
        ordering = ["-saved_at"]

    def __str__(self):
        return self.data.get("name") or str(_("Bản nháp chưa đặt tên"))


class Attachment(KeptFile):
    """A paper or picture that shows what the registration says."""

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="attachments")
    file = models.FileField(upload_to="attachments/%Y/%m")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("số ít", "Tài liệu kèm theo")
        verbose_name_plural = _("Tài liệu kèm theo")
