"""What a place last sent on a target before a period: what its next report begins from, and is looked at beside. A unit made
by a merger begins from what the units it was made of last sent."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from resolutions.choices import Answer, TargetKind
from resolutions.figures import Figure
from resolutions.models import Assignment, ProgressReport, TargetVersion
from units.choices import Share
from units.models import Succession


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
    for report in found.select_related("assignment__unit", "period").order_by("period__ends_on", "id"):
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


@dataclass(frozen=True)
class OfPredecessors:
    """What the units that a place was made of last sent on its target, in list order. `figure` is theirs added, part by part;
    None where that would be a guess: a unit was divided, said nothing or gave no figure, spoke of another period than the
    rest, or wrote one number where another wrote two; and where there is nothing to add: of seven Party committees that
    worked with the Front, each 1/1, one was made, and not 7/7."""

    reports: list[ProgressReport]
    figure: Figure | None


def of_predecessors(assignments: Iterable[Assignment], before: date, *, viewer) -> dict[int, OfPredecessors]:
    """By assignment what the units of the same tier that its unit took over sent, as far as the viewer sees them; left out
    where there is no such report, and for organisations, which begin anew. At most three statements however many."""
    heirs = [a for a in assignments if a.organisation_id is None]
    shares: dict[int, dict[int, str]] = defaultdict(dict)
    tier_of = {a.unit_id: a.unit.tier for a in heirs}
    links = Succession.objects.filter(successor__in=tier_of).values_list("successor_id", "predecessor_id", "predecessor__tier", "share")
    for heir, part, tier, share in links:
        if tier == tier_of[heir]:
            shares[heir][part] = share
    if not shares:
        return {}
    units = {part for parts in shares.values() for part in parts}
    seen = Assignment.objects.visible_to(viewer).filter(target__in={a.target_id for a in heirs}, unit__in=units, organisation=None)
    held = {(a.target_id, a.unit_id): a for a in seen.order_by("unit__position", "year")}
    sent = last_sent(held.values(), before)
    found = {}
    for heir in heirs:
        parts = shares.get(heir.unit_id, {})
        reports = [sent[a.pk] for (target, unit), a in held.items() if target == heir.target_id and unit in parts and a.pk in sent]
        if reports:
            certain = len(reports) == len(parts) and set(parts.values()) == {Share.WHOLE}
            version = heir.target.version_in(heir.year)
            found[heir.pk] = OfPredecessors(reports, _added(reports, version) if certain else None)
    return found


def _added(reports: list[ProgressReport], version: TargetVersion) -> Figure | None:
    wholes = [report.denominator for report in reports]
    periods = {(report.period.starts_on, report.period.ends_on) for report in reports}
    if any(report.answer != Answer.FIGURE for report in reports) or len(periods) > 1:
        return None
    if None in wholes and (version.is_share or set(wholes) != {None}):
        return None
    of_the_units_themselves = version.is_done_or_not or (version.kind == TargetKind.UNITS_EACH_YEAR and 1 in wholes)
    if of_the_units_themselves and len(reports) > 1:
        return None
    below = None if None in wholes else sum(wholes, Decimal(0))
    return Figure(sum((report.numerator for report in reports), Decimal(0)), below)
