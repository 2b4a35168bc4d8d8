"""The SQL of a question: the register's rows, counted by unit from the covering index, laid onto the placements.

No second copy of the figures is kept. The rows are counted where they were registered before any place is looked up:
whatever geography is asked for, the cost is that of the bare count and of placing some hundreds of counts."""

from collections.abc import Sequence
from decimal import Decimal

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, Case, Count, F, Min, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from rollups.dimensions import dimensions
from rollups.measures import Counting, Measure
from rollups.question import Question
from units.choices import TIER_ORDER
from units.models import Geography, Placement

_NO_HAND = 1_000_000_000
"""Above every id of a unit: stands in a pair of unit and hand placement where no hand has placed the row."""


def counted_lines(
    parts: Sequence[Measure], rows: QuerySet, question: Question, geography: Geography, split: str
) -> list[tuple]:
    """Tuples (unit id at the tier or None, tier at which the rows were registered, value of the split or None,
    figures): one figure for each of the measures, which all count `rows`."""
    column = dimensions()[split].column if split else None
    try:
        inner, parameters = _by_unit(parts, rows, column)
    except EmptyResultSet:
        # A person without any unit sees nothing, and Django writes no SQL for that.
        return []
    placement = connection.ops.quote_name(Placement._meta.db_table)
    # Few rows are placed by hand: their place is looked up for those alone, and only where the unit's own is unknown.
    place = {
        tier: f"COALESCE(p.{tier}_id, (SELECT h.{tier}_id FROM {placement} h"
        f" WHERE h.geography_id = p.geography_id AND h.unit_id = i.by_hand))"
        for tier in TIER_ORDER
    }
    if parts[0].counting is Counting.COMMUNES:
        # A commune is one, whether its rows were registered in communes or in a district that became it.
        tier, groups, numbers = "MIN(p.unit_tier)", "1, 3", f"COUNT(DISTINCT {place['commune']})"
    else:
        tier, groups = "p.unit_tier", "1, 2, 3"
        numbers = ", ".join(f"SUM(i.n{at})" for at in range(len(parts)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {place[question.tier]}, {tier}, {'i.value' if column else 'NULL'}, {numbers}"
            f" FROM ({inner}) i JOIN {placement} p ON p.unit_id = i.at_unit AND p.geography_id = %s"
            f" GROUP BY {groups}",
            [*parameters, geography.id],
        )
        return [
            (place_id, tier, value, tuple(map(exact, figures)))
            for place_id, tier, value, *figures in cursor.fetchall()
        ]


def exact(number) -> int | Decimal:
    """What a database answers to a sum: whole numbers as such, the others to the hundredth, however it keeps them."""
    if number is None:
        return 0
    if isinstance(number, float):
        number = Decimal(repr(round(number, 2)))
    return int(number) if number == int(number) else number


def figures_of(parts: Sequence[Measure], rows: QuerySet) -> tuple[QuerySet, dict]:
    """The rows, and the sums to annotate groups of them with: n0, n1, … for each of the measures.

    A condition of one measure alone narrows the rows; conditions of several become conditional sums in one walk."""
    alone = len(parts) == 1
    if alone and parts[0].where is not None:
        rows = rows.filter(parts[0].where)
    sums = {}
    for at, part in enumerate(parts):
        condition = None if alone else part.where
        if part.counting is Counting.SUM:
            sums[f"n{at}"] = Sum(part.column, filter=condition)
        elif condition is None:
            sums[f"n{at}"] = Count("*")
        else:
            # Not the rows' ids: they stand in no covering index, and reading them would fetch every row.
            sums[f"n{at}"] = Count(Case(When(condition, then=1)))
    return rows, sums


def _by_unit(parts: Sequence[Measure], rows: QuerySet, column: str | None) -> tuple[str, tuple]:
    """SQL of the figures by the unit of registration, the hand placement and the value of the split."""
    rows, sums = figures_of(parts, rows.order_by())
    groups = {"at_unit": F("unit_id"), "by_hand": F("hand_unit_id")} | (
        {"value": F(column)} if column else {}
    )
    if parts[0].counting is Counting.ONCE:
        return _once(parts[0], rows, column)
    if parts[0].counting is Counting.COMMUNES:
        return rows.annotate(**groups).values(*groups).distinct().query.sql_with_params()
    return rows.annotate(**groups).values(*groups).annotate(**sums).query.sql_with_params()


def _once(part: Measure, rows: QuerySet, column: str | None) -> tuple[str, tuple]:
    """Each thing once. Registered in two units, before and after a merger, it counts at the one listed first, with
    the hand placement it has there: unit and hand are compared as one number."""
    where = F("unit_id") * Value(_NO_HAND, BigIntegerField()) + Coalesce(
        F("hand_unit_id"), Value(_NO_HAND - 1), output_field=BigIntegerField()
    )
    rows = rows.annotate(value=F(column)) if column else rows
    things = rows.values(part.column, *(["value"] if column else [])).annotate(pair=Min(where))
    sql, parameters = things.query.sql_with_params()
    value = ", t.value" if column else ""
    return (
        f"SELECT t.pair / {_NO_HAND} AS at_unit, NULLIF(t.pair %% {_NO_HAND}, {_NO_HAND - 1}) AS by_hand{value},"
        f" COUNT(*) AS n0 FROM ({sql}) t GROUP BY t.pair{value}",
        parameters,
    )
