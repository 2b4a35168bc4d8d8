"""The SQL of a question: grouped by unit from the register's index first, then laid onto the geography.

The inner query walks a covering index and leaves a few rows a unit; only those meet the placements. So the cost is
that of the bare count, whatever geography is asked for, and no second copy of the figures has to be kept."""

from django.db import connection
from django.db.models import Count, Min, QuerySet, Sum

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
    if measure.counting is Counting.ONCE:
        groups = [measure.column, *([column] if column else [])]
        rows = rows.model.objects.filter(
            id__in=rows.order_by().values(*groups).annotate(first=Min("id")).values("first")
        )
    inner = rows.order_by().values("unit_id", "hand_unit_id", *([column] if column else []))
    if measure.counting is Counting.SUM:
        inner = inner.filter(**{f"{measure.column}__isnull": False}).annotate(n=Sum(measure.column))
    else:
        inner = inner.annotate(n=Count("id"))
    sql, parameters = inner.query.sql_with_params()
    quote = connection.ops.quote_name
    placement = quote(Placement._meta.db_table)
    place = {tier: f"COALESCE(p.{tier}_id, h.{tier}_id)" for tier in TIER_ORDER}
    value = f"i.{quote(column)}" if column else "NULL"
    number = f"COUNT(DISTINCT {place['commune']})" if measure.counting is Counting.COMMUNES else "SUM(i.n)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {place[question.tier]} AS place, p.unit_tier, {value} AS value, {number} AS n"
            f" FROM ({sql}) i JOIN {placement} p ON p.unit_id = i.unit_id AND p.geography_id = %s"
            f" LEFT JOIN {placement} h ON h.unit_id = i.hand_unit_id AND h.geography_id = %s"
            f" GROUP BY 1, 2, 3",
            [*parameters, geography.id, geography.id],
        )
        return [(place_id, tier, value, int(n)) for place_id, tier, value, n in cursor.fetchall()]
