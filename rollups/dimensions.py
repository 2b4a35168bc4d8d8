"""The ways a figure can be split, and what a figure can be narrowed to. Domain apps declare theirs."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Dimension:
    """`key` as asked; `column` of the rows it groups; `choices` in their fixed order (empty: the values found, sorted).
    `of_today`: its column keeps the last value alone, so that no past day can be split by it."""

    key: str
    column: str
    label: str
    choices: Sequence[tuple[str, str]] = ()
    of_today: bool = False


_dimensions: dict[str, Dimension] = {}


def declare_dimension(dimension: Dimension) -> None:
    _dimensions[dimension.key] = dimension


def dimensions() -> dict[str, Dimension]:
    return _dimensions
