"""What may be asked of selections and proposals: the filtersets of their pages and of their Excel files."""

from django.utils.translation import gettext_lazy

from models_registry.choices import ActivityField, Kind, Level
from models_registry.filters import RegisterQuestion, UnitAndYearsFilter
from models_registry.models import Registration
from recognition.choices import AwardForm
from recognition.models import Exemplary, Proposal
from units.filters import OneOf, Ordering, SearchFilter

ENDED, ALL = "ended", "all"


class ExemplaryFilter(UnitAndYearsFilter):
    """Selections by the unit and year of the registration, its level, field and kind, words; those that stand, unless it is
    asked otherwise."""

    year_lookup = "registration__year"
    search = SearchFilter(label=gettext_lazy("Tìm theo tên hoặc mã"), method="keep_matching")
    level = OneOf(label=gettext_lazy("Cấp"), choices=Level.choices)
    field = OneOf(label=gettext_lazy("Lĩnh vực"), choices=ActivityField.choices, field_name="registration__field")
    kind = OneOf(label=gettext_lazy("Loại"), choices=Kind.choices, field_name="registration__kind")
    lasting = OneOf(
        label=gettext_lazy("Còn hay đã thôi"),
        choices=[(ENDED, gettext_lazy("Đã thôi")), (ALL, gettext_lazy("Tất cả"))],
        empty_label=gettext_lazy("Đang còn"),
        method="keep_lasting",
    )
    ordering = Ordering(
        fields={
            "registration__unit__position": ("unit", gettext_lazy("Đơn vị")),
            "registration__model__folded_name": ("name", gettext_lazy("Tên mô hình")),
            "happened_on": ("day", gettext_lazy("Ngày")),
        },
    )
    shown = ("search", "level", "field", "kind", "lasting")

    class Meta:
        model = Exemplary
        form = RegisterQuestion
        fields: list[str] = []

    @classmethod
    def asked_by(cls, viewer, parameters):
        """The filterset over what the person may see."""
        return cls(parameters, cls.Meta.model.objects.visible_to(viewer))

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        if not self.asked("lasting"):
            found = found.standing()
        return found if self.asked("ordering") else found.order_by("registration__unit__position", "id")

    def keep_lasting(self, queryset, name, value):
        return queryset.exclude(ended_on=None) if value == ENDED else queryset

    def keep_matching(self, queryset, name, value):
        found = Registration.objects.searching(value).order_by()
        return queryset.filter(registration_id__in=found.values("id"))

    def narrowed_by(self) -> list[tuple[str, str]]:
        """What the list is narrowed by beside unit and years, as (name, words); wrong values are left out."""
        found = []
        for name in self.shown:
            value = self.form.data.get(name)
            if value and not self.form.errors.get(name):
                field = self.form.fields[name]
                word = dict(getattr(field, "choices", ())).get(value, value)
                found.append((name, f"“{value}”" if name == "search" else f"{field.label}: {word}"))
        return found


class ProposalFilter(ExemplaryFilter):
    """Proposals by the same, and by the form of the award."""

    form_of_award = OneOf(
        label=gettext_lazy("Hình thức"), choices=AwardForm.choices, field_name="form"
    )
    shown = ("search", "level", "form_of_award", "field", "kind", "lasting")

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset).with_awards()

    class Meta:
        model = Proposal
        form = RegisterQuestion
        fields: list[str] = []
