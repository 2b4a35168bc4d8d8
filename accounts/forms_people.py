"""What the pages about people read. Whether it may be done is the deeds' to say."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.unit_options import read_unit
from vietnamese.dates import UnreadableDate, format_date, parse_date


class DayField(forms.CharField):
    """A day as offices write it, 5/8/2026; empty is None."""

    widget = forms.TextInput(
        attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "dd/mm/yyyy"}
    )

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 30} | kwargs)

    def clean(self, value):
        text = super().clean(value)
        try:
            return parse_date(text) if text else None
        except UnreadableDate as unclear:
            raise ValidationError(str(unclear)) from unclear

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else format_date(value)


class AssignmentForm(forms.Form):
    role = forms.ChoiceField(label=_("Vai trò"), choices=Role.choices)
    unit = forms.CharField(label=_("Đơn vị"), max_length=20, required=False)
    valid_from = DayField(label=_("Từ ngày"), error_messages={"required": _("Hãy ghi ngày bắt đầu.")})
    valid_to = DayField(
        label=_("Đến hết ngày"),
        required=False,
        help_text=_("Để trống nếu chưa định ngày thôi; ghi ngày khi giao tạm quyền, trực thay."),
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = timezone.localdate
        self.chosen_unit = read_unit(by, self["unit"].value() or "")

    def clean_unit(self):
        # A unit that is not there and one outside get one answer.
        if self.chosen_unit is None:
            raise ValidationError(_("Hãy chọn đơn vị trong phạm vi anh/chị quản trị."))
        return self.chosen_unit


class NewPersonForm(AssignmentForm):
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=150,
        help_text=_("Chữ không dấu, chữ số và . _ -; ví dụ canbo.baolac. Không đổi được về sau."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    field_order = ["full_name", "username", "role", "unit", "valid_from", "valid_to"]


class PersonForm(forms.Form):
    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    is_active = forms.TypedChoiceField(
        label=_("Tài khoản"),
        choices=[
            ("yes", _("Đang dùng")),
            ("no", _("Khóa: không đăng nhập được, phiên đang mở kết thúc ngay")),
        ],
        coerce=lambda text: text == "yes",
        widget=forms.RadioSelect,
    )


class LastDayForm(forms.Form):
    valid_to = DayField(
        label=_("Đến hết ngày"), required=False, help_text=_("Để trống: chưa định ngày thôi.")
    )
