"""A province's own sub-fields: entered, corrected, and ended by date."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.choices import CATALOGUE_ROLES
from accounts.keeping_catalogues import kept_units, require_keeper
from accounts.scoping import acted_on_by
from audit.errors import DomainError, Overtaken
from audit.recording import difference, record_change
from models_registry.models import Tag
from units.choices import Tier
from units.models import Unit
from units.once_named import give_name, save_once_named

_KEPT = ("name", "field", "unit", "valid_to")


def kept_provinces(by) -> QuerySet[Unit]:
    """The provinces whose tags the person keeps: a tag is a whole province's."""
    return kept_units(by).filter(tier=Tier.PROVINCE)


def kept_tags(by) -> QuerySet[Tag]:
    """The tags of those provinces, ended ones too."""
    scope = acted_on_by(by, CATALOGUE_ROLES)
    found = Tag.objects.select_related("unit").order_by("unit__position", "folded_name")
    return found if scope.is_everything else found.filter(unit_id__in=scope.unit_ids)


@transaction.atomic
def create_tag(*, by, unit: Unit, name: str, field: str) -> Tag:
    """A new tag of the province. Raises NotYours outside, DomainError for a name the province has already."""
    if unit.tier != Tier.PROVINCE:
        raise DomainError(_("Tiểu lĩnh vực là của cả tỉnh: hãy chọn một tỉnh, thành phố."), field="unit")
    return save_tag(by=by, tag=Tag(unit=unit, name=name, field=field))


@transaction.atomic
def edit_tag(*, by, tag: Tag, version: int, name: str, field: str) -> Tag:
    """The tag with another name or field; models tagged with it show them in every year. `version` is the one the person
    saw: raises Overtaken when somebody was faster, and so does ending it."""
    held = _held(by, tag, version)
    held.name, held.field = name, field
    return save_tag(by=by, tag=held)


@transaction.atomic
def end_tag(*, by, tag: Tag, version: int, valid_to: date | None) -> Tag:
    """The tag with a last day, another one, or open again with None. Models keep it."""
    held = _held(by, tag, version)
    held.valid_to = valid_to
    return save_tag(by=by, tag=held)


@transaction.atomic
def save_tag(*, by, tag: Tag) -> Tag:
    """The tag, saved with the name it is found by, and what changed in the log. Raises NotYours outside what the person
    keeps, DomainError for a name its unit has already."""
    require_keeper(by, tag.unit)
    give_name(tag, tag.name)
    held = Tag.objects.select_related("unit").filter(pk=tag.pk).first()
    before = {name: getattr(held, name) for name in _KEPT} if held else {}
    old, new = difference(before, {name: getattr(tag, name) for name in _KEPT})
    if held is not None:
        tag.version = held.version + bool(new)
    save_once_named(tag)
    if new:
        record_change(by=by, verb="edit" if held else "create", subject=tag, before=old if held else None, after=new)
    return tag


def _held(by, tag: Tag, version: int) -> Tag:
    held = Tag.objects.select_for_update(of=("self",)).select_related("unit").get(pk=tag.pk)
    require_keeper(by, held.unit)
    if held.version != version:
        raise Overtaken(_("Tiểu lĩnh vực vừa được người khác sửa; hãy xem lại trước khi lưu."), held)
    return held
