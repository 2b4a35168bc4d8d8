from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.code_checking import require_code
from accounts.forms_second_factor import CodeField
from accounts.keeping import record_person
from accounts.second_factor import has_second_factor
from audit.errors import DomainError


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("Tên đăng nhập hoặc mật khẩu không đúng. Mật khẩu phân biệt chữ hoa, chữ thường."),
        "inactive": _("Tên đăng nhập hoặc mật khẩu không đúng. Mật khẩu phân biệt chữ hoa, chữ thường."),
    }


class PasswordForm(PasswordChangeForm):
    error_messages = {
        "password_same": _("Mật khẩu mới phải khác mật khẩu đang dùng."),
        "password_mismatch": _("Hai lần gõ mật khẩu mới không giống nhau."),
        "password_incorrect": _("Mật khẩu đang dùng không đúng."),
    }

    def __init__(self, *args, request=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["old_password"].label = _("Mật khẩu đang dùng")
        self.fields["new_password1"].label = _("Mật khẩu mới")
        self.fields["new_password1"].help_text = _(
            "Ít nhất 12 ký tự; không dùng mật khẩu phổ biến hay tên cơ quan, địa phương kèm năm."
        )
        self.fields["new_password2"].label = _("Gõ lại mật khẩu mới")
        self.fields["new_password2"].help_text = ""
        # A given password is replaced right after signing in, code and all.
        if not self.user.must_change_password and has_second_factor(self.user):
            self.fields["code"] = CodeField(
                label=_("Mã xác thực"),
                help_text=_("6 số đang hiện trong ứng dụng xác thực, hoặc một mã dự phòng 8 số."),
            )

    def clean_new_password1(self):
        typed = self.cleaned_data["new_password1"]
        if typed == self.cleaned_data.get("old_password"):
            raise ValidationError(self.error_messages["password_same"], code="password_same")
        return typed

    def clean(self):
        """The code comes last: it counts once, and is not spent on a form that is refused anyway."""
        cleaned = super().clean()
        if "code" in self.fields and not self.errors:
            try:
                require_code(self.request, self.user, self.cleaned_data["code"])
            except DomainError as refused:
                self.add_error("code", refused.sentence)
        return cleaned

    def save(self, commit=True):
        """The person with the new password. Other sessions and every token end; the log tells of it."""
        self.user.set_password(self.cleaned_data["new_password1"])
        return record_person(by=self.user, user=self.user, verb="password_change")

    def clean_old_password(self):
        """Checked by the sign-in itself, so that a found session is no way round its bounds."""
        typed = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.get_username(), password=typed) is None:
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return typed
