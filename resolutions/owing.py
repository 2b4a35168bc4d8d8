"""What a unit owes: each target given to it, for each period of its year, and how far that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from resolutions.choices import WRITABLE, Stage
from resolutions.models import Assignment, ProgressReport, ReportingPeriod
from resolutions.querysets import AssignmentQuerySet
from units.querysets import unit_ids_inside

LOOKED_BACK = timedelta(days=366)
"""Periods whose last day for reports lies further back are no work that waits any more."""


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
        a.pk: [Owed(a, period, found.get((a.pk, period.pk)), today) for period in periods if period.ends_on.year == a.year]
        for a in assignments
    }


@dataclass(frozen=True)
class Work:
    """How many reports the person has to send for periods that ended, how many of those past the last day, and how many
    came back to her."""

    owed: int = 0
    overdue: int = 0
    returned: int = 0


def work_of(user, today: date) -> Work:
    """Counted for the periods that ended and whose last day lies within a year; three statements and one a period."""
    held = Assignment.objects.reported_by(user).given().typed()
    ended = ReportingPeriod.objects.visible_to(user).filter(ends_on__lt=today, cut_off__gte=today - LOOKED_BACK).select_related("unit")
    owed = overdue = 0
    for period in ended:
        n = silent_in(held, period).count()
        owed += n
        overdue += n if period.cut_off < today else 0
    returned = ProgressReport.objects.filter(stage=Stage.RETURNED, assignment__in=held.order_by().values("id"))
    return Work(owed, overdue, returned.count())


def silent_in(held: AssignmentQuerySet, period: ReportingPeriod) -> AssignmentQuerySet:
    """Those of the assignments that owe the period a report and have sent none."""
    sent = ProgressReport.objects.filter(period=period).filter(~Q(stage=Stage.DRAFT))
    rows = held.in_year(period.ends_on.year).exclude(pk__in=sent.values("assignment_id"))
    return rows if period.unit is None else rows.filter(unit_id__in=unit_ids_inside(period.unit))
