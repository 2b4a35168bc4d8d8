"""The SQL of progress: assignments counted by how their figures stand, from the covering index.

Only accepted figures are on an assignment, so a walk over assignments is a walk over accepted reports; what was sent and
waits is counted apart."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.db.models import Case, Count, F, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from resolutions.choices import Outcome
from resolutions.verdicts import Tally
from rollups.counting import exact, figures_of
from rollups.engine import ALL, narrowed_rows
from rollups.laying import HELD, LOST
from rollups.measures import Counting, Measure, catalogue
from rollups.question import Question
from units.choices import TIER_ORDER


@dataclass(frozen=True)
class Sums:
    """`numerator` and `denominator` of the accepted figures; `asked` what those that are not excused were asked for by
    values of their own (or wrote below the line), `unasked` how many of them have none."""

    tally: Tally = Tally()
    numerator: Decimal = Decimal(0)
    denominator: Decimal = Decimal(0)
    asked: Decimal = Decimal(0)
    unasked: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Sums)))


def sums_by(rows: QuerySet, *groups: str) -> dict[tuple, Sums]:
    """By the values of the groups, one statement: a row for each group and outcome comes back, whatever the number of
    units."""
    walked = (
        rows.order_by()
        .values_list(*groups, "outcome")
        .annotate(
            n=Count("*"),
            num=Sum("numerator"),
            den=Sum("denominator"),
            own=Sum("value"),
            valued=Count("value"),
            waiting=Count(Case(When(waiting__gt=0, then=1))),
            written=Sum(Case(When(value__isnull=True, then=F("denominator")))),
            writing=Count(Case(When(value__isnull=True, then=F("denominator")))),
        )
    )
    found: dict[tuple, list] = defaultdict(lambda: [defaultdict(int), *[0] * 5])
    for line in walked:
        key, (outcome, n, num, den, own, valued, waiting, written, writing) = line[: len(groups)], line[len(groups) :]
        cell = found[key]
        cell[0][outcome] += n
        cell[1] += exact(num)
        cell[2] += exact(den)
        cell[5] += waiting
        if outcome != Outcome.NOT_APPLICABLE:
            cell[3] += exact(own) + exact(written)
            cell[4] += n - valued - writing
    return {key: _sums(*cell) for key, cell in found.items()}


def sums_by_place(
    question: Question, viewer, *, targets: Sequence[int] | None = None
) -> dict[int | str, Sums]:
    """By unit of the question's tier in its geography, HELD and LOST (of rollups.laying) and ALL (of rollups.engine), one
    statement; of these targets alone where they are named. The rows are grouped by where they stand and by outcome at once,
    by the database: ten thousand units come back as some dozens of lines. They are never placed by hand, so
    their unit's own placement is the whole of it."""
    rows = narrowed_rows(catalogue()[question.measure], question, viewer)
    if targets is not None:
        rows = rows.filter(target_id__in=list(targets))
    rows = rows.filter(unit__placements__geography=question.geography)
    walked = sums_by(rows, f"unit__placements__{question.tier}_id", "unit__placements__unit_tier")
    shown = TIER_ORDER.index(question.tier)
    found: dict[int | str, Sums] = defaultdict(Sums)
    for (place, tier), sums in walked.items():
        if place is None:
            place = HELD if TIER_ORDER.index(tier) < shown else LOST
        found[place] += sums
        found[ALL] += sums
    return dict(found)


def counts_of(user, rows: Mapping[str, QuerySet]) -> dict[str, int]:
    """How many there are of each, in one statement however many are asked for."""
    asked = {
        name: Coalesce(Subquery(found.order_by().values(whole=Value(1)).annotate(n=Count("pk")).values("n")), 0)
        for name, found in rows.items()
    }
    person = get_user_model().objects.filter(pk=user.pk).annotate(**{f"n_{name}": one for name, one in asked.items()})
    return dict(zip(asked, person.values_list(*(f"n_{name}" for name in asked)).get(), strict=True))


def sums_of_rows(rows: QuerySet) -> Sums:
    """The same without any place or group."""
    return sums_by(rows).get((), Sums())


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


def _sums(outcomes: dict, num, den, asked, unasked, waiting) -> Sums:
    tally = Tally(
        exceeded=outcomes.get(Outcome.EXCEEDED, 0),
        met=outcomes.get(Outcome.MET, 0),
        short=outcomes.get(Outcome.SHORT, 0),
        behind=outcomes.get(Outcome.BEHIND, 0),
        silent=outcomes.get(Outcome.NONE, 0),
        not_applicable=outcomes.get(Outcome.NOT_APPLICABLE, 0),
        waiting=waiting,
    )
    return Sums(tally, Decimal(num), Decimal(den), Decimal(asked), unasked)

