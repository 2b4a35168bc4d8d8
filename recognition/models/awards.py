"""Awards: what a commendation decision gave to the people of a model."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from models_registry.models import Registration
from recognition.choices import AwardForm, RecipientKind
from recognition.models.decisions import Decision
from recognition.querysets import AwardQuerySet


class Award(models.Model):
    """One award, written when its decision is signed. Taken back by a later decision it stays with it; only a standing
    one counts (`objects.standing()`)."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="awards", verbose_name=_("Quyết định"))
    registration = models.ForeignKey(
        Registration,
        models.PROTECT,
        related_name="awards",
        verbose_name=pgettext_lazy("số ít", "Đăng ký"),
    )
    form = models.CharField(_("Hình thức"), max_length=20, choices=AwardForm)
    granting_body = models.CharField(_("Cơ quan khen"), max_length=200)
    recipient_kind = models.CharField(_("Loại đối tượng"), max_length=12, choices=RecipientKind)
    recipient_name = models.CharField(_("Tên người, hộ được khen"), max_length=200, blank=True)
    reason = models.CharField(_("Thành tích"), max_length=500, blank=True)
    amount = models.PositiveBigIntegerField(_("Tiền thưởng (đồng)"), null=True, blank=True)
    granted_on = models.DateField(_("Ngày khen"))
    created_at = models.DateTimeField(_("Nhập lúc"), auto_now_add=True)
    ended_on = models.DateField(_("Ngày hủy"), null=True, blank=True)
    ended_by = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ended_awards",
        verbose_name=_("Quyết định hủy"),
    )

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("số ít", "Khen thưởng")
        verbose_name_plural = pgettext_lazy("số nhiều", "Khen thưởng")
        ordering = ["-granted_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "registration", "form"],
                condition=Q(recipient_name=""),
                name="awarded_once_by_a_decision",
                violation_error_message=_("Đối tượng này đã được khen bằng hình thức này."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_by__isnull=True)
                | Q(ended_on__isnull=False, ended_by__isnull=False),
                name="award_ended_by_a_decision",
                violation_error_message=_("Khen thưởng chỉ bị hủy bằng một quyết định, có ngày."),
            ),
        ]

    def __str__(self):
        return f"{self.get_form_display()} · {self.recipient_name or self.registration}"

    @property
    def audited_unit_id(self) -> int:
        """Whose administrators read of it: the unit that granted it."""
        return self.decision.unit_id
