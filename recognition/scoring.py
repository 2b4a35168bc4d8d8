"""What the points of a dossier's appraisers make of it: percent, outcome, rank. Nothing here reads the database.

Each appraiser's points become one percentage of the maximum; the dossier's is the mean or the median of theirs. All of it
is exact until it is rounded once, to the two decimals that are shown, compared with the thresholds and ranked: what
looks the same is the same."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


class Joining(StrEnum):
    """How the appraisers' percentages become the dossier's."""

    MEAN = "mean"
    MEDIAN = "median"


class Outcome(StrEnum):
    EXEMPLARY = "exemplary"
    RECOGNISED = "recognised"
    NOT_MET = "not_met"


@dataclass(frozen=True)
class Item:
    """One criterion: `maximum` points counted `weight` times. A compulsory one fails below `floor`; one that is met or
    not met is given its maximum or nothing, and may be worth no points at all."""

    key: Hashable
    maximum: Decimal
    weight: Decimal = Decimal(1)
    compulsory: bool = False
    floor: Decimal = Decimal(0)
    met_or_not: bool = False


@dataclass(frozen=True)
class Mark:
    """What an appraiser gave for one item: points, or met / not met where the item is of that kind."""

    points: Decimal = Decimal(0)
    met: bool = False


@dataclass(frozen=True)
class Rules:
    """A criteria set as the scores are held against it; thresholds in percent."""

    items: tuple[Item, ...]
    recognised: Decimal
    exemplary: Decimal | None = None
    joining: Joining = Joining.MEAN


@dataclass(frozen=True)
class Verdict:
    """What the counted scores say. `percent` and `outcome` are None while nobody's score counts. `failed` are compulsory
    items that half of the appraisers or more find not met; `disputed` those on which they differ."""

    percent: Decimal | None
    outcome: Outcome | None
    counted: int = 0
    failed: tuple = ()
    disputed: tuple = ()


def points_of(item: Item, mark: Mark) -> Decimal:
    """The points the mark is worth before weighing."""
    if item.met_or_not:
        return item.maximum if mark.met else Decimal(0)
    return mark.points


def is_failed(item: Item, mark: Mark) -> bool:
    """Whether a compulsory item falls short by this mark; one without a mark does."""
    if not item.compulsory:
        return False
    return not mark.met if item.met_or_not else mark.points < item.floor


def exact_percent(items: Sequence[Item], marks: Mapping[Hashable, Mark]) -> Fraction:
    """The weighed points in percent of the weighed maximum; 0 where the set is worth no points."""
    whole = sum((Fraction(item.weight) * Fraction(item.maximum) for item in items), Fraction())
    if not whole:
        return Fraction()
    given = (Fraction(item.weight) * Fraction(points_of(item, marks.get(item.key, Mark()))) for item in items)
    return sum(given, Fraction()) * 100 / whole


def rounded(percent: Fraction) -> Decimal:
    """Two decimals, half away from zero."""
    hundredths = (Decimal(percent.numerator) * 100 / Decimal(percent.denominator)).quantize(Decimal(1), ROUND_HALF_UP)
    return hundredths.scaleb(-2).quantize(Decimal("0.01"))


def percent_of(items: Sequence[Item], marks: Mapping[Hashable, Mark]) -> Decimal:
    """One appraiser's score as it is shown."""
    return rounded(exact_percent(items, marks))


def joined(percents: Sequence[Fraction], joining: Joining) -> Fraction:
    """The mean or the median; with an even number the median is the mean of the two in the middle."""
    if joining == Joining.MEAN:
        return sum(percents, Fraction()) / len(percents)
    ordered, middle = sorted(percents), len(percents) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def verdict(rules: Rules, sheets: Iterable[Mapping[Hashable, Mark]]) -> Verdict:
    """What these sheets, one for each appraiser whose score counts, say of the dossier. The order of the sheets is of no
    account."""
    sheets = list(sheets)
    if not sheets:
        return Verdict(None, None)
    percent = rounded(joined([exact_percent(rules.items, marks) for marks in sheets], rules.joining))
    against = {
        item.key: n
        for item in rules.items
        if (n := sum(is_failed(item, marks.get(item.key, Mark())) for marks in sheets))
    }
    failed = tuple(key for key, n in against.items() if 2 * n >= len(sheets))
    disputed = tuple(key for key, n in against.items() if n < len(sheets))
    return Verdict(percent, outcome_of(rules, percent, bool(failed)), len(sheets), failed, disputed)


def outcome_of(rules: Rules, percent: Decimal, falls_short: bool) -> Outcome:
    """A compulsory item that fails is not met, whatever the points."""
    if falls_short or percent < rules.recognised:
        return Outcome.NOT_MET
    if rules.exemplary is not None and percent >= rules.exemplary:
        return Outcome.EXEMPLARY
    return Outcome.RECOGNISED


@dataclass(frozen=True)
class Place:
    """A place in the ranking: `rank` is None for what has no percent yet; `tied` where others stand on the same rank."""

    key: Hashable
    percent: Decimal | None
    rank: int | None = None
    tied: bool = False


def ranked(percents: Mapping[Key, Decimal | None]) -> list[Place]:
    """The dossiers from the highest percent on; equal percents share a rank and the ranks after it are left out (1, 1,
    3). Within a rank, and among those without a percent at the end, the order given is kept."""
    scored = sorted(((k, p) for k, p in percents.items() if p is not None), key=lambda pair: -pair[1])
    first = {p: rank for rank, (_, p) in reversed(list(enumerate(scored, 1)))}
    alike = Counter(p for _, p in scored)
    places = [Place(k, p, first[p], alike[p] > 1) for k, p in scored]
    return places + [Place(k, None) for k, p in percents.items() if p is None]
