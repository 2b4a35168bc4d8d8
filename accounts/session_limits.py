"""How long one sign-in holds: three hours without a request, twelve in all (ASVS 5.0, 7.3.1 and 7.3.2)."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

_BEGAN, _SEEN = "signed_in_at", "seen_at"
# Writing down every request would cost a write each; the idle limit is this much less exact.
_WRITTEN_EVERY = 300


@receiver(user_logged_in, dispatch_uid="begin session limits")
def begin(sender, request, user, **kwargs):
    # A token taken at the API has no session to limit.
    if SESSION_KEY in request.session:
        now = int(timezone.now().timestamp())
        request.session[_BEGAN] = request.session[_SEEN] = now


def signed_in_at(request) -> int:
    """When this session began, in seconds; 0 where nobody wrote it down."""
    return request.session.get(_BEGAN, 0)


class SessionLimitsMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # A request without the cookie has no session: asking for one would cost a machine's request a query.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            self._hold(request)
        return self.get_response(request)

    def _hold(self, request) -> None:
        session, now = request.session, int(timezone.now().timestamp())
        began, seen = session.setdefault(_BEGAN, now), session.setdefault(_SEEN, now)
        if now - seen > settings.SESSION_IDLE_SECONDS or now - began > settings.SESSION_WHOLE_SECONDS:
            session.flush()
            request.user = AnonymousUser()
            if not request.path.startswith("/api/"):
                messages.info(request, _("Phiên làm việc đã hết hạn. Hãy đăng nhập lại."))
        elif now - seen >= _WRITTEN_EVERY:
            session[_SEEN] = now
