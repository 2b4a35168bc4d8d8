"""A form sent twice - a double click, a slow line - answers the registration it made the first time."""

from audit.recording import as_stored
from models_registry.entry import DETAIL_NAMES, Entry
from models_registry.models import MobilizationModel, Registration


def same_submission(*, by, entry: Entry, model: MobilizationModel | None) -> Registration | None:
    """The registration that this person made with the very same content, None where there is none."""
    made = Registration.objects.counted().filter(
        created_by=by,
        unit=entry.unit,
        organisation=entry.organisation,
        year=entry.year,
        level=entry.level,
        model__folded_name=entry.folded_name,
    )
    if model is not None:
        made = made.filter(model=model)
    for registration in made.select_related("model"):
        if _content(registration, registration) == _content(entry, entry.details):
            return registration
    return None


def _content(place, details) -> tuple:
    return (
        place.phase,
        place.kind,
        place.field,
        *(as_stored(getattr(details, name)) for name in DETAIL_NAMES),
    )
