"""Reading the log."""

from django.db import models

from audit.models import Event


def history_of(subject: models.Model) -> models.QuerySet[Event]:
    """What happened to the record, newest first."""
    return Event.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).order_by("-id")
