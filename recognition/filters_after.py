"""What may be asked of yearly checks and of the conclusions of appraisal: the filtersets of their lists in the API."""

from django.utils.translation import gettext_lazy

from models_registry.choices import ActivityField, Kind, Level
from models_registry.filters import RegisterQuestion, UnitAndYearsFilter
from models_registry.models import Registration
from recognition.choices import CheckState, Outcome
from recognition.models import Conclusion, YearlyCheck
from units.filters import OneOf, Ordering, SearchFilter


class _OfRegistrations(UnitAndYearsFilter):
    """By unit, field, kind and name of the registration a row is about."""

    search = SearchFilter(label=gettext_lazy("Tìm theo tên hoặc mã"), method="keep_matching")
    field = OneOf(label=gettext_lazy("Lĩnh vực"), choices=ActivityField.choices, field_name="registration__field")
    kind = OneOf(label=gettext_lazy("Loại"), choices=Kind.choices, field_name="registration__kind")

    @classmethod
    def asked_by(cls, viewer, parameters):
        """The filterset over what the person may see."""
        return cls(parameters, cls.Meta.model.objects.visible_to(viewer))

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        return found if self.asked("ordering") else found.order_by("registration__unit__position", "id")

    def keep_inside(self, queryset, name, value):
        return queryset.filter(registration_id__in=Registration.objects.inside(value).order_by().values("id"))

    def keep_matching(self, queryset, name, value):
        return queryset.filter(registration_id__in=Registration.objects.searching(value).order_by().values("id"))


class CheckFilter(_OfRegistrations):
    """The last check of each model and year; years are those of the checks."""

    state = OneOf(label=gettext_lazy("Tình trạng"), choices=CheckState.choices)
    ordering = Ordering(
        fields={
            "year": ("year", gettext_lazy("Năm")),
            "registration__unit__position": ("unit", gettext_lazy("Đơn vị")),
            "happened_on": ("day", gettext_lazy("Ngày")),
        },
    )

    class Meta:
        model = YearlyCheck
        form = RegisterQuestion
        fields: list[str] = []

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset).standing()


class ConclusionFilter(_OfRegistrations):
    """Conclusions; years are those of the registrations."""

    year_lookup = "registration__year"
    level = OneOf(label=gettext_lazy("Cấp đăng ký"), choices=Level.choices, field_name="registration__level")
    outcome = OneOf(label=gettext_lazy("Kết luận"), choices=Outcome.choices)
    ordering = Ordering(
        fields={
            "registration__unit__position": ("unit", gettext_lazy("Đơn vị")),
            "percent": ("percent", gettext_lazy("Điểm (%)")),
            "concluded_on": ("day", gettext_lazy("Ngày kết luận")),
        },
    )

    class Meta:
        model = Conclusion
        form = RegisterQuestion
        fields: list[str] = []
