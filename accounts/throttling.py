"""How many wrong passwords are borne, and from where. Failures stand in the database, shared by all workers.

Locked is the pair of account and address, for 15 minutes: a stranger elsewhere cannot lock a colleague out. Trying many
names from one address is stopped by a higher bound of the address, which spares whoever signed in from there before."""

from datetime import timedelta

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.db.models import Sum
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

_KNOWN_FOR = timedelta(days=90)


class PairAndAddress(AxesDatabaseHandler):
    def is_locked(self, request, credentials: dict | None = None) -> bool:
        if super().is_locked(request, credentials):
            return True
        return _failures_from(request) >= settings.SIGN_IN_FAILURES_PER_ADDRESS and not _known_here(
            request, (credentials or {}).get("username")
        )

    def user_logged_in(self, sender, request, user, **kwargs):
        if request.method is None:
            return  # made by the test client or a command: nobody came in from anywhere
        super().user_logged_in(sender, request, user, **kwargs)
        old = request.axes_attempt_time - _KNOWN_FOR
        AccessLog.objects.filter(username=user.get_username(), attempt_time__lt=old).delete()

    def user_logged_out(self, sender, request, user, **kwargs):
        """Where somebody signed in from is all that is asked of the package's own log."""


def fingerprint(request, credentials: dict | None) -> str:
    """What a typed name is counted under. Never the text itself: people type their password into the wrong box."""
    typed = (credentials or {}).get("username") or request.POST.get("username") or ""
    return salted_hmac("accounts.throttling", typed, algorithm="sha256").hexdigest()


def client_words(username, ip_address, user_agent, path_info, request) -> str:
    """How the server's own log names who failed: by address only."""
    return f"{ip_address}"


def locked_answer(request, response, credentials):
    """The one answer while locked, whether or not the account exists and whatever the password."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    sentence = _("Đã thử sai quá nhiều lần. Hãy đợi %(minutes)s phút rồi thử lại.") % {"minutes": minutes}
    if request.path.startswith("/api/"):
        answer = JsonResponse({"errors": [{"field": "", "message": sentence}]}, status=429)
    else:
        answer = render(request, "registration/locked.html", {"sentence": sentence}, status=429)
    answer["Retry-After"] = str(minutes * 60)
    return answer


def _failures_from(request) -> int:
    if request.axes_ip_address is None:
        return 0
    recent = AccessAttempt.objects.filter(
        ip_address=request.axes_ip_address,
        attempt_time__gte=request.axes_attempt_time - settings.AXES_COOLOFF_TIME,
    )
    return recent.aggregate(n=Sum("failures_since_start"))["n"] or 0


def _known_here(request, username: str | None) -> bool:
    return AccessLog.objects.filter(
        username=username or "",
        ip_address=request.axes_ip_address,
        attempt_time__gte=request.axes_attempt_time - _KNOWN_FOR,
    ).exists()
