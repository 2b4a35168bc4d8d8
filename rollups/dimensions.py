"""The ways a figure can be split, and what a figure can be narrowed to. Domain apps declare theirs."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Dimension:
    """`key` as asked; `column` of the rows it groups; `choices` in their fixed order (empty: the values found, sorted)."""

    key: str
    column: str
    label: str
    choices: Sequence[tuple[str, str]] = ()


_dimensions: dict[str, Dimension] = {}


def declare_dimension(dimension: Dimension) -> None:
    _dimensions[dimension.key] = dimension


def dimensions() -> dict[str, Dimension]:
    return _dimensions
