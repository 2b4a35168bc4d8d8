from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from audit.read_only_admin import LoggedHistory, ReadOnlyAdmin, ReadOnlyInline
from models_registry.models import Attachment, MobilizationModel, Registration, Tag
from models_registry.tagging import save_tag
from rollups.measures import steps
from rollups.summary_admin import SummaryAdmin
from units.admin import InsideUnit, NameOnceForm
from vietnamese.folding import fold

REGISTER_MEASURES = (
    "registered",
    "recognised",
    "recognition_rate",
    "models",
    "active_communes",
    "participants",
    "money",
)
NARROWED_BY_MEASURE = {"recognised": {"recognised": "true"}, "recognition_rate": {"recognised": "true"}}


class RegisterSummary(SummaryAdmin):
    """The figures of the register and every step of the way; every number leads to the register's own list."""

    summary_measures = REGISTER_MEASURES
    summary_narrowing = NARROWED_BY_MEASURE
    summary_steps = True

    def records_address(self, measure, asked):
        if "known_by" in asked:
            return ""  # what had been entered by a day is counted and not listed
        if measure in steps() and measure not in self.summary_narrowing:
            asked = asked | {"reached": measure}
        return super().records_address(measure, asked)


class Recognised(admin.SimpleListFilter):
    title = _("Công nhận")
    parameter_name = "recognised"

    def lookups(self, request, model_admin):
        return [("true", _("Đã được công nhận")), ("false", _("Chưa được công nhận"))]

    def queryset(self, request, queryset):
        if self.value() == "true":
            return queryset.recognised()
        return queryset.filter(recognised_level="") if self.value() == "false" else queryset


class AttachmentInline(ReadOnlyInline):
    model = Attachment
    fields = ["name", "content_type", "size", "added_at"]
    readonly_fields = ["added_at"]


@admin.register(Registration)
class RegistrationAdmin(RegisterSummary, ReadOnlyAdmin):
    """The register as it stands. It is written on its own pages, through its deeds."""

    list_display = [
        "code",
        "page",
        "model",
        "year",
        "level",
        "phase",
        "kind",
        "field",
        "unit",
        "stage",
        "is_late",
        "recognised_level",
    ]
    list_filter = ["year", "field", "level", "kind", "phase", "stage", "is_late", Recognised, InsideUnit]
    list_select_related = ["model", "unit"]
    search_fields = ["search_text"]
    # The telephone stands on the record's own page, where who looked is written down.
    exclude = ["search_text", "work_phone"]
    readonly_fields = ["page"]
    inlines = [AttachmentInline]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_search_results(self, request, queryset, search_term):
        return queryset.searching(search_term), False

    def get_fields(self, request, obj=None):
        return ["page", *(name for name in super().get_fields(request, obj) if name != "page")]

    @admin.display(description=_("Mã"), ordering="model__code")
    def code(self, registration):
        return registration.model.code

    @admin.display(description=_("Trang hồ sơ"))
    def page(self, registration):
        return _link(reverse("models_registry:detail", args=[registration.pk]))


class RegistrationInline(ReadOnlyInline):
    model = Registration
    fields = ["year", "level", "phase", "stage", "recognised_level", "recognised_on"]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)


@admin.register(MobilizationModel)
class MobilizationModelAdmin(RegisterSummary, ReadOnlyAdmin):
    summary_measures = ("models", *(m for m in REGISTER_MEASURES if m != "models"))
    list_display = ["code", "name", "kind", "field", "unit", "organisation"]
    list_filter = ["field", "kind", InsideUnit]
    list_select_related = ["unit", "organisation"]
    search_fields = ["folded_name"]
    exclude = ["folded_name"]
    ordering = ["-id"]
    inlines = [RegistrationInline]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_search_results(self, request, queryset, search_term):
        found = Registration.objects.searching(search_term).order_by().values("model_id")
        return (queryset.filter(id__in=found) if fold(search_term) else queryset), False


@admin.register(Tag)
class TagAdmin(LoggedHistory, admin.ModelAdmin):
    form = NameOnceForm
    list_display = ["name", "field", "unit", "valid_to"]
    list_filter = ["field", InsideUnit]
    list_select_related = ["unit"]
    search_fields = ["folded_name"]
    autocomplete_fields = ["unit"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        save_tag(by=request.user, tag=obj)


def _link(address: str) -> str:
    return format_html('<a href="{}">{}</a>', address, _("Mở để sửa"))
