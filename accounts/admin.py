from datetime import date

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.keeping import record_assignment, record_person
from accounts.models import Assignment, User
from accounts.work_addresses import clean_address
from audit.errors import DomainError
from audit.read_only_admin import LoggedHistory
from audit.versioned_form import VersionedModelForm
from units.admin import InsideUnit


class SuperusersOnly(LoggedHistory):
    """People and their rights are the system administrator's to keep; nobody is deleted, accounts are closed."""

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def has_module_permission(self, request):
        return request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_add_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return False


class HeldInYear(admin.SimpleListFilter):
    """Assignments of open accounts that ran on any day of a year: the list behind the counts of people."""

    title = _("Năm")
    parameter_name = "year"

    def lookups(self, request, model_admin):
        this_year = timezone.localdate().year
        return [(str(year), str(year)) for year in range(this_year, this_year - 6, -1)]

    def queryset(self, request, queryset):
        text = self.value() or ""
        if not (len(text) == 4 and text.isascii() and text.isdigit() and int(text)):
            return queryset
        year = int(text)
        return queryset.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=date(year, 1, 1)),
            valid_from__lte=date(year, 12, 31),
            user__is_active=True,
        )


class AssignmentInline(SuperusersOnly, admin.TabularInline):
    model = Assignment
    form = VersionedModelForm
    extra = 0
    can_delete = False
    autocomplete_fields = ["unit", "organisation", "views_unit"]


class PersonChangeForm(VersionedModelForm, UserChangeForm):
    """The account as it was seen. The address of reminders is taken as the product's own pages take it."""

    def clean_email(self):
        try:
            return clean_address(self.cleaned_data["email"])
        except DomainError as refused:
            raise ValidationError(refused.sentence) from None


@admin.register(User)
class PersonAdmin(SuperusersOnly, UserAdmin):
    form = PersonChangeForm
    list_display = ["username", "full_name", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser", "is_staff", "assignments__role"]
    search_fields = ["username", "full_name"]
    ordering = ["username"]
    inlines = [AssignmentInline]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password", "seen_version"]}),
        (_("Người dùng"), {"fields": ["full_name", "email"]}),
        (_("Quyền"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
        (_("Thời điểm"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["username", "full_name", "usable_password", "password1", "password2"],
            },
        )
    ]

    def save_model(self, request, obj, form, change):
        record_person(by=request.user, user=obj)

    def user_change_password(self, request, id, form_url=""):
        """A password is given at the product's own page, which makes it up, and its owner replaces it."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if not (id.isascii() and id.isdigit()):
            raise Http404
        return redirect("people:new_password", id)

    def save_formset(self, request, form, formset, change):
        formset.save(commit=False)
        for assignment in [*formset.new_objects, *(row for row, _names in formset.changed_objects)]:
            record_assignment(by=request.user, assignment=assignment)

    def log_change(self, request, obj, message):
        """The product's own log holds it."""

    log_addition = log_change


@admin.register(Assignment)
class AssignmentAdmin(SuperusersOnly, admin.ModelAdmin):
    form = VersionedModelForm
    list_display = ["user", "role", "unit", "organisation", "views_unit", "valid_from", "valid_to"]
    list_filter = ["role", HeldInYear, InsideUnit]
    list_select_related = ["user", "unit", "organisation", "views_unit"]
    search_fields = ["user__username", "user__full_name"]
    autocomplete_fields = ["user", "unit", "organisation", "views_unit"]
    ordering = ["-id"]

    def save_model(self, request, obj, form, change):
        record_assignment(by=request.user, assignment=obj)

    log_change = log_addition = PersonAdmin.log_change
