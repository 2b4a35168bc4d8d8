"""The accepted figure of an assignment's year, kept on the assignment as its last row: written here and nowhere else."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Prefetch

from audit.in_parts import in_parts
from resolutions.choices import Accumulation, Answer, Outcome, Stage
from resolutions.models import Assignment, ProgressReport, Target
from resolutions.verdicts import outcome_of

_CACHED = ["answer", "numerator", "denominator", "outcome", "waiting"]


def settle(assignment: Assignment) -> Assignment:
    """The assignment, standing by its accepted reports. The caller holds its row locked."""
    version = assignment.target.version_in(assignment.year)
    reports = list(assignment.reports.select_related("period").order_by("id"))
    _stand(assignment, version, reports)
    assignment.save(update_fields=_CACHED)
    return assignment


def settle_many(assignments: Iterable[Assignment]) -> None:
    """As `settle` for many, each with its target's versions read: a statement for every five hundred to read their reports,
    and one for every set of values that comes out, for most figures of many units are the same few."""
    assignments = list(assignments)
    alike: dict[tuple, list[int]] = defaultdict(list)
    for part in in_parts(assignments, 500):
        reports = ProgressReport.objects.filter(assignment__in=[a.pk for a in part]).select_related("period")
        by_assignment: dict[int, list[ProgressReport]] = defaultdict(list)
        for report in reports.order_by("id"):
            by_assignment[report.assignment_id].append(report)
        for assignment in part:
            _stand(assignment, assignment.target.version_in(assignment.year), by_assignment[assignment.pk])
            alike[tuple(getattr(assignment, name) for name in _CACHED)].append(assignment.pk)
    for values, ids in alike.items():
        for some in in_parts(ids, 500):
            Assignment.objects.filter(pk__in=some).update(**dict(zip(_CACHED, values, strict=True)))


def judge_anew(target: Target, *, from_year: int) -> int:
    """How many assignments of the target, of the year and later, stand otherwise now that it was revised; four
    statements for every two thousand of them."""
    target = Target.objects.with_versions().get(pk=target.pk)
    reports = ProgressReport.objects.select_related("period").order_by("id")
    held = target.assignments.filter(year__gte=from_year).select_for_update(of=("self",)).order_by("id")
    changed = []
    for assignment in held.prefetch_related(Prefetch("reports", queryset=reports)):
        before = [getattr(assignment, name) for name in _CACHED]
        _stand(assignment, target.version_in(assignment.year), list(assignment.reports.all()))
        if before != [getattr(assignment, name) for name in _CACHED]:
            changed.append(assignment)
    Assignment.objects.bulk_update(changed, _CACHED, batch_size=500)
    return len(changed)


def figure_of(reports: Iterable[ProgressReport], accumulation: str) -> tuple[str, Decimal | None, Decimal | None]:
    """(answer, numerator, denominator) of a year, of its accepted reports.

    Cumulative: the report of the period that ends last, of two ending together the longer. In period: the reports added,
    each day once: longer periods first, so that a year's report stands for its quarters. "Not applicable" is the year's
    answer only where no accepted report holds a figure."""
    accepted = [r for r in reports if r.stage == Stage.ACCEPTED]
    if accumulation == Accumulation.CUMULATIVE:
        last = max(accepted, key=lambda r: (r.period.ends_on, _length(r), r.id), default=None)
        return (Answer.NONE, None, None) if last is None else (last.answer, last.numerator, last.denominator)
    figures = [r for r in accepted if r.answer == Answer.FIGURE]
    if not figures:
        return (Answer.NOT_APPLICABLE if accepted else Answer.NONE), None, None
    taken: list[ProgressReport] = []
    for report in sorted(figures, key=lambda r: (-_length(r), r.period.starts_on, r.id)):
        if not any(_overlap(report, other) for other in taken):
            taken.append(report)
    below = [r.denominator for r in taken if r.denominator is not None]
    return Answer.FIGURE, sum(r.numerator for r in taken), sum(below) if below else None


def _stand(assignment: Assignment, version, reports: list[ProgressReport]) -> None:
    answer, numerator, denominator = figure_of(reports, version.accumulation)
    assignment.answer, assignment.numerator, assignment.denominator = answer, numerator, denominator
    assignment.waiting = len([r for r in reports if r.stage == Stage.SUBMITTED])
    assignment.outcome = (
        Outcome.NOT_APPLICABLE
        if answer == Answer.NOT_APPLICABLE
        else outcome_of(
            version, assignment.year, numerator=numerator, denominator=denominator, value=assignment.value
        )
    )


def _length(report: ProgressReport) -> int:
    return (report.period.ends_on - report.period.starts_on).days


def _overlap(one: ProgressReport, other: ProgressReport) -> bool:
    return one.period.starts_on <= other.period.ends_on and other.period.starts_on <= one.period.ends_on
