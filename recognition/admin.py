from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from audit.read_only_admin import ReadOnlyAdmin
from models_registry.admin import RegisterSummary
from models_registry.models import Registration
from recognition.models import Decision, Recognition
from units.admin import InsideUnit
from vietnamese.folding import fold


class DecisionSummary(RegisterSummary):
    summary_measures = ("recognised", "recognition_rate", "registered")
    summary_splits = ("recognised_level", "level", "field", "kind", "phase", "year")


@admin.register(Decision)
class DecisionAdmin(DecisionSummary, ReadOnlyAdmin):
    """Decisions as they were written down; they are entered on their own page."""

    list_display = ["number", "signed_on", "issuing_body", "unit", "term", "size", "back_entered", "page"]
    list_filter = ["term", "back_entered", InsideUnit]
    list_select_related = ["unit"]
    search_fields = ["number_key"]
    exclude = ["number_key", "issuing_key"]
    readonly_fields = ["page"]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user).with_sizes(request.user)

    def get_search_results(self, request, queryset, search_term):
        return queryset.searching(search_term), False

    @admin.display(description=_("Số công nhận"), ordering="size")
    def size(self, decision):
        return decision.size

    @admin.display(description=_("Trang hồ sơ"))
    def page(self, decision):
        return format_html(
            '<a href="{}">{}</a>', reverse("recognition:decision", args=[decision.pk]), _("Mở quyết định")
        )


@admin.register(Recognition)
class RecognitionAdmin(DecisionSummary, ReadOnlyAdmin):
    list_display = ["registration", "level", "recognised_on", "decision"]
    list_filter = ["level"]
    list_select_related = ["registration__model", "decision"]
    search_fields = ["registration__search_text"]
    ordering = ["-id"]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_search_results(self, request, queryset, search_term):
        found = Registration.objects.searching(search_term).values("id")
        return (queryset.filter(registration_id__in=found) if fold(search_term) else queryset), False
