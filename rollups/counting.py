"""The SQL of a question: the register's rows, read from its covering index, laid onto the geography's placements.

No second copy of the figures is kept: whatever geography is asked for, the cost is that of the bare count and one
join with a table of some fourteen thousand rows."""

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Max, Min, QuerySet

from rollups.dimensions import dimensions
from rollups.measures import Counting, Measure
from rollups.question import Question
from units.choices import TIER_ORDER
from units.models import Geography, Placement


def counted_lines(
    measure: Measure, rows: QuerySet, question: Question, geography: Geography, split: str
) -> list[tuple]:
    """Tuples (unit id at the tier or None, tier at which the rows were registered, value of the split or None, n)."""
    column = dimensions()[split].column if split else None
    rows = rows.order_by().annotate(value=F(column)) if column else rows.order_by()
    groups = ["value"] if column else []
    if measure.counting is Counting.ONCE:
        # A model registered in two units, before and after a merger, counts at the one listed first.
        inner = rows.values(measure.column, *groups).annotate(
            at_unit=Min("unit_id"), by_hand=Max("hand_unit_id")
        )
    else:
        inner = rows.annotate(at_unit=F("unit_id"), by_hand=F("hand_unit_id"))
        names = ["at_unit", "by_hand", *groups]
        if measure.counting is Counting.SUM:
            inner = inner.annotate(amount=F(measure.column)).filter(amount__isnull=False)
            names.append("amount")
        inner = inner.values(*names)
    try:
        sql, parameters = inner.query.sql_with_params()
    except EmptyResultSet:
        # A person without any unit sees nothing, and Django writes no SQL for that.
        return []
    placement = connection.ops.quote_name(Placement._meta.db_table)
    place = {tier: f"COALESCE(p.{tier}_id, h.{tier}_id)" for tier in TIER_ORDER}
    number = {
        Counting.SUM: "SUM(i.amount)",
        Counting.COMMUNES: f"COUNT(DISTINCT {place['commune']})",
    }.get(measure.counting, "COUNT(*)")
    # A commune is one, whether its rows were registered in communes or in a district that became it.
    tier, groups = (
        ("MIN(p.unit_tier)", "1, 3") if measure.counting is Counting.COMMUNES else ("p.unit_tier", "1, 2, 3")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {place[question.tier]}, {tier}, {'i.value' if column else 'NULL'}, {number}"
            f" FROM ({sql}) i JOIN {placement} p ON p.unit_id = i.at_unit AND p.geography_id = %s"
            f" LEFT JOIN {placement} h ON h.unit_id = i.by_hand AND h.geography_id = %s"
            f" GROUP BY {groups}",
            [*parameters, geography.id, geography.id],
        )
        return [(place_id, tier, value, int(n)) for place_id, tier, value, n in cursor.fetchall()]
