"""Records that the back office shows and never writes: what changes them is a deed, with its rule and its log."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode


class LoggedHistory:
    """ "Lịch sử" leads to the log of the record, which Django's own history knows nothing of."""

    def history_view(self, request, object_id, extra_context=None):
        asked = urlencode({"subject_type": self.model._meta.label_lower, "subject_id": object_id})
        return HttpResponseRedirect(f"{reverse('admin:audit_event_changelist')}?{asked}")


class ReadOnlyAdmin(LoggedHistory, admin.ModelAdmin):
    """Shows."""

    show_full_result_count = False
    list_per_page = 50
    actions = None
    show_facets = admin.ShowFacets.NEVER

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyInline(admin.TabularInline):
    extra = 0
    can_delete = False
    show_change_link = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False
