"""Targets that name a measure: their figures are the roll-up engine's own, asked and never typed.

Each unit the target is given to is judged by its figure in the geography it stood in; what is summed up for the whole or
a line is the engine's figure for it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from resolutions.choices import Aggregation, Outcome, Recurrence
from resolutions.counting import Sums, figures_by_organisation, is_told_by_organisation
from resolutions.models import Assignment, Target, TargetVersion
from resolutions.verdicts import Tally, outcome_of
from rollups.answer import Figure, Share
from rollups.engine import ALL, narrowed_rows, parts_of, rollup
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


def measured_by_kind(target: Target, version: TargetVersion, year: int, viewer, within: Unit | None) -> dict[str, Sums]:
    """By kind of organisation ("" for the units themselves) how those that the target was given to stand, with the figures of
    organisations added: no record is of two of them. Those of units lie within one another, a commune's in its district's, and
    are not added; so units are told only of a target that counts who reaches."""
    assignments = _given(target, year, viewer, within)
    figures = figures_of(target, version, viewer, assignments, within)
    judged: dict[str, list] = defaultdict(list)
    added: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for assignment in assignments:
        kind = assignment.organisation.kind if assignment.organisation_id else ""
        figure = figures.get(assignment.pk)
        judged[kind].append((assignment, outcome_by(version, assignment, figure)))
        if kind and figure is not None:
            above, below = parts_of_figure(figure)
            added[kind][0] += above
            added[kind][1] += below or 0
    if version.aggregation != Aggregation.UNITS_REACHING:
        judged.pop("", None)
    return {kind: _sums(lines, Share(*added[kind])) for kind, lines in judged.items()}


def _question(target, version, year: int, *, tier: str, within: Unit | None, on: date) -> Question:
    first = year
    if version.recurrence != Recurrence.YEARLY:
        first = min(target.document.period_from or year, year)
    return Question(
        measure=version.measure, tier=tier, year_from=first, year_to=year, on=on,
        within=within or target.document.unit,
    )  # fmt: skip


def figures_of(
    target: Target, version: TargetVersion, viewer, assignments: Sequence[Assignment], within: Unit | None = None
) -> dict[int, Figure]:
    """By assignment what the engine answers for its unit, in the geography the unit stood in, or for its organisation; an
    assignment without an answer is left out. All are of the target, of one year."""
    found: dict[int, Figure] = {}
    groups: dict[tuple, list[Assignment]] = defaultdict(list)
    for assignment in assignments:
        if assignment.organisation_id is None:
            groups[assignment.unit.tier, assignment.unit.valid_to, assignment.year].append(assignment)
    for (tier, last_day, year), members in groups.items():
        on = min(last_day or date.max, date(year, 12, 31))
        asked = _question(target, version, year, tier=tier, within=within, on=on)
        lines = {line.unit.id: line.total for line in rollup(asked, viewer).rows}
        found |= {a.pk: lines[a.unit_id] for a in members if a.unit_id in lines}
    return found | _of_organisations(target, version, viewer, within, assignments)


def is_known_of_organisations(version: TargetVersion, viewer) -> bool:
    """Whether the measure that the version names has figures of single organisations."""
    return all(is_told_by_organisation(part.rows(viewer)) for part in parts_of(catalogue()[version.measure]))


def outcome_by(version, assignment: Assignment, figure: Figure | None) -> str:
    """How the engine's figure for the assignment stands to what was asked of it."""
    if figure is None or (isinstance(figure, Share) and not figure.denominator):
        return Outcome.NONE
    above, below = parts_of_figure(figure)
    return outcome_of(version, assignment.year, numerator=above, denominator=below, value=assignment.value)


def parts_of_figure(figure: Figure) -> tuple[Decimal, Decimal | None]:
    """Numerator and denominator; of a plain count no denominator."""
    if isinstance(figure, Share):
        return Decimal(figure.numerator), Decimal(figure.denominator)
    return Decimal(figure), None


def _outcomes(target, version, year, viewer, within) -> list[tuple[Assignment, str]]:
    assignments = _given(target, year, viewer, within)
    figures = figures_of(target, version, viewer, assignments, within)
    return [(a, outcome_by(version, a, figures.get(a.pk))) for a in assignments]


def _given(target, year, viewer, within) -> list[Assignment]:
    given = Assignment.objects.visible_to(viewer).given().of(target).in_year(year).select_related("unit", "organisation")
    return list(given if within is None else given.inside(within))


def _of_organisations(target, version, viewer, within, assignments) -> dict[int, Figure]:
    held: dict[int, dict[int, int]] = defaultdict(dict)
    for a in assignments:
        if a.organisation_id is not None:
            held[a.year][a.organisation_id] = a.pk
    measure = catalogue()[version.measure]
    figures: dict[int, Figure] = {}
    for year, by_organisation in held.items():
        question = _question(target, version, year, tier=Tier.PROVINCE, within=within, on=date(year, 12, 31))
        walked = [
            figures_by_organisation(part, narrowed_rows(part, question, viewer), list(by_organisation))
            for part in parts_of(measure)
        ]
        if None in walked:
            continue
        for organisation, pk in by_organisation.items():
            parts = [found.get(organisation, 0) for found in walked]
            figures[pk] = Share(*parts) if isinstance(measure, Ratio) else parts[0]
    return figures


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
