"""Handing out attachments: only to those who see the registration, never run in the browser."""

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from models_registry.models import Attachment, Registration


@require_safe
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    seen = Registration.objects.visible_to(request.user).values("id")
    row = get_object_or_404(Attachment, pk=pk, registration_id__in=seen)
    response = FileResponse(
        row.file.open("rb"), as_attachment=True, filename=row.name, content_type=row.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
