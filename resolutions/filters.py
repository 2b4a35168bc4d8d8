"""What may be asked of documents, targets, assignments and reports: wrong values are refused, never passed over."""

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from models_registry.choices import Level
from models_registry.filters import RegisterQuestion, UnitAndYearsFilter
from resolutions.choices import Answer, AssignmentState, DocumentKind, IssuerKind, Outcome, Stage
from resolutions.models import Assignment, Document, ProgressReport, Target
from units.choices import OrganisationKind
from units.filters import AskedFilterSet, OneOf, Ordering, SearchFilter, YearFilter
from units.querysets import among, unit_ids_inside


class RecordField(forms.CharField):
    """A record by its number."""

    def to_python(self, value):
        text = super().to_python(value)
        if text and not (text.isascii() and text.isdigit() and len(text) <= 18):
            raise ValidationError(_("Hãy ghi mã số của hồ sơ."))
        return int(text) if text else None

    def run_validators(self, value):
        pass


class RecordFilter(django_filters.Filter):
    field_class = RecordField


_ANSWERS = [(value, label) for value, label in Answer.choices if value] + [("none", Answer.NONE.label)]
_OUTCOMES = [(value, label) for value, label in Outcome.choices if value]


class DocumentFilter(UnitAndYearsFilter):
    """Documents by the year they were issued in, a year they hold in, kind, issuer, level or words."""

    kind = OneOf(label=gettext_lazy("Loại văn bản"), choices=DocumentKind.choices)
    issuer_kind = OneOf(label=gettext_lazy("Loại cơ quan ban hành"), choices=IssuerKind.choices)
    level = OneOf(label=gettext_lazy("Cấp thực hiện"), choices=Level.choices, field_name="applies_to")
    holds_in = YearFilter(label=gettext_lazy("Có hiệu lực trong năm"), method="keep_holding")
    search = SearchFilter(label=gettext_lazy("Tìm theo số, trích yếu, cơ quan"), method="keep_matching")
    ordering = Ordering(
        fields={
            "issued_on": ("issued_on", gettext_lazy("Ngày ban hành")),
            "number_key": ("number", gettext_lazy("Số, ký hiệu")),
            "id": ("id", gettext_lazy("Thứ tự nhập")),
        },
    )

    class Meta:
        model = Document
        form = RegisterQuestion
        fields: list[str] = []

    @classmethod
    def asked_by(cls, viewer, parameters) -> "DocumentFilter":
        return cls(parameters, Document.objects.visible_to(viewer))

    def keep_holding(self, queryset, name, value):
        return queryset.holding_in(value)

    def keep_matching(self, queryset, name, value):
        return queryset.searching(value)


class TargetFilter(AskedFilterSet):
    """Targets of a document, in its order."""

    document = RecordFilter(label=gettext_lazy("Văn bản"), field_name="document_id")
    parent = RecordFilter(label=gettext_lazy("Cụ thể hóa chỉ tiêu"), field_name="parent_id")

    class Meta:
        model = Target
        fields: list[str] = []

    @classmethod
    def asked_by(cls, viewer, parameters) -> "TargetFilter":
        return cls(parameters, Target.objects.visible_to(viewer).order_by("document_id", "position"))


class AssignmentFilter(UnitAndYearsFilter):
    """Who was given what for a year; those that stand, unless another state is asked for."""

    target = RecordFilter(label=pgettext_lazy("số ít", "Chỉ tiêu"), field_name="target_id")
    document = RecordFilter(label=gettext_lazy("Văn bản"), field_name="target__document_id")
    state = OneOf(label=gettext_lazy("Trạng thái"), choices=AssignmentState.choices)
    answer = OneOf(label=gettext_lazy("Số liệu"), choices=_ANSWERS, method="keep_answered")
    outcome = OneOf(label=gettext_lazy("So với mức giao"), choices=_OUTCOMES)
    organisation_kind = OneOf(
        label=gettext_lazy("Loại cơ quan, tổ chức"), choices=OrganisationKind.choices, field_name="organisation__kind"
    )

    class Meta:
        model = Assignment
        form = RegisterQuestion
        fields: list[str] = []

    @classmethod
    def asked_by(cls, viewer, parameters) -> "AssignmentFilter":
        return cls(parameters, Assignment.objects.visible_to(viewer).order_by("-year", "target_id", "id"))

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        return found if self.asked("state") else found.given()

    def keep_answered(self, queryset, name, value):
        return queryset.filter(answer="" if value == "none" else value)


class ReportFilter(UnitAndYearsFilter):
    """Reports by unit and year of what they are on, by stage, period, target, document."""

    year_lookup = "assignment__year"
    stage = OneOf(label=gettext_lazy("Trạng thái"), choices=Stage.choices)
    assignment = RecordFilter(label=gettext_lazy("Chỉ tiêu được giao"), field_name="assignment_id")
    period = RecordFilter(label=gettext_lazy("Kỳ báo cáo"), field_name="period_id")
    target = RecordFilter(label=pgettext_lazy("số ít", "Chỉ tiêu"), field_name="assignment__target_id")
    document = RecordFilter(label=gettext_lazy("Văn bản"), field_name="assignment__target__document_id")

    class Meta:
        model = ProgressReport
        form = RegisterQuestion
        fields: list[str] = []

    @classmethod
    def asked_by(cls, viewer, parameters) -> "ReportFilter":
        return cls(parameters, ProgressReport.objects.visible_to(viewer).order_by("-id"))

    def keep_inside(self, queryset, name, value):
        return queryset.filter(among("assignment__unit_id", unit_ids_inside(value)))
