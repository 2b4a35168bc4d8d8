"""Documents in the back office, read only, with the roll-ups of targets: they are written down by the deed, on the pages."""

from django.contrib import admin

from audit.read_only_admin import ReadOnlyAdmin
from resolutions.models import Document
from rollups.summary_admin import SummaryAdmin


class TargetSummary(SummaryAdmin):
    """How many targets were given, reported and reached, by province, district and commune."""

    summary_measures = (
        "targets_assigned",
        "targets_reported",
        "targets_reported_rate",
        "targets_reaching",
        "targets_reaching_rate",
        "targets_short",
        "targets_silent",
        "reports_sent",
        "reports_accepted",
        "documents_issued",
        "documents_reported",
    )
    summary_splits = ("outcome", "target", "year", "document_level", "document_kind", "issuer_kind")

    def records_address(self, measure: str, asked: dict[str, str]) -> str:
        """None: no list of the product is asked by these parameters, and a link to all documents would mislead."""
        return ""


@admin.register(Document)
class DocumentAdmin(TargetSummary, ReadOnlyAdmin):
    list_display = ["number", "kind", "title", "issuer", "issued_on", "unit"]
    list_filter = ["kind", "issuer_kind", "applies_to"]
    list_select_related = ["unit"]
    search_fields = ["search_text"]
    exclude = ["number_key", "issuer_key", "search_text"]
    date_hierarchy = "issued_on"

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_search_results(self, request, queryset, search_term):
        return queryset.searching(search_term), False
