"""Units of every geography. The official lists are no secret: every person who signs in reads them whole."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from api.scoped import ScopedViewSet
from units.filters import UnitFilter
from units.models import Organisation, Succession, Unit


class UnitReference(serializers.ModelSerializer):
    """A unit as every answer gives it."""

    class Meta:
        model = Unit
        fields = ["key", "name"]


class OrganisationReference(serializers.ModelSerializer):
    class Meta:
        model = Organisation
        fields = ["id", "name"]


class SuccessionShape(serializers.ModelSerializer):
    unit = UnitReference(source="other")

    class Meta:
        model = Succession
        fields = ["unit", "share", "is_main"]


class UnitShape(serializers.ModelSerializer):
    parent = UnitReference(allow_null=True)

    class Meta:
        model = Unit
        fields = ["key", "name", "kind", "tier", "code", "parent", "valid_from", "valid_to"]


class WholeUnitShape(UnitShape):
    organisations = OrganisationReference(many=True)
    became = serializers.SerializerMethodField()
    came_from = serializers.SerializerMethodField()

    class Meta(UnitShape.Meta):
        fields = [*UnitShape.Meta.fields, "organisations", "became", "came_from"]

    def get_became(self, unit) -> SuccessionShape(many=True):
        return [_link(row, row.successor) for row in unit.successions.all()]

    def get_came_from(self, unit) -> SuccessionShape(many=True):
        return [_link(row, row.predecessor) for row in unit.origins.all()]


def _link(row: Succession, other: Unit) -> dict:
    return {"unit": UnitReference(other).data, "share": row.share, "is_main": row.is_main}


@extend_schema_view(
    list=extend_schema(summary="Đơn vị hành chính"), retrieve=extend_schema(summary="Một đơn vị")
)
class Units(ScopedViewSet):
    queryset = Unit.objects.none()
    filterset_class = UnitFilter
    serializer_class = UnitShape
    detail_serializer_class = WholeUnitShape
    lookup_field = "key"
    lookup_value_regex = "[a-z0-9.-]{1,20}"

    def records(self, viewer):
        return Unit.objects.order_by("position")

    def with_parts(self, rows):
        rows = rows.select_related("parent")
        if self.detail:
            rows = rows.prefetch_related("organisations", "successions__successor", "origins__predecessor")
        return rows
