from urllib.parse import urlencode

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from audit.read_only_admin import ReadOnlyAdmin
from models_registry.admin import RegisterSummary
from models_registry.models import Registration
from recognition.models import Award, Conclusion, Decision, Exemplary, Proposal, Recognition, YearlyCheck
from units.admin import InsideUnit
from vietnamese.folding import fold

LISTED_BY = {"exemplary": "recognition:exemplary", "proposed": "recognition:proposals"}
"""Figures whose records have a list of their own, which is asked by unit, years, field and kind."""
_ASKED_OF_LISTS = {"within", "year", "year_from", "year_to", "field", "kind"}


class DecisionSummary(RegisterSummary):
    summary_measures = ("recognised", "recognition_rate", "registered", "exemplary", "proposed")
    summary_splits = ("recognised_level", "level", "field", "kind", "phase", "year")

    def records_address(self, measure, asked):
        """Of the list behind the figure; of the register, narrowed to the step, where that list cannot be asked the same."""
        if measure not in LISTED_BY or set(asked) - _ASKED_OF_LISTS:
            return super().records_address(measure, asked)
        return f"{reverse(LISTED_BY[measure])}?{urlencode(asked)}"


@admin.register(Decision)
class DecisionAdmin(DecisionSummary, ReadOnlyAdmin):
    """Decisions as they were written down; they are entered on their own page."""

    list_display = ["number", "kind", "state", "signed_on", "issuing_body", "unit", "term", "size", "page"]
    list_filter = ["kind", "state", "term", "back_entered", InsideUnit]
    list_select_related = ["unit"]
    search_fields = ["number_key"]
    exclude = ["number_key", "issuing_key"]
    readonly_fields = ["page"]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user).with_sizes(request.user)

    def get_search_results(self, request, queryset, search_term):
        return queryset.searching(search_term), False

    @admin.display(description=_("Số dòng"), ordering="size")
    def size(self, decision):
        return decision.size

    @admin.display(description=_("Trang hồ sơ"))
    def page(self, decision):
        return format_html(
            '<a href="{}">{}</a>', reverse("recognition:decision", args=[decision.pk]), _("Mở quyết định")
        )


class OfRegistrationsAdmin(DecisionSummary, ReadOnlyAdmin):
    """Rows about registrations, found by the words of the register."""

    list_select_related = ["registration__model", "registration__unit"]
    search_fields = ["registration__search_text"]
    ordering = ["-id"]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_search_results(self, request, queryset, search_term):
        found = Registration.objects.searching(search_term).values("id")
        return (queryset.filter(registration_id__in=found) if fold(search_term) else queryset), False

    @admin.display(description=_("Nơi đăng ký"))
    def place(self, row):
        return row.registration.unit.name


@admin.register(Recognition)
class RecognitionAdmin(OfRegistrationsAdmin):
    list_display = ["registration", "level", "recognised_on", "decision", "revoked_on"]
    list_filter = ["level"]
    list_select_related = ["registration__model", "decision"]


@admin.register(Conclusion)
class ConclusionAdmin(OfRegistrationsAdmin):
    # Why is for the team and the office's approver, on the page of the appraisal.
    exclude = ["reason"]
    list_display = ["registration", "place", "percent", "outcome", "concluded_on"]
    list_filter = ["outcome", "registration__level"]
    summary_measures = ("appraised", "not_met", "recognised")


@admin.register(Exemplary)
class ExemplaryAdmin(OfRegistrationsAdmin):
    list_display = ["registration", "place", "level", "happened_on", "ended_on", "back_entered"]
    list_filter = ["level", "back_entered"]
    summary_measures = ("recognised", "exemplary")


@admin.register(Proposal)
class ProposalAdmin(OfRegistrationsAdmin):
    list_display = ["registration", "place", "level", "form", "granting_body", "happened_on", "ended_on"]
    list_filter = ["form", "level"]
    summary_measures = ("exemplary", "proposed")


@admin.register(Award)
class AwardAdmin(OfRegistrationsAdmin):
    list_display = ["registration", "place", "form", "recipient_kind", "granting_body", "granted_on", "decision"]
    list_filter = ["form", "recipient_kind"]
    list_select_related = ["registration__model", "registration__unit", "decision"]
    summary_measures = ("proposed", "awarded")


@admin.register(YearlyCheck)
class YearlyCheckAdmin(OfRegistrationsAdmin):
    list_display = ["model", "place", "year", "state", "happened_on", "replaced_at"]
    list_filter = ["year", "state"]
    list_select_related = ["model", "registration__model", "registration__unit"]
    summary_measures = ("checked", "alive", "alive_rate")
    summary_splits = ("check_state", "field", "level", "kind", "year")
    summary_steps = False

    def records_address(self, measure, asked):
        return ""  # the page of checks lists models and not checks
