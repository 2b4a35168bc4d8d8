"""What a unit owes: each target given to it, for each period of its year, and how far that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.choices import DOCUMENT_ROLES, REGISTERING_ROLES
from accounts.scoping import acting_assignments, owned_by
from resolutions.choices import ASKING_ROLES, WRITABLE, Stage
from resolutions.counting import counts_of
from resolutions.models import Assignment, Explanation, ProgressReport, ReportingPeriod
from resolutions.querysets import AssignmentQuerySet

LOOKED_BACK = timedelta(days=366)
"""Periods whose last day for reports lies further back are no work that waits any more."""
ANSWERED_OF_LATE = timedelta(days=14)


@dataclass(frozen=True)
class Owed:
    """One target for one period: the report there is, or none."""

    assignment: Assignment
    period: ReportingPeriod
    report: ProgressReport | None
    today: date

    @property
    def is_open(self) -> bool:
        """Whether the unit still has to do something."""
        return self.report is None or self.report.stage in WRITABLE

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.today > self.period.cut_off


def owed_by(assignments: Iterable[Assignment], periods: Iterable[ReportingPeriod], *, viewer, today: date) -> dict[int, list[Owed]]:
    """By assignment a line for each period, in the order of the periods; one statement. Drafts are shown to those alone
    who write them: to others there is no report yet."""
    assignments, periods = list(assignments), list(periods)
    reports = ProgressReport.objects.visible_to(viewer).filter(assignment__in=assignments, period__in=periods)
    found = {(r.assignment_id, r.period_id): r for r in reports.select_related("period")}
    return {
        a.pk: [Owed(a, period, found.get((a.pk, period.pk)), today) for period in periods if _binds(period, a)]
        for a in assignments
    }


def _binds(period: ReportingPeriod, assignment: Assignment) -> bool:
    """Whether the period is one of the assignment's year, set for everybody, for its unit or for one above it."""
    if period.ends_on.year != assignment.year:
        return False
    place = assignment.unit
    while period.unit_id not in (None, place.pk):
        if place.parent_id is None:
            return False
        place = place.parent
    return True


def own_work(user, today: date, what: str) -> AssignmentQuerySet:
    """The assignments behind a number of `work_of`: "owed" or "returned"."""
    held = Assignment.objects.done_by(user).given().typed()
    if what == "returned":
        return held.filter(pk__in=ProgressReport.objects.filter(stage=Stage.RETURNED).values("assignment_id"))
    return held.owing(after=today - LOOKED_BACK, before=today)


@dataclass(frozen=True)
class Work:
    """What waits for one person of targets: of her own unit's `owed` those with a period that ended and no report sent,
    `overdue` those past its last day, `returned` reports, `asked` questions; of what her unit gave `to_accept`; of what
    she asked, `answered` of late and `unanswered` past the day she set."""

    owed: int = 0
    overdue: int = 0
    returned: int = 0
    asked: int = 0
    to_accept: int = 0
    answered: int = 0
    unanswered: int = 0


def work_of(user, today: date) -> Work:
    """One statement; none for whoever has no such work, and for the system's administrator, who does nobody's."""
    counted: dict = {}
    if user.is_superuser:
        return Work()
    if not owned_by(user, REGISTERING_ROLES).is_empty:
        held = Assignment.objects.done_by(user).given().typed()
        returned = ProgressReport.objects.filter(stage=Stage.RETURNED, assignment__in=held.order_by().values("id"))
        counted |= {
            "owed": held.owing(after=today - LOOKED_BACK, before=today),
            "overdue": held.owing(after=today - LOOKED_BACK, before=today, overdue=True),
            "returned": returned,
            "asked": Explanation.objects.answerable_by_own_unit(user),
        }
    if acting_assignments(user, DOCUMENT_ROLES):
        counted["to_accept"] = ProgressReport.objects.acceptable_by(user)
    if acting_assignments(user, ASKING_ROLES):
        own = Explanation.objects.filter(asked_by=user)
        counted["answered"] = own.answered().filter(replied_on__gt=today - ANSWERED_OF_LATE)
        counted["unanswered"] = own.open().filter(due_on__lt=today)
    return Work(**counts_of(user, counted)) if counted else Work()
