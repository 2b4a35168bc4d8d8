"""The SQL of progress: assignments counted by how their figures stand, from the covering index.

Only accepted figures are on an assignment, so a walk over assignments is a walk over accepted reports; what was sent and
waits is counted apart."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, Count, F, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from resolutions.choices import Outcome
from resolutions.verdicts import Tally
from rollups.counting import Statement, exact, figures_of
from rollups.engine import ALL, narrowed_rows
from rollups.laying import HELD, LOST
from rollups.measures import Counting, Measure, catalogue
from rollups.question import Question
from rollups.statements import kept_statement
from units.choices import TIER_ORDER


class Sums(NamedTuple):
    """`numerator` and `denominator` of the accepted figures; `asked` what those that are not excused were asked for by
    values of their own (or wrote below the line), `unasked` how many of them have none."""

    tally: Tally = Tally()
    numerator: Decimal = Decimal(0)
    denominator: Decimal = Decimal(0)
    asked: Decimal = Decimal(0)
    unasked: int = 0


_LINE = {
    "n": Count("*"),
    "num": Sum("numerator"),
    "den": Sum("denominator"),
    "own": Sum("value"),
    "valued": Count("value"),
    "waiting": Count(Case(When(waiting__gt=0, then=1))),
    "written": Sum(Case(When(value__isnull=True, then=F("denominator")))),
    "writing": Count(Case(When(value__isnull=True, then=F("denominator")))),
}


class _Cell:
    """Sums being added up; thousands of lines, so nothing is made anew for each."""

    __slots__ = ("above", "asked", "below", "outcomes", "unasked", "waiting")

    def __init__(self):
        self.outcomes: dict[str, int] = {}
        self.above = self.below = self.asked = 0
        self.unasked = self.waiting = 0

    def add(self, outcome, n, num, den, own, valued, waiting, written, writing) -> None:
        """A line of many assignments."""
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + n
        self.above += exact(num)
        self.below += exact(den)
        self.waiting += waiting
        if outcome != _EXCUSED:
            self.asked += exact(own) + exact(written)
            self.unasked += n - valued - writing

    def merge(self, other: "_Cell") -> None:
        for outcome, n in other.outcomes.items():
            self.outcomes[outcome] = self.outcomes.get(outcome, 0) + n
        self.above += other.above
        self.below += other.below
        self.asked += other.asked
        self.unasked += other.unasked
        self.waiting += other.waiting

    def sums(self) -> Sums:
        return Sums(self.tally(), Decimal(self.above), Decimal(self.below), Decimal(self.asked), self.unasked)

    def tally(self) -> Tally:
        of = self.outcomes.get
        return Tally(of(_EXCEEDED, 0), of(_MET, 0), of(_SHORT, 0), of(_BEHIND, 0), of("", 0), of(_EXCUSED, 0), self.waiting)


_EXCEEDED, _MET, _SHORT, _BEHIND, _EXCUSED = (
    outcome.value
    for outcome in (Outcome.EXCEEDED, Outcome.MET, Outcome.SHORT, Outcome.BEHIND, Outcome.NOT_APPLICABLE)
)


def sums_by(rows: QuerySet, *groups: str) -> dict[tuple, Sums]:
    """By the values of the groups, one statement: a row for each group and outcome comes back, whatever the number of
    units."""
    found: dict[tuple, _Cell] = defaultdict(_Cell)
    width = len(groups)
    for line in _walked(lambda: _grouped(rows, groups)):
        found[line[:width]].add(*line[width:])
    return {key: cell.sums() for key, cell in found.items()}


def sums_by_place(question: Question, viewer) -> dict[int | str, Sums]:
    """By unit of the question's tier in its geography, HELD and LOST (of rollups.laying) and ALL (of rollups.engine), of one
    target that the question is narrowed to; one statement. The rows are never placed by hand, so their unit's own placement
    is the whole of it.

    Inside a unit the rows are read as they stand, in the order of the index, and laid onto the kept placements: some
    hundreds, sooner added up here than there. Of the whole country the database lays and adds them itself: ten thousand come
    back as some dozens of lines."""
    measure, places = catalogue()[question.measure], (f"unit__placements__{question.tier}_id", "unit__placements__unit_tier")

    def each() -> Statement:
        rows = narrowed_rows(measure, question, viewer).order_by()
        return rows.values_list("unit_id", *_FIGURES).query.sql_with_params()

    def together() -> Statement:
        rows = narrowed_rows(measure, question, viewer)
        return _grouped(rows.filter(unit__placements__geography=question.geography), places)

    place_of, unplaced = _placing(question)
    if question.within is None:
        found: dict[int | str, _Cell] = defaultdict(_Cell)
        kept = f"sums {places} {question.geography.id}"
        for place, tier, *line in _walked(lambda: kept_statement((measure,), question, kept, viewer, together)):
            found[place or unplaced[tier]].add(*line)
    else:
        found = _taken(_walked(lambda: kept_statement((measure,), question, "each", viewer, each)), place_of)
    return {place: cell.sums() for place, cell in _with_the_whole(found).items()}


def _taken(lines: list[tuple], place_of: Callable[[int], int | str]) -> dict[int | str, _Cell]:
    """Of single assignments, each as it stands: (unit, outcome, numerator, denominator, own value, reports waiting)."""
    found: dict[int | str, _Cell] = {}
    for unit, outcome, num, den, own, waiting in lines:
        place = place_of(unit)
        cell = found.get(place)
        if cell is None:
            cell = found[place] = _Cell()
        outcomes = cell.outcomes
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
        if num is not None:
            cell.above += num if type(num) is int else exact(num)
        if den is not None:
            cell.below += den if type(den) is int else exact(den)
        if waiting:
            cell.waiting += 1
        if outcome != _EXCUSED:
            asked = den if own is None else own
            if asked is None:
                cell.unasked += 1
            else:
                cell.asked += asked if type(asked) is int else exact(asked)
    return found


def tallies_by_place(question: Question, viewer, targets: Sequence[int]) -> dict[int | str, Tally]:
    """The same of several targets together, of whom nothing is summed but how many reach, fall short and are silent; one
    statement, in which their units stand once for each outcome."""
    rows = narrowed_rows(catalogue()[question.measure], question, viewer).filter(target_id__in=list(targets)).order_by()
    waits = Count(Case(When(waiting__gt=0, then=1)))
    counted = rows.values_list("unit_id", "outcome").annotate(n=Count("*"), waits=waits)
    found: dict[int | str, _Cell] = defaultdict(_Cell)
    place_of, _unplaced = _placing(question)
    for unit, outcome, n, waiting in _walked(counted.query.sql_with_params):
        cell = found[place_of(unit)]
        cell.outcomes[outcome] = cell.outcomes.get(outcome, 0) + n
        cell.waiting += waiting
    return {place: cell.tally() for place, cell in _with_the_whole(found).items()}


_FIGURES = ("outcome", "numerator", "denominator", "value", "waiting")


def _placing(question: Question) -> tuple[Callable[[int], int | str], dict[str, str]]:
    """Where a unit's rows stand in the answer; and what rows without a place are, by the tier of their unit."""
    shown = TIER_ORDER.index(question.tier)
    unplaced = {tier: HELD if at < shown else LOST for at, tier in enumerate(TIER_ORDER)}
    places, units = question.atlas.places(question.geography, question.tier).get, question.atlas.units
    return lambda unit: places(unit) or unplaced[units[unit].tier], unplaced


