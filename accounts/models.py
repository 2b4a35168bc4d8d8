"""People and what they may do for which unit, between which days."""

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.administrators import Accounts
from accounts.choices import ORGANISATION_ROLES, Role
from accounts.querysets import AssignmentQuerySet
from units.models import Organisation, Unit


class User(AbstractUser):
    """A person who signs in. A superuser is the system's administrator and sees everything."""

    full_name = models.CharField(_("Họ và tên"), max_length=120, blank=True)
    must_change_password = models.BooleanField(_("Phải đổi mật khẩu"), default=False, editable=False)
    """The password was given by somebody else; until it is replaced it opens only the page that replaces it."""
    session_generation = models.PositiveIntegerField(default=0, editable=False)
    """Raised to end every session of the person at once."""
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = Accounts()

    class Meta:
        verbose_name = pgettext_lazy("số ít", "Người dùng")
        verbose_name_plural = _("Người dùng")

    @property
    def display_name(self) -> str:
        return self.full_name or self.username

    @property
    def audited_unit_id(self) -> int | None:
        """Whose administrators may read of the person's sign-ins and account: the first, in list order, of the units
        held today; None for who holds none. Read beforehand where a statement more would tell something."""
        if "home_unit_id" in self.__dict__:
            return self.home_unit_id
        if self.pk is None:
            return None
        held = self.assignments.on(timezone.localdate()).order_by("unit__position", "id")
        return held.values_list("unit_id", flat=True).first()

    def save(self, *args, **kwargs):
        """Tokens were taken with the password: whoever replaces it, at whatever door, ends them; so does closing."""
        ends_tokens = not self._state.adding and (self._password is not None or not self.is_active)
        super().save(*args, **kwargs)
        if ends_tokens:
            self.auth_token_set.all().delete()

    def end_sessions(self) -> None:
        """Every session and token ends on its next request. The caller saves."""
        self.session_generation += 1
        self.auth_token_set.all().delete()

    def _get_session_auth_hash(self, secret=None) -> str:
        value = f"{self.password}|{self.session_generation}"
        return salted_hmac("accounts.User.session", value, secret=secret, algorithm="sha256").hexdigest()


class Assignment(models.Model):
    """A role for a unit, or for one organisation of it, between two days."""

    user = models.ForeignKey(
        User, models.PROTECT, related_name="assignments", verbose_name=pgettext_lazy("số ít", "Người dùng")
    )
    role = models.CharField(_("Vai trò"), max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments", verbose_name=_("Đơn vị"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("Chỉ cho cơ quan, tổ chức"),
        help_text=_("Để trống: cho cả đơn vị."),
    )
    views_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Được xem cả"),
        help_text=_("Chỉ xem, không nhập; để trống nếu chỉ xem nơi được giao."),
    )
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến ngày"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("số ít", "Phân công")
        verbose_name_plural = _("Phân công")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit", "valid_from"],
                condition=Q(organisation__isnull=True),
                name="assigned_once_from_a_day",
                violation_error_message=_(
                    "Người này đã giữ vai trò ấy ở đơn vị này trong thời gian đã chọn."
                ),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "organisation", "valid_from"],
                condition=Q(organisation__isnull=False),
                name="assigned_once_to_an_organisation",
                violation_error_message=_(
                    "Người này đã giữ vai trò ấy ở cơ quan này trong thời gian đã chọn."
                ),
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) | Q(role__in=sorted(ORGANISATION_ROLES)),
                name="organisations_decide_nothing",
                violation_error_message=_(
                    "Duyệt và quản trị là việc của cả đơn vị, không giao cho riêng một cơ quan, tổ chức."
                ),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="assignment_dates_in_order",
            ),
        ]

    def __str__(self):
        return f"{self.user.display_name} · {self.get_role_display()} · {self.place}"

    @property
    def place(self) -> str:
        """What it is held for, in words."""
        return f"{self.organisation}, {self.unit}" if self.organisation_id else str(self.unit)

    def stands_on(self, day) -> bool:
        """Whether the unit, and the organisation where it is held for one, stand on the day: else it only reads."""
        if not self.unit.stood_on(day):
            return False
        ended = self.organisation.valid_to if self.organisation_id else None
        return ended is None or day <= ended

    def clean(self):
        """An organisation is one of the unit's own: what no constraint can compare, every form does."""
        if self.organisation_id and self.unit_id and self.organisation.unit_id != self.unit_id:
            raise ValidationError({"organisation": _("Cơ quan, tổ chức này không thuộc đơn vị đã chọn.")})
