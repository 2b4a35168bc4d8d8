"""The forms of a criteria set: its head, and a row for each criterion."""

from decimal import Decimal

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.versioned_form import VersionedForm
from models_registry.choices import EARLIEST_YEAR, Kind, Level
from models_registry.form_fields import LineField
from recognition.choices import CriterionKind, Joining
from recognition.criteria import HEADER, OF_AN_ITEM, NewItem, in_lines
from recognition.forms_scoring import PointsField
from recognition.models import CriteriaSet
from recognition.refusable import Refusable
from units.models import Unit

LEVELS = [(value, label) for value, label in Level.choices if value != Level.CENTRAL]
_YEAR = {
    "min_value": EARLIEST_YEAR,
    "max_value": 2100,
    "error_messages": {"required": gettext_lazy("Hãy ghi năm."), "invalid": gettext_lazy("Năm phải là bốn chữ số.")},
}


def _year_box():
    return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})


class HeadForm(VersionedForm, Refusable):
    name = LineField(
        label=gettext_lazy("Tên bộ tiêu chí"),
        max_length=200,
        help_text=gettext_lazy("Ví dụ: Tiêu chí đánh giá mô hình “Dân vận khéo” tập thể."),
        error_messages={"required": gettext_lazy("Hãy ghi tên bộ tiêu chí.")},
    )
    source = LineField(
        label=gettext_lazy("Căn cứ"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Hướng dẫn, kế hoạch ban hành tiêu chí: số, ngày, cơ quan."),
    )
    recognised_from = PointsField(
        label=gettext_lazy("Ngưỡng công nhận (%)"),
        error_messages={"required": gettext_lazy("Hãy ghi ngưỡng công nhận.")},
    )
    exemplary_from = PointsField(
        label=gettext_lazy("Ngưỡng tiêu biểu (%)"),
        required=False,
        help_text=gettext_lazy("Để trống nếu tiêu biểu không xét theo điểm."),
    )
    joining = forms.ChoiceField(
        label=gettext_lazy("Gộp điểm người chấm"), choices=Joining.choices, widget=forms.RadioSelect
    )

    def header(self) -> dict:
        return {name: self.cleaned_data[name] for name in HEADER}

    @staticmethod
    def values_of(held: CriteriaSet) -> dict:
        return {name: getattr(held, name) for name in HEADER} | {"version": held.edition}

    def told(self, current) -> list[tuple[str, str]]:
        return [*super().told(current), (_("Tiêu chí"), in_lines(current))]

    def renew(self, overtaken) -> None:
        super().renew(overtaken)
        self.data["version"] = overtaken.current.edition


class NewSetForm(HeadForm):
    unit = forms.ChoiceField(label=gettext_lazy("Của tỉnh"))
    year = forms.IntegerField(label=gettext_lazy("Năm"), widget=_year_box(), **_YEAR)
    level = forms.ChoiceField(label=gettext_lazy("Cấp đăng ký"), choices=LEVELS)
    kind = forms.ChoiceField(label=gettext_lazy("Loại"), choices=Kind.choices)
    field_order = ["unit", "year", "level", "kind", *HEADER]

    def __init__(self, *args, provinces: list[Unit], **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        self.provinces = {unit.key: unit for unit in provinces}
        self.fields["unit"].choices = [(unit.key, unit.name) for unit in provinces]

    def clean_unit(self):
        return self.provinces[self.cleaned_data["unit"]]

    def place(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("unit", "year", "level", "kind")}


class CopyForm(forms.Form):
    year = forms.IntegerField(label=gettext_lazy("Năm"), widget=_year_box(), **_YEAR)
    level = forms.ChoiceField(label=gettext_lazy("Cấp đăng ký"), choices=LEVELS)
    kind = forms.ChoiceField(label=gettext_lazy("Loại"), choices=Kind.choices)


class CriterionForm(forms.Form):
    code = LineField(label=gettext_lazy("Số mục"), required=False, max_length=12)
    group = LineField(label=gettext_lazy("Nhóm"), required=False, max_length=200)
    text = LineField(label=gettext_lazy("Tiêu chí"), required=False, max_length=500)
    guidance = LineField(label=gettext_lazy("Hướng dẫn chấm, minh chứng"), required=False, max_length=500)
    kind = forms.ChoiceField(label=gettext_lazy("Cách chấm"), choices=CriterionKind.choices)
    max_points = PointsField(label=gettext_lazy("Điểm tối đa"), required=False)
    weight = PointsField(label=gettext_lazy("Hệ số"), required=False)
    is_compulsory = forms.BooleanField(label=gettext_lazy("Bắt buộc"), required=False)
    floor = PointsField(label=gettext_lazy("Điểm phải đạt"), required=False)
    position = forms.IntegerField(
        label=gettext_lazy("Thứ tự"), required=False, min_value=1, max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "num"}),
    )  # fmt: skip

    @property
    def is_left_empty(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in ("code", "text"))

    def item(self) -> NewItem:
        given = {name: self.cleaned_data.get(name) for name in OF_AN_ITEM}
        return NewItem(**given | {"weight": given["weight"] or Decimal(1), "max_points": given["max_points"] or Decimal(0)})


class _Rows(BaseFormSet):
    def items(self) -> list[NewItem]:
        """The criteria in the order of their numbers; rows without code and text are left out. After is_valid()."""
        filled = [form for form in self.forms if not form.is_left_empty]
        ordered = sorted(enumerate(filled), key=lambda pair: (pair[1].cleaned_data.get("position") or 999, pair[0]))
        return [form.item() for _n, form in ordered]


SPARE = 3
CriteriaRows = formset_factory(CriterionForm, formset=_Rows, extra=SPARE, max_num=80, absolute_max=80)


def rows_of(data, criteria, more: int = 0) -> _Rows:
    """The rows of a set with empty ones after them; `more` of these where the person asked for more room."""
    if data is not None and more:
        data = data.copy()
        total = data.get("criteria-TOTAL_FORMS", "0")
        data["criteria-TOTAL_FORMS"] = min(80, (int(total) if total.isdigit() else 0) + more)
    initial = [{name: getattr(c, name) for name in (*OF_AN_ITEM, "position")} for c in criteria]
    return CriteriaRows(data, initial=initial, prefix="criteria")


def row_errors(rows: _Rows) -> list[str]:
    """What is wrong in the rows, each with the number of its row."""
    return [
        _("Dòng %(n)s, %(label)s: %(error)s") % {"n": n, "label": form.fields[name].label.lower(), "error": error}
        for n, form in enumerate(rows.forms, 1)
        for name, errors in form.errors.items()
        for error in errors
        if name in form.fields
    ]
