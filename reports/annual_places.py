"""Lists of records under the units of the rows they stand in, in agreement with what the roll-up counts there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from reports import workbook as w
from reports.annual_answers import Answers
from reports.annual_units import held_name
from reports.dashboard_scope import Scope
from reports.roman import roman
from reports.workbook import DoesNotAddUp, Row
from rollups.answer import Rollup
from units.choices import TIER_ORDER
from units.models import Placement
from vietnamese.numbers import format_integer

LONGEST_LIST = 20_000
"""A list is read on paper: the country's would fill thousands of pages, and is asked for by province."""
HELD, LOST = "held", "lost"


def place_in(scope: Scope) -> Callable[[int, int | None, str], int | str]:
    """By the unit of registration, the hand placement and the unit's tier: the unit of the row, HELD or LOST."""
    placed = Placement.objects.filter(geography=scope.geography)
    place_of = dict(placed.exclude(**{scope.tier: None}).values_list("unit_id", f"{scope.tier}_id"))
    above = TIER_ORDER[: TIER_ORDER.index(scope.tier)]
    return lambda unit, hand, tier: place_of.get(unit) or place_of.get(hand) or (HELD if tier in above else LOST)


def rows_under_units(
    answers: Answers, counts: Rollup, found: dict[int | str, list], cells: Callable[[Any], Mapping[str, Any]]
) -> Iterator[Row]:
    """A heading a unit and a numbered row for each of its members; `found` by place. Raises DoesNotAddUp where a group
    holds another number than the roll-up says."""
    groups = [(row.unit.id, row.name, row.total) for row in counts.rows]
    groups += [(HELD, held_name(answers), counts.held_above.total)]
    groups += [(LOST, _("Chưa phân bổ"), counts.not_allocated.total)]
    number = group = 0
    for place, name, count in groups:
        members: Sequence = found.pop(place, [])
        if len(members) != count:
            raise DoesNotAddUp(f"{name}: {len(members)} in the list, {count} counted")
        if not members:
            continue
        group, first = group + 1, number + 1
        heading = _("%(unit)s: %(count)s") % {"unit": name, "count": format_integer(count)}
        yield Row({"number": roman(group), "name": heading}, w.GROUP)
        for number, one in enumerate(members, first):
            yield Row({"number": number} | cells(one))
    if found:
        raise DoesNotAddUp(f"{sum(map(len, found.values()))} records outside every group")
