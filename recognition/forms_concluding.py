"""The forms of a conclusion and of the minutes that hold it."""

from django import forms
from django.utils.translation import gettext_lazy

from models_registry.form_fields import DateField, LineField, TextField
from recognition.choices import Outcome
from recognition.forms_scoring import SeenForm
from recognition.results import Dossier
from recognition.teams import members_of


class ConclusionForm(SeenForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Kết luận của tổ"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn kết luận.")},
    )
    reason = TextField(
        label=gettext_lazy("Lý do"),
        required=False,
        help_text=gettext_lazy("Phải ghi khi kết luận khác với điểm và ngưỡng."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    on = DateField(
        label=gettext_lazy("Ngày kết luận"), error_messages={"required": gettext_lazy("Hãy ghi ngày kết luận.")}
    )


class MinutesForm(forms.Form):
    held_on = DateField(
        label=gettext_lazy("Ngày họp"), error_messages={"required": gettext_lazy("Hãy ghi ngày họp.")}
    )
    place = LineField(label=gettext_lazy("Địa điểm"), required=False, max_length=200)
    present = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Thành viên dự họp"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Hãy chọn thành viên dự họp.")},
    )
    secretary = forms.TypedChoiceField(label=gettext_lazy("Thư ký"), coerce=int, required=False, empty_value=None)
    discussion = TextField(
        label=gettext_lazy("Ý kiến chung của tổ"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    registrations = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Hồ sơ đã kết luận"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Hãy chọn ít nhất một hồ sơ.")},
    )

    def __init__(self, *args, team, dossiers: list[Dossier], **kwargs):
        super().__init__(*args, **kwargs)
        self.users = {m.user_id: m.user for m in members_of(team)}
        people = [(pk, user.display_name) for pk, user in self.users.items()]
        self.fields["present"].choices = people
        self.fields["secretary"].choices = [("", gettext_lazy("Không ghi")), *people]
        self.registrations = {d.registration.pk: d.registration for d in dossiers}
        self.fields["registrations"].choices = [
            (d.registration.pk, f"{d.registration.model.name} · {d.conclusion.get_outcome_display()}") for d in dossiers
        ]

    def meeting(self) -> dict:
        """What the deed takes of it; to be asked after is_valid()."""
        given = dict(self.cleaned_data)
        given["present"] = [self.users[pk] for pk in given["present"]]
        given["secretary"] = self.users.get(given["secretary"])
        given["registrations"] = [self.registrations[pk] for pk in given["registrations"]]
        return given


class ScanForm(forms.Form):
    scan = forms.FileField(
        label=gettext_lazy("Bản quét biên bản đã ký"),
        help_text=gettext_lazy("PDF hoặc ảnh, không quá 20 MB."),
        error_messages={"required": gettext_lazy("Hãy chọn tệp.")},
    )
