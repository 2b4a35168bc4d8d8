"""Signing in, one's own account, changing one's password, signing out of every machine."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.forms import PasswordForm, SignInForm
from accounts.forms_people import AddressForm
from accounts.people import set_own_address, sign_out_everywhere
from accounts.second_factor import codes_left, has_second_factor, must_have_second_factor
from accounts.session_limits import signed_in_at
from accounts.sign_in_steps import go_on
from audit.errors import DomainError


class SignIn(auth_views.LoginView):
    """One answer for an unknown name, a wrong password and a disabled account."""

    form_class = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form):
        return go_on(self.request, form.get_user(), next_url=self.get_success_url())

    def get_context_data(self, **kwargs):
        elsewhere = settings.OIDC_NAME or _("hệ thống đăng nhập một cửa của tỉnh")
        shown = {"elsewhere": elsewhere} if settings.OIDC_SERVER_URL else {}
        return super().get_context_data(**kwargs) | shown


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """One's own account: password, address of reminders, second factor, sessions."""
    return _account(request, AddressForm(initial={"email": request.user.email}))


@require_POST
def own_address(request: HttpRequest) -> HttpResponse:
    """Where the person's reminders go."""
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            set_own_address(user=request.user, **form.cleaned_data)
            messages.success(request, _("Đã lưu."))
            return redirect("account")
        except DomainError as refused:
            form.add_error("email", refused.sentence)
    return _account(request, form, status=422)


def _account(request: HttpRequest, form: AddressForm, status: int = 200) -> HttpResponse:
    began = signed_in_at(request)
    context = {
        "form": form,
        "sends_mail": bool(settings.EMAIL_URL),
        "held": has_second_factor(request.user),
        "must": must_have_second_factor(request.user),
        "codes_left": codes_left(request.user),
        "since": datetime.fromtimestamp(began, timezone.get_current_timezone()) if began else None,
        "context_bar": None,
    }
    return render(request, "accounts/account.html", context, status=status)


class PasswordChange(auth_views.PasswordChangeView):
    """Other machines signed in with the old password are signed out."""

    form_class = PasswordForm
    extra_context = {"context_bar": None}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}


@require_POST
def leave_everywhere(request):
    """Ends the person's sessions and tokens on every machine, this one too."""
    sign_out_everywhere(user=request.user)
    request.session.flush()
    messages.info(request, _("Đã đăng xuất khỏi mọi máy."))
    return redirect("login")
