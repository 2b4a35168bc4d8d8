from django.contrib import admin

from audit.models import Event
from audit.read_only_admin import ReadOnlyAdmin


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """The log, for the system's administrators: rows are read, never changed."""

    list_display = ["at", "actor_name", "verb", "subject_text", "subject_type", "door", "address"]
    list_filter = ["verb", "door"]
    search_fields = ["subject_text", "actor_name"]
    list_select_related = ["actor"]
    ordering = ["-id"]

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_module_permission(self, request):
        return request.user.is_superuser

    def history_view(self, request, object_id, extra_context=None):
        return self.changelist_view(request)
