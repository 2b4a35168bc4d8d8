"""Whether the product can work, for monitors: one word, and nothing a stranger could use."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dandan.application_role import unguarded_sentence
from dandan.durability import unsafe_sentence, unsafe_settings
from dandan.keeping import unfinished
from units.models import Unit


@login_not_required
@never_cache
@require_safe
def healthz(request):
    """200 with the database's kind and how many units are loaded, and a sentence where a restore was interrupted, where
    PostgreSQL may lose what it acknowledged, or where a server serves as the owner of its log; 503 and a sentence where
    the database does not answer."""
    try:
        units, unsafe, unguarded = Unit.objects.count(), unsafe_settings(), unguarded_sentence()
    except DatabaseError:
        return JsonResponse(
            {"status": "unavailable", "message": _("Cơ sở dữ liệu không trả lời.")}, status=503
        )
    told = {"status": "ok", "database": connection.vendor, "units": units}
    sentences = [unsafe_sentence(unsafe)] if unsafe else []
    if unguarded:
        sentences.append(unguarded)
    if unfinished.waits():
        # The data in use is whole either way; only the administrator can say what is to become of the rest.
        sentences.append(_("Lần phục hồi trước chưa xong; hãy chạy manage.py restore --finish."))
    if sentences:
        told |= {"status": "attention", "message": " ".join(sentences)}
    return JsonResponse(told)
