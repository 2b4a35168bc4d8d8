"""Records named in a request's body. What the person may not see is answered as if it were not there."""

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from models_registry.models import MobilizationModel, Registration
from units.models import Unit


@extend_schema_field(OpenApiTypes.STR)
class UnitByKey(serializers.Field):
    """A unit's key, such as "old-01321"; what may be registered there is the deed's to say."""

    def to_internal_value(self, data):
        good = isinstance(data, str) and 0 < len(data) <= 20 and "\0" not in data
        found = Unit.objects.filter(key=data).first() if good else None
        if found is None:
            raise serializers.ValidationError(_("Không có đơn vị mang mã này."))
        return found

    def to_representation(self, value):
        return value.key


@extend_schema_field(OpenApiTypes.INT)
class SeenModel(serializers.Field):
    """A model by its number, among those the person sees."""

    def to_internal_value(self, data):
        good = isinstance(data, int) and not isinstance(data, bool) and 0 < data < 10**18
        seen = MobilizationModel.objects.visible_to(self.context["request"].user)
        found = seen.filter(pk=data).first() if good else None
        if found is None:
            raise serializers.ValidationError(_("Không có mô hình này."))
        return found

    def to_representation(self, value):
        return value.pk


def seen_registrations(lines: list[dict], viewer) -> list[tuple[Registration, str]]:
    """The (registration, level) of each line, read in one query; refuses every line whose registration the person does
    not see."""
    rows = Registration.objects.visible_to(viewer).select_related("unit", "model")
    found = rows.in_bulk([line["registration"] for line in lines])
    broken = {
        number: {"registration": [_("Không có đăng ký này.")]}
        for number, line in enumerate(lines)
        if line["registration"] not in found
    }
    if broken:
        raise serializers.ValidationError({"registrations": broken})
    return [(found[line["registration"]], line["level"]) for line in lines]
