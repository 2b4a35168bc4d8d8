"""The offices a registration passes on its way to the level it is registered at.

By territory: the district, until the districts were abolished on 2025-06-30, then the province. By sector: armed forces
and Party committees directly under the province answer to the province and pass no district."""

from models_registry.choices import Level
from units.choices import OrganisationKind, Tier
from units.models import Organisation, Unit

STRAIGHT_TO_THE_PROVINCE = frozenset(
    {
        OrganisationKind.PARTY_COMMITTEE,
        OrganisationKind.POLICE,
        OrganisationKind.MILITARY,
        OrganisationKind.BORDER_GUARD,
    }
)


def stations(unit: Unit, organisation: Organisation | None, level: str) -> list[Unit]:
    """The units whose office the registration lies with, one after the other; the last recognises at the level. Of an
    abolished unit those of its own days. Reads the unit's parents."""
    above = _chain(unit)
    if level == Level.GRASSROOTS:
        return [unit]
    if level == Level.DISTRICT:
        return [above.get(Tier.DISTRICT, unit)]
    province = above[Tier.PROVINCE]
    by_sector = organisation is not None and organisation.kind in STRAIGHT_TO_THE_PROVINCE
    if by_sector or unit.tier != Tier.COMMUNE or Tier.DISTRICT not in above:
        return [province]
    return [above[Tier.DISTRICT], province]


def last_station(registration) -> Unit:
    """The office that recognises at the registration's level; whoever lists many loads unit and parents."""
    return stations(registration.unit, registration.organisation, registration.level)[-1]


def next_station(registration) -> Unit | None:
    """The office after the one the registration lies with; None where that is the last."""
    way = stations(registration.unit, registration.organisation, registration.level)
    ids = [unit.id for unit in way]
    here = ids.index(registration.desk_id) if registration.desk_id in ids else len(ids) - 1
    return way[here + 1] if here + 1 < len(way) else None


def _chain(unit: Unit) -> dict[str, Unit]:
    found = {}
    while unit is not None:
        found[unit.tier] = unit
        unit = unit.parent
    return found
