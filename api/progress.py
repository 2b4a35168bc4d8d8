"""Progress of targets: the question and answer of the pages, as JSON."""

from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from api.asking import unknown_names
from api.rates import ApiRate, RollupRate
from api.units import UnitReference
from audit.errors import DomainError, DomainErrors
from resolutions.choices import Outcome, Verdict
from resolutions.filters import RecordFilter
from resolutions.models import Target
from resolutions.progress import Progress, ProgressTable, progress_by_unit, progress_of
from units.choices import Tier
from units.filters import AskedFilterSet, DayFilter, OneOf, UnitKeyFilter, YearFilter

_TALLY = ("exceeded", "met", "short", "behind", "silent", "not_applicable", "waiting", "assigned", "reported")


class ProgressQuestion(AskedFilterSet):
    """Of which targets: those of a document, or one."""

    document = RecordFilter(field_name="document_id")
    target = RecordFilter(field_name="pk")
    year = YearFilter(method="kept")
    within = UnitKeyFilter(method="kept")
    tier = OneOf(choices=Tier.choices, method="kept")
    geography = DayFilter(method="kept")

    class Meta:
        model = Target
        fields: list[str] = []

    def kept(self, queryset: QuerySet, name, value):
        return queryset


def as_json(one: Progress) -> dict:
    """What the pages print; shares are parts of 1."""
    return {
        "target": one.target.pk,
        "document": one.target.document_id,
        "position": one.target.position,
        "text": one.version.text,
        "measured_in": one.version.measured_in,
        "year": one.year,
        "value": _number(one.version.value),
        "step": _number(one.step),
        "numerator": _number(one.numerator),
        "denominator": _number(one.denominator),
        "share": None if one.share is None else float(one.share),
        "verdict": one.verdict,
        "verdict_label": one.verdict_label,
        "outcome": one.outcome,
        "due_on": one.due_on.isoformat(),
        "units": {name: getattr(one.tally, name) for name in _TALLY},
    }


def _table(answer: ProgressTable) -> dict:
    return {
        "rows": [{"unit": {"key": row.unit.key, "name": row.name}, **as_json(row)} for row in answer.rows],
        "held_above": as_json(answer.held_above),
        "not_allocated": as_json(answer.not_allocated),
        "total": as_json(answer.total),
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


_NUMBER = serializers.FloatField(allow_null=True)
_FIELDS = {
    "target": serializers.IntegerField(),
    "document": serializers.IntegerField(),
    "position": serializers.IntegerField(),
    "text": serializers.CharField(),
    "measured_in": serializers.CharField(),
    "year": serializers.IntegerField(),
    **dict.fromkeys(("value", "step", "numerator", "denominator", "share"), _NUMBER),
    "verdict": serializers.ChoiceField(Verdict.choices),
    "verdict_label": serializers.CharField(),
    "outcome": serializers.ChoiceField(Outcome.choices, allow_blank=True),
    "due_on": serializers.DateField(),
    "units": inline_serializer("ProgressUnits", {name: serializers.IntegerField() for name in _TALLY}),
}
_LINE = inline_serializer("ProgressLine", _FIELDS)
_SHAPE = inline_serializer(
    "ProgressAnswer",
    {
        "progress": inline_serializer("ProgressOfTarget", _FIELDS, many=True, required=False),
        "rows": inline_serializer("ProgressRow", {"unit": UnitReference(), **_FIELDS}, many=True, required=False),
        **{name: inline_serializer("ProgressLine", _FIELDS, required=False) for name in ("held_above", "not_allocated", "total")},
    },
)
_PARAMETERS = [
    OpenApiParameter("document", int, description="mã số văn bản"),
    OpenApiParameter("target", int, description="mã số chỉ tiêu"),
    OpenApiParameter("year", int),
    OpenApiParameter("within", str, description="old-04"),
    OpenApiParameter("tier", str, enum=Tier.values),
    OpenApiParameter("geography", str, description="2024-12-31"),
]


class ProgressOfTargets(APIView):
    throttle_classes = [ApiRate, RollupRate]

    @extend_schema(summary="Tiến độ chỉ tiêu", parameters=_PARAMETERS, responses=_SHAPE)
    def get(self, request):
        """Các chỉ tiêu của một văn bản, hoặc một chỉ tiêu theo từng đơn vị của cấp (`tier`)."""
        asked = ProgressQuestion(request.query_params, Target.objects.visible_to(request.user).with_versions().order_by("position"))
        broken = unknown_names(request.query_params, {*asked.filters, "format"}) + asked.refusals()
        if broken:
            raise DomainErrors(broken)
        if not asked.asked("document") and not asked.asked("target"):
            raise DomainError(_("Hãy cho biết văn bản hoặc chỉ tiêu."), field="document")
        today = timezone.localdate()
        told = {"year": asked.asked("year") or today.year, "viewer": request.user, "as_of": today,
                "within": asked.asked("within")}  # fmt: skip
        targets = list(asked.qs)
        if not asked.asked("tier"):
            return Response({"progress": [as_json(one) for one in progress_of(targets, **told)]})
        if len(targets) != 1:
            raise DomainError(_("Hãy chọn một chỉ tiêu để xem theo đơn vị."), field="target")
        (target,) = targets
        return Response(_table(progress_by_unit(target, tier=asked.asked("tier"), on=asked.asked("geography"), **told)))
