"""Signing in, changing one's password, signing out of every machine."""

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.forms import PasswordForm, SignInForm
from accounts.people import sign_out_everywhere


class SignIn(auth_views.LoginView):
    """One answer for an unknown name, a wrong password and a disabled account."""

    form_class = SignInForm
    redirect_authenticated_user = True


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
