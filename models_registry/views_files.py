"""Handing out attachments: only to those who see the registration, never run in the browser."""

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from audit.looking import note_look
from audit.verbs import DOWNLOAD_FILE
from models_registry.models import Attachment, Registration


@require_safe
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    seen = Registration.objects.visible_to(request.user).values("id")
    held = Attachment.objects.select_related("registration__model", "registration__unit")
    row = get_object_or_404(held, pk=pk, registration_id__in=seen)
    note_look(
        by=request.user,
        verb=DOWNLOAD_FILE,
        subject=row,
        subject_text=f"{row.name} · {row.registration}",
        unit=row.registration.unit,
    )
    response = FileResponse(
        row.file.open("rb"), as_attachment=True, filename=row.name, content_type=row.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
