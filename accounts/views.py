"""Signing in and changing one's password."""

from django.contrib.auth import views as auth_views

from accounts.forms import PasswordForm, SignInForm


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
