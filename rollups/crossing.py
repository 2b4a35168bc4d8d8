"""A question split by several dimensions at once, units left aside: field by year, level by recognised, and so on.

Totals are the same in every geography, so no placement is read: one walk of the register's covering index a question,
whose few cells (never more than the dimensions multiply to) are added up here as often as a page needs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, Q

from rollups.answer import Figure, Share
from rollups.counting import exact, figures_of
from rollups.dimensions import dimensions
from rollups.engine import as_asked, joined, narrowed_rows, parts_of, walks
from rollups.measures import ADDING_UP, Counting, Measure, catalogue
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
    parts = parts_of(catalogue()[question.measure])
    cells, nothing = joined([_cells(group, question, splits, viewer) for group in walks(parts)], parts)
    return Crossing(tuple(splits), cells, nothing)


def whole(question: Question, viewer) -> dict[str, Figure]:
    """The total line of the question's roll-up by the values of its split (by "" where it is not split), without
    looking up any place: what a page needs that shows no units. Not for communes, which are places (ValueError)."""
    parts = parts_of(catalogue()[question.measure])
    splits = [question.split] if question.split else []
    if all(part.counting in ADDING_UP for part in parts):
        crossing = cross(question, splits, viewer)
        return {"".join(values): figure for values, figure in crossing.cells.items()}
    if parts[0].counting is not Counting.ONCE:
        raise ValueError(f"{question.measure} is counted by place")
    part = as_asked(parts[0], question)
    rows = narrowed_rows(part, question, viewer).order_by()
    if part.where is not None:
        rows = rows.filter(part.where)
    n = Count(part.column, distinct=True)
    if not splits:
        return {"": rows.aggregate(n=n)["n"]}
    return {str(value): n for value, n in rows.values_list(dimensions()[question.split].column).annotate(n=n)}


def wholes(question: Question, measures: Sequence[str], viewer) -> dict[str, int]:
    """The totals of several measures that add up over the same rows, in one walk (ValueError for others)."""
    parts = _walked_together(measures)
    return {part.key: cells.get((), 0) for part, cells in zip(parts, _cells(parts, question, [], viewer), strict=True)}


def entered_later(question: Question, measures: Sequence[str], viewer) -> dict[str, int]:
    """Of the totals as of the question's day how many were not known by it: of each measure the rows that count on the day
    and do not by what had been entered until its end. One walk."""
    known = question.asking(known_by=question.as_of)
    parts = _walked_together(measures)
    held = narrowed_rows(as_asked(parts[0], known), known, viewer).order_by()
    later = []
    for part in parts:
        now, then = as_asked(part, question), as_asked(part, known)
        among = held if then.where is None else held.filter(then.where)
        unknown = ~Q(id__in=among.values("id"))
        later.append(replace(now, where=unknown if now.where is None else now.where & unknown))
    rows, sums = figures_of(later, narrowed_rows(later[0], question, viewer).order_by())
    found = rows.aggregate(**sums)
    return {part.key: exact(found[f"n{at}"]) for at, part in enumerate(parts)}


def _walked_together(measures: Sequence[str]) -> tuple[Measure, ...]:
    parts = tuple(catalogue()[key] for key in measures)
    if len(walks(parts)) != 1:
        raise ValueError(f"{', '.join(measures)} are not counted in one walk")
    return parts


def _cells(
    parts: tuple[Measure, ...], question: Question, splits: Sequence[str], viewer
) -> list[dict[tuple[str, ...], int]]:
    if any(part.counting not in ADDING_UP for part in parts):
        raise ValueError(f"{question.measure} does not add up over {', '.join(splits)}")
    columns = [dimensions()[split].column for split in splits]
    parts = tuple(as_asked(part, question) for part in parts)
    rows, sums = figures_of(parts, narrowed_rows(parts[0], question, viewer).order_by())
    cells: list[dict[tuple[str, ...], int]] = [defaultdict(int) for _part in parts]
    # Without any dimension there is one group: the whole.
    groups = rows.values_list(*columns).annotate(**sums) if columns else [rows.aggregate(**sums).values()]
    for values in map(tuple, groups):
        key = tuple(str(value) for value in values[: len(columns)])
        for part, number in zip(cells, values[len(columns) :], strict=True):
            part[key] += exact(number)
    return cells
