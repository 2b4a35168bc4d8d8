"""The targets a unit owes reports on for a period, each with its report as it now stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext as _

from resolutions.choices import WRITABLE, Answer
from resolutions.figures import number_text
from resolutions.last_period import OfPredecessors, last_sent, of_predecessors
from resolutions.models import Assignment, ProgressReport, ReportingPeriod, Target, TargetVersion
from resolutions.reporting import Contents
from resolutions.wording import figure_words
from units.models import Unit


@dataclass(frozen=True)
class Owed:
    """`cells` is what the five cells of entry hold for the report as it is."""

    assignment: Assignment
    target_version: TargetVersion
    report: ProgressReport | None
    last: str

    @property
    def version(self) -> int:
        return self.report.version if self.report else 0

    @property
    def is_open(self) -> bool:
        return self.report is None or self.report.stage in WRITABLE

    @property
    def cells(self) -> tuple[str, ...]:
        return cells_of(self.report)

    @property
    def stage(self) -> str:
        return str(self.report.get_stage_display()) if self.report else ""


def owed_for(user, unit: Unit, period: ReportingPeriod) -> list[Owed]:
    """What the person reports for the unit and its organisations in the period, in the order of documents and targets;
    targets that are computed are nobody's to report. Nine statements at most."""
    given = Assignment.objects.reported_by(user).given().in_year(period.ends_on.year).filter(unit=unit)
    organisation = F("organisation_id").asc(nulls_first=True)
    order = ("target__document__issued_on", "target__document_id", "target__position", organisation, "id")
    return with_reports(given.order_by(*order), period, viewer=user)


def with_reports(assignments: Iterable[Assignment], period: ReportingPeriod, *, viewer) -> list[Owed]:
    """The assignments that are reported, in the order given."""
    if hasattr(assignments, "select_related"):
        assignments = assignments.select_related("unit", "organisation")
    held = list(assignments)
    targets = {t.pk: t for t in Target.objects.with_versions().filter(pk__in={a.target_id for a in held})}
    reports = {r.assignment_id: r for r in ProgressReport.objects.filter(assignment__in=held, period=period)}
    before = last_sent(held, period.ends_on)
    for assignment in held:
        assignment.target = targets[assignment.target_id]
    parts = of_predecessors([a for a in held if a.pk not in before], period.ends_on, viewer=viewer)
    owed = []
    for assignment in held:
        version = assignment.target.version_in(assignment.year)
        if not version.measure:
            last = _last(version, before.get(assignment.pk), parts.get(assignment.pk))
            owed.append(Owed(assignment, version, reports.get(assignment.pk), last))
    return owed


def _last(version: TargetVersion, report: ProgressReport | None, parts: OfPredecessors | None) -> str:
    """What the place last sent; of a unit made by a merger what its parts did, added where they can be."""
    if report is not None:
        return figure_words(report, version)
    if parts is None:
        return ""
    if parts.figure is not None and len(parts.reports) > 1:
        return _("%(figure)s (cộng các đơn vị hợp thành)") % {"figure": parts.figure}
    several = len({one.period_id for one in parts.reports}) > 1
    words = [figure_words(one, version) for one in parts.reports]
    if len(words) > 1 and len(set(words)) == 1 and not several:
        return _("%(n)s đơn vị hợp thành đều báo cáo: %(figure)s") % {"n": len(words), "figure": words[0]}
    return "; ".join(
        f"{one.assignment.unit.name}{f' ({one.period.name})' if several else ''}: {said}"
        for one, said in zip(parts.reports, words, strict=True)
    )


def cells_of(report: ProgressReport | Contents | None) -> tuple[str, ...]:
    """The answer's key, what was done, of how many, the two texts: each "" where there is none."""
    if report is None:
        return ("", "", "", "", "")
    figure = report.figure if isinstance(report, Contents) else report
    above, below = (figure.numerator, figure.denominator) if figure is not None else (None, None)
    return (
        str(Answer(report.answer)),
        "" if above is None else number_text(above),
        "" if below is None else number_text(below),
        report.narrative,
        report.obstacles,
    )
