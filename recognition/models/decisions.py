"""The decision paper: a draft until it is signed, then numbered and never changed again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from recognition.choices import CHANGING_KINDS, DecisionKind, DecisionState, SigningAs
from recognition.querysets import DecisionQuerySet
from units.models import Unit


class Decision(models.Model):
    """A decision paper. Its number is unique per issuing body, kind and committee term, not per year; a draft has none.

    What it says stands in its lines; what it did (recognitions, awards, revocations) is written when it is signed."""

    kind = models.CharField(
        _("Loại quyết định"), max_length=20, choices=DecisionKind, default=DecisionKind.RECOGNITION
    )
    state = models.CharField(
        _("Trạng thái"), max_length=10, choices=DecisionState, default=DecisionState.SIGNED
    )
    number = models.CharField(_("Số, ký hiệu"), max_length=60, blank=True)
    number_key = models.CharField(max_length=60, editable=False)
    signed_on = models.DateField(_("Ngày ký"), null=True, blank=True)
    issuing_body = models.CharField(_("Cơ quan ban hành"), max_length=200)
    issuing_key = models.CharField(max_length=200, editable=False)
    about = models.CharField(
        _("Trích yếu"), max_length=300, blank=True, help_text=_("Ví dụ: về việc công nhận mô hình “Dân vận khéo” năm 2024")
    )
    grounds = models.TextField(_("Căn cứ"), blank=True)
    reason = models.TextField(_("Lý do"), blank=True)
    recipients = models.TextField(_("Nơi nhận"), blank=True)
    signer = models.CharField(_("Người ký"), max_length=120, blank=True)
    signer_title = models.CharField(_("Chức danh người ký"), max_length=80, blank=True)
    signing_as = models.CharField(_("Thể thức ký"), max_length=10, choices=SigningAs, default=SigningAs.HEAD)
    signing_for = models.CharField(_("Ký thay mặt, thay, thừa lệnh ai"), max_length=120, blank=True)
    corrections = models.JSONField(_("Sửa lời văn"), default=dict, blank=True)
    amends = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="changes", verbose_name=_("Của quyết định")
    )
    term = models.CharField(_("Nhiệm kỳ"), max_length=9, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="decisions", verbose_name=_("Đơn vị ban hành")
    )
    back_entered = models.BooleanField(_("Nhập bổ sung"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("Nhập lúc"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(_("Ghi ký lúc"), null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Quyết định")
        verbose_name_plural = pgettext_lazy("số nhiều", "Quyết định")
        ordering = ["-signed_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "issuing_key", "kind", "term", "number_key"],
                condition=Q(state=DecisionState.SIGNED),
                name="decision_number_once_a_term",
                violation_error_message=_("Số quyết định này đã có trong nhiệm kỳ."),
            ),
            models.UniqueConstraint(
                fields=["amends"],
                condition=Q(state=DecisionState.SIGNED, kind=DecisionKind.ANNULMENT),
                name="decision_annulled_once",
                violation_error_message=_("Quyết định này đã bị hủy bỏ."),
            ),
            models.CheckConstraint(
                condition=Q(state=DecisionState.DRAFT, number_key="", signed_on__isnull=True)
                | (Q(state=DecisionState.SIGNED, signed_on__isnull=False) & ~Q(number_key="")),
                name="decision_numbered_when_signed",
                violation_error_message=_("Quyết định đã ký phải có số và ngày ký; dự thảo thì chưa có."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(CHANGING_KINDS), amends__isnull=False)
                | (~Q(kind__in=sorted(CHANGING_KINDS)) & Q(amends__isnull=True)),
                name="decision_changes_another_by_kind",
                violation_error_message=_("Quyết định sửa đổi, hủy bỏ phải chỉ rõ quyết định được sửa, bị hủy."),
            ),
        ]

    def __str__(self):
        return self.number or f"{self.get_state_display()}: {self.about or self.get_kind_display()}"

    @property
    def is_signed(self) -> bool:
        return self.state == DecisionState.SIGNED

    @property
    def was_drafted(self) -> bool:
        """Whether it was signed with its list, so that nothing comes into the list later: a draft says what it is about, a
        decision written down once does not."""
        return self.is_signed and bool(self.about)

    @property
    def is_change(self) -> bool:
        """Whether it amends or annuls another."""
        return self.kind in CHANGING_KINDS

    @property
    def does(self) -> str:
        """The kind of what its lines do: an amendment does what the first decision did."""
        return self.amends.kind if self.kind == DecisionKind.AMENDMENT else self.kind
