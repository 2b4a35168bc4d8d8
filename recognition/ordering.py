"""The order in which papers of a day are read: by the number they begin with, 12 before 103, whatever follows it."""

from django.db.models import F, Func, IntegerField
from django.db.models.expressions import OrderBy

from units.filters import Ordering


class LeadingNumber(Func):
    """The number a column of paper numbers begins with; NULL where it begins with none."""

    output_field = IntegerField()

    def as_sqlite(self, compiler, connection, **more):
        # SQLite reads as many digits as there are and 0 where there are none.
        return super().as_sql(compiler, connection, template="NULLIF(CAST(%(expressions)s AS INTEGER), 0)", **more)

    def as_postgresql(self, compiler, connection, **more):
        return super().as_sql(
            compiler, connection, template="CAST(SUBSTRING(%(expressions)s FROM '^[0-9]{1,18}') AS BIGINT)", **more
        )


def newest_first() -> tuple:
    """Decisions as their list begins: drafts, which wait for somebody, then from the last day of signing back; those of a
    day by number. The two databases disagree on where nothing stands."""
    number = LeadingNumber("number_key").asc(nulls_last=True)
    return F("signed_on").desc(nulls_first=True), number, "number_key", "-id"


class NumberOrdering(Ordering):
    """Sorts the column `number_key` by the number it begins with."""

    def get_ordering_value(self, param: str) -> OrderBy:
        if param.removeprefix("-") != "number":
            return super().get_ordering_value(param)
        number = LeadingNumber("number_key")
        return number.desc(nulls_last=True) if param.startswith("-") else number.asc(nulls_last=True)
