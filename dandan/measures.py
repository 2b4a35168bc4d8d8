"""People by unit and role. Declared here because accounts and roll-ups are strangers to each other."""

from datetime import date

from django.db.models import BigIntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import Assignment
from accounts.scoping import seen_by
from rollups.dimensions import Dimension, declare_dimension
from rollups.measures import Counting, Measure, declare
from units.querysets import unit_ids_inside


class AssignmentsHeld(QuerySet):
    """Assignments as the engine reads rows: of years, inside a unit; never placed by hand."""

    def registered_in(self, year_from: int, year_to: int | None = None) -> "AssignmentsHeld":
        """Those that ran on any day of the years."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=date(year_from, 1, 1)),
            valid_from__lte=date(year_to or year_from, 12, 31),
        )

    def inside(self, unit, unit_ids: list[int] | None = None) -> "AssignmentsHeld":
        return self.filter(unit_id__in=unit_ids_inside(unit) if unit_ids is None else unit_ids)


def _held(viewer) -> AssignmentsHeld:
    rows = AssignmentsHeld(Assignment).filter(user__is_active=True)
    seen = seen_by(viewer)
    if not seen.is_everything:
        rows = rows.filter(seen.condition("unit_id"))
    return rows.annotate(hand_unit_id=Cast(Value(None), BigIntegerField()))


declare_dimension(Dimension("role", "role", _("Vai trò"), Role.choices))
declare(
    Measure("people", _("Người được phân công"), _("người"), _held, counting=Counting.ONCE, column="user_id")
)
declare(Measure("assignments", _("Phân công"), _("phân công"), _held))
