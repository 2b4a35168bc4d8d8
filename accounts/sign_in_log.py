"""Sign-ins, failures and sign-outs in the log, through whichever door. Connected when the app is ready."""

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import OuterRef, Subquery
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Assignment, User
from audit.recording import record_change


@receiver(user_logged_in, dispatch_uid="log sign-in")
def log_sign_in(sender, request, user, **kwargs):
    if getattr(request, "method", None):  # without one nobody came in: the test client, a command
        record_change(by=user, verb="sign_in", subject=user, subject_text=user.get_username())


@receiver(user_logged_out, dispatch_uid="log sign-out")
def log_sign_out(sender, request, user, **kwargs):
    if user is not None and getattr(request, "method", None):
        record_change(by=user, verb="sign_out", subject=user, subject_text=user.get_username())


@receiver(user_login_failed, dispatch_uid="log sign-in failure")
def log_failure(sender, credentials, request=None, second_factor=False, **kwargs):
    # The failure that locks, and every try while locked, is the lock's to tell.
    if not getattr(request, "axes_locked_out", False):
        reason = _("sai mã xác thực") if second_factor else ""
        _record("sign_in_failed", credentials.get("username"), reason)


@receiver(user_locked_out, dispatch_uid="log sign-in lock")
def log_lock(sender, request, **kwargs):
    # Sent again at every try while locked: those leave no row, or a stranger could fill the log.
    if request.axes_failures_since_start is not None:
        _record("sign_in_locked", (request.axes_credentials or {}).get("username"))


def log_refused_elsewhere(name: str | None) -> None:
    """The province's sign-in let somebody in whom this product does not know, or whose account is closed."""
    _record("sign_in_failed", name, _("đăng nhập một cửa"))


def _record(verb: str, typed: str | None, reason: str = "") -> None:
    """A name that is no account's is not written: it may be a password in the wrong box."""
    # The unit with the name: a statement more for a known name would tell, by its time, that it is known.
    held = Assignment.objects.on(timezone.localdate()).filter(user=OuterRef("pk"))
    home = Subquery(held.order_by("unit__position", "id").values("unit_id")[:1])
    named = User.objects.filter(username=typed or "").annotate(home_unit_id=home)
    user = named.first() if "\0" not in (typed or "") else None
    name = user.get_username() if user else _("(không có tài khoản này)")
    record_change(by=None, verb=verb, subject=user, subject_text=name, reason=reason)
