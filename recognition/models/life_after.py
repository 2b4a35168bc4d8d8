"""The life of a model after it was recognised: the check of each year, and where it was replicated."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from models_registry.models import MobilizationModel, Registration
from recognition.choices import REASONED_STATES, CheckState
from recognition.models.standing import Standing
from recognition.querysets import ReplicationQuerySet, YearlyCheckQuerySet
from units.models import Unit


class YearlyCheck(models.Model):
    """What was found of a recognised model in a year. `registration` is the one it was last recognised by, and says where
    and in which field the model is counted. A year checked again keeps its former row, with the moment it was replaced."""

    model = models.ForeignKey(
        MobilizationModel, models.PROTECT, related_name="yearly_checks", verbose_name=pgettext_lazy("số ít", "Mô hình")
    )
    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="yearly_checks", verbose_name=pgettext_lazy("số ít", "Đăng ký")
    )
    year = models.PositiveSmallIntegerField(_("Năm"))
    state = models.CharField(_("Tình trạng"), max_length=12, choices=CheckState)
    reason = models.TextField(_("Lý do"), blank=True)
    happened_on = models.DateField(_("Ngày kiểm tra"))
    entered_at = models.DateTimeField(_("Nhập lúc"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("Người ghi")
    )
    replaced_at = models.DateTimeField(_("Thay bằng lần kiểm tra khác lúc"), null=True, blank=True)

    objects = YearlyCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kiểm tra hằng năm")
        verbose_name_plural = pgettext_lazy("số nhiều", "Kiểm tra hằng năm")
        ordering = ["year", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "year"],
                condition=Q(replaced_at__isnull=True),
                name="one_check_of_a_model_a_year",
                violation_error_message=_("Mô hình này đã được kiểm tra trong năm."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(REASONED_STATES)) | ~Q(reason=""),
                name="weakened_or_stopped_with_a_reason",
                violation_error_message=_("Yếu đi hoặc đã dừng thì phải ghi lý do."),
            ),
        ]
        indexes = [models.Index(fields=["year", "state", "model"], name="checks_by_year")]

    def __str__(self):
        return f"{self.model} · {self.year}"

    @property
    def audited_unit_id(self) -> int:
        return self.registration.unit_id


class Replication(Standing):
    """A model done again elsewhere (nhân rộng): in `unit`, as the model registered there or, while none is, under a name in
    words. One model has one source, so that what came of it is a tree."""

    source = models.ForeignKey(
        MobilizationModel, models.PROTECT, related_name="replications", verbose_name=_("Mô hình gốc")
    )
    replica = models.ForeignKey(
        MobilizationModel,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replicated_from",
        verbose_name=_("Mô hình nhân rộng"),
    )
    replica_name = models.CharField(_("Tên nơi nhân rộng"), max_length=300, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Đơn vị nhân rộng"))

    objects = ReplicationQuerySet.as_manager()

    class Meta(Standing.Meta):
        verbose_name = _("Nhân rộng")
        verbose_name_plural = pgettext_lazy("số nhiều", "Nhân rộng")
        constraints = [
            *Standing.Meta.constraints,
            models.UniqueConstraint(
                fields=["replica"],
                condition=Q(ended_on__isnull=True),
                name="replicated_from_one_model",
                violation_error_message=_("Mô hình này đã được ghi là nhân rộng từ một mô hình khác."),
            ),
            models.CheckConstraint(
                condition=Q(replica__isnull=False) | ~Q(replica_name=""),
                name="replica_has_a_name",
                violation_error_message=_("Hãy ghi tên hoặc mã mô hình nhân rộng."),
            ),
            models.CheckConstraint(
                condition=Q(replica__isnull=True) | ~Q(replica=F("source")),
                name="no_model_replicates_itself",
                violation_error_message=_("Mô hình không nhân rộng từ chính nó."),
            ),
        ]

    def __str__(self):
        return f"{self.source} → {self.replica or self.replica_name}"

    @property
    def audited_unit_id(self) -> int:
        return self.unit_id
