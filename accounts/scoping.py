"""Who sees which records and may do what for which units: the one place where scope is decided."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import PEOPLE_ROLES, REGISTERING_ROLES
from accounts.models import Assignment
from units.atlas import Atlas, current_atlas
from units.choices import Tier
from units.models import Unit
from units.querysets import among


class _System:
    """Whoever holds the server, for commands: sees everything, stands in no log by name."""

    is_active = is_superuser = True
    display_name = ""
    pk = None


SYSTEM = _System()


@dataclass(frozen=True)
class Scope:
    """Records of these units and, beside them, of these organisations. `units` is None for everything; `places` are
    the units those organisations belong to: they may be looked at, and hold nothing by themselves."""

    units: frozenset[int] | None
    organisations: frozenset[int] = frozenset()
    places: frozenset[int] = frozenset()

    @property
    def is_everything(self) -> bool:
        return self.units is None

    @property
    def is_empty(self) -> bool:
        return self.units is not None and not self.units and not self.organisations

    @cached_property
    def unit_ids(self) -> list[int]:
        """The units in one order, so that the same scope is the same statement; not to be asked of everything."""
        return sorted(self.units)

    def holds(self, unit_id: int | None, organisation_id: int | None = None) -> bool:
        """Whether a record of the unit, or of the organisation, is inside."""
        return self.units is None or unit_id in self.units or organisation_id in self.organisations

    def reaches(self, unit_id: int) -> bool:
        """Whether anything of the unit can be inside: the unit, or one of its organisations."""
        return self.units is None or unit_id in self.units or unit_id in self.places

    def condition(self, *units: str, organisation: str = "organisation_id") -> Q:
        """What a row must meet, its unit standing in any of the columns `units`. Without an organisation it is nothing
        but lists of units, which both databases walk by index."""
        if self.units is None:
            return Q()
        asked = Q()
        if self.units or not self.organisations:
            asked |= among(units, self.unit_ids)
        if self.organisations:
            asked |= among(organisation, sorted(self.organisations))
        return asked


NOTHING, EVERYTHING = Scope(frozenset()), Scope(None)


def seen_by(user) -> Scope:
    """What the person sees: the subtree of every unit she is assigned to and those she may look at beside it; of an
    abolished unit what stood in it to its last day; with an organisation, its records alone."""
    return _kept(user, "seen", lambda: _seen(user))


def written_by(user) -> Scope:
    """What the person registers and corrects: of units and organisations standing today, with all that went over into
    them whole. Always a part of what she sees."""
    return _kept(user, "written", lambda: _standing_scope(user, REGISTERING_ROLES))


def acted_on_by(user, roles: frozenset) -> Scope:
    """What the person holds one of the roles for; never an organisation's alone, nor an abolished unit's."""
    key = "_".join(sorted(roles))
    return _kept(user, key, lambda: Scope(_standing_scope(user, roles).units))


def owned_by(user, roles: frozenset) -> Scope:
    """What the person does herself by one of the roles: her own units and organisations, with what went over whole into
    her commune. Whoever holds a province may step in for each of its communes; that is their work all the same."""
    return _kept(user, "own_" + "_".join(sorted(roles)), lambda: _own_scope(user, roles))


def held_assignments(user) -> list[Assignment]:
    """What the person is assigned to today, with the units; one query, kept on the person for the request."""
    if not user.is_active:
        return []
    if not hasattr(user, "_held_assignments"):
        held = user.assignments.on(timezone.localdate())
        user._held_assignments = list(
            held.select_related("unit", "organisation", "views_unit").order_by("unit__position", "id")
        )
    return user._held_assignments


def acting_assignments(user, roles: frozenset) -> list[Assignment]:
    """Of those, the ones of the roles whose unit and organisation stand today."""
    today = timezone.localdate()
    return [a for a in held_assignments(user) if a.role in roles and a.stands_on(today)]


def assigned_units(user, roles: frozenset | None = None) -> list[Unit]:
    """Units the person holds an assignment for today, in list order: any, abolished ones too; or of the `roles`, and
    then such as stand today."""
    held = held_assignments(user) if roles is None else acting_assignments(user, roles)
    return sorted({a.unit_id: a.unit for a in held}.values(), key=lambda unit: unit.position)


def sees_unit(user, unit: Unit) -> bool:
    return seen_by(user).reaches(unit.id)


def may_register_for(user, unit: Unit, organisation_id: int | None = None) -> bool:
    """Whether the person registers for the unit, or for that organisation of it."""
    return written_by(user).holds(unit.id, organisation_id)


def may_change(user, registration) -> bool:
    """Whether the person may correct the registration."""
    return written_by(user).holds(registration.unit_id, registration.organisation_id)


def may_register(user) -> bool:
    """Whether the person registers models anywhere at all."""
    return not written_by(user).is_empty


def may_act_for(user, unit: Unit, roles: frozenset) -> bool:
    """Whether the person holds one of the roles for the unit or for one it stands in."""
    return acted_on_by(user, roles).holds(unit.id)


def administered_unit_ids(user) -> list[int] | None:
    """Ids of the units whose people the person keeps; None for everything."""
    scope = acted_on_by(user, PEOPLE_ROLES)
    return None if scope.is_everything else scope.unit_ids


def units_inside(user, units: Iterable[Unit]) -> frozenset[int]:
    """Ids of the units that stand wholly in one of `units`; of an abolished one, those of its own days: what its
    successors registered since is theirs. Kept on the person for the request."""
    walked = user.__dict__.setdefault("_walked_units", {})
    unknown = [unit for unit in units if unit.id not in walked]
    if unknown:
        atlas = current_atlas()
        walked.update((unit.id, _standing_in(unit, atlas)) for unit in unknown)
    return frozenset().union(*(walked[unit.id] for unit in units))


def ended_sentence(unit: Unit) -> str:
    """Said wherever an abolished unit's staff may read and no longer write."""
    return _(
        "%(unit)s đã kết thúc ngày %(day)s: anh/chị xem được hồ sơ cũ; nhập cho đơn vị kế tục khi được phân công."
    ) % {"unit": unit.name, "day": unit.valid_to.strftime("%d/%m/%Y")}


