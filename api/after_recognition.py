"""What was concluded of registrations and what became of them once recognised, as lists to read: conclusions of appraisal,
selections as exemplary, proposals, awards, yearly checks. They are written on their pages."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from api.registrations import DecisionReference
from api.scoped import ScopedList
from api.units import UnitReference
from recognition.filters import AwardFilter
from recognition.filters_after import CheckFilter, ConclusionFilter
from recognition.filters_chosen import ExemplaryFilter, ProposalFilter
from recognition.models import Award, Conclusion, Exemplary, Proposal, YearlyCheck

_OF_WHICH = ["id", "registration", "code", "name", "year", "unit"]
_BOTH_CLOCKS = ["happened_on", "entered_at", "ended_on", "end_reason", "end_entered_at", "back_entered"]


class _OfRegistration(serializers.ModelSerializer):
    """A row about a registration: which one, its model, year and unit."""

    code = serializers.CharField(source="registration.model.code")
    name = serializers.CharField(source="registration.model.name")
    year = serializers.IntegerField(source="registration.year")
    unit = UnitReference(source="registration.unit")


class ExemplaryShape(_OfRegistration):
    """`happened_on` is the day of the choice, `entered_at` when it was entered; ended, it stands no more from `ended_on`."""

    class Meta:
        model = Exemplary
        fields = [*_OF_WHICH, "level", *_BOTH_CLOCKS]


class ProposalShape(_OfRegistration):
    """`is_awarded`: an award given since closed it."""

    is_awarded = serializers.BooleanField()

    class Meta:
        model = Proposal
        fields = [*_OF_WHICH, "level", "form", "granting_body", "is_awarded", *_BOTH_CLOCKS]


class AwardShape(_OfRegistration):
    decision = DecisionReference()

    class Meta:
        model = Award
        fields = [
            *_OF_WHICH, "form", "granting_body", "recipient_kind", "recipient_name", "reason", "amount", "granted_on", "decision",
        ]  # fmt: skip


class CheckShape(_OfRegistration):
    """`year` is the year of the check; `registration` the one the model was last recognised by."""

    year = serializers.IntegerField()

    class Meta:
        model = YearlyCheck
        fields = [*_OF_WHICH, "model", "state", "reason", "happened_on", "entered_at"]


class ConclusionShape(_OfRegistration):
    """What the team proposes; `suggested` is what the scores say, "" where nobody scored. Why, stands on the page of the
    appraisal, for the team and the office's approver."""

    level = serializers.CharField(source="registration.level")
    percent = serializers.FloatField(allow_null=True)

    class Meta:
        model = Conclusion
        fields = [*_OF_WHICH, "level", "percent", "counted", "suggested", "outcome", "concluded_on", "entered_at"]


class _Rows(ScopedList):
    def records(self, viewer):
        return self.serializer_class.Meta.model.objects.visible_to(viewer)

    def with_parts(self, rows):
        return rows.select_related("registration__model", "registration__unit")


@extend_schema_view(list=extend_schema(summary="Mô hình được chọn là tiêu biểu"))
class ExemplaryModels(_Rows):
    queryset = Exemplary.objects.none()
    filterset_class = ExemplaryFilter
    serializer_class = ExemplaryShape


@extend_schema_view(list=extend_schema(summary="Đề nghị khen thưởng"))
class Proposals(_Rows):
    queryset = Proposal.objects.none()
    filterset_class = ProposalFilter
    serializer_class = ProposalShape

    def with_parts(self, rows):
        return super().with_parts(rows).with_awards()


@extend_schema_view(list=extend_schema(summary="Khen thưởng"))
class Awards(_Rows):
    queryset = Award.objects.none()
    filterset_class = AwardFilter
    serializer_class = AwardShape

    def with_parts(self, rows):
        return super().with_parts(rows).select_related("decision")


@extend_schema_view(list=extend_schema(summary="Kiểm tra hằng năm mô hình đã công nhận"))
class YearlyChecks(_Rows):
    queryset = YearlyCheck.objects.none()
    filterset_class = CheckFilter
    serializer_class = CheckShape


@extend_schema_view(list=extend_schema(summary="Kết luận thẩm định"))
class Conclusions(_Rows):
    """Of an appraisal that is not over only whom the scores are not hidden from reads the conclusion."""

    queryset = Conclusion.objects.none()
    filterset_class = ConclusionFilter
    serializer_class = ConclusionShape
