"""Agencies and organisations, and who runs the movement: entered, corrected and closed by date."""

from django.db import transaction

from audit.recording import difference, record_change
from units.models import HostAgency, Organisation
from vietnamese.folding import clean_line, fold

_KEPT = ("name", "kind", "unit", "valid_from", "valid_to")


@transaction.atomic
def save_organisation(*, by, organisation: Organisation) -> Organisation:
    """The organisation, saved with the name it is found by, and what changed in the log."""
    organisation.name = clean_line(organisation.name)
    organisation.folded_name = fold(organisation.name)
    return _saved(by, organisation, _KEPT)


@transaction.atomic
def save_host_agency(*, by, agency: HostAgency) -> HostAgency:
    """The agency that runs the movement, saved, and what changed in the log."""
    agency.name = clean_line(agency.name)
    return _saved(by, agency, ("unit", "name", "symbol", "head_title", "style", "valid_from", "valid_to"))


def _saved(by, record, kept: tuple[str, ...]):
    held = type(record).objects.select_related("unit").filter(pk=record.pk).first()
    before = {name: getattr(held, name) for name in kept} if held else {}
    record.save()
    old, new = difference(before, {name: getattr(record, name) for name in kept})
    if new:
        record_change(by=by, verb="edit" if held else "create", subject=record, before=old or None, after=new)
    return record
