"""Reading the log."""

from collections.abc import Iterable
from uuid import UUID

from django.db import models
from django.db.models import Count, Exists, OuterRef

from audit.models import Event
from audit.verbs import LOOKS

COUNTED_AT_MOST = 10_000


def history_of(subject: models.Model) -> models.QuerySet[Event]:
    """What happened to the record, newest first, looks at it and sign-ins too."""
    found = Event.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    return found.order_by("-id")


def changes_of(subject: models.Model) -> models.QuerySet[Event]:
    """What changed the record, newest first."""
    return history_of(subject).exclude(verb__in=LOOKS)


def in_units(unit_ids: Iterable[int] | None) -> models.QuerySet[Event]:
    """Events about records of these units, newest first; all of them, those of no unit too, for None."""
    found = Event.objects.order_by("-id")
    return found if unit_ids is None else found.filter(unit_id__in=unit_ids)


def folded(found: models.QuerySet[Event]) -> models.QuerySet[Event]:
    """Of each batch only its newest row: an import of three thousand models is one line."""
    newer = found.filter(batch=OuterRef("batch"), pk__gt=OuterRef("pk")).order_by()
    return found.exclude(models.Q(batch__isnull=False) & Exists(newer))


def batch_sizes(found: models.QuerySet[Event], batches: Iterable[UUID]) -> dict[UUID, int]:
    """How many of the events found belong to each batch."""
    rows = found.filter(batch__in=list(batches)).order_by().values("batch").annotate(n=Count("id"))
    return {row["batch"]: row["n"] for row in rows}


def counted(found: models.QuerySet[Event]) -> int:
    """How many there are, counted no further than one beyond COUNTED_AT_MOST."""
    return found.order_by().values_list("id")[: COUNTED_AT_MOST + 1].count()
