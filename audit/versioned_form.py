"""Forms of what two people may change at once: they carry the version the person saw."""

from datetime import date

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from audit.errors import Overtaken
from vietnamese.dates import format_date


class VersionedForm(forms.Form):
    """Overtaken, it keeps what was typed and shows beside it what the other person saved (`theirs`: label, text);
    sending it again is then a new choice."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    theirs: list[tuple[str, str]] = []

    def clean_version(self) -> int:
        return self.cleaned_data["version"] or 0

    def told(self, current) -> list[tuple[str, str]]:
        """What the record now says, by the labels of the form; a column without a value is left out."""
        return _in_words(self, current)

    def renew(self, overtaken: Overtaken) -> None:
        self.theirs = self.told(overtaken.current)
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = getattr(overtaken.current, "version", 0)
        self.add_error(None, overtaken.sentence)


class VersionedModelForm(forms.ModelForm):
    """The same in the back office. The row is held until its transaction ends, so that of two at once one waits and is
    then told; the column `version` is raised by the deed that saves."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen_version"] = self.instance.version

    def clean(self):
        cleaned = super().clean()
        held = self._meta.model._default_manager.select_for_update(of=("self",)).filter(pk=self.instance.pk).first()
        if held is not None and held.version != (self.cleaned_data.get("seen_version") or 0):
            self.data = self.data.copy()
            self.data[self.add_prefix("seen_version")] = held.version
            theirs = "; ".join(f"{label}: {text}" for label, text in _in_words(self, held))
            self.add_error(
                None,
                _("Người khác vừa lưu: %(theirs)s. Phần anh/chị đã gõ còn nguyên; lưu lại sẽ thay phần ấy.")
                % {"theirs": theirs},
            )
        return cleaned


def _in_words(form: forms.BaseForm, current) -> list[tuple[str, str]]:
    told = []
    for name, field in form.fields.items():
        if field.widget.is_hidden or field.disabled:
            continue
        value = getattr(current, f"get_{name}_display", lambda name=name: getattr(current, name, ""))()
        if isinstance(value, bool):
            value = _("có") if value else _("không")
        elif isinstance(value, date):
            value = format_date(value)
        elif not isinstance(value, models.Model):
            value = field.prepare_value(value)
        if value not in (None, ""):
            told.append((str(field.label), str(value)))
    return told
