"""Whether the product can work, for monitors: one word, and nothing a stranger could use."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from units.models import Unit


@login_not_required
@never_cache
@require_safe
def healthz(request):
    """200 with the database's kind and how many units are loaded; 503 and a sentence where it does not answer."""
    try:
        units = Unit.objects.count()
    except DatabaseError:
        return JsonResponse(
            {"status": "unavailable", "message": _("Cơ sở dữ liệu không trả lời.")}, status=503
        )
    return JsonResponse({"status": "ok", "database": connection.vendor, "units": units})
