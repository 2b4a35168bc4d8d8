"""The form of an appraisal team: for which office, year and field, who sits in it, who heads it."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.versioned_form import VersionedForm
from models_registry.choices import EARLIEST_YEAR, ActivityField
from models_registry.form_fields import LineField
from recognition.models import AppraisalTeam
from recognition.teams import may_sit, named
from units.models import Unit


class TeamForm(VersionedForm):
    name = LineField(
        label=gettext_lazy("Tên tổ"),
        max_length=160,
        help_text=gettext_lazy("Ví dụ: Tổ thẩm định lĩnh vực kinh tế."),
        error_messages={"required": gettext_lazy("Hãy ghi tên tổ thẩm định.")},
    )
    members = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Thành viên"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Người được giao thẩm định, duyệt hoặc nhập liệu ở đơn vị."),
        error_messages={"required": gettext_lazy("Tổ thẩm định phải có ít nhất một thành viên.")},
    )
    head = forms.TypedChoiceField(
        label=gettext_lazy("Tổ trưởng"),
        coerce=int,
        error_messages={"required": gettext_lazy("Hãy chọn tổ trưởng trong số các thành viên.")},
    )

    def __init__(self, *args, unit: Unit, on: date, sitting=(), **kwargs):
        super().__init__(*args, **kwargs)
        # Who sits in the team is shown though she no longer works for the office: so that she can be taken out.
        self.people = {user.pk: user for user in [*may_sit(unit, on), *sitting]}
        names = [(pk, user.display_name) for pk, user in self.people.items()]
        self.fields["members"].choices = names
        self.fields["head"].choices = [("", _("Hãy chọn")), *names]

    def told(self, current) -> list[tuple[str, str]]:
        return [(str(self.fields["name"].label), current.name), (str(self.fields["members"].label), named(current))]

    def chosen(self) -> dict:
        """Name, members and head as the deeds take them; to be asked after is_valid()."""
        given = self.cleaned_data
        return {
            "name": given["name"],
            "members": [self.people[pk] for pk in given["members"]],
            "head": self.people.get(given["head"]),
        }


class NewTeamForm(TeamForm):
    year = forms.IntegerField(
        label=gettext_lazy("Năm"),
        min_value=EARLIEST_YEAR,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Hãy ghi năm."), "invalid": gettext_lazy("Năm phải là bốn chữ số.")},
    )
    field = forms.ChoiceField(
        label=gettext_lazy("Lĩnh vực"),
        required=False,
        choices=[("", gettext_lazy("Mọi lĩnh vực chưa có tổ riêng")), *ActivityField.choices],
    )
    field_order = ["year", "field", "name", "members", "head"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["version"]


class OfficeForm(forms.Form):
    """For which office a team is formed: asked first, since it says who may sit."""

    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị thẩm định"))

    def __init__(self, *args, units: list[Unit], **kwargs):
        super().__init__(*args, **kwargs)
        self.units = {unit.key: unit for unit in units}
        self.fields["unit"].choices = [(unit.key, unit.name) for unit in units]

    def clean_unit(self):
        return self.units[self.cleaned_data["unit"]]


def values_of(team: AppraisalTeam, members) -> dict:
    return {
        "version": team.version,
        "name": team.name,
        "members": [m.user_id for m in members],
        "head": next((m.user_id for m in members if m.is_head), ""),
    }
