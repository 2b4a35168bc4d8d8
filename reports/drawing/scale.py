"""Lengths for values, and the classes of a map."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.drawing.figures import count_text


@dataclass(frozen=True)
class Linear:
    """Values from 0 to `most` laid from `start` to `end`. A bar always starts at zero: its length is the figure."""

    most: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        return self.start + (self.end - self.start) * (value / self.most if self.most else 0)


@dataclass(frozen=True)
class MapClass:
    """Whole counts from low to high, both included; place 1 is the lightest."""

    place: int
    low: int
    high: int

    @property
    def label(self) -> str:
        if self.low == self.high:
            return count_text(self.low)
        return f"{count_text(self.low)}–{count_text(self.high)}"


def map_classes(values: Iterable[int | None], most_classes: int = 5) -> list[MapClass]:
    """At most five classes of about equally many units, with round limits; zero and no figure are not in any.

    Few distinct values give fewer classes. The last class ends at the greatest value.
    """
    counts = sorted(value for value in values if value)
    if not counts:
        return []
    uppers: list[int] = []
    for place in range(1, most_classes):
        upper = _round_down(counts[min(len(counts) - 1, len(counts) * place // most_classes)])
        if counts[0] <= upper < counts[-1] and (not uppers or upper > uppers[-1]):
            uppers.append(upper)
    uppers.append(counts[-1])
    lows = [1, *(upper + 1 for upper in uppers)]
    return [
        MapClass(place, low, upper) for place, (low, upper) in enumerate(zip(lows, uppers, strict=False), 1)
    ]


def class_of(value: int | None, classes: Sequence[MapClass]) -> str:
    """The CSS class of a value on the map: "map-1" to "map-5", "map-zero", "map-none" for no figure."""
    if value is None:
        return "map-none"
    return next((f"map-{one.place}" for one in classes if one.low <= value <= one.high), "map-zero")


def _round_down(number: int) -> int:
    """Two leading digits kept, the second as 0 or 5: 1.287 gives 1.000 or 1.250, never above the number."""
    if number < 10:
        return number
    step = 10 ** (len(str(number)) - 1)
    return number // (step // 2) * (step // 2) if step >= 10 and number // step < 5 else number // step * step
