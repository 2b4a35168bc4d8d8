"""What can be counted. Each domain app declares its measures; the engine knows none of them by name."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
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
class Measure:
    """`rows(viewer)` gives the rows the person may see; they carry `unit_id`, `hand_unit_id`, `year`. Of these the
    measure counts the ones that meet `where`. Measures that name the same `rows` are counted in one walk."""

    key: str
    label: str
    unit_label: str
    rows: Callable[[object], QuerySet]
    counting: Counting = Counting.ROWS
    column: str = "id"
    where: Q | None = None


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


def catalogue() -> dict[str, Measure | Ratio]:
    """Every declared measure by its key, in order of declaration."""
    return _catalogue
