"""How much room words take: estimates for Be Vietnam Pro, a little too wide rather than too narrow."""

from collections.abc import Sequence
from dataclasses import dataclass

SIZES = (12, 11, 10)


def width_of(words: str, size: float = 12) -> float:
    """Units a line takes. Figures are tabular, spaces and dots narrow, capitals wide."""
    return size * sum(
        0.3 if c in " \u00a0.,-()–'" else 0.66 if c.isdigit() else 0.75 if c.isupper() or c == "%" else 0.6
        for c in words
    )


def fitting(words: str, room: float, size: float = 12) -> str:
    """The words where they fit the room, otherwise nothing: a figure is never cut, the table beside has it whole."""
    return words if width_of(words, size) <= room else ""


@dataclass(frozen=True)
class Fit:
    """How the figures over the columns are printed: shortened or whole, at which size, in which columns."""

    shortened: bool
    size: int
    told: list[bool]

    @property
    def css(self) -> str:
        return f"size-{self.size}"


def fit(labels: Sequence[str], whole: Sequence[str], shortened: Sequence[str], pitch: float) -> Fit:
    """Whole and in every column where any size allows it; then shortened; then only in some columns."""
    for texts in (whole, shortened):
        widest = max((width_of(one, 1) for one in texts), default=0)
        size = next((size for size in SIZES if widest * size + 1 <= pitch), 0)
        if size:
            return Fit(texts is shortened, size, told_places(len(labels), labels, pitch))
    return Fit(True, SIZES[-1], told_places(len(labels), [*labels, *shortened], pitch, SIZES[-1]))


def told_places(columns: int, words: Sequence[str], pitch: float, size: float = 12) -> list[bool]:
    """In which columns words are printed when the widest needs more than a column: all, or every second, third ...

    Counted from the last column, which is always told.
    """
    widest = max((width_of(one, size) + 1 for one in words), default=0)
    every = max(1, -int(-widest // pitch))
    return [(columns - 1 - place) % every == 0 for place in range(columns)]


def wrapped(words: str, room: float, size: float = 12) -> list[str]:
    """The words in as few lines as fit the room, of about the same length; a word too long keeps its own line."""
    words = words.replace(" - ", "\u00a0- ")  # a dash ends a line, it never starts one
    lines = _filled(words, room, size)
    while len(lines) > 1 and (
        narrower := _filled(words, max(width_of(line, size) for line in lines) - 1, size)
    ):
        if len(narrower) > len(lines) or narrower == lines:
            break
        lines = narrower
    return lines


def _filled(words: str, room: float, size: float) -> list[str]:
    lines: list[str] = []
    for word in words.split(" "):
        if lines and width_of(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def spread(middles: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Middles moved as little as needed so that labels of these heights do not overlap, from the top down.

    Labels that reach below `bottom` push the ones above them up.
    """
    order = sorted(range(len(middles)), key=lambda place: middles[place])
    placed = list(middles)
    edge = top
    for place in order:
        placed[place] = max(middles[place], edge + heights[place] / 2)
        edge = placed[place] + heights[place] / 2
    edge = bottom
    for place in reversed(order):
        placed[place] = min(placed[place], edge - heights[place] / 2)
        edge = placed[place] - heights[place] / 2
    return placed
