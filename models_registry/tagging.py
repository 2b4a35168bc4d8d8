"""A province's own sub-fields: entered, corrected, and ended by date."""

from django.db import transaction

from audit.recording import difference, record_change
from models_registry.models import Tag
from vietnamese.folding import clean_line, fold

_KEPT = ("name", "field", "unit", "valid_to")


@transaction.atomic
def save_tag(*, by, tag: Tag) -> Tag:
    """The tag, saved with the name it is found by, and what changed in the log."""
    tag.name = clean_line(tag.name)
    tag.folded_name = fold(tag.name)
    held = Tag.objects.select_related("unit").filter(pk=tag.pk).first()
    before = {name: getattr(held, name) for name in _KEPT} if held else {}
    tag.save()
    old, new = difference(before, {name: getattr(tag, name) for name in _KEPT})
    if new:
        record_change(by=by, verb="edit" if held else "create", subject=tag, before=old or None, after=new)
    return tag
