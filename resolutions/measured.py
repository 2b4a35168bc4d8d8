"""Targets that name a measure: their figures are the roll-up engine's own, asked and never typed.

Each unit the target is given to is judged by its figure in the geography it stood in; what is summed up for the whole or
a line is the engine's figure for it."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from resolutions.choices import Outcome, Recurrence
from resolutions.counting import Sums, figures_by_organisation
from resolutions.models import Assignment, Target, TargetVersion
from resolutions.verdicts import Tally, outcome_of
from rollups.answer import Figure, Share
from rollups.engine import ALL, narrowed_rows, rollup
from rollups.laying import HELD, LOST
from rollups.measures import Ratio, catalogue
from rollups.question import Question
from units.choices import TIER_ORDER, Tier
from units.models import Placement, Unit


def measured_sums(target: Target, version: TargetVersion, year: int, viewer, within: Unit | None) -> Sums:
    """The whole: how the units stand, and the engine's total. At most eight statements for each tier and geography the
    target was given in."""
    question = _question(target, version, year, tier=Tier.PROVINCE, within=within, on=date(year, 12, 31))
    judged = _outcomes(target, version, year, viewer, within)
    return _sums(judged, rollup(question, viewer).total.total)


def measured_by_place(target: Target, version: TargetVersion, question: Question, viewer) -> dict[int | str, Sums]:
    """By place, as resolutions.counting.sums_by_place: the engine's lines with the units that stand in each of them."""
    asked = _question(
        target, version, question.year_to, tier=question.tier, within=question.within, on=question.on
    )
    answer = rollup(asked, viewer)
    lines = {line.unit.id: line.total for line in answer.rows}
    lines |= {HELD: answer.held_above.total, LOST: answer.not_allocated.total, ALL: answer.total.total}
    judged = _outcomes(target, version, question.year_to, viewer, question.within)
    by_place: dict[int | str, list] = defaultdict(list)
    places = _places({a.unit_id for a, _outcome in judged}, question)
    for assignment, outcome in judged:
        by_place[places[assignment.unit_id]].append((assignment, outcome))
        by_place[ALL].append((assignment, outcome))
    return {place: _sums(by_place[place], lines.get(place, 0)) for place in {*lines, *by_place}}


def _question(target, version, year: int, *, tier: str, within: Unit | None, on: date) -> Question:
    first = year
    if version.recurrence != Recurrence.YEARLY:
        first = min(target.document.period_from or year, year)
    return Question(
        measure=version.measure, tier=tier, year_from=first, year_to=year, on=on,
        within=within or target.document.unit,
    )  # fmt: skip


def _outcomes(target, version, year, viewer, within) -> list[tuple[Assignment, str]]:
    given = Assignment.objects.visible_to(viewer).given().of(target).in_year(year).select_related("unit")
    assignments = list(given if within is None else given.inside(within))
    figures: dict[int, Figure] = {}
    groups: dict[tuple, list[Assignment]] = defaultdict(list)
    for assignment in assignments:
        if assignment.organisation_id is None:
            groups[assignment.unit.tier, assignment.unit.valid_to].append(assignment)
    for (tier, last_day), members in groups.items():
        on = min(last_day or date.max, date(year, 12, 31))
        asked = _question(target, version, year, tier=tier, within=within, on=on)
        lines = {line.unit.id: line.total for line in rollup(asked, viewer).rows}
        figures |= {a.pk: lines[a.unit_id] for a in members if a.unit_id in lines}
    figures |= _of_organisations(target, version, year, viewer, within, assignments)
    return [(a, _outcome(version, year, a, figures.get(a.pk))) for a in assignments]


def _of_organisations(target, version, year, viewer, within, assignments) -> dict[int, Figure]:
    held = {a.organisation_id: a.pk for a in assignments if a.organisation_id is not None}
    measure = catalogue()[version.measure]
    if not held or isinstance(measure, Ratio):
        return {}
    question = _question(target, version, year, tier=Tier.PROVINCE, within=within, on=date(year, 12, 31))
    found = figures_by_organisation(measure, narrowed_rows(measure, question, viewer), list(held))
    return {pk: found.get(organisation, 0) for organisation, pk in held.items()}


def _outcome(version, year: int, assignment: Assignment, figure: Figure | None) -> str:
    if figure is None or (isinstance(figure, Share) and not figure.denominator):
        return Outcome.NONE
    above, below = (figure.numerator, figure.denominator) if isinstance(figure, Share) else (figure, None)
    below = None if below is None else Decimal(below)
    return outcome_of(version, year, numerator=Decimal(above), denominator=below, value=assignment.value)


def _sums(judged: list[tuple[Assignment, str]], figure: Figure) -> Sums:
    outcomes = [outcome for _assignment, outcome in judged]
    values = [a.value for a, _outcome in judged]
    above, below = (figure.numerator, figure.denominator) if isinstance(figure, Share) else (figure, 0)
    return Sums(
        tally=Tally(
            exceeded=outcomes.count(Outcome.EXCEEDED),
            met=outcomes.count(Outcome.MET),
            short=outcomes.count(Outcome.SHORT),
            behind=outcomes.count(Outcome.BEHIND),
            silent=outcomes.count(Outcome.NONE),
        ),
        numerator=Decimal(above),
        denominator=Decimal(below),
        asked=sum((value for value in values if value is not None), Decimal(0)),
        unasked=values.count(None),
    )


def _places(unit_ids: set[int], question: Question) -> dict[int, int | str]:
    rows = Placement.objects.filter(geography=question.geography, unit_id__in=unit_ids)
    shown = TIER_ORDER.index(question.tier)
    return {
        unit_id: place or (HELD if TIER_ORDER.index(tier) < shown else LOST)
        for unit_id, tier, place in rows.values_list("unit_id", "unit_tier", f"{question.tier}_id")
    }
