"""The SQL of a question: the register's rows, counted by unit from the covering index.

No second copy of the figures is kept, and no place is looked up in the database: the rows are counted where they were
registered, and rollups/laying.py lays these counts, some hundreds for a province and some ten thousand for the country,
onto the kept placements. Whatever geography is asked for, the cost is that of the bare count and of adding them up."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import BigIntegerField, Case, CharField, Count, F, Min, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from rollups.dimensions import dimensions
from rollups.measures import Counting, Measure

Statement = tuple[str, tuple]
"""SQL and its parameters."""
_NO_HAND = 1_000_000_000
"""Above every id of a unit: stands in a pair of unit and hand placement where no hand has placed the row."""


def counting_by_unit(parts: Sequence[Measure], rows: QuerySet, split: str) -> Statement:
    """Lines of the unit of registration, the hand placement, the value of the split (NULL without one) and a figure
    for each of the measures, which all count `rows`; communes are only named. Raises EmptyResultSet where no row can
    be meant."""
    column = dimensions()[split].column if split else None
    rows, sums = figures_of(parts, rows.order_by())
    if parts[0].counting is Counting.ONCE:
        return _once(parts[0], rows, column)
    groups = {
        "at_unit": F("unit_id"),
        "by_hand": F("hand_unit_id"),
        "by_value": F(column) if column else Value(None, CharField()),
    }
    lines = rows.annotate(**groups).values(*groups)
    lines = lines.distinct() if parts[0].counting is Counting.COMMUNES else lines.annotate(**sums)
    return lines.query.sql_with_params()


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


def _once(part: Measure, rows: QuerySet, column: str | None) -> Statement:
    """Each thing once. Registered in two units, before and after a merger, it counts at the one listed first, with
    the hand placement it has there: unit and hand are compared as one number."""
    where = F("unit_id") * Value(_NO_HAND, BigIntegerField()) + Coalesce(
        F("hand_unit_id"), Value(_NO_HAND - 1), output_field=BigIntegerField()
    )
    rows = rows.annotate(by_value=F(column)) if column else rows
    things = rows.values(part.column, *(["by_value"] if column else [])).annotate(pair=Min(where))
    sql, parameters = things.query.sql_with_params()
    value = "t.by_value" if column else "NULL"
    return (
        f"SELECT t.pair / {_NO_HAND}, NULLIF(t.pair %% {_NO_HAND}, {_NO_HAND - 1}), {value}, COUNT(*)"
        f" FROM ({sql}) t GROUP BY t.pair{', t.by_value' if column else ''}",
        parameters,
    )
