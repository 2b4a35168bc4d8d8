"""Registrations: read as the list page shows them, written through the register's own deeds."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from api.registration_bodies import NewRegistration, RegistrationChanges, StepTaken, Withdrawal
from api.scoped import ScopedViewSet
from api.units import OrganisationReference, UnitReference
from audit.looking import note_look
from audit.verbs import VIEW_PERSONAL
from models_registry.filters import RegistrationFilter
from models_registry.models import Attachment, Registration
from models_registry.registration import edit, register, withdraw
from recognition.models import Decision, Recognition
from recognition.workflow import advance, steps_open_to


class DecisionReference(serializers.ModelSerializer):
    class Meta:
        model = Decision
        fields = ["id", "number", "signed_on", "issuing_body"]


class RecognitionOfRegistration(serializers.ModelSerializer):
    decision = DecisionReference()

    class Meta:
        model = Recognition
        fields = ["level", "recognised_on", "decision"]


class AttachmentShape(serializers.ModelSerializer):
    class Meta:
        model = Attachment
        fields = ["id", "name", "content_type", "size", "sha256", "added_at"]


class OpenStep(serializers.Serializer):
    """A step the person may take now; `asks` is the label of the reason it needs, "" where it needs none."""

    step = serializers.CharField(source="key")
    label = serializers.CharField()
    asks = serializers.CharField(source="note")


class RegistrationShape(serializers.ModelSerializer):
    """A line of the register. Without telephone numbers, which only the record itself shows."""

    code = serializers.CharField(source="model.code")
    name = serializers.CharField(source="model.name")
    unit = UnitReference()
    organisation = OrganisationReference(allow_null=True)
    desk = UnitReference(allow_null=True)
    recognised = serializers.SerializerMethodField()

    class Meta:
        model = Registration
        fields = [
            "id", "model", "code", "name", "year", "level", "phase", "kind", "field", "unit", "organisation",
            "status", "stage", "stage_on", "desk", "is_late",
            "registered_on", "person_in_charge", "participants", "money", "labour_days", "starts_on",
            "ends_on", "results", "recognised", "recognised_level", "recognised_on", "back_entered", "version",
        ]  # fmt: skip

    def get_recognised(self, registration) -> bool:
        return bool(registration.recognised_level)


class WholeRegistrationShape(RegistrationShape):
    hand_unit = UnitReference(allow_null=True)
    recognitions = RecognitionOfRegistration(many=True)
    attachments = AttachmentShape(many=True)
    open_steps = serializers.SerializerMethodField()

    class Meta(RegistrationShape.Meta):
        fields = [
            *RegistrationShape.Meta.fields, "hand_unit", "situation", "aims", "content", "place", "forces",
            "resources", "expected_results", "sustainability", "work_phone", "notes", "withdrawn_on",
            "withdrawal_reason", "created_at", "recognitions", "attachments", "open_steps",
        ]  # fmt: skip

    @extend_schema_field(OpenStep(many=True))
    def get_open_steps(self, registration):
        return OpenStep(steps_open_to(self.context["request"].user, registration), many=True).data


@extend_schema_view(
    list=extend_schema(summary="Sổ đăng ký"), retrieve=extend_schema(summary="Một đăng ký, đủ các mục")
)
class Registrations(ScopedViewSet):
    queryset = Registration.objects.none()
    filterset_class = RegistrationFilter
    serializer_class = RegistrationShape
    detail_serializer_class = WholeRegistrationShape

    def records(self, viewer):
        return Registration.objects.visible_to(viewer)

    def with_parts(self, rows):
        rows = rows.select_related("model", "unit", "organisation", "hand_unit", "desk")
        if self.action == "list":
            return rows.defer(*_LONG)
        # Which steps are open depends on the offices above the unit.
        return rows.select_related("unit__parent__parent").prefetch_related("attachments", "recognitions__decision")

    def retrieve(self, request, *args, **kwargs):
        held = self.get_object()
        if held.work_phone:
            note_look(by=request.user, verb=VIEW_PERSONAL, subject=held)
        return Response(self.get_serializer(held).data)

    @extend_schema(
        summary="Đăng ký mô hình", request=NewRegistration, responses={201: WholeRegistrationShape}
    )
    def create(self, request):
        sent = self._read(NewRegistration)
        made = register(
            by=request.user,
            entry=sent.entry(),
            model=sent.validated_data.get("model"),
            entered_on=timezone.localdate(),
        )
        return Response(self.as_shown(made), status=status.HTTP_201_CREATED)

    @extend_schema(
        summary="Sửa đăng ký; version là bản đang sửa, đã cũ thì trả 409 kèm bản hiện tại",
        request=RegistrationChanges,
        responses={200: WholeRegistrationShape},
    )
    def partial_update(self, request, pk=None):
        held = self.get_object()
        changes = dict(self._read(RegistrationChanges).validated_data)
        changed = edit(
            by=request.user,
            registration=held,
            version=changes.pop("version"),
            name=changes.pop("name", None),
            changes=changes,
            entered_on=timezone.localdate(),
        )
        return Response(self.as_shown(changed))

    @extend_schema(
        summary="Rút đăng ký, có lý do", request=Withdrawal, responses={200: WholeRegistrationShape}
    )
    @action(detail=True, methods=["post"])
    def withdraw(self, request, pk=None):
        held = self.get_object()
        sent = self._read(Withdrawal).validated_data
        gone = withdraw(by=request.user, registration=held, on=timezone.localdate(), **sent)
        return Response(self.as_shown(gone))

    @extend_schema(
        summary="Chuyển bước: step là một trong open_steps; version đã cũ thì trả 409 kèm bản hiện tại",
        request=StepTaken,
        responses={200: WholeRegistrationShape},
    )
    @action(detail=True, methods=["post"])
    def steps(self, request, pk=None):
        held = self.get_object()
        sent = self._read(StepTaken).validated_data
        taken = advance(by=request.user, registration=held, entered_on=timezone.localdate(), **sent)
        return Response(self.as_shown(taken.registration))

    def _read(self, shape):
        sent = shape(data=self.request.data, context=self.get_serializer_context())
        sent.is_valid(raise_exception=True)
        return sent


_LONG = (
    "situation", "aims", "content", "place", "forces", "resources", "expected_results", "sustainability", "notes",
)  # fmt: skip
