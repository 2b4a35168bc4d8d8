"""How a figure stands to what was asked (an outcome, whatever the day) and what that is called on a day (a verdict).

| figure \\ day | due day past | not yet |
|---|---|---|
| none | chưa có số liệu | chưa đến hạn |
| reaches the value | đạt, or vượt where it goes beyond | the same |
| short of it, behind the road map | chưa đạt | nguy cơ không đạt |
| short of it, else | chưa đạt | chưa đến hạn |
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from resolutions.choices import Aggregation, Direction, Outcome, Recurrence, TargetKind, Verdict

_FULL = Decimal(100)


class Tally(NamedTuple):
    """Assigned units by how their accepted figures stand; `waiting` are those with a report sent and not yet accepted
    (they are counted among the silent while nothing of theirs is accepted)."""

    exceeded: int = 0
    met: int = 0
    short: int = 0
    behind: int = 0
    silent: int = 0
    not_applicable: int = 0
    waiting: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Of both together, each as many times as it is in either."""
        return Tally(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def assigned(self) -> int:
        return self.answered + self.silent

    @property
    def answered(self) -> int:
        """Units that gave an answer, those excused among them."""
        return self.reported + self.not_applicable

    @property
    def reported(self) -> int:
        """Units with an accepted figure."""
        return self.reaching + self.failing

    @property
    def reaching(self) -> int:
        return self.exceeded + self.met

    @property
    def failing(self) -> int:
        """Units short of what was asked; before the due day they are merely on their way."""
        return self.short + self.behind

    @property
    def concerned(self) -> int:
        """Units that count: all but the excused."""
        return self.reported + self.silent


def outcome_of(
    version, year: int, *, numerator: Decimal | None, denominator: Decimal | None, value: Decimal | None = None
) -> Outcome:
    """How one unit's figure stands. `value` is its own where it was given one; else the target's. A share is judged by
    its parts divided, in per cent, any other figure by its number."""
    if numerator is None:
        return Outcome.NONE
    if version.is_done_or_not:
        return Outcome.MET if numerator >= (denominator or 1) else Outcome.SHORT
    actual = numerator * _FULL / denominator if version.is_share and denominator else numerator
    if _counts_units(version):
        # "90% of units do it" asks of each unit to do it; 90%, and the road map, are asked of the count of units.
        return _compared(Direction.AT_LEAST, actual, _FULL if value is None else value, None)
    if value is None and version.kind == TargetKind.AMOUNT:
        # "45.799/36.875": a part without a value of its own is measured by the one its unit wrote below the line.
        value = denominator
    return _compared(version.direction, actual, version.value if value is None else value, version.step_in(year))


def whole_outcome(
    version, year: int, *, tally: Tally, numerator: Decimal, denominator: Decimal, asked: Decimal | None, whole: bool
) -> Outcome:
    """How the figures of many units stand together, by the target's own way of adding up. `asked` is what they were asked
    for in sum (for amounts); `whole` says that they are all there are, whom alone the road map of a sum is about.

    NONE wherever the silent could still decide it: nobody fails by another's silence. Counting units, 100% cannot be
    reached once one falls short, and 90% is reached whatever the last tenth says. A sum that has reached what was asked
    stays reached. A rate is that of the units that reported, beside how many did."""
    if not tally.concerned:
        return Outcome.NOT_APPLICABLE if tally.not_applicable else Outcome.NONE
    if not tally.reported:
        return Outcome.NONE
    if version.aggregation == Aggregation.UNITS_REACHING:
        return _by_units(version, tally, version.step_in(year))
    step = version.step_in(year)
    if version.aggregation == Aggregation.RATIO:
        if not denominator:
            return Outcome.NONE
        return _compared(version.direction, numerator * _FULL / denominator, version.value, step)
    if asked is None:
        return Outcome.NONE
    outcome = _compared(version.direction, numerator, asked, step if whole else None)
    if not tally.silent:
        return outcome
    reached = outcome in (Outcome.EXCEEDED, Outcome.MET)
    # What is missing can only add: it may save a sum that is short of "at least" and spoil one below "at most".
    certain = reached if version.direction == Direction.AT_LEAST else (
        version.direction == Direction.AT_MOST and not reached
    )  # fmt: skip
    return outcome if certain else Outcome.NONE


def verdict_of(outcome: str, *, is_due: bool) -> Verdict:
    """What the outcome is called on a day on which the target is due, or not yet."""
    match outcome:
        case Outcome.EXCEEDED:
            return Verdict.EXCEEDED
        case Outcome.MET:
            return Verdict.MET
        case Outcome.NOT_APPLICABLE:
            return Verdict.NOT_APPLICABLE
        case Outcome.NONE:
            return Verdict.NO_DATA if is_due else Verdict.NOT_DUE
        case Outcome.BEHIND:
            return Verdict.NOT_MET if is_due else Verdict.AT_RISK
    return Verdict.NOT_MET if is_due else Verdict.NOT_DUE


def due_day(version, year: int, period_to: int | None) -> date:
    """The last day on which the figure of the year may still come right: the year's own end for a yearly target, its day
    for one by a date, the end of the document's period for one of the whole period."""
    if version.recurrence == Recurrence.BY_DATE:
        return version.due_on
    if version.recurrence == Recurrence.WHOLE_PERIOD and period_to:
        return date(max(period_to, year), 12, 31)
    return date(year, 12, 31)


def is_due(version, year: int, period_to: int | None, as_of: date) -> bool:
    """Whether the figure of the year is final on the day. A year before the due day's is looked at as it was then: the
    rate of 2023 is on its way to 2025, also when asked about in 2026."""
    day = due_day(version, year, period_to)
    return as_of > day and year >= day.year


def _counts_units(version) -> bool:
    return version.kind == TargetKind.UNITS_EACH_YEAR and version.aggregation == Aggregation.UNITS_REACHING


def _compared(direction: str, actual: Decimal, asked: Decimal, step: Decimal | None) -> Outcome:
    if _reaches(direction, actual, asked):
        return Outcome.MET if actual == asked else Outcome.EXCEEDED
    on_the_way = Direction.AT_LEAST if direction == Direction.EXACTLY else direction
    if step is not None and not _reaches(on_the_way, actual, step):
        return Outcome.BEHIND
    return Outcome.SHORT


def _reaches(direction: str, actual: Decimal, asked: Decimal) -> bool:
    if direction == Direction.AT_LEAST:
        return actual >= asked
    if direction == Direction.AT_MOST:
        return actual <= asked
    return actual == asked


def _by_units(version, tally: Tally, step: Decimal | None) -> Outcome:
    """By the share of units that reach: its lowest is where every silent unit fails, its highest where none does."""
    counted = _counts_units(version)
    asked, direction = (version.value, version.direction) if counted else (_FULL, Direction.AT_LEAST)
    lowest = tally.reaching * _FULL / tally.concerned
    highest = (tally.reaching + tally.silent) * _FULL / tally.concerned
    if direction == Direction.EXACTLY and lowest != highest:
        reached = {False} if not lowest <= asked <= highest else {True, False}
    else:
        reached = {_reaches(direction, share, asked) for share in (lowest, highest)}
    if len(reached) == 2:
        return Outcome.NONE
    if reached == {True}:
        beyond = asked not in (lowest, highest) and direction != Direction.EXACTLY
        return Outcome.EXCEEDED if beyond else Outcome.MET
    behind = not _reaches(Direction.AT_LEAST, highest, step) if counted and step is not None else tally.behind > 0
    return Outcome.BEHIND if behind else Outcome.SHORT
