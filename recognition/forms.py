"""Writing down a decision of a finished year, and choosing what it recognises."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import deciding
from models_registry.choices import ActivityField, Kind, Level
from models_registry.form_fields import DateField, LineField
from recognition.refusable import Refusable
from units.choices import Tier
from units.models import Unit
from units.querysets import predecessors

LEVELS = Level.choices


class LevelForm(Refusable):
    """The level at which the chosen registrations are recognised."""

    level = forms.ChoiceField(
        label=gettext_lazy("Cấp công nhận"),
        choices=LEVELS,
        error_messages={"required": gettext_lazy("Hãy chọn cấp công nhận.")},
    )


class DecisionForm(LevelForm):
    number = LineField(
        label=gettext_lazy("Số, ký hiệu"),
        help_text=gettext_lazy("Ví dụ: 12-QĐ/BTGDVTU"),
        max_length=60,
        error_messages={"required": gettext_lazy("Hãy ghi số, ký hiệu quyết định.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    signed_on = DateField(
        label=gettext_lazy("Ngày ký"),
        help_text=gettext_lazy("Ví dụ: 20/11/2024"),
        error_messages={"required": gettext_lazy("Hãy ghi ngày ký.")},
    )
    issuing_body = LineField(
        label=gettext_lazy("Cơ quan ban hành"),
        help_text=gettext_lazy("Ví dụ: Ban Dân vận Tỉnh ủy Cao Bằng"),
        max_length=200,
        error_messages={"required": gettext_lazy("Hãy ghi cơ quan ban hành.")},
    )
    signer = LineField(label=gettext_lazy("Người ký"), required=False, max_length=120)
    unit = forms.ChoiceField(
        label=gettext_lazy("Đơn vị ban hành"),
        error_messages={"required": gettext_lazy("Hãy chọn đơn vị ban hành.")},
    )

    field_order = ["number", "signed_on", "issuing_body", "signer", "unit", "level"]

    def __init__(self, *args, by, also: Unit | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self._units = {unit.key: unit for unit in deciding_units(by, also)}
        self.fields["unit"].choices = unit_choices(self._units.values())

    def clean_unit(self):
        return self._units[self.cleaned_data["unit"]]


class CandidateFilterForm(forms.Form):
    """What narrows the registrations to choose from. Its boxes stand in the same form as the decision's."""

    search = forms.CharField(label=gettext_lazy("Tìm theo tên hoặc mã"), required=False, max_length=200)
    field = forms.ChoiceField(
        label=gettext_lazy("Lĩnh vực"),
        required=False,
        choices=[("", gettext_lazy("Tất cả")), *ActivityField.choices],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Loại"), required=False, choices=[("", gettext_lazy("Tất cả")), *Kind.choices]
    )
    year = forms.CharField(
        label=gettext_lazy("Năm đăng ký"),
        required=False,
        max_length=4,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    prefix = "loc"

    def clean_year(self):
        text = self.cleaned_data["year"]
        if text and not (text.isascii() and text.isdigit() and 1990 <= int(text) <= 2100):
            raise ValidationError(_("Năm phải là bốn chữ số, ví dụ 2024."))
        return int(text) if text else None


def deciding_units(by, also: Unit | None = None) -> list[Unit]:
    """Units whose decisions the person may write down, in list order: her own, what they were and its districts, and the
    one looked at."""
    own = deciding.deciding_units(by)
    before = Unit.objects.filter(id__in=[i for ids in predecessors(own).values() for i in ids])
    tops = [*own, *before]
    units = {unit.id: unit for unit in own}
    for unit in [*before, *Unit.objects.filter(parent__in=tops, tier=Tier.DISTRICT)]:
        if deciding.may_offer(by, unit):
            units[unit.id] = unit
    while also is not None:
        if deciding.may_offer(by, also):
            units[also.id] = also
        also = also.parent
    if by.is_superuser:
        for unit in Unit.objects.filter(tier=Tier.PROVINCE):
            units[unit.id] = unit
    return sorted(units.values(), key=lambda unit: unit.position)


def unit_choices(units) -> list[tuple[str, str]]:
    """The units as a list offers them, with the last day of those that are gone."""
    return [(unit.key, _with_parent(unit)) for unit in units]


def _with_parent(unit: Unit) -> str:
    if unit.valid_to is None:
        return unit.name
    return _("%(unit)s (đến %(day)s)") % {"unit": unit.name, "day": unit.valid_to.strftime("%d/%m/%Y")}
