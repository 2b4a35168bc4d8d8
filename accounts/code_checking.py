"""One check of a code for every door, with the same bounds and the same store as for passwords."""

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.signals import user_login_failed
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.second_factor import use_code
from audit.errors import DomainError


def require_code(request, user: User, code: str) -> None:
    """Raises DomainError, to be shown at the field, unless the code is right. A wrong one counts like a wrong password;
    while the pair of account and address is locked nothing is tried and the lock answers instead of the page."""
    credentials = {"username": user.get_username()}
    if not AxesProxyHandler.is_allowed(request, credentials):
        request.axes_locked_out, request.axes_credentials = True, credentials
        raise DomainError(_("Đã thử sai quá nhiều lần."), field="code")
    if not use_code(user=user, code=code):
        user_login_failed.send(sender=__name__, credentials=credentials, request=request, second_factor=True)
        raise DomainError(
            _("Mã không đúng hoặc đã dùng. Hãy đợi ứng dụng hiện mã mới rồi gõ lại."), field="code"
        )
