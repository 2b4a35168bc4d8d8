"""What all years of a model share: its name and tags. Whoever changes them through one year's record changes every year's,
and that is told at each."""

from uuid import UUID, uuid4

from django.db.models import F

from audit.recording import event, record_changes
from models_registry.models import Registration


def hold_all_years(model_id: int) -> None:
    """Locks every registration of the model, in one order: of two people changing it through two years one waits."""
    list(Registration.objects.select_for_update().filter(model_id=model_id).order_by("pk").values_list("pk"))


def tell_other_years(*, by, of: Registration, verb: str, before: dict, after: dict) -> UUID | None:
    """The number of the batch that the row of `of` joins, None where the model has no other year. Each other year gets the
    row and another version: whoever has its form open is told when saving and puts nothing back unseen."""
    others = list(Registration.objects.filter(model_id=of.model_id).exclude(pk=of.pk).select_related("model", "unit"))
    if not others:
        return None
    Registration.objects.filter(pk__in=[other.pk for other in others]).update(version=F("version") + 1)
    batch = uuid4()
    record_changes(event(by=by, verb=verb, subject=one, before=before, after=after, batch=batch) for one in others)
    return batch
