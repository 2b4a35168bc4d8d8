"""A question split by several dimensions at once, units left aside: field by year, level by recognised, and so on.

Totals are the same in every geography, so no placement is read: one walk of the register's covering index a measure,
whose few cells (never more than the dimensions multiply to) are added up here as often as a page needs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Sum

from rollups.answer import Figure, Share
from rollups.dimensions import dimensions
from rollups.engine import narrowed_rows
from rollups.measures import Counting, Measure, Ratio, catalogue
from rollups.question import Question


@dataclass(frozen=True)
class Crossing:
    """The figures by their values in each of the dimensions, in order."""

    splits: tuple[str, ...]
    cells: Mapping[tuple[str, ...], Figure]
    nothing: Figure

    def of(self, **narrowed: str | int) -> Figure:
        """The figure of all cells with these values: of(field="economy", year=2024); of() is the whole."""
        wanted = [(self.splits.index(split), str(value)) for split, value in narrowed.items()]
        found = [
            cell for values, cell in self.cells.items() if all(values[at] == value for at, value in wanted)
        ]
        if isinstance(self.nothing, Share):
            return Share(sum(c.numerator for c in found), sum(c.denominator for c in found))
        return sum(found)


def cross(question: Question, splits: Sequence[str], viewer) -> Crossing:
    """The counts of the records the viewer may see, by every combination of the dimensions that occurs.

    Only for measures that add up: a model counted once may stand in several cells (ValueError)."""
    measure = catalogue()[question.measure]
    if isinstance(measure, Ratio):
        above = _cells(catalogue()[measure.numerator], question, splits, viewer)
        below = _cells(catalogue()[measure.denominator], question, splits, viewer)
        cells = {key: Share(above.get(key, 0), below.get(key, 0)) for key in above.keys() | below.keys()}
        return Crossing(tuple(splits), cells, Share(0, 0))
    return Crossing(tuple(splits), _cells(measure, question, splits, viewer), 0)


def _cells(measure: Measure, question: Question, splits: Sequence[str], viewer) -> dict[tuple[str, ...], int]:
    if measure.counting not in (Counting.ROWS, Counting.SUM):
        raise ValueError(f"{measure.key} does not add up over {', '.join(splits)}")
    columns = [dimensions()[split].column for split in splits]
    n = Count("id") if measure.counting is Counting.ROWS else Sum(measure.column)
    cells: dict[tuple[str, ...], int] = defaultdict(int)
    rows = narrowed_rows(measure, question, viewer).order_by().values_list(*columns).annotate(n=n)
    for *values, number in rows:
        cells[tuple(str(value) for value in values)] += number or 0
    return cells
