"""What a place last sent on a target before a period: what its next report begins from, and is looked at beside."""

from collections.abc import Iterable
from datetime import date

from resolutions.models import Assignment, ProgressReport


def last_sent(assignments: Iterable[Assignment], before: date) -> dict[int, ProgressReport]:
    """By assignment the latest report that the same unit, or organisation, sent on the same target for a period that ended
    before the day, whatever year it was given for; one statement however many. Who never reported is left out."""
    held = {(a.target_id, a.unit_id, a.organisation_id): a.pk for a in assignments}
    if not held:
        return {}
    targets, units, organisations = (set(part) for part in zip(*held, strict=True))
    found = ProgressReport.objects.filter(
        assignment__target__in=targets, assignment__unit__in=units, period__ends_on__lt=before
    ).exclude(submitted_on=None)
    if organisations == {None}:
        found = found.filter(assignment__organisation__isnull=True)
    sent: dict[int, ProgressReport] = {}
    for report in found.select_related("assignment", "period").order_by("period__ends_on", "id"):
        of = report.assignment
        if pk := held.get((of.target_id, of.unit_id, of.organisation_id)):
            sent[pk] = report
    return sent


def sent_before(reports: Iterable[ProgressReport]) -> dict[int, ProgressReport]:
    """By report what its place last sent before its period; one statement for each period among them."""
    periods: dict[date, list[ProgressReport]] = {}
    for report in reports:
        periods.setdefault(report.period.ends_on, []).append(report)
    found: dict[int, ProgressReport] = {}
    for ends_on, members in periods.items():
        sent = last_sent([report.assignment for report in members], ends_on)
        found |= {report.pk: sent[report.assignment_id] for report in members if report.assignment_id in sent}
    return found
