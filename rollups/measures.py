"""What can be counted. Each domain app declares its measures; the engine knows none of them by name."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from django.db.models import Q, QuerySet


class Counting(Enum):
    ROWS = "rows"
    """Every row once."""
    SUM = "sum"
    """A column added up; empty cells count nothing."""
    ONCE = "once"
    """Each distinct value of a column once, at the unit that comes first in the list."""
    COMMUNES = "communes"
    """Each commune with at least one row once."""


ADDING_UP = frozenset({Counting.ROWS, Counting.SUM})
"""Countings whose figures of parts add up to that of the whole."""


def decided_by(seen: Callable[[object], Hashable]):
    """For `rows` of a measure that depend on nothing but what `seen(viewer)` gives: two viewers for whom it is the same
    are answered with the same statement, written once (rollups/statements.py)."""

    def marked(rows: Callable[[object], QuerySet]) -> Callable[[object], QuerySet]:
        rows.decided_by = seen
        return rows

    return marked


@dataclass(frozen=True, eq=False)
class AsOf:
    """How a measure is asked as of a day: `rows(viewer, day, known_by)` and `where(day, known_by)` by the day things
    happened; with `known_by`, only by what had been entered by that day."""

    rows: Callable[[object, date, date | None], QuerySet]
    where: Callable[[date, date | None], Q] | None = None


@dataclass(frozen=True, eq=False)
class Measure:
    """`rows(viewer)` gives the rows the person may see; they carry `unit_id`, `hand_unit_id`, `year`. Of these the
    measure counts the ones that meet `where`. Measures that name the same `rows` are counted in one walk.

    Without `as_of` it tells of today alone. `is_step`: its rows are registrations, and reaching it is a step of their way:
    lists of the register are narrowed by the same condition."""

    key: str
    label: str
    unit_label: str
    rows: Callable[[object], QuerySet]
    counting: Counting = Counting.ROWS
    column: str = "id"
    where: Q | None = None
    as_of: AsOf | None = None
    is_step: bool = False

    def on(self, day: date, known_by: date | None) -> "Measure":
        """The same measure as it stood on the day; only where it can be asked so."""
        asked = self.as_of

        def rows(viewer):
            return asked.rows(viewer, day, known_by)

        return replace(self, rows=rows, where=self.condition(day, known_by))

    def condition(self, day: date | None = None, known_by: date | None = None) -> Q | None:
        """What its rows must meet, today or as of a day."""
        if day is None:
            return self.where
        return self.as_of.where(day, known_by) if self.as_of.where else None


@dataclass(frozen=True)
class Ratio:
    """One measure over another. Both parts are added up the tree and divided last."""

    key: str
    label: str
    numerator: str
    denominator: str
    unit_label: str = "%"


_catalogue: dict[str, Measure | Ratio] = {}


def declare(measure: Measure | Ratio) -> None:
    _catalogue[measure.key] = measure


def steps() -> dict[str, Measure]:
    """The measures of what has reached a step of the way, in order of declaration."""
    return {key: measure for key, measure in _catalogue.items() if isinstance(measure, Measure) and measure.is_step}


def catalogue() -> dict[str, Measure | Ratio]:
    """Every declared measure by its key, in order of declaration."""
    return _catalogue