def _with_the_whole(found: Mapping[int | str, _Cell]) -> dict[int | str, _Cell]:
    if not found:
        return {}
    whole = _Cell()
    for cell in found.values():
        whole.merge(cell)
    return {**found, ALL: whole}


def _grouped(rows: QuerySet, groups: Sequence[str]) -> Statement:
    return rows.order_by().values_list(*groups, "outcome").annotate(**_LINE).query.sql_with_params()


def _walked(statement: Callable[[], Statement]) -> list[tuple]:
    """The lines as the database gives them: no model is made of thousands of sums."""
    try:
        sql, parameters = statement()
    except EmptyResultSet:
        # A person without any unit sees nothing, and Django writes no SQL for that.
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def counts_of(user, rows: Mapping[str, QuerySet]) -> dict[str, int]:
    """How many there are of each, in one statement however many are asked for."""
    asked = {
        name: Coalesce(Subquery(found.order_by().values(whole=Value(1)).annotate(n=Count("pk")).values("n")), 0)
        for name, found in rows.items()
    }
    person = get_user_model().objects.filter(pk=user.pk).annotate(**{f"n_{name}": one for name, one in asked.items()})
    return dict(zip(asked, person.values_list(*(f"n_{name}" for name in asked)).get(), strict=True))


def figures_by_organisation(
    measure: Measure, rows: QuerySet, organisation_ids: Sequence[int]
) -> dict[int, Decimal | int] | None:
    """The measure's figure of each organisation that has rows, for targets that name a measure and are given to
    organisations. None where the rows of the measure are of no organisation."""
    if not is_told_by_organisation(rows):
        return None
    held = rows.filter(organisation_id__in=list(organisation_ids)).order_by()
    if measure.counting in (Counting.ONCE, Counting.COMMUNES):
        if measure.where is not None:
            held = held.filter(measure.where)
        column = measure.column if measure.counting is Counting.ONCE else "unit_id"
        return dict(held.values_list("organisation_id").annotate(n=Count(column, distinct=True)))
    held, sums = figures_of((measure,), held)
    return {key: exact(n) for key, n in held.values_list("organisation_id").annotate(**sums)}


def is_told_by_organisation(rows: QuerySet) -> bool:
    """Whether rows of a measure say which organisation they are of."""
    held = {f.attname for f in rows.model._meta.concrete_fields} | set(rows.query.annotations)
    return "organisation_id" in held
