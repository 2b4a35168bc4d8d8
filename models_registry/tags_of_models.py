"""Local tags of a model: a province's own sub-fields. They add no fifth field and change no figure."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F, Q, QuerySet

from audit.recording import record_change
from models_registry.models import Registration, Tag
from models_registry.numbering import province_of
from models_registry.registration import require_right
from models_registry.shared_by_years import hold_all_years, tell_other_years
from units.models import Unit


def tags_in_use(unit: Unit, year: int) -> QuerySet[Tag]:
    """The tags that the unit's province offers for the year."""
    offered = Tag.objects.filter(unit=province_of(unit))
    return offered.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=date(year, 1, 1)))


@transaction.atomic
def set_tags(*, by, registration: Registration, tags: Iterable[Tag]) -> bool:
    """Gives the registration's model exactly these tags; whether that changed anything. Whoever else has the
    registration open, or another year of the model, is told when saving."""
    require_right(by, registration)
    hold_all_years(registration.model_id)
    held, wanted = set(registration.model.tags.all()), set(tags)
    if held == wanted:
        return False
    registration.model.tags.set(wanted)
    Registration.objects.filter(pk=registration.pk).update(version=F("version") + 1)
    registration.refresh_from_db(fields=["version"])
    before, after = (sorted(tag.name for tag in part) for part in (held, wanted))
    told = {"before": {"tags": before}, "after": {"tags": after}}
    batch = tell_other_years(by=by, of=registration, verb="tag", **told)
    record_change(by=by, verb="tag", subject=registration, batch=batch, **told)
    return True
