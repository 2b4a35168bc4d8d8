"""What a decision says of each model: one row of its annexed list."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from models_registry.choices import Level
from models_registry.models import Registration
from recognition.choices import AwardForm, LineChange, RecipientKind
from recognition.models.decisions import Decision
from recognition.querysets import DecisionLineQuerySet


class DecisionLine(models.Model):
    """A registration in the list of a decision: at which level it is recognised or its recognition revoked, or for what
    and in which form its people are commended. The list of a signed decision stays as it was signed."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="lines", verbose_name=_("Quyết định"))
    registration = models.ForeignKey(
        Registration,
        models.PROTECT,
        related_name="decision_lines",
        verbose_name=pgettext_lazy("số ít", "Đăng ký"),
    )
    change = models.CharField(max_length=6, choices=LineChange, default=LineChange.ADD)
    level = models.CharField(_("Cấp công nhận"), max_length=12, choices=Level, blank=True)
    form = models.CharField(_("Hình thức"), max_length=20, choices=AwardForm, blank=True)
    recipient_kind = models.CharField(
        _("Loại đối tượng"), max_length=12, choices=RecipientKind, blank=True
    )
    recipient_name = models.CharField(_("Tên người, hộ được khen"), max_length=200, blank=True)
    reason = models.CharField(_("Thành tích, lý do"), max_length=500, blank=True)
    amount = models.PositiveBigIntegerField(_("Tiền thưởng (đồng)"), null=True, blank=True)

    objects = DecisionLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("Dòng danh sách")
        verbose_name_plural = _("Dòng danh sách")
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "registration", "level", "form"],
                # Of people by name the deed looks: made anonymous, two of them may read alike.
                condition=models.Q(recipient_name=""),
                name="listed_once_in_a_decision",
                violation_error_message=_("Mô hình này đã có trong danh sách."),
            )
        ]

    def __str__(self):
        return f"{self.registration} · {self.decision}"
