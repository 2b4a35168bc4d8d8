"""What the pages about people read. Whether it may be done is the deeds' to say."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.unit_options import administered_units, read_unit, seen_units
from audit.versioned_form import VersionedForm
from units.models import Organisation
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
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Chỉ cho cơ quan, tổ chức"),
        required=False,
        empty_label=_("Không, cho cả đơn vị"),
        help_text=_("Khi chọn, người này chỉ nhập và xem hồ sơ của cơ quan ấy."),
        error_messages={
            "invalid_choice": _("Cơ quan, tổ chức này không thuộc đơn vị đã chọn; hãy chọn lại.")
        },
    )
    views_unit = forms.CharField(
        label=_("Được xem cả"),
        max_length=20,
        required=False,
        help_text=_("Chỉ xem, không nhập: cả phần bên dưới của đơn vị này. Để trống nếu chỉ xem nơi được giao."),
    )
    valid_from = DayField(label=_("Từ ngày"), error_messages={"required": _("Hãy ghi ngày bắt đầu.")})
    valid_to = DayField(
        label=_("Đến hết ngày"),
        required=False,
        help_text=_("Để trống nếu chưa định ngày thôi; ghi ngày khi giao tạm quyền, trực thay."),
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = timezone.localdate
        self.chosen_unit = read_unit(self["unit"].value() or "", administered_units(by))
        self.looked_at = read_unit(self["views_unit"].value() or "", seen_units(by))
        box = self.fields["organisation"]
        if self.chosen_unit is not None:
            box.queryset = self.chosen_unit.organisations.order_by("folded_name")
        # Fetched when another unit is chosen; without a script "Tìm" brings the page back with them.
        box.widget.attrs |= {
            "hx-get": reverse("people:organisations"),
            "hx-trigger": "change from:.unit-picker",
            "hx-include": "[name=unit]",
        }

    def clean_unit(self):
        # A unit that is not there and one outside get one answer.
        if self.chosen_unit is None:
            raise ValidationError(_("Hãy chọn đơn vị trong phạm vi anh/chị quản trị."))
        return self.chosen_unit

    def clean_views_unit(self):
        if self.cleaned_data["views_unit"] and self.looked_at is None:
            raise ValidationError(_("Hãy chọn đơn vị trong phạm vi anh/chị được xem."))
        return self.looked_at


class NewPersonForm(AssignmentForm):
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=150,
        help_text=_("Chữ không dấu, chữ số và . _ -; ví dụ canbo.baolac. Không đổi được về sau."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    field_order = [
        "full_name", "username", "role", "unit", "organisation", "views_unit", "valid_from", "valid_to",
    ]  # fmt: skip


class AddressForm(forms.Form):
    """Where reminders go."""

    email = forms.CharField(
        label=_("Thư công vụ"),
        required=False,
        max_length=254,
        help_text=_("Mỗi ngày nhiều nhất một thư nhắc việc, chỉ có số lượng. Để trống thì không gửi; không ghi thư riêng."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class PersonForm(VersionedForm, AddressForm):
    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    field_order = ["full_name", "email", "is_active"]
    is_active = forms.TypedChoiceField(
        label=_("Tài khoản"),
        choices=[
            ("yes", _("Đang dùng")),
            ("no", _("Khóa: không đăng nhập được, phiên đang mở kết thúc ngay")),
        ],
        coerce=lambda text: text == "yes",
        widget=forms.RadioSelect,
    )

    def told(self, current):
        states = dict(self.fields["is_active"].choices)
        state = states["yes" if current.is_active else "no"]
        return [
            (str(self.fields["full_name"].label), current.full_name),
            (str(self.fields["is_active"].label), str(state)),
        ]


class LastDayForm(VersionedForm):
    valid_to = DayField(
        label=_("Đến hết ngày"), required=False, help_text=_("Để trống: chưa định ngày thôi.")
    )

    def told(self, current):
        return super().told(current) or [(str(self.fields["valid_to"].label), str(_("Chưa định ngày thôi")))]
