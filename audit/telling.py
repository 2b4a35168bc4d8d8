"""The history of any record as includes/timeline.html prints it: who changed which field from what to what."""

from django.db import models
from django.utils.translation import gettext as _

from audit.models import Event
from audit.querysets import history_of
from audit.verbs import phrase
from audit.wording import Wording

SHOWN = 100


def who_did(event: Event) -> str:
    return event.actor_name or str(_("Hệ thống"))


def story_of(subject: models.Model) -> list[dict]:
    """What was done to the record, newest first, at most 100 events; looks at it are not among them."""
    events = list(history_of(subject)[:SHOWN])
    words = Wording(events)
    return [told(event, words) for event in events]


def told(event: Event, words: Wording, sentence: str = "") -> dict:
    """One event for the timeline; `sentence` where the record's own app says it better."""
    said = sentence or phrase(event.verb)
    if event.reason and not sentence:
        said = _("%(deed)s. Lý do: %(reason)s") % {"deed": said, "reason": event.reason}
    return {
        "at": event.at,
        "who": who_did(event),
        "sentence": said,
        "changes": words.changes(event, whole=True),
    }
