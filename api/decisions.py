"""Decisions and what they recognise; finished years are written down through the deeds of recognition."""

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from api.reading import Sent, Words
from api.references import UnitByKey, seen_registrations
from api.scoped import ScopedViewSet
from api.units import UnitReference
from models_registry.choices import Level
from recognition.filters import DecisionFilter
from recognition.models import Decision, DecisionLine, Recognition
from recognition.recognising import recognise, record_decision

MOST_AT_ONCE = 500


class DecisionShape(serializers.ModelSerializer):
    """`size` counts the lines of the list the person may see; a draft has neither number nor day. `amends` is the decision
    that an amendment or annulment is about."""

    unit = UnitReference()
    size = serializers.IntegerField()
    is_annulled = serializers.BooleanField()

    class Meta:
        model = Decision
        fields = [
            "id",
            "number",
            "signed_on",
            "issuing_body",
            "signer",
            "kind",
            "state",
            "about",
            "reason",
            "amends",
            "is_annulled",
            "term",
            "unit",
            "back_entered",
            "size",
        ]


class RecognitionOfDecision(serializers.ModelSerializer):
    code = serializers.CharField(source="registration.model.code")
    name = serializers.CharField(source="registration.model.name")
    year = serializers.IntegerField(source="registration.year")
    unit = UnitReference(source="registration.unit")

    class Meta:
        model = Recognition
        fields = ["id", "registration", "code", "name", "year", "unit", "level", "recognised_on", "revoked_on"]


class LineOfDecision(serializers.ModelSerializer):
    """A row of the list: what is decided of one registration; `change` is "remove" where an amendment takes it off."""

    code = serializers.CharField(source="registration.model.code")
    name = serializers.CharField(source="registration.model.name")
    year = serializers.IntegerField(source="registration.year")
    unit = UnitReference(source="registration.unit")

    class Meta:
        model = DecisionLine
        fields = [
            "id", "registration", "code", "name", "year", "unit", "change", "level", "form", "recipient_kind", "recipient_name",
            "reason", "amount",
        ]  # fmt: skip


class Recognised(Sent):
    registration = serializers.IntegerField(min_value=1, max_value=10**18)
    level = serializers.ChoiceField(Level.choices)


class RecognisedMany(Sent):
    registrations = Recognised(many=True, allow_empty=False, max_length=MOST_AT_ONCE)


class NewDecision(Sent):
    number = Words(max_length=60)
    signed_on = serializers.DateField()
    issuing_body = Words(max_length=200)
    unit = UnitByKey()
    signer = Words(required=False, allow_blank=True, max_length=120)
    registrations = Recognised(many=True, required=False, max_length=MOST_AT_ONCE)


@extend_schema_view(
    list=extend_schema(summary="Quyết định công nhận"), retrieve=extend_schema(summary="Một quyết định")
)
class Decisions(ScopedViewSet):
    queryset = Decision.objects.none()
    filterset_class = DecisionFilter
    serializer_class = DecisionShape

    def records(self, viewer):
        return Decision.objects.visible_to(viewer)

    def with_parts(self, rows):
        return rows.select_related("unit").with_sizes(self.request.user).with_fate()

    @extend_schema(
        summary="Ghi quyết định, cùng các đăng ký được công nhận",
        request=NewDecision,
        responses={201: DecisionShape},
    )
    @transaction.atomic
    def create(self, request):
        sent = self._read(NewDecision)
        recognised = sent.pop("registrations", [])
        pairs = seen_registrations(recognised, request.user) if recognised else []
        decision = record_decision(by=request.user, entered_on=timezone.localdate(), **sent)
        if pairs:
            recognise(by=request.user, decision=decision, registrations=pairs)
        return Response(self.as_shown(decision), status=status.HTTP_201_CREATED)

    @extend_schema(
        summary="Công nhận thêm theo quyết định này", request=RecognisedMany, responses={200: DecisionShape}
    )
    @action(detail=True, methods=["post"])
    def recognise(self, request, pk=None):
        decision = self.get_object()
        sent = self._read(RecognisedMany)
        pairs = seen_registrations(sent["registrations"], request.user)
        recognise(by=request.user, decision=decision, registrations=pairs)
        return Response(self.as_shown(decision))

    @extend_schema(summary="Những gì quyết định công nhận", responses=RecognitionOfDecision(many=True))
    @action(detail=True, methods=["get"])
    def recognitions(self, request, pk=None):
        decision = self.get_object()
        rows = Recognition.objects.visible_to(request.user).filter(decision=decision).order_by("id")
        pages = self.paginator
        page = pages.paginate_queryset(
            rows, request, with_parts=lambda r: r.select_related("registration__model", "registration__unit")
        )
        return pages.get_paginated_response(RecognitionOfDecision(page, many=True).data)

    @extend_schema(summary="Danh sách kèm theo quyết định", responses=LineOfDecision(many=True))
    @action(detail=True, methods=["get"])
    def lines(self, request, pk=None):
        decision = self.get_object()
        rows = DecisionLine.objects.visible_to(request.user).filter(decision=decision).order_by("id")
        pages = self.paginator
        page = pages.paginate_queryset(
            rows, request, with_parts=lambda r: r.select_related("registration__model", "registration__unit")
        )
        return pages.get_paginated_response(LineOfDecision(page, many=True).data)

    def _read(self, shape) -> dict:
        sent = shape(data=self.request.data, context=self.get_serializer_context())
        sent.is_valid(raise_exception=True)
        return dict(sent.validated_data)
