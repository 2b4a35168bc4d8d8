"""The answer: what every page, sheet and API view prints."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rollups.question import Question
from units.models import Unit


@dataclass(frozen=True)
class Share:
    """A ratio not yet divided."""

    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """Between 0 and 1; None where there is nothing to divide by."""
        return self.numerator / self.denominator if self.denominator else None


Figure = int | Share


@dataclass(frozen=True)
class Column:
    key: str
    label: str


@dataclass(frozen=True)
class Line:
    """The cells of one line by column key, and its own total (not always their sum: a model registered at two levels
    counts in both and once in the total)."""

    cells: Mapping[str, Figure] = field(default_factory=dict)
    total: Figure = 0

    @property
    def is_empty(self) -> bool:
        parts = [self.total, *self.cells.values()]
        return not any((p.numerator or p.denominator) if isinstance(p, Share) else p for p in parts)


@dataclass(frozen=True)
class UnitLine(Line):
    unit: Unit | None = None
    name: str = ""
    """The unit's name on the day of the geography."""


@dataclass(frozen=True)
class Rollup:
    """For every column: the rows, what is held above the tier and what no place is known for add up to the total."""

    question: Question
    columns: list[Column]
    rows: list[UnitLine]
    held_above: Line
    not_allocated: Line
    total: Line
