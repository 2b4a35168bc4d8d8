"""What has reached a step of the way: the conditions that figures, lists and the dashboard share.

A rung of the way is reached by whatever stood on it or on one beyond: what an office recognised in one step had been
registered and carried out, though nobody wrote that down. What was sent back has reached the rung it was sent back from.
The ways out (returned, not met, stopped, revoked) are told by where a registration stands, and so are the rungs
after recognition, which end: by the rows that stand."""

from datetime import date

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.lookups import Exact

from models_registry.choices import BEFORE_ACCEPTANCE, Stage
from models_registry.models import StageChange
from models_registry.querysets import midnight_after
from recognition.models import Award, Exemplary, Proposal, Recognition, Replication

ACCEPTED, IMPLEMENTING, SELF_ASSESSED, APPRAISED = "accepted", "implementing", "self_assessed", "appraised"
_APPRAISED = frozenset({Stage.UNDER_APPRAISAL, Stage.RECOGNISED, Stage.NOT_MET, Stage.REVOKED})
BEYOND = {
    IMPLEMENTING: _APPRAISED | {Stage.SELF_ASSESSED, Stage.IMPLEMENTING},
    SELF_ASSESSED: _APPRAISED | {Stage.SELF_ASSESSED},
    APPRAISED: _APPRAISED,
}
"""The stages that stand on the rung or beyond it."""
_AFTER_ACCEPTANCE = frozenset(Stage.values) - BEFORE_ACCEPTANCE - {Stage.WITHDRAWN}
_FELL_BACK = (Stage.IMPLEMENTING, Stage.STOPPED)
"""Where a registration may stand that had been further."""


def reached(rung: str) -> Q:
    """Of the counted registrations those that have reached the rung by now."""
    if rung == ACCEPTED:
        return ~Q(stage__in=sorted(BEFORE_ACCEPTANCE))
    beyond = sorted(BEYOND[rung])
    return Q(stage__in=beyond) | Q(stage__in=_FELL_BACK) & Q(Exists(_steps().filter(to_stage__in=beyond)))


def reached_on(rung: str, day: date, known_by: date | None = None) -> Q:
    """Of the registrations counted on the day those that had reached the rung by then."""
    beyond = _AFTER_ACCEPTANCE if rung == ACCEPTED else BEYOND[rung]
    found = Q(Exists(_steps_by(day, known_by).filter(to_stage__in=sorted(beyond))))
    # Recognised at a second level before the first: the step stands in the rows of the first alone.
    found |= Q(Exists(_of_registration(Recognition, day, known_by, ever=True)))
    if rung == ACCEPTED:
        # Entered by the last office itself, it was accepted with the entry, and no step tells so.
        sent = Q(stage=Stage.SUBMITTED) | Q(Exists(_steps().filter(from_stage=Stage.SUBMITTED)))
        found |= ~sent
    return found


def stood_at(stage: str, day: date, known_by: date | None = None) -> Q:
    """Of the registrations counted on the day those that stood at the stage."""
    last = _steps_by(day, known_by).order_by("-happened_on", "-id").values("to_stage")[:1]
    return Q(Exact(Subquery(last, output_field=CharField()), Value(str(stage))))


def recognised_on(day: date, known_by: date | None = None) -> Q:
    return Q(Exists(_of_registration(Recognition, day, known_by)))


def exemplary_on(day: date, known_by: date | None = None) -> Q:
    return Q(Exists(_of_registration(Exemplary, day, known_by)))


def proposed_on(day: date, known_by: date | None = None) -> Q:
    return Q(Exists(_of_registration(Proposal, day, known_by)))


def awarded_on(day: date, known_by: date | None = None) -> Q:
    return Q(Exists(_of_registration(Award, day, known_by)))


def replicated_on(day: date, known_by: date | None = None) -> Q:
    """Of a model that had been replicated by the day."""
    return Q(Exists(Replication.objects.standing_on(day, known_by).filter(source=OuterRef("model_id"))))


def _of_registration(kind, day: date, known_by: date | None, *, ever: bool = False) -> QuerySet:
    rows = kind.objects.filter(registration=OuterRef("pk"))
    if not ever:
        return rows.standing_on(day, known_by)
    known = {} if known_by is None else {"created_at__lt": midnight_after(known_by)}
    return rows.filter(recognised_on__lte=day, **known)


def _steps() -> QuerySet:
    return StageChange.objects.filter(registration=OuterRef("pk")).order_by()


def _steps_by(day: date, known_by: date | None) -> QuerySet:
    found = _steps().filter(happened_on__lte=day)
    return found if known_by is None else found.filter(entered_at__lt=midnight_after(known_by))
