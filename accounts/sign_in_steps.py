"""From the right password, or the province's own sign-in, to the session: the code stands between, where there is one."""

from dataclasses import dataclass

from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import User
from accounts.second_factor import has_second_factor

_BACKEND = "django.contrib.auth.backends.ModelBackend"
_WAITING, _ELSEWHERE, _TRUSTED = "sign_in_waiting", "signed_in_elsewhere", "second_factor_elsewhere"
_WAITS_FOR = 600


@dataclass(frozen=True)
class Waiting:
    """Somebody whose password was right and whose code is still to come: not signed in."""

    user: User
    next_url: str
    elsewhere: bool


def go_on(
    request, user: User, *, next_url: str, elsewhere: bool = False, trusted: bool = False
) -> HttpResponse:
    """To the page that asks for the code, or in. `elsewhere`: the province's sign-in vouches for the person; `trusted`:
    for a second factor too."""
    if trusted or not has_second_factor(user):
        return _in(request, user, next_url, elsewhere, trusted)
    request.session.cycle_key()
    request.session[_WAITING] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "at": int(timezone.now().timestamp()),
        "next": next_url,
        "elsewhere": elsewhere,
    }
    return redirect("second_factor")


def waiting(request) -> Waiting | None:
    """Who is expected to give a code in this browser; None after ten minutes, or once the account was closed or has
    another password."""
    kept = request.session.get(_WAITING)
    if kept is None or timezone.now().timestamp() - kept["at"] > _WAITS_FOR:
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    if user is None or not constant_time_compare(kept["hash"], user.get_session_auth_hash()):
        return None
    return Waiting(user, kept["next"], kept["elsewhere"])


def finish(request, held: Waiting) -> HttpResponse:
    """The code was right."""
    return _in(request, held.user, held.next_url, held.elsewhere, False)


def came_elsewhere(request) -> bool:
    """Whether this session began at the province's sign-in: the password of this product was not used for it."""
    return bool(request.session.get(_ELSEWHERE))


def trusted_elsewhere(request) -> bool:
    """Whether the province's sign-in vouched for a second factor in this session."""
    return bool(request.session.get(_TRUSTED))


def _in(request, user: User, next_url: str, elsewhere: bool, trusted: bool) -> HttpResponse:
    for name in (_WAITING, _ELSEWHERE, _TRUSTED):
        request.session.pop(name, None)
    login(request, user, backend=_BACKEND)
    if elsewhere:
        request.session[_ELSEWHERE] = True
    if trusted:
        request.session[_TRUSTED] = True
    return redirect(next_url)
