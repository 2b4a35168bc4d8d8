"""The form of a step: its day, and a reason where the step asks for one."""

from django import forms
from django.utils.translation import gettext_lazy

from models_registry.form_fields import DateField, TextField


class StepForm(forms.Form):
    on = DateField(label=gettext_lazy("Ngày diễn ra"), help_text=gettext_lazy("Ngày việc này diễn ra, có thể trước ngày nhập."))
    note = TextField(label=gettext_lazy("Ý kiến"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, step, **kwargs):
        super().__init__(*args, **kwargs)
        if step.note:
            self.fields["note"].label = step.note
            self.fields["note"].required = True

    def renew(self, overtaken) -> None:
        """What was changed meanwhile is looked at first; what was typed stays, and the next sending is a new choice."""
        self.data = self.data.copy()
        self.data["version"] = overtaken.current.version
        self.add_error(None, overtaken.sentence)
