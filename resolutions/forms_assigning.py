"""To whom a target is given: by rule, by list with values of their own, and no longer."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from resolutions.assigning import Part
from resolutions.figures import number_text, read_value
from resolutions.forms import YearField
from units.choices import OrganisationKind, Tier
from vietnamese.numbers import UnreadableNumber


class HandOnForm(forms.Form):
    """For which year the successors inherit: this target, or every target of its document."""

    year = YearField(label=_("Năm"))
    every = forms.BooleanField(label=_("Chuyển mọi chỉ tiêu của văn bản này"), required=False)


class RuleForm(forms.Form):
    """To whom, by rule, and for which years."""

    tiers = forms.MultipleChoiceField(
        label=_("Mọi đơn vị cấp"), choices=Tier, required=False, widget=forms.CheckboxSelectMultiple
    )
    organisations = forms.MultipleChoiceField(
        label=_("Mọi cơ quan, tổ chức loại"),
        choices=OrganisationKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Thuộc địa bàn của văn bản. Chỉ những nơi đứng tên trong danh mục ngày đầu năm mới được giao."),
    )
    year_from = YearField(label=_("Từ năm"))
    year_to = YearField(label=_("Đến năm"))

    def clean(self):
        told = super().clean()
        if not told.get("tiers") and not told.get("organisations"):
            raise ValidationError(_now("Hãy chọn cấp đơn vị hoặc loại cơ quan, tổ chức."))
        first, last = told.get("year_from"), told.get("year_to")
        if first and last and not 0 <= last - first < 30:
            self.add_error("year_to", _now("Năm cuối từ năm đầu trở đi, nhiều nhất 30 năm một lần."))
        return told


class WhoForm(forms.Form):
    """Whose list is shown: one tier, or one kind of organisations, of one year."""

    year = YearField(label=_("Năm"))
    who = forms.ChoiceField(
        label=_("Danh sách"),
        choices=[
            *((f"tier:{key}", label) for key, label in Tier.choices),
            *((f"org:{key}", label) for key, label in OrganisationKind.choices),
        ],
    )


class ListForm(forms.Form):
    """A box to tick and a value for each of the parts offered; cleans to `parts`, those ticked."""

    complete = forms.BooleanField(
        label=_("Đây là danh sách đủ: chỉ lưu khi các phần cộng lại bằng mức chung"), required=False
    )

    def __init__(self, *args, offered: Sequence[Part], held: dict, **kwargs):
        super().__init__(*args, **kwargs)
        self._offered = {f"{part.unit.pk}-{part.organisation.pk if part.organisation else 0}": part for part in offered}
        for key, part in self._offered.items():
            now = held.get((part.unit.pk, part.organisation and part.organisation.pk))
            self.fields[f"give-{key}"] = forms.BooleanField(required=False, initial=now is not None)
            value = "" if now is None or now.value is None else number_text(now.value)
            self.fields[f"value-{key}"] = forms.CharField(
                required=False, initial=value, max_length=40, label=_now("Mức giao riêng"),
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num"}),
            )  # fmt: skip

    def lines(self) -> list[dict]:
        """What the table prints, in the order offered."""
        return [
            {"part": part, "give": self[f"give-{key}"], "value": self[f"value-{key}"]}
            for key, part in self._offered.items()
        ]

    def clean(self):
        told, parts = super().clean(), []
        for key, part in self._offered.items():
            text = told.get(f"value-{key}", "").strip()
            try:
                value = read_value(text) if text else None
            except UnreadableNumber as unclear:
                self.add_error(f"value-{key}", f"{part.organisation or part.unit}: {unclear}")
                continue
            if told.get(f"give-{key}"):
                parts.append(Part(part.unit, part.organisation, value))
        if not parts and not self.errors:
            raise ValidationError(_now("Hãy chọn ít nhất một nơi được giao."))
        return {"parts": parts, "complete": told.get("complete", False)}
