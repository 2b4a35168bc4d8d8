"""What may be asked of the decisions: the one filterset of their page and the API."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy

from models_registry.choices import ActivityField, Kind, Level
from models_registry.filters import RegisterQuestion, UnitAndYearsFilter
from models_registry.models import Registration
from recognition.models import Decision, Recognition
from units.filters import OneOf, Ordering, SearchFilter
from units.querysets import unit_ids_inside


class DecisionFilter(UnitAndYearsFilter):
    """Decisions by the year of signing, by who issued them or what they recognise, by number or issuing body."""

    year_lookup = "signed_on__year"
    level = OneOf(label=gettext_lazy("Cấp công nhận"), choices=Level.choices, method="keep_recognising")
    field = OneOf(label=gettext_lazy("Lĩnh vực"), choices=ActivityField.choices, method="keep_recognising")
    kind = OneOf(label=gettext_lazy("Loại"), choices=Kind.choices, method="keep_recognising")
    search = SearchFilter(label=gettext_lazy("Tìm theo số hoặc cơ quan ban hành"), method="keep_matching")
    ordering = Ordering(
        fields={
            "signed_on": ("signed_on", gettext_lazy("Ngày ký")),
            "number_key": ("number", gettext_lazy("Số, ký hiệu")),
            "unit__position": ("unit", gettext_lazy("Đơn vị")),
            "id": ("id", gettext_lazy("Thứ tự nhập")),
        },
    )

    class Meta:
        model = Decision
        form = RegisterQuestion
        fields: list[str] = []

    @classmethod
    def asked_by(cls, viewer, parameters) -> "DecisionFilter":
        made = cls(parameters, Decision.objects.visible_to(viewer))
        made.recognitions = Recognition.objects.visible_to(viewer)
        return made

    def keep_inside(self, queryset, name, value):
        # Asked decision by decision: nothing is walked for those the unit itself issued.
        there = self.recognitions.filter(
            decision=OuterRef("pk"), registration_id__in=Registration.objects.inside(value).values("id")
        )
        return queryset.filter(Q(unit_id__in=unit_ids_inside(value)) | Exists(there))

    def keep_recognising(self, queryset, name, value):
        column = {"level": "level", "field": "registration__field", "kind": "registration__kind"}[name]
        found = self.recognitions.filter(**{column: value})
        return queryset.filter(id__in=found.values("decision_id"))

    def keep_matching(self, queryset, name, value):
        return queryset.searching(value)
