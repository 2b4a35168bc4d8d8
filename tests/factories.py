"""Small records for tests. Units come from the official lists (`loaded_units`) or are made up here."""

from datetime import date
from itertools import count

from models_registry.choices import ActivityField, Kind, Level, Phase
from models_registry.entry import Details, Entry
from models_registry.models import Registration
from models_registry.registration import register
from units.choices import Tier, UnitKind
from units.models import Unit
from vietnamese.folding import fold

_numbers = count(1)
_KINDS = {Tier.PROVINCE: UnitKind.TINH, Tier.DISTRICT: UnitKind.HUYEN, Tier.COMMUNE: UnitKind.XA}


def a_unit(tier: Tier, parent: Unit | None = None, **columns) -> Unit:
    """A made-up unit, of a list of its own so that it never meets an official one."""
    number = next(_numbers)
    name = columns.pop("name", f"Đơn vị {number}")
    code = columns.pop("code", f"t{number:05d}")
    return Unit.objects.create(
        key=f"thu-{code}", code=code, scheme="thu", tier=tier, kind=_KINDS[tier], name=name, folded_name=fold(name),
        parent=parent, position=900_000 + number, **columns,
    )  # fmt: skip


def an_entry(unit: Unit | str, **values) -> Entry:
    """An entry that breaks no rule, with these values instead of its own; unknown names go to its details."""
    unit = Unit.objects.get(key=unit) if isinstance(unit, str) else unit
    place = {
        name: values.pop(name)
        for name in ("name", "year", "level", "phase", "kind", "field", "organisation", "back_entered")
        if name in values
    }
    return Entry(
        **{
            "name": f"Mô hình số {next(_numbers)}",
            "year": 2024,
            "level": Level.GRASSROOTS,
            "phase": Phase.NEW,
            "kind": Kind.COLLECTIVE,
            "field": ActivityField.ECONOMY,
        }
        | place,
        unit=unit,
        details=Details(**values),
    )


def a_registration(unit: Unit | str, *, by=None, **values) -> Registration:
    """A registration entered through the register's own deed."""
    return register(by=by, entry=an_entry(unit, **values), entered_on=date(2026, 1, 15))
