"""What may be sent about a registration. Shapes only: the rules are the deeds' own."""

from django.utils.translation import gettext as _
from rest_framework import serializers

from api.reading import Sent, Words
from api.references import SeenModel, UnitByKey
from models_registry.choices import REGISTERING_LEVELS, ActivityField, Kind, Phase
from models_registry.entry import DETAIL_NAMES, Details, Entry
from recognition.workflow import STEPS
from units.models import Organisation

LEVELS = [(level.value, level.label) for level in REGISTERING_LEVELS]
STEP_CHOICES = [(step.key, str(step.label)) for step in STEPS.values()]
TEXT_LENGTH = 20_000


def _text(length: int = TEXT_LENGTH):
    return Words(required=False, allow_blank=True, max_length=length)


def _number():
    return serializers.IntegerField(required=False, allow_null=True)


def _day():
    return serializers.DateField(required=False, allow_null=True)


class SentDetails(Sent):
    registered_on = _day()
    situation = _text()
    aims = _text()
    content = _text()
    place = _text()
    forces = _text()
    resources = _text()
    expected_results = _text()
    sustainability = _text()
    person_in_charge = _text(120)
    work_phone = _text(30)
    participants = _number()
    money = _number()
    labour_days = _number()
    starts_on = _day()
    ends_on = _day()
    results = _text()
    notes = _text()


class NewRegistration(SentDetails):
    """`model` names the model that is registered again; without it the register finds it by name and unit."""

    name = Words(max_length=500)
    unit = UnitByKey()
    organisation = serializers.IntegerField(required=False, allow_null=True)
    year = serializers.IntegerField(min_value=1990, max_value=2100)
    level = serializers.ChoiceField(LEVELS)
    phase = serializers.ChoiceField(Phase.choices)
    kind = serializers.ChoiceField(Kind.choices)
    field = serializers.ChoiceField(ActivityField.choices)
    model = SeenModel(required=False, allow_null=True)

    def validate(self, sent):
        number = sent.get("organisation")
        if number is not None:
            found = None
            if 0 < number < 10**18:
                found = Organisation.objects.filter(unit=sent["unit"], pk=number).first()
            if found is None:
                raise serializers.ValidationError(
                    {"organisation": _("Đơn vị này không có cơ quan, tổ chức đó.")}
                )
            sent["organisation"] = found
        return sent

    def entry(self) -> Entry:
        sent = dict(self.validated_data)
        sent.pop("model", None)
        details = {name: sent.pop(name) for name in DETAIL_NAMES if name in sent}
        return Entry(**sent, details=Details(**details))


class RegistrationChanges(SentDetails):
    """Only what changes, with the `version` the change was made from."""

    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    name = Words(required=False, max_length=500)
    level = serializers.ChoiceField(LEVELS, required=False)
    phase = serializers.ChoiceField(Phase.choices, required=False)
    kind = serializers.ChoiceField(Kind.choices, required=False)
    field = serializers.ChoiceField(ActivityField.choices, required=False)


class Withdrawal(Sent):
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    reason = Words(max_length=2000)


class StepTaken(Sent):
    """A step of the workflow, on the day it happened; `note` is the reason, where the step asks for one."""

    step = serializers.ChoiceField(STEP_CHOICES)
    on = serializers.DateField()
    note = Words(required=False, allow_blank=True, max_length=2000)
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
