"""The few formulas of the reports: each knows its Excel text and its result, so that both always agree.

A cell is named "column" (same row), "column:key of a row" or "column:#number of a row". The result is also stored in the file, because
previews on phones and most readers show stored results and never calculate.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

Number = int | float
NOTHING = "-"  # what a ratio shows when there is nothing to divide by


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula over cells given by name."""

    cells: tuple[str, ...]
    excel: ClassVar[str] = ""

    def text(self, reference: Callable[[str], str]) -> str:
        """The formula as Excel reads it, "=" included."""
        places = [reference(name) for name in self.cells]
        return "=" + self.excel.format(*places, all=",".join(places), first=places[0], last=places[-1])

    def result(self, figure: Callable[[str], Number]) -> Number | str:
        """What Excel will calculate; NOTHING where it cannot divide."""
        raise NotImplementedError


class Sum(Formula):
    """All named cells together."""

    excel = "SUM({all})"

    def result(self, figure):
        return sum(figure(name) for name in self.cells)


class ColumnSum(Sum):
    """The named cells together, which stand one under another: written as a range."""

    excel = "SUM({first}:{last})"


class Ratio(Formula):
    """The first cell over the second."""

    excel = f'IF({{1}}=0,"{NOTHING}",{{0}}/{{1}})'

    def result(self, figure):
        part, whole = (figure(name) for name in self.cells)
        return part / whole if whole else NOTHING


class Difference(Formula):
    """The first cell less the second; NOTHING where either holds no number."""

    excel = f'IF(COUNT({{0}},{{1}})=2,{{0}}-{{1}},"{NOTHING}")'

    def result(self, figure):
        later, earlier = (figure(name) for name in self.cells)
        return NOTHING if NOTHING in (later, earlier) else later - earlier


class Points(Formula):
    """The percentage points by which the first ratio exceeds the second; either may show NOTHING."""

    excel = f'IF(COUNT({{0}},{{1}})=2,({{0}}-{{1}})*100,"{NOTHING}")'

    def result(self, figure):
        later, earlier = (figure(name) for name in self.cells)
        return NOTHING if NOTHING in (later, earlier) else (later - earlier) * 100


class Growth(Formula):
    """How much the first cell exceeds the second, as a share of the second."""

    excel = f'IF({{1}}=0,"{NOTHING}",({{0}}-{{1}})/{{1}})'

    def result(self, figure):
        later, earlier = (figure(name) for name in self.cells)
        return (later - earlier) / earlier if earlier else NOTHING


def sum_of(*cells: str) -> Sum:
    return Sum(cells)


def ratio_of(part: str, whole: str) -> Ratio:
    return Ratio((part, whole))


def difference_of(later: str, earlier: str) -> Difference:
    return Difference((later, earlier))


def points_between(later: str, earlier: str) -> Points:
    return Points((later, earlier))


def growth_of(later: str, earlier: str) -> Growth:
    return Growth((later, earlier))
