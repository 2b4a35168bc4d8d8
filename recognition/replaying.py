"""Where registrations stood on a day, replayed from their steps by the day each happened.

What happened by the day and was entered after it is counted on the day, and told apart: whoever compares the figure with
one printed then sees what came in since."""

from datetime import date, datetime, time, timedelta

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from models_registry.models import StageChange
from models_registry.querysets import RegistrationQuerySet


def stages_on(registrations: RegistrationQuerySet, day: date) -> RegistrationQuerySet:
    """Of the registrations those that had begun by the day, each with `stage_then` and `stage_then_on` (None while no step
    was taken), and `entered_later`: whether it was known only after the day that it stood there. What began on a day
    nobody wrote down began when it was entered, or with its year where that was over by then."""
    after = midnight_after(day)
    happened = StageChange.objects.filter(registration=OuterRef("pk"), happened_on__lte=day).order_by("-happened_on", "-id")
    first = StageChange.objects.filter(registration=OuterRef("pk")).order_by("id")
    begun = Q(registered_on__lte=day) | Q(registered_on__isnull=True) & (
        Q(created_at__lt=after) | Q(year__lte=day.year if (day.month, day.day) == (12, 31) else day.year - 1)
    )
    # A step taken on the day is a beginning too: of what a finished year entered in one step often nothing else is known.
    stepped = Exists(happened)
    entered = Subquery(happened.values("entered_at")[:1])
    return (
        registrations.filter(begun | Q(stepped))
        .annotate(
            stage_then=Coalesce(
                Subquery(happened.values("to_stage")[:1]), Subquery(first.values("from_stage")[:1]), F("stage")
            ),
            stage_then_on=Subquery(happened.values("happened_on")[:1]),
            known_at=Coalesce(entered, F("created_at")),
        )
        .annotate(
            entered_later=Case(
                When(known_at__gte=after, then=Value(True)), default=Value(False), output_field=BooleanField()
            )
        )
    )


def midnight_after(day: date) -> datetime:
    """The first moment that is no longer the day, on the office's clock."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
