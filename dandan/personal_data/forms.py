"""What the pages of personal data read. Whether it may be done is the deeds' to say."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.unit_options import administered_units, read_unit
from dandan.personal_data.person import Person
from vietnamese.folding import clean_line, fold


class PersonForm(forms.Form):
    """Who is asked about."""

    name = forms.CharField(
        label=_("Họ và tên"),
        max_length=120,
        help_text=_("Gõ đủ dấu thì chỉ tìm đúng tên ấy; gõ không dấu thì tìm mọi tên đọc như vậy."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Hãy ghi họ và tên.")},
    )
    phone = forms.CharField(
        label=_("Số điện thoại"),
        max_length=30,
        required=False,
        help_text=_("Khi nhiều người trùng tên: chỉ tính hồ sơ ghi cả tên lẫn số này."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    unit = forms.CharField(label=_("Trong đơn vị"), max_length=20, required=False)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_name(self):
        name = clean_line(self.cleaned_data["name"])
        if len(fold(name).split()) < 2:
            raise ValidationError(_("Hãy ghi cả họ và tên, ít nhất hai tiếng."))
        return name

    def clean_phone(self):
        phone = clean_line(self.cleaned_data["phone"])
        if phone and sum(c.isdigit() for c in phone) < 6:
            raise ValidationError(_("Số điện thoại phải có ít nhất sáu chữ số."))
        return phone

    def clean_unit(self):
        key = self.cleaned_data["unit"]
        unit = read_unit(key, administered_units(self.by)) if key else None
        if key and unit is None:
            raise ValidationError(_("Hãy chọn đơn vị trong phạm vi anh/chị quản trị."))
        return unit

    def person(self) -> Person:
        return Person.of(**{name: self.cleaned_data[name] for name in ("name", "phone", "unit")})


class RectifyForm(forms.Form):
    new_name = forms.CharField(
        label=_("Họ và tên đúng"), max_length=120, error_messages={"required": _("Hãy ghi họ và tên đúng.")}
    )
    new_phone = forms.CharField(
        label=_("Số điện thoại đúng"),
        max_length=30,
        required=False,
        help_text=_("Để trống: giữ số đang ghi."),
    )
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=500,
        help_text=_("Ví dụ: theo đơn ngày 05/8/2026."),
        error_messages={"required": _("Hãy ghi lý do.")},
    )


class AnonymiseForm(forms.Form):
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=500,
        help_text=_("Ví dụ: theo yêu cầu xóa dữ liệu ngày 05/8/2026. Không ghi tên người."),
        error_messages={"required": _("Hãy ghi lý do.")},
    )
    sure = forms.BooleanField(
        label=_("Tôi đã xem số lượng ở trên; việc này không hoàn tác được"),
        error_messages={"required": _("Hãy đánh dấu xác nhận.")},
    )
