"""Reports of finished years, sent and accepted on paper long ago: written down all at once, without walking their steps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from audit.errors import DomainError, DomainErrors
from audit.in_parts import in_parts
from audit.inserting import insert_many
from audit.recording import event, record_changes
from resolutions.choices import Answer, AssignmentState, Stage
from resolutions.models import Assignment, ProgressReport, ReportChange, ReportingPeriod, Target
from resolutions.reporting import Contents, missing_from, refusals_of, told_of
from resolutions.rights import require_keeping
from resolutions.standing import settle_many

AT_ONCE = 500


@dataclass(frozen=True)
class PastReport:
    assignment: Assignment
    contents: Contents


@transaction.atomic
def enter_past_reports(
    *, by, period: ReportingPeriod, reports: Sequence[PastReport], on: date, entered_on: date
) -> list[ProgressReport]:
    """The reports, accepted on the day `on`, which is a day after the period and not after `entered_on`. For whoever keeps
    the targets: the papers are hers. Figures meet the same rules as any report's. Raises NotAllowed, and DomainErrors with
    the place of each report that breaks a rule or is there already: then nothing is kept."""
    if not period.ends_on < on <= entered_on or period.ends_on.year >= entered_on.year:
        raise DomainError(_("Chỉ ghi một lần như vậy cho kỳ báo cáo của năm đã qua."), field="period")
    held = _held([report.assignment.pk for report in reports])
    for unit in {assignment.target.document.unit for assignment in held.values()}:
        require_keeping(by, unit)
    written_before = _with_a_report(period, held)
    broken, made = [], []
    for report in reports:
        assignment, contents = held[report.assignment.pk], report.contents
        wrong = _refusals(assignment, period, contents, on, assignment.pk in written_before)
        broken += [DomainError(f"{assignment.place}: {one.sentence}", field=one.field) for one in wrong]
        made.append(_made(by, assignment, period, contents, on))
    if broken:
        raise DomainErrors(broken)
    insert_many(made)
    insert_many([_step(report, by, on) for report in made])
    settle_many(held.values())
    batch = uuid4()
    record_changes(event(by=by, verb="enter_past", subject=r, after=told_of(r), batch=batch) for r in made)
    return made


def _held(ids: Sequence[int]) -> dict[int, Assignment]:
    """By key, locked, each with its target's versions; four statements for every five hundred."""
    found: dict[int, Assignment] = {}
    for part in in_parts(sorted(ids), AT_ONCE):
        rows = Assignment.objects.select_for_update(of=("self",)).select_related("unit", "organisation")
        found |= {a.pk: a for a in rows.filter(pk__in=part).order_by("id")}
    targets = {t.pk: t for t in Target.objects.with_versions().filter(pk__in={a.target_id for a in found.values()})}
    for assignment in found.values():
        assignment.target = targets[assignment.target_id]
    return found


def _with_a_report(period: ReportingPeriod, held: Iterable[int]) -> set[int]:
    parts = in_parts(sorted(held), AT_ONCE)
    return {pk for part in parts for pk in period.reports.filter(assignment__in=part).values_list("assignment", flat=True)}


def _refusals(assignment, period, contents: Contents, on: date, is_written: bool) -> list[DomainError]:
    if is_written:
        return [DomainError(_("Kỳ này đã có báo cáo của chỉ tiêu."))]
    version = assignment.target.version_in(assignment.year)
    if assignment.state != AssignmentState.GIVEN or version.measure or period.ends_on.year != assignment.year:
        return [DomainError(_("Chỉ tiêu này không nhận báo cáo của kỳ ấy."))]
    missing = missing_from(version, contents.answer, contents.narrative)
    return missing or refusals_of(assignment, period, contents, on)


def _made(by, assignment: Assignment, period: ReportingPeriod, contents: Contents, on: date) -> ProgressReport:
    figure = contents.figure if contents.answer == Answer.FIGURE else None
    return ProgressReport(
        assignment=assignment, period=period, answer=contents.answer, numerator=figure and figure.numerator,
        denominator=figure and figure.denominator, narrative=contents.narrative, obstacles=contents.obstacles,
        figures_on=contents.figures_on or period.ends_on, stage=Stage.ACCEPTED, submitted_on=on, submitted_by=by,
        accepted_on=on, accepted_by=by, created_by=by,
    )  # fmt: skip


def _step(report: ProgressReport, by, on: date) -> ReportChange:
    return ReportChange(
        report=report, stage_before="", stage=report.stage, answer=report.answer, numerator=report.numerator,
        denominator=report.denominator, on=on, by=by,
    )  # fmt: skip
