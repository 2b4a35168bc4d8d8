"""Models: each once, with the years it was registered."""

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from api.scoped import ScopedViewSet
from api.units import OrganisationReference, UnitReference
from models_registry.filters import ModelFilter
from models_registry.models import MobilizationModel, Registration


class YearOfModel(serializers.ModelSerializer):
    """A registration as its model lists it."""

    class Meta:
        model = Registration
        fields = ["id", "year", "level", "phase", "status", "recognised_level", "recognised_on"]


class ModelShape(serializers.ModelSerializer):
    unit = UnitReference()
    organisation = OrganisationReference(allow_null=True)

    class Meta:
        model = MobilizationModel
        fields = ["id", "code", "name", "kind", "field", "unit", "organisation"]


class WholeModelShape(ModelShape):
    tags = serializers.SlugRelatedField("name", many=True, read_only=True)
    registrations = YearOfModel(many=True, source="seen_registrations")

    class Meta(ModelShape.Meta):
        fields = [*ModelShape.Meta.fields, "tags", "created_at", "registrations"]


@extend_schema_view(
    list=extend_schema(summary="Mô hình, điển hình"), retrieve=extend_schema(summary="Một mô hình")
)
class MobilizationModels(ScopedViewSet):
    queryset = MobilizationModel.objects.none()
    filterset_class = ModelFilter
    serializer_class = ModelShape
    detail_serializer_class = WholeModelShape

    def records(self, viewer):
        return MobilizationModel.objects.visible_to(viewer)

    def with_parts(self, rows):
        rows = rows.select_related("unit", "organisation")
        if self.detail:
            seen = Registration.objects.visible_to(self.request.user).order_by("year", "level")
            rows = rows.prefetch_related(
                "tags", Prefetch("registrations", seen, to_attr="seen_registrations")
            )
        return rows
