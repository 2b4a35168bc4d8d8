"""Reports on targets: read as the pages show them, written and sent through the deeds of reporting."""

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from api.reading import Sent, Words
from api.scoped import ScopedViewSet
from api.units import OrganisationReference, UnitReference
from audit.errors import DomainError
from resolutions.choices import Answer
from resolutions.figures import Figure, read_figure
from resolutions.filters import ReportFilter
from resolutions.models import Assignment, ProgressReport, ReportingPeriod
from resolutions.reporting import Contents, save_draft, submit
from vietnamese.numbers import UnreadableNumber

TEXT_LENGTH = 20_000


class PeriodShape(serializers.ModelSerializer):
    class Meta:
        model = ReportingPeriod
        fields = ["id", "kind", "name", "starts_on", "ends_on", "cut_off"]


class ReportShape(serializers.ModelSerializer):
    """`late` says that it was sent after the period's last day for reports."""

    target = serializers.IntegerField(source="assignment.target_id")
    unit = UnitReference(source="assignment.unit")
    organisation = OrganisationReference(source="assignment.organisation", allow_null=True)
    year = serializers.IntegerField(source="assignment.year")
    period = PeriodShape()
    numerator = serializers.FloatField(allow_null=True)
    denominator = serializers.FloatField(allow_null=True)
    late = serializers.BooleanField(source="is_late")

    class Meta:
        model = ProgressReport
        fields = [
            "id", "assignment", "target", "unit", "organisation", "year", "period", "stage", "answer", "numerator",
            "denominator", "figures_on", "submitted_on", "accepted_on", "late", "version",
        ]  # fmt: skip


class WholeReportShape(ReportShape):
    class Meta(ReportShape.Meta):
        fields = [*ReportShape.Meta.fields, "narrative", "obstacles", "return_reason"]


def _number():
    return serializers.DecimalField(max_digits=15, decimal_places=2, required=False, allow_null=True)


class ReportContents(Sent):
    """What a report says. Zero is a figure; without a figure the answer is "not_applicable" or "" (nothing yet)."""

    answer = serializers.ChoiceField(Answer.choices, required=False, allow_blank=True)
    numerator = _number()
    denominator = _number()
    narrative = Words(required=False, allow_blank=True, max_length=TEXT_LENGTH)
    obstacles = Words(required=False, allow_blank=True, max_length=TEXT_LENGTH)
    figures_on = serializers.DateField(required=False, allow_null=True)


class NewReport(ReportContents):
    assignment = serializers.IntegerField(min_value=1, max_value=10**17)
    period = serializers.IntegerField(min_value=1, max_value=10**17)


class ReportChanges(ReportContents):
    version = serializers.IntegerField(min_value=1, max_value=10**9)


class ReportStep(Sent):
    version = serializers.IntegerField(min_value=1, max_value=10**9)


@extend_schema_view(
    list=extend_schema(summary="Báo cáo chỉ tiêu"), retrieve=extend_schema(summary="Một báo cáo, đủ các mục")
)
class ProgressReports(ScopedViewSet):
    queryset = ProgressReport.objects.none()
    filterset_class = ReportFilter
    serializer_class = ReportShape
    detail_serializer_class = WholeReportShape

    def records(self, viewer):
        return ProgressReport.objects.visible_to(viewer)

    def with_parts(self, rows):
        return rows.select_related("assignment__unit", "assignment__organisation", "period")

    def as_shown(self, record):
        """A report that came before one could be written is shown; of an assignment without any there is none."""
        return super().as_shown(record) if isinstance(record, ProgressReport) else None

    @extend_schema(summary="Ghi báo cáo mới, chưa gửi", request=NewReport, responses={201: WholeReportShape})
    def create(self, request):
        sent = self._read(NewReport)
        assignment = Assignment.objects.visible_to(request.user).filter(pk=sent.pop("assignment")).first()
        if assignment is None:
            raise serializers.ValidationError({"assignment": [_("Không có chỉ tiêu được giao này.")]})
        assignment = Assignment.objects.select_related("unit").get(pk=assignment.pk)
        period = ReportingPeriod.objects.open_to(assignment.unit).filter(pk=sent.pop("period")).first()
        if period is None:
            raise serializers.ValidationError({"period": [_("Không có kỳ báo cáo này.")]})
        made = save_draft(
            by=request.user, assignment=assignment, period=period, contents=_contents(sent, None), on=timezone.localdate()
        )
        return Response(self.as_shown(made), status=status.HTTP_201_CREATED)

    @extend_schema(
        summary="Sửa báo cáo chưa gửi; version là bản đang sửa, đã cũ thì trả 409 kèm bản hiện tại",
        request=ReportChanges,
        responses={200: WholeReportShape},
    )
    def partial_update(self, request, pk=None):
        held, sent = self.get_object(), self._read(ReportChanges)
        version = sent.pop("version")
        changed = save_draft(
            by=request.user, assignment=held.assignment, period=held.period, contents=_contents(sent, held),
            on=timezone.localdate(), version=version,
        )  # fmt: skip
        return Response(self.as_shown(changed))

    @extend_schema(summary="Gửi báo cáo", request=ReportStep, responses={200: WholeReportShape})
    @action(detail=True, methods=["post"])
    def submit(self, request, pk=None):
        held, sent = self.get_object(), self._read(ReportStep)
        done = submit(
            by=request.user, assignment=held.assignment, period=held.period, on=timezone.localdate(), version=sent["version"]
        )
        return Response(self.as_shown(done))

    def _read(self, shape) -> dict:
        sent = shape(data=self.request.data, context=self.get_serializer_context())
        sent.is_valid(raise_exception=True)
        return dict(sent.validated_data)


def _contents(sent: dict, held: ProgressReport | None) -> Contents:
    """What was sent, and of what was not sent what the report says already. A figure alone answers "figure"; another
    answer alone takes the figure away."""
    told = {name: getattr(held, name) for name in ("narrative", "obstacles", "figures_on")} if held else {}
    told |= {name: sent[name] for name in ("narrative", "obstacles", "figures_on") if name in sent}
    answer = sent.get("answer", held.answer if held else Answer.NONE)
    if "answer" not in sent and sent.get("numerator") is not None:
        answer = Answer.FIGURE
    figure = _figure(sent, held)
    if answer == Answer.NOT_APPLICABLE and sent.get("numerator") is not None:
        raise DomainError(_("Đã chọn “Không áp dụng” mà vẫn có số liệu; hãy bỏ một trong hai."), field="numerator")
    return Contents(answer=answer, figure=figure if answer == Answer.FIGURE else None, **told)


def _figure(sent: dict, held: ProgressReport | None) -> Figure | None:
    above, below = (held.numerator, held.denominator) if held else (None, None)
    above: Decimal | None = sent.get("numerator", above)
    below: Decimal | None = sent.get("denominator", below)
    if above is None:
        return None
    try:
        return read_figure(above, below)
    except UnreadableNumber as error:
        raise DomainError(str(error), field="numerator") from None
