"""Recognised models as a yearly check asks for them: each by its last recognised registration, with its last check."""

from django.db.models import CharField, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from models_registry.models import Registration
from recognition.choices import CheckState
from recognition.models import YearlyCheck
from units.models import Unit

UNCHECKED, CHECKED, STOPPED = "unchecked", "checked", "stopped"


def recognised_models(viewer, *, year: int, within: Unit | None = None) -> QuerySet:
    """The last recognised registration, up to the year, of every model the viewer sees, with `last_state` and `last_year`
    of the model's last check up to the year ("" and 0 where there is none)."""
    found = Registration.objects.visible_to(viewer).counted().recognised().filter(year__lte=year)
    if within is not None:
        found = found.inside(within)
    later = Registration.objects.counted().recognised().filter(model=OuterRef("model_id"), year__lte=year)
    later = later.filter(Q(year__gt=OuterRef("year")) | Q(year=OuterRef("year"), id__gt=OuterRef("id")))
    check = YearlyCheck.objects.standing().filter(model=OuterRef("model_id"), year__lte=year).order_by("-year")
    return found.filter(~Exists(later)).annotate(
        last_state=Coalesce(Subquery(check.values("state")[:1]), Value("", CharField())),
        last_year=Coalesce(Subquery(check.values("year")[:1]), Value(0, IntegerField())),
    )


def keep(found: QuerySet, group: str, year: int) -> QuerySet:
    """Of those the group: recognised in earlier years and not checked in the year; checked in it; stopped before it."""
    if group == CHECKED:
        return found.filter(last_year=year)
    stopped_before = Q(last_state=CheckState.STOPPED) & ~Q(last_year=year)
    if group == STOPPED:
        return found.filter(stopped_before)
    return found.filter(year__lt=year).exclude(last_year=year).exclude(stopped_before)
