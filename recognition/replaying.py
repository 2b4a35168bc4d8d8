"""Where registrations stood on a day, replayed from their steps by the day each happened.

What happened by the day and was entered after it is counted on the day, and told apart: whoever compares the figure with
one printed then sees what came in since."""

from datetime import date

from django.db.models import BooleanField, Case, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from models_registry.models import StageChange
from models_registry.querysets import RegistrationQuerySet, midnight_after


def stages_on(registrations: RegistrationQuerySet, day: date) -> RegistrationQuerySet:
    """Of the registrations those that had begun by the day, each with `stage_then` and `stage_then_on` (None while no step
    was taken), and `entered_later`: whether it was known only after the day that it stood there."""
    happened = StageChange.objects.filter(registration=OuterRef("pk"), happened_on__lte=day).order_by("-happened_on", "-id")
    first = StageChange.objects.filter(registration=OuterRef("pk")).order_by("id")
    entered = Subquery(happened.values("entered_at")[:1])
    return (
        registrations.begun_by(day)
        .annotate(
            stage_then=Coalesce(
                Subquery(happened.values("to_stage")[:1]), Subquery(first.values("from_stage")[:1]), F("stage")
            ),
            stage_then_on=Subquery(happened.values("happened_on")[:1]),
            known_at=Coalesce(entered, F("created_at")),
        )
        .annotate(
            entered_later=Case(
                When(known_at__gte=midnight_after(day), then=Value(True)), default=Value(False), output_field=BooleanField()
            )
        )
    )
