"""Pages of the second factor: the code at sign-in, setting up, recovery codes, giving it up."""

import base64

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import decrypt, encrypt
from cryptography.fernet import InvalidToken
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import second_factor as deeds
from accounts import sign_in_steps
from accounts.forms_second_factor import CodeForm, ConfirmForm, SetUpForm
from accounts.session_limits import signed_in_at
from audit.errors import DomainError

_SECRET, _CODES_UNTIL = "second_factor_secret", "recovery_codes_until"
_FRESH = _CODES_MAY_BE_KEPT = 600
_shown_or_sent = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@never_cache
@sensitive_post_parameters()
@_shown_or_sent
def enter_code(request: HttpRequest) -> HttpResponse:
    """The second step of a sign-in."""
    held = sign_in_steps.waiting(request)
    if held is None:
        return redirect("login")
    form = CodeForm(request.POST or None, request=request, user=held.user)
    if request.method == "POST" and form.is_valid():
        return sign_in_steps.finish(request, held)
    return render(request, "accounts/enter_code.html", {"form": form})


@never_cache
@sensitive_post_parameters()
@_shown_or_sent
def set_up(request: HttpRequest) -> HttpResponse:
    """The first device, or another one in place of it. The secret waits in the session, encrypted, until its first code
    is right."""
    replaces, secret = deeds.has_second_factor(request.user), _secret_in_hand(request)
    form = SetUpForm(
        request.POST or None,
        request=request,
        secret=secret,
        asks_held_code=replaces,
        asks_password=not sign_in_steps.came_elsewhere(request) and (replaces or not _is_fresh(request)),
    )
    if request.method == "POST" and form.is_valid():
        codes = deeds.set_up(user=request.user, secret=secret, counter=form.counter)
        del request.session[_SECRET]
        request.user.refresh_from_db(fields=["session_generation"])
        update_session_auth_hash(request, request.user)
        return _codes_once(request, codes, _("Đã cài xác thực hai bước"))
    adapter = get_adapter()
    address = adapter.build_totp_url(request.user, secret)
    picture = base64.b64encode(adapter.build_totp_svg(address).encode()).decode()
    context = {
        "form": form,
        "replaces": replaces,
        "required": not replaces and deeds.lacks_second_factor(request.user),
        "address": address,
        "picture": f"data:image/svg+xml;base64,{picture}",
        "secret": " ".join(secret[n : n + 4] for n in range(0, len(secret), 4)),
        "username": request.user.get_username(),
    }
    return _page(request, "accounts/second_factor_setup.html", context)


@never_cache
@sensitive_post_parameters()
@_shown_or_sent
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Recovery codes made anew."""
    form = _confirmation(request)
    if request.method == "POST" and form.is_valid():
        codes = deeds.renew_recovery_codes(user=request.user)
        return _codes_once(request, codes, _("Đã tạo mã dự phòng mới"))
    return _page(request, "accounts/recovery_codes_renew.html", {"form": form})


@never_cache
@require_POST
def recovery_codes_file(request: HttpRequest) -> HttpResponse:
    """The codes as text, for ten minutes after they were made and in the same session."""
    if request.session.get(_CODES_UNTIL, 0) < _now():
        messages.info(request, _("Đã quá thời gian tải mã dự phòng. Nếu chưa cất, hãy tạo mã mới."))
        return redirect("account")
    head = _("Mã dự phòng của %(name)s, sổ Dân vận khéo. Mỗi mã dùng một lần.") % {
        "name": request.user.get_username()
    }
    lines = [head, "", *deeds.unused_recovery_codes(request.user), ""]
    answer = HttpResponse("\r\n".join(lines), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="ma-du-phong.txt"'
    return answer


@never_cache
@sensitive_post_parameters()
@_shown_or_sent
def remove(request: HttpRequest) -> HttpResponse:
    """One's own second factor given up, where it is not required."""
    if deeds.must_have_second_factor(request.user):
        return redirect("account")
    form = _confirmation(request)
    if request.method == "POST" and form.is_valid():
        try:
            deeds.remove(user=request.user)
            messages.success(request, _("Đã bỏ xác thực hai bước."))
            return redirect("account")
        except DomainError as refused:
            form.add_error(None, refused.sentence)
    return _page(request, "accounts/second_factor_remove.html", {"form": form})


def _confirmation(request) -> ConfirmForm:
    if not deeds.has_second_factor(request.user):
        raise Http404
    asks = not sign_in_steps.came_elsewhere(request)
    return ConfirmForm(request.POST or None, request=request, user=request.user, asks_password=asks)


def _codes_once(request, codes: list[str], title: str) -> HttpResponse:
    request.session[_CODES_UNTIL] = _now() + _CODES_MAY_BE_KEPT
    shown = [f"{code[:4]} {code[4:]}" for code in codes]
    return _page(request, "accounts/recovery_codes.html", {"title": title, "codes": shown})


def _secret_in_hand(request) -> str:
    try:
        return decrypt(request.session[_SECRET])
    except (KeyError, InvalidToken):
        secret = generate_totp_secret()
        request.session[_SECRET] = encrypt(secret)
        return secret


def _is_fresh(request) -> bool:
    return _now() - signed_in_at(request) <= _FRESH


def _now() -> int:
    return int(timezone.now().timestamp())


def _page(request, template: str, context: dict) -> HttpResponse:
    """The context bar asks for figures; there are none here."""
    return render(request, template, context | {"context_bar": None})
