"""Imports in the back office: shown, with what an office taught us about its columns."""

from django.contrib import admin

from audit.read_only_admin import ReadOnlyAdmin
from intake.models import ColumnMapping, ImportBatch


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    list_display = ["file_name", "unit", "year", "state", "by", "created_at", "imported_at"]
    list_filter = ["state", "year"]
    list_select_related = ["unit", "by"]
    exclude = ["file", "refused_file"]
    search_fields = ["file_name"]


@admin.register(ColumnMapping)
class ColumnMappingAdmin(ReadOnlyAdmin):
    list_display = ["unit", "heading", "key"]
    list_select_related = ["unit"]
    search_fields = ["heading"]
