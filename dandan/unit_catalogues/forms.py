"""What the pages of the catalogues read. Whether it may be done is the deeds' to say."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms_people import DayField
from accounts.keeping_catalogues import kept_units
from accounts.unit_options import read_unit
from audit.versioned_form import VersionedForm
from intake.forms import unit_label
from models_registry.choices import ActivityField
from models_registry.models import Tag
from models_registry.tagging import kept_provinces
from units.choices import OrganisationKind
from units.models import Organisation

_OUTSIDE = gettext_lazy("Hãy chọn đơn vị trong phạm vi anh/chị quản trị.")


def _name(model, hint) -> forms.CharField:
    longest = model._meta.get_field("name").max_length
    return forms.CharField(
        label=gettext_lazy("Tên"),
        max_length=longest,
        help_text=hint,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Hãy ghi tên.")},
    )


def _choice(label, choices) -> forms.ChoiceField:
    """Nothing is chosen beforehand: what is filled in by itself is left wrong."""
    return forms.ChoiceField(
        label=label,
        choices=[("", gettext_lazy("Hãy chọn")), *choices],
        error_messages={
            "required": gettext_lazy("Hãy chọn một mục trong danh sách."),
            "invalid_choice": gettext_lazy("“%(value)s” không có trong danh sách; hãy chọn lại."),
        },
    )


class OrganisationForm(VersionedForm):
    name = _name(
        Organisation,
        gettext_lazy(
            "Tên đổi thì hiện ở mọi năm. Cơ quan sáp nhập, lập lại: kết thúc tên cũ rồi lập mục mới."
        ),
    )
    kind = _choice(gettext_lazy("Loại"), OrganisationKind.choices)
    valid_from = DayField(
        label=gettext_lazy("Từ ngày"),
        required=False,
        help_text=gettext_lazy("Để trống nếu có từ trước khi lập sổ."),
    )

    @staticmethod
    def values_of(held: Organisation) -> dict:
        return {"name": held.name, "kind": held.kind, "valid_from": held.valid_from, "version": held.version}


class NewOrganisationForm(OrganisationForm):
    unit = forms.CharField(label=gettext_lazy("Thuộc đơn vị"), max_length=20, required=False)
    field_order = ["unit", "name", "kind", "valid_from"]

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        self.fields["name"].help_text = gettext_lazy("Ví dụ: Trường Tiểu học Bảo Lạc.")
        self.chosen_unit = read_unit(self["unit"].value() or "", kept_units(by))

    def clean_unit(self):
        # A unit that is not there and one outside get one answer.
        if self.chosen_unit is None:
            raise ValidationError(str(_OUTSIDE))
        return self.chosen_unit


class TagForm(VersionedForm):
    name = _name(Tag, gettext_lazy("Ví dụ: Xây dựng nông thôn mới. Tên đổi thì hiện ở mọi năm."))
    field = _choice(gettext_lazy("Lĩnh vực"), ActivityField.choices)

    @staticmethod
    def values_of(held: Tag) -> dict:
        return {"name": held.name, "field": held.field, "version": held.version}


class NewTagForm(TagForm):
    unit = forms.ModelChoiceField(
        None,
        label=gettext_lazy("Của tỉnh"),
        empty_label=None,
        error_messages={"invalid_choice": _OUTSIDE, "required": _OUTSIDE},
    )
    field_order = ["unit", "name", "field"]

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        # Those that stand today first.
        self.fields["unit"].queryset = kept_provinces(by).order_by("-scheme", "position")
        self.fields["unit"].label_from_instance = unit_label


class EndForm(VersionedForm):
    valid_to = DayField(
        label=gettext_lazy("Ngày cuối"),
        required=False,
        help_text=gettext_lazy("Để trống: chưa kết thúc."),
    )

    def told(self, current):
        return super().told(current) or [(str(self.fields["valid_to"].label), _("Chưa kết thúc"))]


class ListQuestion(forms.Form):
    """The boxes above a list. A value that cannot be read is said and finds nothing."""

    search = forms.CharField(label=gettext_lazy("Tên"), required=False, max_length=80)
    kind = forms.ChoiceField(required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("Trạng thái"),
        required=False,
        choices=[
            ("", gettext_lazy("Tất cả")),
            ("standing", gettext_lazy("Đang dùng")),
            ("ended", gettext_lazy("Đã kết thúc")),
        ],
    )
    unit = forms.CharField(
        label=gettext_lazy("Đơn vị"), required=False, max_length=20, widget=forms.HiddenInput
    )

    NAMES = ("search", "kind", "state", "unit")

    def __init__(self, data, *, by, kinds: list, kind_label: str):
        super().__init__(
            {name: data.get(name, "").replace("\0", "").strip() for name in self.NAMES}, auto_id="loc-%s"
        )
        self.by = by
        self.fields["kind"].choices = [("", _("Tất cả")), *kinds]
        self.fields["kind"].label = kind_label
        for name in ("kind", "state"):
            self.fields[name].error_messages["invalid_choice"] = _("“%(value)s” không có trong danh sách.")

    def clean_unit(self):
        key = self.cleaned_data["unit"]
        unit = read_unit(key, kept_units(self.by))
        if key and unit is None:
            raise ValidationError(str(_OUTSIDE))
        return unit
