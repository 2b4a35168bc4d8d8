"""What the pages of the second factor read. The password and the code are checked with the bounds of the sign-in."""

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.code_checking import require_code
from accounts.second_factor import counter_of
from audit.errors import DomainError


class CodeField(forms.CharField):
    widget = forms.TextInput(
        attrs={
            "inputmode": "numeric",
            "autocomplete": "one-time-code",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
    )

    def __init__(self, **kwargs):
        required = {"required": _("Hãy gõ mã.")}
        super().__init__(**{"max_length": 20, "error_messages": required} | kwargs)


class PasswordField(forms.CharField):
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})

    def __init__(self):
        required = {"required": _("Hãy gõ mật khẩu đang dùng.")}
        super().__init__(label=_("Mật khẩu đang dùng"), strip=False, error_messages=required)


class CodeForm(forms.Form):
    """The code alone: the second step of a sign-in."""

    code = CodeField(
        label=_("Mã xác thực"),
        help_text=_("6 số đang hiện trong ứng dụng xác thực, hoặc một mã dự phòng 8 số."),
    )

    def __init__(self, *args, request, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user

    def clean_code(self):
        return _checked_code(self, self.cleaned_data["code"])


class ConfirmForm(CodeForm):
    """Password and code. The password is not asked where the session began at the province's own sign-in, whose people
    need not know one here."""

    def __init__(self, *args, asks_password: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        if asks_password:
            self.fields["password"] = PasswordField()
            self.order_fields(["password", "code"])

    def clean_password(self):
        return _checked_password(self)

    def clean_code(self):
        # A code counts once: it is not spent on a form that is refused anyway.
        return self.cleaned_data["code"] if self.errors else super().clean_code()


class SetUpForm(forms.Form):
    """The first code of a new device; with it the code of the one held before, and the password where the sign-in is not
    fresh."""

    code = CodeField(label=_("Mã 6 số ứng dụng vừa hiện"))

    def __init__(self, *args, request, secret: str, asks_password: bool, asks_held_code: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.user, self.secret = request, request.user, secret
        if asks_held_code:
            self.fields["held_code"] = CodeField(
                label=_("Mã của thiết bị đang dùng"),
                help_text=_("6 số của thiết bị cũ, hoặc một mã dự phòng 8 số nếu không còn thiết bị ấy."),
            )
        if asks_password:
            self.fields["password"] = PasswordField()

    def clean_code(self):
        self.counter = counter_of(self.secret, self.cleaned_data["code"])
        if self.counter is None:
            raise ValidationError(
                _(
                    "Mã không khớp. Hãy quét lại hình, xem đồng hồ điện thoại có chạy đúng giờ không, rồi gõ mã mới."
                )
            )
        return self.cleaned_data["code"]

    def clean_password(self):
        return _checked_password(self)

    def clean(self):
        super().clean()
        if not self.errors and "held_code" in self.fields:
            try:
                _checked_code(self, self.cleaned_data["held_code"])
            except ValidationError as refused:
                self.add_error("held_code", refused)


class ResetForm(forms.Form):
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=300,
        help_text=_("Ví dụ: mất điện thoại và mất cả mã dự phòng, đã gặp trực tiếp để xác nhận."),
        error_messages={"required": _("Hãy ghi lý do.")},
    )


def _checked_code(form, code: str) -> str:
    try:
        require_code(form.request, form.user, code)
    except DomainError as refused:
        raise ValidationError(refused.sentence) from refused
    return code


def _checked_password(form) -> str:
    typed = form.cleaned_data["password"]
    if authenticate(form.request, username=form.user.get_username(), password=typed) is None:
        raise ValidationError(_("Mật khẩu đang dùng không đúng."))
    return typed
