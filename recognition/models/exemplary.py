"""What an office chooses as exemplary from the recognised, and what it proposes for commendation from those."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from models_registry.choices import Level
from models_registry.models import Registration
from recognition.choices import AwardForm
from recognition.models.standing import Standing
from recognition.querysets import ProposalQuerySet, StandingQuerySet
from units.models import Unit


class Exemplary(Standing):
    """A registration recognised at a level, chosen as exemplary (tiêu biểu) at that level by its office, `unit`."""

    registration = models.ForeignKey(
        Registration,
        models.PROTECT,
        related_name="exemplary",
        verbose_name=pgettext_lazy("số ít", "Đăng ký"),
    )
    level = models.CharField(_("Cấp"), max_length=12, choices=Level)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Nơi chọn"))
    back_entered = models.BooleanField(_("Nhập bổ sung"), default=False)

    objects = StandingQuerySet.as_manager()

    class Meta(Standing.Meta):
        verbose_name = _("Mô hình tiêu biểu")
        verbose_name_plural = pgettext_lazy("số nhiều", "Mô hình tiêu biểu")
        constraints = [
            *Standing.Meta.constraints,
            models.UniqueConstraint(
                fields=["registration", "level"],
                condition=Q(ended_on__isnull=True),
                name="exemplary_once_per_level",
                violation_error_message=_("Mô hình này đã được chọn là tiêu biểu ở cấp này."),
            ),
        ]
        indexes = [models.Index(fields=["happened_on", "registration"], name="exemplary_by_day")]

    def __str__(self):
        return f"{self.registration} · {self.get_level_display()}"

    @property
    def audited_unit_id(self) -> int:
        return self.registration.unit_id


class Proposal(Standing):
    """A proposal to commend (đề nghị khen thưởng) a registration that is exemplary at the level. It ends by being
    withdrawn; an award of the registration closes it and leaves it standing: what was awarded had been proposed."""

    registration = models.ForeignKey(
        Registration,
        models.PROTECT,
        related_name="proposals",
        verbose_name=pgettext_lazy("số ít", "Đăng ký"),
    )
    level = models.CharField(_("Cấp"), max_length=12, choices=Level)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Nơi đề nghị"))
    form = models.CharField(_("Hình thức khen thưởng"), max_length=20, choices=AwardForm)
    granting_body = models.CharField(_("Cơ quan khen thưởng"), max_length=200)
    back_entered = models.BooleanField(_("Nhập bổ sung"), default=False)

    objects = ProposalQuerySet.as_manager()

    class Meta(Standing.Meta):
        verbose_name = _("Đề nghị khen thưởng")
        verbose_name_plural = pgettext_lazy("số nhiều", "Đề nghị khen thưởng")
        constraints = [
            *Standing.Meta.constraints,
            models.UniqueConstraint(
                fields=["registration", "level", "form"],
                condition=Q(ended_on__isnull=True),
                name="proposed_once_per_level_and_form",
                violation_error_message=_("Mô hình này đã được đề nghị hình thức khen thưởng này."),
            ),
        ]
        indexes = [models.Index(fields=["happened_on", "registration"], name="proposals_by_day")]

    def __str__(self):
        return f"{self.registration} · {self.get_form_display()}"

    @property
    def audited_unit_id(self) -> int:
        return self.registration.unit_id
