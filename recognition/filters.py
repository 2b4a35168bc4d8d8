"""What may be asked of the decisions: the one filterset of their page and the API."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy

from models_registry.choices import ActivityField, Kind, Level
from models_registry.filters import RegisterQuestion, UnitAndYearsFilter
from models_registry.models import Registration
from recognition.choices import AwardForm, DecisionKind, DecisionState, RecipientKind
from recognition.models import Award, Decision, DecisionLine
from recognition.ordering import NumberOrdering
from units.filters import OneOf, Ordering, SearchFilter
from units.querysets import unit_ids_inside


class DecisionFilter(UnitAndYearsFilter):
    """Decisions by the year of signing, by who issued them or what their lists hold, by number or issuing body. Drafts,
    which have no year yet, stand in every year."""

    year_lookup = "signed_on__year"
    decision_kind = OneOf(label=gettext_lazy("Loại quyết định"), choices=DecisionKind.choices, field_name="kind")
    state = OneOf(label=gettext_lazy("Trạng thái"), choices=DecisionState.choices, field_name="state")
    level = OneOf(label=gettext_lazy("Cấp công nhận"), choices=Level.choices, method="keep_recognising")
    field = OneOf(label=gettext_lazy("Lĩnh vực"), choices=ActivityField.choices, method="keep_recognising")
    kind = OneOf(label=gettext_lazy("Loại"), choices=Kind.choices, method="keep_recognising")
    search = SearchFilter(label=gettext_lazy("Tìm theo số hoặc cơ quan ban hành"), method="keep_matching")
    ordering = NumberOrdering(
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
        made.lines = DecisionLine.objects.visible_to(viewer)
        return made

    def keep_years(self, queryset, name, value):
        kept = super().keep_years(queryset, name, value)
        return kept if kept is queryset else kept | queryset.filter(state=DecisionState.DRAFT)

    def keep_inside(self, queryset, name, value):
        # Asked decision by decision: nothing is walked for those the unit itself issued.
        there = self.lines.filter(
            decision=OuterRef("pk"), registration_id__in=Registration.objects.inside(value).values("id")
        )
        return queryset.filter(Q(unit_id__in=unit_ids_inside(value)) | Exists(there))

    def keep_recognising(self, queryset, name, value):
        column = {"level": "level", "field": "registration__field", "kind": "registration__kind"}[name]
        found = self.lines.filter(**{column: value})
        return queryset.filter(id__in=found.values("decision_id"))

    def keep_matching(self, queryset, name, value):
        return queryset.searching(value)


class AwardFilter(UnitAndYearsFilter):
    """Standing awards by the year they were granted, the unit of the model, the form, to whom, by name."""

    year_lookup = "granted_on__year"
    form_of_award = OneOf(label=gettext_lazy("Hình thức"), choices=AwardForm.choices, field_name="form")
    recipient_kind = OneOf(label=gettext_lazy("Loại đối tượng"), choices=RecipientKind.choices)
    field = OneOf(label=gettext_lazy("Lĩnh vực"), choices=ActivityField.choices, field_name="registration__field")
    search = SearchFilter(label=gettext_lazy("Tìm theo tên hoặc mã"), method="keep_matching")
    ordering = Ordering(
        fields={
            "granted_on": ("granted_on", gettext_lazy("Ngày khen")),
            "registration__unit__position": ("unit", gettext_lazy("Đơn vị")),
            "id": ("id", gettext_lazy("Thứ tự nhập")),
        },
    )

    class Meta:
        model = Award
        form = RegisterQuestion
        fields: list[str] = []

    @classmethod
    def asked_by(cls, viewer, parameters) -> "AwardFilter":
        return cls(parameters, Award.objects.visible_to(viewer).standing())

    def narrowed_by(self) -> list[tuple[str, str]]:
        """What the list is narrowed by beside unit and years, as (name, words)."""
        found = []
        for name in ("search", "form_of_award", "recipient_kind", "field"):
            value = self.form.data.get(name)
            if value and not self.form.errors.get(name):
                field = self.form.fields[name]
                found.append((name, f"{field.label}: {dict(getattr(field, 'choices', ())).get(value, value)}"))
        return found

    def keep_inside(self, queryset, name, value):
        return queryset.filter(registration_id__in=Registration.objects.inside(value).values("id"))

    def keep_matching(self, queryset, name, value):
        found = Registration.objects.searching(value).values("id")
        return queryset.filter(Q(registration_id__in=found) | Q(recipient_name__icontains=value.strip()))
