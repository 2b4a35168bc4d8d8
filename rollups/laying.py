"""Counts by unit laid onto the places of a question's geography."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal

from django.core.exceptions import EmptyResultSet
from django.db import connection

from rollups.counting import Statement, exact
from rollups.measures import Counting, Measure
from rollups.question import Question
from units.choices import TIER_ORDER, Tier

HELD, LOST = "held", "lost"
"""Places of what stands above the tier shown, and of what no one unit is known for."""
Figures = dict[tuple, int | Decimal]
"""By (place, value of the split): a place is the id of a unit of the tier, HELD or LOST."""


def counted_by_place(
    parts: Sequence[Measure], question: Question, counting: Callable[[], Statement]
) -> list[Figures]:
    """The figures of each of the measures; `counting` gives the statement that counts them by unit."""
    try:
        statement, parameters = counting()
    except EmptyResultSet:
        # A person without any unit sees nothing, and Django writes no SQL for that.
        return [{} for _part in parts]
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        counted = cursor.fetchall()
    if parts[0].counting is Counting.COMMUNES:
        return [_communes(counted, question)]
    return [_sums(counted, at, question) for at in range(3, 3 + len(parts))]


def _sums(counted: list[tuple], at: int, question: Question) -> Figures:
    """The figures standing at `at` in the lines, added up by place. The country has tens of thousands of lines."""
    places, units = question.atlas.places(question.geography, question.tier), question.atlas.units
    unplaced = _unplaced(question.tier)
    found: Figures = defaultdict(int)
    for line in counted:
        unit, hand, n = line[0], line[1], line[at]
        # Few rows are placed by hand, and the hand only fills what the unit's own placement leaves open.
        place = places[unit] or places.get(hand) or unplaced[units[unit].tier]
        found[place, line[2]] += n if type(n) is int else exact(n)
    return {key: exact(n) for key, n in found.items()}


def _communes(counted: list[tuple], question: Question) -> Figures:
    """Each commune once, whether its rows were registered in it or in a district that became it."""
    atlas, unplaced = question.atlas, _unplaced(question.tier)
    places = atlas.places(question.geography, question.tier)
    communes = atlas.places(question.geography, Tier.COMMUNE)
    found: dict[tuple, set[int]] = defaultdict(set)
    for unit, hand, value in counted:
        commune = communes[unit] or communes.get(hand)
        if commune is not None:
            place = places[unit] or places.get(hand) or unplaced[atlas.units[unit].tier]
            found[place, value].add(commune)
    return {key: len(members) for key, members in found.items()}


def _unplaced(tier: str) -> dict[str, str]:
    """By the tier of its unit, what a row is that has no place at `tier`."""
    shown = TIER_ORDER.index(tier)
    return {above: HELD if at < shown else LOST for at, above in enumerate(TIER_ORDER)}
