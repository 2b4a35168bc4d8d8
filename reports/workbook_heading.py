"""The heading rows of a table, with headings over groups of columns: cells with their spans, for Excel and for a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from reports.workbook import Column


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading cell: its text, where it starts (row and column from 0) and how far it reaches."""

    text: str
    row: int
    column: int
    rows: int
    columns: int
    width: float  # of the columns under it, in characters


def headings(columns: Sequence[Column]) -> list[list[Heading]]:
    """The heading rows from the top, each with its cells from the left."""
    depth = 1 + max(len(column.groups) for column in columns)
    found: list[list[Heading]] = [[] for _row in range(depth)]
    for level in range(depth - 1):
        for group, members in groupby(enumerate(columns), key=lambda entry: entry[1].groups[: level + 1]):
            covered = list(members)
            if len(group) > level:
                width = sum(column.width for _n, column in covered)
                found[level].append(Heading(group[level], level, covered[0][0], 1, len(covered), width))
    for n, column in enumerate(columns):
        level = len(column.groups)
        found[level].append(Heading(column.label, level, n, depth - level, 1, column.width))
    return [sorted(row, key=lambda heading: heading.column) for row in found]
