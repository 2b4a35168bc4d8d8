"""The form under a queue: one step, one day and one note for all that are ticked."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from models_registry.form_fields import DateField, TextField
from recognition.workflow import STEPS


class BulkForm(forms.Form):
    step = forms.ChoiceField(
        label=gettext_lazy("Việc"),
        error_messages={
            "required": gettext_lazy("Hãy chọn một việc."),
            "invalid_choice": gettext_lazy("Việc này không làm được ở đây; hãy chọn lại."),
        },
    )
    on = DateField(
        label=gettext_lazy("Ngày diễn ra"), error_messages={"required": gettext_lazy("Hãy ghi ngày diễn ra.")}
    )
    note = TextField(
        label=gettext_lazy("Ý kiến, lý do"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, steps: tuple[str, ...], **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(key, STEPS[key].label) for key in steps]
        unsaid = not self.is_bound and not self.initial.get("step")
        self.fields["step"].choices = [("", _("Hãy chọn")), *choices] if unsaid else choices
        asking = [str(STEPS[key].label) for key in steps if STEPS[key].note]
        if asking and len(steps) == 1:
            note = self.fields["note"]
            note.label, note.required = STEPS[steps[0]].note, True
            note.help_text = _("Ghi chung cho mọi hồ sơ đã chọn.")
            note.error_messages["required"] = _("Hãy ghi: %(what)s.") % {"what": str(note.label).lower()}
        elif asking:
            said = _("Bắt buộc khi chọn: %(steps)s. Ghi chung cho mọi hồ sơ đã chọn.")
            self.fields["note"].help_text = said % {"steps": ", ".join(asking)}

    def clean(self):
        cleaned = super().clean()
        step = STEPS.get(cleaned.get("step", ""))
        if step is not None and step.note and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", _("Hãy ghi: %(what)s.") % {"what": str(step.note).lower()})
        return cleaned
