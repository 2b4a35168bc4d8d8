"""Questions about units, in words."""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import BooleanField, F, Func, Q

from vietnamese.folding import fold


class UnitQuerySet(models.QuerySet):
    def valid_on(self, day: date) -> "UnitQuerySet":
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )

    def at_tier(self, tier: str) -> "UnitQuerySet":
        return self.filter(tier=tier)

    def inside(self, unit) -> "UnitQuerySet":
        """Units whose records stand wholly inside the unit, in the geography the unit itself belongs to;
        the unit is among them."""
        return self.filter(id__in=unit_ids_inside(unit))

    def matching(self, text: str) -> "UnitQuerySet":
        """Units whose name holds every word of the text, marks and case aside."""
        found = self
        for word in fold(text).split():
            found = found.filter(Q(folded_name__startswith=word) | Q(folded_name__contains=f" {word}"))
        return found


class PlacementQuerySet(models.QuerySet):
    def inside(self, unit, geography=None) -> "PlacementQuerySet":
        """Placements that stand inside the unit, in the geography of its last day; whoever holds that gives it."""
        from units.geography import geography_of_unit

        return self.filter(**{"geography": geography or geography_of_unit(unit), unit.tier: unit})


def among(columns: str | tuple[str, ...], ids: Iterable[int]) -> Q:
    """The condition that the column, or one of the columns, holds one of the ids.

    A province has some seven hundred: written into the statement as they are, they cost neither Django's care for each
    of them (several milliseconds a question) nor a bound of parameters."""
    listed = ",".join(str(int(i)) for i in ids)
    if not listed:
        return Q(pk__in=[])
    held = f" IN ({listed})"
    asked = map(F, (columns,) if isinstance(columns, str) else columns)
    return Q(Func(*asked, template=f"(%(expressions)s{held})", arg_joiner=f"{held} OR ", output_field=BooleanField()))


def unit_ids_inside(unit) -> list[int]:
    """Ids of the units, of any geography, whose records stand wholly inside the unit.

    A list and not a subquery: both databases then walk the register's index by unit; a province has at
    most about a thousand.
    """
    from units.atlas import current_atlas

    return current_atlas().inside(unit)


def predecessors(units) -> dict[int, list[int]]:
    """Ids of the abolished units, of the same tier, that stand wholly in each of the units now; by unit id."""
    from units.geography import geography_of_unit
    from units.models import Placement

    found: dict[int, list[int]] = {}
    groups: dict[tuple, list[int]] = {}
    for unit in units:
        groups.setdefault((unit.tier, unit.valid_to), []).append(unit)
    for (tier, _), members in groups.items():
        ids = [unit.id for unit in members]
        rows = Placement.objects.filter(
            geography=geography_of_unit(members[0]), unit_tier=tier, **{f"{tier}_id__in": ids}
        ).exclude(unit_id__in=ids)
        for place, unit_id in rows.order_by("unit__position").values_list(f"{tier}_id", "unit_id"):
            found.setdefault(place, []).append(unit_id)
    return found
