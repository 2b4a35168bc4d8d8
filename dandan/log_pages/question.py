"""What is asked of the log: who, when, which deed, on what, where, why; only what the person may read."""

from datetime import datetime, time, timedelta

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms_people import DayField
from accounts.models import User
from accounts.scoping import administered_unit_ids
from accounts.unit_options import administered_units, read_unit
from audit.models import Event
from audit.querysets import in_units
from audit.verbs import VERBS, label
from audit.wording import kind_label
from units.querysets import unit_ids_inside
from vietnamese.folding import clean_line, fold

KINDS = (
    "models_registry.registration",
    "recognition.decision",
    "resolutions.document",
    "accounts.user",
    "accounts.assignment",
    "models_registry.tag",
    "units.organisation",
    "units.unit",
)
NAMES = ("who", "first_day", "last_day", "verb", "kind", "unit", "reason", "batch")
_LENGTH = 120


def may_read_log(user) -> bool:
    """Who administers a unit reads what concerns its records; the system's administrator reads everything."""
    ids = administered_unit_ids(user)
    return ids is None or bool(ids)


def readable(user) -> models.QuerySet[Event]:
    """The events the person may read, newest first. None of a unit's are shown to who does not administer it; those of
    no unit (sign-ins of unknown names, backups, national documents) are the system administrator's alone."""
    return in_units(administered_unit_ids(user))


class LogQuestion(forms.Form):
    """The boxes above the list. A value that cannot be read is said and finds nothing."""

    who = forms.CharField(label=gettext_lazy("Người thực hiện"), required=False, max_length=_LENGTH)
    first_day = DayField(label=gettext_lazy("Từ ngày"), required=False)
    last_day = DayField(label=gettext_lazy("Đến hết ngày"), required=False)
    verb = forms.ChoiceField(label=gettext_lazy("Việc"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Loại hồ sơ"), required=False)
    reason = forms.CharField(label=gettext_lazy("Chữ trong lý do"), required=False, max_length=_LENGTH)
    unit = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    batch = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, by):
        data = {name: data.get(name, "").replace("\0", "").strip() for name in NAMES}
        super().__init__(data, auto_id="loc-%s")
        self.by = by
        anything = ("", _("Tất cả"))
        verbs = sorted(((verb, label(verb)) for verb in VERBS), key=lambda pair: fold(pair[1]))
        self.fields["verb"].choices = [anything, *verbs]
        kinds = [(kind, kind_label(kind)) for kind in KINDS if apps.is_installed(kind.split(".")[0])]
        self.fields["kind"].choices = [anything, *kinds]
        for name in ("verb", "kind"):
            self.fields[name].error_messages["invalid_choice"] = _("“%(value)s” không có trong danh sách.")
        self.fields["batch"].error_messages["invalid"] = _("Mã lần nhập không đúng.")

    def clean_unit(self):
        key = self.cleaned_data["unit"]
        if not key:
            return None
        # A unit that is not there and one outside get one answer.
        unit = read_unit(key, administered_units(self.by))
        if unit is None:
            raise ValidationError(_("Không có đơn vị ấy trong phạm vi anh/chị quản trị."))
        return unit

    def clean(self):
        first, last = self.cleaned_data.get("first_day"), self.cleaned_data.get("last_day")
        if first and last and first > last:
            self.add_error("first_day", _("Ngày đầu phải trước ngày cuối."))
        return self.cleaned_data

    def found(self) -> models.QuerySet[Event]:
        """The events asked for, newest first; none while a box cannot be read."""
        if not self.is_valid():
            return Event.objects.none()
        asked, found = self.cleaned_data, readable(self.by)
        if asked["who"]:
            found = found.filter(_done_by(asked["who"]))
        if asked["first_day"]:
            found = found.filter(at__gte=_midnight(asked["first_day"]))
        if asked["last_day"]:
            found = found.filter(at__lt=_midnight(asked["last_day"] + timedelta(days=1)))
        if asked["verb"]:
            found = found.filter(verb=asked["verb"])
        if asked["kind"]:
            found = found.filter(subject_type=asked["kind"])
        if asked["unit"]:
            found = found.filter(unit_id__in=unit_ids_inside(asked["unit"]))
        if asked["batch"]:
            found = found.filter(batch=asked["batch"])
        if asked["reason"]:
            found = found.filter(reason__icontains=clean_line(asked["reason"]))
        return found

    def in_words(self) -> dict[str, str]:
        """What is asked, by name, as chips show it and the log of an export keeps it."""
        if not self.is_valid():
            return {}
        words = {}
        for name in NAMES:
            value = self.cleaned_data.get(name)
            if value:
                field = self.fields[name]
                shown = dict(getattr(field, "choices", ())).get(value) or field.prepare_value(value)
                title = {"unit": _("Đơn vị"), "batch": _("Lần nhập")}.get(name, field.label)
                words[name] = f"{title}: {str(shown)[:80]}"
        return words

    def asked(self) -> dict[str, str]:
        """The question as an address holds it."""
        return {name: self.data[name] for name in NAMES if self.data.get(name)}


def _done_by(text: str) -> models.Q:
    """Events of the people whose name or account holds every word, marks aside; or recorded under the name as typed."""
    words = fold(text).split()
    people = User.objects.values_list("pk", "username", "full_name")
    ids = [
        pk
        for pk, username, name in people
        if words and all(f" {w}" in f" {fold(username)} {username.lower()} {fold(name)}" for w in words)
    ]
    return models.Q(actor_id__in=ids) | models.Q(actor_name=clean_line(text))


def _midnight(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
