"""Who sees which units and may do what there: the one place where scope is decided."""

from django.db.models import Q
from django.utils import timezone

from accounts.choices import PEOPLE_ROLES, REGISTERING_ROLES
from accounts.models import Assignment
from units.models import Unit
from units.querysets import unit_ids_inside


class _System:
    """Whoever holds the server, for commands: sees everything, stands in no log by name."""

    is_active = is_superuser = True
    display_name = ""


SYSTEM = _System()


def assigned_units(user, roles: frozenset | None = None) -> list[Unit]:
    """Units the person holds an assignment for today, in list order; for any role, or for one of `roles`."""
    held = held_assignments(user)
    units = {a.unit_id: a.unit for a in held if roles is None or a.role in roles}
    return sorted(units.values(), key=lambda unit: unit.position)


def held_assignments(user) -> list[Assignment]:
    """What the person is assigned to today, with the units; one query, kept on the person for the request."""
    if not hasattr(user, "_held_assignments"):
        today = timezone.localdate()
        held = user.assignments.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=today), valid_from__lte=today
        )
        user._held_assignments = list(held.select_related("unit").order_by("unit__position", "id"))
    return user._held_assignments


def visible_unit_ids(user) -> list[int] | None:
    """Ids of the units whose records the person may see; None for everything. Kept on the person for the request."""
    return _kept(user, "_visible_unit_ids", None)


def writable_unit_ids(user) -> list[int] | None:
    """Ids of the units for which the person may register; None for everything."""
    return _kept(user, "_writable_unit_ids", REGISTERING_ROLES)


def administered_unit_ids(user) -> list[int] | None:
    """Ids of the units whose people the person keeps; None for everything."""
    return _kept(user, f"_ids_{'_'.join(sorted(PEOPLE_ROLES))}", PEOPLE_ROLES)


def sees_unit(user, unit: Unit) -> bool:
    ids = visible_unit_ids(user)
    return ids is None or unit.id in ids


def may_register_for(user, unit: Unit) -> bool:
    ids = writable_unit_ids(user)
    return ids is None or unit.id in ids


def may_act_for(user, unit: Unit, roles: frozenset) -> bool:
    """Whether the person holds one of the roles for the unit or for one it stands in."""
    ids = _kept(user, f"_ids_{'_'.join(sorted(roles))}", roles)
    return ids is None or unit.id in ids


def may_register(user) -> bool:
    """Whether the person registers models anywhere at all."""
    ids = writable_unit_ids(user)
    return ids is None or bool(ids)


def _kept(user, name: str, roles: frozenset | None) -> list[int] | None:
    if not user.is_active:
        return []
    if user.is_superuser:
        return None
    if not hasattr(user, name):
        ids = {i for unit in assigned_units(user, roles) for i in _ids_inside(user, unit)}
        setattr(user, name, sorted(ids))
    return getattr(user, name)


def _ids_inside(user, unit: Unit) -> list[int]:
    # A person who both enters and decides for a unit walks it once.
    walked = user.__dict__.setdefault("_walked_units", {})
    if unit.id not in walked:
        walked[unit.id] = unit_ids_inside(unit)
    return walked[unit.id]