def _kept(user, key: str, made: Callable[[], Scope]) -> Scope:
    if not user.is_active:
        return NOTHING
    if user.is_superuser:
        return EVERYTHING
    scopes = user.__dict__.setdefault("_scopes", {})
    if key not in scopes:
        scopes[key] = made()
    return scopes[key]


def _seen(user) -> Scope:
    held = held_assignments(user)
    units = [a.unit for a in held if a.organisation_id is None] + [a.views_unit for a in held if a.views_unit]
    return _with_organisations(units_inside(user, units), held)


def _standing_scope(user, roles: frozenset) -> Scope:
    held = acting_assignments(user, roles)
    units = [a.unit for a in held if a.organisation_id is None]
    return _with_organisations(units_inside(user, units), held)


def _own_scope(user, roles: frozenset) -> Scope:
    held = acting_assignments(user, roles)
    own = [a.unit for a in held if a.organisation_id is None]
    communes = [unit for unit in own if unit.tier == Tier.COMMUNE]
    return _with_organisations(units_inside(user, communes) | {unit.id for unit in own}, held)


def _with_organisations(units: frozenset[int], held: list[Assignment]) -> Scope:
    limited = [a for a in held if a.organisation_id is not None]
    return Scope(
        units, frozenset(a.organisation_id for a in limited), frozenset(a.unit_id for a in limited)
    )


def _standing_in(unit: Unit, atlas: Atlas) -> set[int]:
    """Ids of what stands in the unit, of its own days."""
    last_day = unit.valid_to
    ids = atlas.inside(unit)
    if last_day is None or last_day >= timezone.localdate():
        return set(ids)
    return {i for i in ids if (first := atlas.units[i].valid_from) is None or first <= last_day}
