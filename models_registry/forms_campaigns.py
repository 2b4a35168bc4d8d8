"""The form of a registration campaign: its own boxes, and the same boxes for each level."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.errors import DomainError
from models_registry.campaigns import LevelTerms, Plan
from models_registry.choices import REGISTERING_LEVELS, ActivityField, Kind, Level
from models_registry.form_fields import DateField, LineField, TextField
from models_registry.models import Campaign
from units.models import Unit

UNSAID, TAKEN, CLOSED = "unsaid", "taken", "closed"
_DAYS = {
    "deadline": gettext_lazy("Hạn đăng ký"),
    "self_assess_by": gettext_lazy("Hạn tự đánh giá"),
    "appraise_from": gettext_lazy("Thẩm định từ ngày"),
    "appraise_to": gettext_lazy("Thẩm định đến ngày"),
}
_TAKES = [
    (TAKEN, gettext_lazy("Nhận đăng ký, theo hạn dưới đây")),
    (UNSAID, gettext_lazy("Đợt này không quy định")),
    (CLOSED, gettext_lazy("Không nhận đăng ký")),
]


class CampaignForm(forms.Form):
    """The boxes of a campaign. Answers `plan` when it is valid; the deed's refusals come back to their boxes."""

    name = LineField(
        label=gettext_lazy("Tên đợt"),
        max_length=200,
        help_text=gettext_lazy("Ví dụ: Đợt đăng ký mô hình “Dân vận khéo” năm 2027."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Hãy ghi tên đợt đăng ký.")},
    )
    opens_on = DateField(
        label=gettext_lazy("Mở từ ngày"), error_messages={"required": gettext_lazy("Hãy ghi ngày mở đợt.")}
    )
    guidance = TextField(
        label=gettext_lazy("Nội dung, yêu cầu"),
        required=False,
        help_text=gettext_lazy("Hiện ở trang của đợt cho mọi đơn vị trong tỉnh."),
    )

    def __init__(self, *args, levels: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.levels = levels
        for level in levels:
            self._add_level(level)

    def _add_level(self, level: str) -> None:
        self.fields[f"{level}_taken"] = forms.ChoiceField(
            label=_("Nhận đăng ký"), choices=_TAKES, initial=TAKEN
        )
        for name, label in _DAYS.items():
            hint = _("Bắt buộc khi cấp này nhận đăng ký.") if name == "deadline" else ""
            self.fields[f"{level}_{name}"] = DateField(label=label, required=False, help_text=hint)
        for name, label, choices in (
            ("kinds", gettext_lazy("Loại nhận đăng ký"), Kind.choices),
            ("fields", gettext_lazy("Lĩnh vực nhận đăng ký"), ActivityField.choices),
        ):
            self.fields[f"{level}_{name}"] = forms.MultipleChoiceField(
                label=label,
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=gettext_lazy("Không chọn mục nào: nhận tất cả."),
            )

    def clean(self):
        cleaned = super().clean()
        for level in self.levels:
            box = f"{level}_deadline"
            if cleaned.get(f"{level}_taken") == TAKEN and not cleaned.get(box) and box not in self.errors:
                self.add_error(box, _("Hãy ghi hạn đăng ký của cấp này."))
        return cleaned

    def plan(self) -> Plan:
        value = self.cleaned_data
        return Plan(
            name=value["name"],
            opens_on=value["opens_on"],
            guidance=value["guidance"],
            closed=[level for level in self.levels if value[f"{level}_taken"] == CLOSED],
            levels=[
                LevelTerms(level=level, **{name: value[f"{level}_{name}"] for name in (*_DAYS, "kinds", "fields")})
                for level in self.levels
                if value[f"{level}_taken"] == TAKEN
            ],
        )

    def take_refusals(self, refused: DomainError) -> None:
        for error in getattr(refused, "errors", [refused]):
            self.add_error(error.field if error.field in self.fields else None, error.sentence)

    @property
    def own_boxes(self) -> list:
        return [self[name] for name in ("unit", "year", "name", "opens_on", "guidance") if name in self.fields]

    @property
    def level_boxes(self) -> list[dict]:
        """Each level's boxes for the page."""
        return [
            {
                "label": Level(level).label,
                "key": level,
                "taken": self[f"{level}_taken"],
                "days": [self[f"{level}_{name}"] for name in _DAYS],
                "chosen": [self[f"{level}_{name}"] for name in ("kinds", "fields")],
            }
            for level in self.levels
        ]


class NewCampaignForm(CampaignForm):
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=gettext_lazy("Của tỉnh"),
        empty_label=None,
        error_messages={
            "invalid_choice": gettext_lazy("Hãy chọn tỉnh trong phạm vi anh/chị được giao."),
            "required": gettext_lazy("Hãy chọn tỉnh trong phạm vi anh/chị được giao."),
        },
    )
    year = forms.TypedChoiceField(label=gettext_lazy("Năm"), coerce=int)

    def __init__(self, *args, provinces, years: range, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = provinces
        self.fields["year"].choices = [(year, str(year)) for year in reversed(years)]


class ChangeCampaignForm(CampaignForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


def levels_offered(unit: Unit | None) -> list[str]:
    """The levels a province's campaign may speak of: districts only where it had any."""
    if unit is not None and unit.valid_to is not None:
        return list(REGISTERING_LEVELS)
    return [level for level in REGISTERING_LEVELS if level != Level.DISTRICT]


def values_of(campaign: Campaign) -> dict:
    """The campaign as its form shows it."""
    values = {name: getattr(campaign, name) for name in ("name", "opens_on", "guidance", "version")}
    rows = {row.level: row for row in campaign.levels.all()}
    for level in levels_offered(campaign.unit):
        said = CLOSED if level in campaign.closed_levels else TAKEN if level in rows else UNSAID
        values[f"{level}_taken"] = said
        if level in rows:
            values |= {f"{level}_{name}": getattr(rows[level], name) for name in (*_DAYS, "kinds", "fields")}
    return values
