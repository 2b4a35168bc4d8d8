"""Handing out the papers of documents and reports: only to those who see them."""

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from models_registry.handing_out import hand_out
from resolutions.models import Document, DocumentScan, Evidence, ProgressReport


@require_safe
def scan_file(request: HttpRequest, pk: int) -> FileResponse:
    seen = Document.objects.visible_to(request.user).order_by().values("id")
    row = get_object_or_404(DocumentScan.objects.select_related("document__unit"), pk=pk, document_id__in=seen)
    return hand_out(request, row, of=row.document, unit=row.document.unit)


@require_safe
def evidence_file(request: HttpRequest, pk: int) -> FileResponse:
    seen = ProgressReport.objects.visible_to(request.user).order_by().values("id")
    held = Evidence.objects.select_related("report__assignment__unit", "report__assignment__target", "report__period")
    row = get_object_or_404(held, pk=pk, report_id__in=seen)
    return hand_out(request, row, of=row.report.period, unit=row.report.assignment.unit)
