"""Documents in the back office, read only: they are written down by the deed, through the page."""

from django.contrib import admin

from resolutions.models import Document


@admin.register(Document)
class DocumentAdmin(admin.ModelAdmin):
    list_display = ["number", "kind", "title", "issuer", "issued_on", "unit"]
    list_filter = ["kind"]
    list_select_related = ["unit"]
    date_hierarchy = "issued_on"
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return request.user.is_staff

    def has_module_permission(self, request):
        return request.user.is_staff

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)
