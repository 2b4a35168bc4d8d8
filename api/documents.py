"""Documents, their targets, and to whom the targets were given: read as the pages show them."""

from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers

from api.scoped import ScopedViewSet
from api.units import OrganisationReference, UnitReference
from resolutions.filters import AssignmentFilter, DocumentFilter, TargetFilter
from resolutions.models import Assignment, Document, RoadMapStep, Target, TargetVersion


class DocumentShape(serializers.ModelSerializer):
    """`unit` is null for a document of the centre."""

    unit = UnitReference(allow_null=True)

    class Meta:
        model = Document
        fields = [
            "id", "kind", "number", "issuer", "issuer_kind", "issued_on", "title", "period_from", "period_to",
            "applies_to", "unit",
        ]  # fmt: skip


class WholeDocumentShape(DocumentShape):
    class Meta(DocumentShape.Meta):
        fields = [*DocumentShape.Meta.fields, "summary", "version"]


class RoadMapShape(serializers.ModelSerializer):
    value = serializers.FloatField()

    class Meta:
        model = RoadMapStep
        fields = ["year", "value"]


class TargetVersionShape(serializers.ModelSerializer):
    """What is asked from a year on; `value` in per cent for rates and shares of units, null where it is done or not."""

    value = serializers.FloatField(allow_null=True)
    baseline = serializers.FloatField(allow_null=True)
    responsible = OrganisationReference(allow_null=True)
    road_map = RoadMapShape(many=True)

    class Meta:
        model = TargetVersion
        fields = [
            "number", "from_year", "text", "kind", "direction", "value", "measured_in", "recurrence", "due_on",
            "baseline", "baseline_year", "aggregation", "accumulation", "measure", "responsible", "road_map",
        ]  # fmt: skip


class TargetShape(serializers.ModelSerializer):
    versions = serializers.SerializerMethodField()

    class Meta:
        model = Target
        fields = ["id", "document", "position", "parent", "number", "versions"]

    @extend_schema_field(TargetVersionShape(many=True))
    def get_versions(self, target):
        ordered = sorted(target.versions.all(), key=lambda version: version.number)
        return TargetVersionShape(ordered, many=True).data


class AssignmentShape(serializers.ModelSerializer):
    """The figure is the year's accepted one; `value` null where the target's own is asked."""

    unit = UnitReference()
    organisation = OrganisationReference(allow_null=True)
    value = serializers.FloatField(allow_null=True)
    numerator = serializers.FloatField(allow_null=True)
    denominator = serializers.FloatField(allow_null=True)

    class Meta:
        model = Assignment
        fields = [
            "id", "target", "unit", "organisation", "year", "value", "state", "answer", "numerator", "denominator",
            "outcome", "waiting",
        ]  # fmt: skip


@extend_schema_view(list=extend_schema(summary="Văn bản"), retrieve=extend_schema(summary="Một văn bản"))
class Documents(ScopedViewSet):
    queryset = Document.objects.none()
    filterset_class = DocumentFilter
    serializer_class = DocumentShape
    detail_serializer_class = WholeDocumentShape

    def records(self, viewer):
        return Document.objects.visible_to(viewer)

    def with_parts(self, rows):
        return rows.select_related("unit")


@extend_schema_view(list=extend_schema(summary="Chỉ tiêu của văn bản"), retrieve=extend_schema(summary="Một chỉ tiêu"))
class Targets(ScopedViewSet):
    queryset = Target.objects.none()
    filterset_class = TargetFilter
    serializer_class = TargetShape

    def records(self, viewer):
        return Target.objects.visible_to(viewer)

    def with_parts(self, rows):
        return rows.with_versions()


@extend_schema_view(
    list=extend_schema(summary="Chỉ tiêu được giao cho ai, trong năm nào"),
    retrieve=extend_schema(summary="Một chỉ tiêu được giao"),
)
class Assignments(ScopedViewSet):
    queryset = Assignment.objects.none()
    filterset_class = AssignmentFilter
    serializer_class = AssignmentShape

    def records(self, viewer):
        return Assignment.objects.visible_to(viewer)

    def with_parts(self, rows):
        return rows.select_related("unit", "organisation")
