"""Agencies and organisations: entered, corrected and closed by date."""

from django.db import transaction

from audit.recording import difference, record_change
from units.models import Organisation
from vietnamese.folding import clean_line, fold

_KEPT = ("name", "kind", "unit", "valid_from", "valid_to")


@transaction.atomic
def save_organisation(*, by, organisation: Organisation) -> Organisation:
    """The organisation, saved with the name it is found by, and what changed in the log."""
    organisation.name = clean_line(organisation.name)
    organisation.folded_name = fold(organisation.name)
    held = Organisation.objects.select_related("unit").filter(pk=organisation.pk).first()
    before = {name: getattr(held, name) for name in _KEPT} if held else {}
    organisation.save()
    old, new = difference(before, {name: getattr(organisation, name) for name in _KEPT})
    if new:
        record_change(
            by=by, verb="edit" if held else "create", subject=organisation, before=old or None, after=new
        )
    return organisation
