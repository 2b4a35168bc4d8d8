"""Who looked at personal data: one row a person, record and day, however often the page is opened."""

from django.contrib.auth import get_user_model
from django.db import connection, models, transaction
from django.utils import timezone

from audit.models import Event
from audit.recording import record_change


def note_look(*, by, verb: str, subject: models.Model, **told) -> bool:
    """Writes that the person looked, unless today's row says so already; True where it was written. Of two requests at
    once one waits for the other, on the person's own row."""
    if _noted(by, verb, subject):
        return False
    with transaction.atomic():
        if connection.vendor == "postgresql":
            get_user_model().objects.select_for_update().values_list("pk").get(pk=by.pk)
        if _noted(by, verb, subject):
            return False
        record_change(by=by, verb=verb, subject=subject, **told)
    return True


def _noted(by, verb: str, subject: models.Model) -> bool:
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    looks = Event.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    return looks.filter(verb=verb, actor_id=by.pk, at__gte=start).exists()
