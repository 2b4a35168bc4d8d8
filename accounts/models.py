"""People and what they may do for which unit, between which days."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.choices import Role
from units.models import Unit


class User(AbstractUser):
    """A person who signs in. A superuser is the system's administrator and sees everything."""

    full_name = models.CharField(_("Họ và tên"), max_length=120, blank=True)
    must_change_password = models.BooleanField(_("Phải đổi mật khẩu"), default=False, editable=False)
    """The password was given by somebody else; until it is replaced it opens only the page that replaces it."""
    session_generation = models.PositiveIntegerField(default=0, editable=False)
    """Raised to end every session of the person at once."""

    class Meta:
        verbose_name = pgettext_lazy("số ít", "Người dùng")
        verbose_name_plural = _("Người dùng")

    @property
    def display_name(self) -> str:
        return self.full_name or self.username

    @property
    def audited_unit_id(self) -> int | None:
        """Whose administrators may read of the person's sign-ins and account: the first, in list order, of the units
        held today; None for who holds none."""
        from accounts.scoping import assigned_units

        return next((unit.id for unit in assigned_units(self)), None) if self.pk else None

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
    user = models.ForeignKey(
        User, models.PROTECT, related_name="assignments", verbose_name=pgettext_lazy("số ít", "Người dùng")
    )
    role = models.CharField(_("Vai trò"), max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments", verbose_name=_("Đơn vị"))
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến ngày"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("số ít", "Phân công")
        verbose_name_plural = _("Phân công")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit", "valid_from"], name="assigned_once_from_a_day"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="assignment_dates_in_order",
            ),
        ]

    def __str__(self):
        return f"{self.user.display_name} · {self.get_role_display()} · {self.unit}"
