from django.contrib import admin
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit.read_only_admin import LoggedHistory, ReadOnlyAdmin, ReadOnlyInline
from audit.versioned_form import VersionedModelForm
from units.choices import Tier
from units.models import FormerUnit, Geography, HostAgency, Organisation, Succession, Unit, UnitName
from units.organising import save_host_agency, save_organisation
from vietnamese.folding import fold


class InsideUnit(admin.SimpleListFilter):
    """A changelist narrowed to a unit's subtree: provinces to choose from, any unit's key in the address."""

    title = _("Trong đơn vị")
    parameter_name = "within"

    def lookups(self, request, model_admin):
        return [
            (u.key, f"{u.name} ({u.key})")
            for u in Unit.objects.at_tier(Tier.PROVINCE).order_by("-scheme", "position")
        ]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        key = self.value()[:20].replace("\0", "")
        unit = Unit.objects.filter(key=key).first()
        if unit is None:
            return queryset.none()
        if hasattr(queryset, "inside"):
            return queryset.inside(unit)
        return queryset.filter(unit__in=Unit.objects.inside(unit))


class NameOnceForm(VersionedModelForm):
    """A name that a unit holds once, compared as names are: marks and case aside."""

    def clean(self):
        cleaned = super().clean()
        name, unit = fold(cleaned.get("name", "")), cleaned.get("unit")
        first_day, last_day = cleaned.get("valid_from"), cleaned.get("valid_to")
        if cleaned.get("name") and not name:
            self.add_error("name", _("Hãy ghi tên, có ít nhất một chữ cái hoặc chữ số."))
        if first_day and last_day and last_day < first_day:
            self.add_error("valid_to", _("Ngày cuối phải từ ngày bắt đầu trở đi."))
        rows = self._meta.model.objects.exclude(pk=self.instance.pk)
        if name and unit and rows.filter(unit=unit, folded_name=name).exists():
            self.add_error("name", _("%(unit)s đã có tên này.") % {"unit": unit.name})
        return cleaned


class NameInline(ReadOnlyInline):
    model = UnitName
    fields = ["name", "kind", "valid_from", "valid_to", "legal_basis"]


class BecameInline(ReadOnlyInline):
    model = Succession
    fk_name = "predecessor"
    fields = ["successor", "share", "is_main"]
    verbose_name_plural = _("Trở thành")


class CameFromInline(ReadOnlyInline):
    model = Succession
    fk_name = "successor"
    fields = ["predecessor", "share", "is_main"]
    verbose_name_plural = _("Lập từ")


@admin.register(Unit)
class UnitAdmin(ReadOnlyAdmin):
    """The official lists; `load_units` writes them."""

    list_display = ["key", "name", "tier", "kind", "parent", "valid_from", "valid_to"]
    list_filter = ["scheme", "tier", "kind", InsideUnit]
    list_select_related = ["parent"]
    search_fields = ["folded_name", "key"]
    ordering = ["position"]
    exclude = ["folded_name"]
    inlines = [NameInline, BecameInline, CameFromInline]

    def get_search_results(self, request, queryset, search_term):
        key = search_term.strip().lower()
        if key.startswith(("old-", "new-")):
            return queryset.filter(key=key[:20].replace("\0", "")), False
        return (queryset.matching(search_term) if fold(search_term) else queryset), False


@admin.register(Organisation)
class OrganisationAdmin(LoggedHistory, admin.ModelAdmin):
    form = NameOnceForm
    list_display = ["name", "kind", "unit", "valid_from", "valid_to"]
    list_filter = ["kind", InsideUnit]
    list_select_related = ["unit"]
    search_fields = ["folded_name"]
    autocomplete_fields = ["unit"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_search_results(self, request, queryset, search_term):
        return queryset.filter(folded_name__contains=fold(search_term)), False

    def has_delete_permission(self, request, obj=None):
        return False

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        save_organisation(by=request.user, organisation=obj)


@admin.register(HostAgency)
class HostAgencyAdmin(LoggedHistory, admin.ModelAdmin):
    form = VersionedModelForm
    list_display = ["name", "unit", "symbol", "style", "valid_from", "valid_to"]
    list_select_related = ["unit"]
    autocomplete_fields = ["unit"]

    def has_delete_permission(self, request, obj=None):
        return False

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        save_host_agency(by=request.user, agency=obj)


@admin.register(Geography)
class GeographyAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "starts_on", "ends_on"]


@admin.register(FormerUnit)
class FormerUnitAdmin(ReadOnlyAdmin):
    list_display = ["code", "name", "tier", "kind", "parent_code", "gone_by"]
    list_filter = ["tier", "kind"]
    search_fields = ["folded_name", "code"]
    exclude = ["folded_name"]

    def get_search_results(self, request, queryset, search_term):
        return queryset.filter(folded_name__contains=fold(search_term)), False
