"""Handing out attachments: only to those who see the registration."""

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from models_registry.handing_out import hand_out
from models_registry.models import Attachment, Registration


@require_safe
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    seen = Registration.objects.visible_to(request.user).values("id")
    held = Attachment.objects.select_related("registration__model", "registration__unit")
    row = get_object_or_404(held, pk=pk, registration_id__in=seen)
    return hand_out(request, row, of=row.registration, unit=row.registration.unit)
