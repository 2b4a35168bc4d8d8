"""Who keeps a unit's catalogues, and its organisations: entered, corrected, ended by a last day and never deleted."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.choices import CATALOGUE_ROLES
from accounts.people import NotYours
from accounts.scoping import acted_on_by
from audit.errors import Overtaken
from units.models import Organisation, Unit
from units.organising import save_organisation


def may_keep_catalogues(user) -> bool:
    """Whether the person keeps the catalogues of any unit."""
    return not acted_on_by(user, CATALOGUE_ROLES).is_empty


def kept_units(by) -> QuerySet[Unit]:
    """The units whose catalogues the person keeps, in list order."""
    scope = acted_on_by(by, CATALOGUE_ROLES)
    units = Unit.objects.select_related("parent__parent").order_by("position")
    return units if scope.is_everything else units.filter(id__in=scope.unit_ids)


def kept_organisations(by) -> QuerySet[Organisation]:
    """The organisations of those units, ended ones too."""
    scope = acted_on_by(by, CATALOGUE_ROLES)
    found = Organisation.objects.select_related("unit__parent__parent")
    return found if scope.is_everything else found.filter(unit_id__in=scope.unit_ids)


def require_keeper(by, unit: Unit) -> None:
    """Raises NotYours where the person does not keep the unit's catalogues; no person means the system itself."""
    if by is not None and not acted_on_by(by, CATALOGUE_ROLES).holds(unit.id):
        raise NotYours(
            _("%(unit)s không thuộc phạm vi anh/chị quản trị.") % {"unit": unit.name}, field="unit"
        )


@transaction.atomic
def create_organisation(
    *, by, unit: Unit, name: str, kind: str, valid_from: date | None = None
) -> Organisation:
    """A new organisation of the unit. Raises NotYours outside, DomainError for a name the unit has already."""
    require_keeper(by, unit)
    made = Organisation(unit=unit, name=name, kind=kind, valid_from=valid_from)
    return save_organisation(by=by, organisation=made)


@transaction.atomic
def edit_organisation(
    *, by, organisation: Organisation, version: int, name: str, kind: str, valid_from: date | None
) -> Organisation:
    """The organisation with another name, kind or first day; what was registered for it shows them in every year.
    `version` is the one the person saw: raises Overtaken when somebody was faster, and so does ending it."""
    held = _held(by, organisation, version)
    held.name, held.kind, held.valid_from = name, kind, valid_from
    return save_organisation(by=by, organisation=held)


@transaction.atomic
def end_organisation(
    *, by, organisation: Organisation, version: int, valid_to: date | None
) -> Organisation:
    """The organisation with a last day, another one, or open again with None. Its records stay; who is assigned to it
    only reads after the day."""
    held = _held(by, organisation, version)
    held.valid_to = valid_to
    return save_organisation(by=by, organisation=held)


def _held(by, organisation: Organisation, version: int) -> Organisation:
    rows = Organisation.objects.select_for_update(of=("self",)).select_related("unit")
    held = rows.get(pk=organisation.pk)
    require_keeper(by, held.unit)
    if held.version != version:
        raise Overtaken(_("Cơ quan, tổ chức này vừa được người khác sửa; hãy xem lại trước khi lưu."), held)
    return held
