"""A password somebody else gave opens one page: the one where it is replaced."""

from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.sign_in_steps import came_elsewhere

_OPEN = frozenset({"password_change", "logout", "sign_out_everywhere", "set_language", "login"})


class FirstPasswordMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        api = request.path.startswith("/api/")
        # Pages open to everybody do not ask who somebody is; those of the API look for themselves.
        if not api and not getattr(view_func, "login_required", True):
            return None
        if not request.user.is_authenticated or not request.user.must_change_password:
            return None
        if request.resolver_match.view_name in _OPEN or came_elsewhere(request):
            return None
        if api:
            return JsonResponse({"errors": [{"field": "", "message": must_change_sentence()}]}, status=403)
        return redirect("password_change")


def must_change_sentence() -> str:
    return _("Hãy đăng nhập trên trang web và đổi mật khẩu được cấp trước khi làm việc khác.")
