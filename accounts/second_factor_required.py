"""Whoever must have a second factor and has none finds one page open: the one where it is set up."""

from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.second_factor import lacks_second_factor
from accounts.sign_in_steps import came_elsewhere, trusted_elsewhere

_OPEN = frozenset({"second_factor_setup", "logout", "sign_out_everywhere", "set_language", "login"})


class SecondFactorMiddleware:
    """Stands after FirstPasswordMiddleware: first a password of one's own, then this."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        api = request.path.startswith("/api/")
        if not api and not getattr(view_func, "login_required", True):
            return None
        if not request.user.is_authenticated or request.resolver_match.view_name in _OPEN:
            return None
        if request.user.must_change_password and not came_elsewhere(request):
            return None  # the page that replaces the password is the only one open
        if trusted_elsewhere(request) or not lacks_second_factor(request.user):
            return None
        if api:
            errors = [{"field": "", "message": must_set_up_sentence()}]
            return JsonResponse({"errors": errors}, status=403)
        return redirect("second_factor_setup")


def must_set_up_sentence() -> str:
    return _(
        "Vai trò này bắt buộc có xác thực hai bước: hãy đăng nhập trên trang web và cài trước khi làm việc khác."
    )
