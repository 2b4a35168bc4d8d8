"""The appendix of a document's targets as a file."""

from tempfile import TemporaryFile

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.targets_appendix import TargetsAsked, export_targets, file_name
from reports.views_register import XLSX
from resolutions.models import Document


@require_safe
def targets_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The targets of a document the person may see, for the unit and the last year that the context bar shows."""
    document = get_object_or_404(Document.objects.visible_to(request.user).select_related("unit"), pk=pk)
    bar = request.context_bar
    asked = TargetsAsked(document, bar.year_to, request.user, timezone.localdate(), bar.unit)
    out = TemporaryFile()  # noqa: SIM115 - the response closes it
    export_targets(asked, out, by=request.user)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=file_name(asked), content_type=XLSX)
