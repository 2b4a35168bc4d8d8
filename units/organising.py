"""Agencies and organisations, and who runs the movement: entered, corrected and closed by date."""

from django.db import transaction
from django.db.models import Model

from audit.recording import difference, record_change
from units.models import HostAgency, Organisation
from units.once_named import give_name, require_order, save_once_named
from vietnamese.folding import clean_line

_KEPT = ("name", "kind", "unit", "valid_from", "valid_to")


@transaction.atomic
def save_organisation(*, by, organisation: Organisation) -> Organisation:
    """The organisation, saved with the name it is found by, and what changed in the log. Raises DomainError for a name
    its unit has already and for days out of order."""
    give_name(organisation, organisation.name)
    require_order(organisation.valid_from, organisation.valid_to)
    return _saved(by, organisation, _KEPT, save_once_named)


@transaction.atomic
def save_host_agency(*, by, agency: HostAgency) -> HostAgency:
    """The agency that runs the movement, saved, and what changed in the log."""
    for name in ("name", "superior", "place"):
        setattr(agency, name, clean_line(getattr(agency, name)))
    kept = ("unit", "name", "symbol", "head_title", "style", "superior", "place", "valid_from", "valid_to")
    return _saved(by, agency, kept)


def _saved(by, record, kept: tuple[str, ...], save=Model.save):
    held = type(record).objects.select_related("unit").filter(pk=record.pk).first()
    before = {name: getattr(held, name) for name in kept} if held else {}
    old, new = difference(before, {name: getattr(record, name) for name in kept})
    if held is not None:
        record.version = held.version + bool(new)
    save(record)
    if new:
        record_change(by=by, verb="edit" if held else "create", subject=record, before=old if held else None, after=new)
    return record
