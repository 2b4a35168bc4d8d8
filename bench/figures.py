"""What a measurement is, and how two things measured by turns become a ratio with its spread."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Figure:
    """Seconds of ours, and of what it is held against, taken by turns in the same run."""

    name: str
    ours: list[float]
    against: list[float] = field(default_factory=list)
    against_name: str = ""
    queries: int | None = None
    peak_mb: float | None = None
    note: str = ""

    def as_line(self) -> str:
        """One line for a person: medians in milliseconds, the ratio with its spread, queries and memory."""
        parts = [f"{self.name:<58} {_shown(self.ours)}"]
        if self.against:
            pairs = [a / b for a, b in zip(self.ours, self.against, strict=False)]
            if self.name.startswith(("import", "export")):
                pairs = [1 / p for p in pairs]
                word = "faster than"
            else:
                word = "of"
            parts.append(
                f"{statistics.median(pairs):5.2f}× {word} {self.against_name} {_shown(self.against)}"
            )
            parts.append(f"spread {min(pairs):.2f}–{max(pairs):.2f}")
        if self.queries is not None:
            parts.append(f"{self.queries} queries")
        if self.peak_mb is not None:
            parts.append(f"peak {self.peak_mb:.0f} MB")
        if self.note:
            parts.append(self.note)
        return " | ".join(parts)


def by_turns(
    ours: Callable[[], object], against: Callable[[], object], times: int
) -> tuple[list[float], list[float]]:
    """Seconds of each, run alternately so that a noisy minute falls on both; the first run of each only warms up."""
    first, second = [], []
    for turn in range(times + 1):
        a, b = seconds(ours), seconds(against)
        if turn:
            first.append(a)
            second.append(b)
    return first, second


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def peak_memory_mb() -> float:
    """The most memory this process has held since it began."""
    try:
        import resource
    except ImportError:
        return float("nan")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _shown(values: list[float]) -> str:
    middle = statistics.median(values) * 1000
    return f"{middle:,.1f} ms" if middle < 10_000 else f"{middle / 1000:,.1f} s"
