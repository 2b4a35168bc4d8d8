"""The history of any record as includes/timeline.html prints it: who changed which field from what to what."""

from collections.abc import Callable

from django.db import models
from django.utils.translation import gettext as _

from audit.models import Event
from audit.querysets import changes_of
from audit.verbs import phrase
from audit.wording import Wording

SHOWN = 100


def who_did(event: Event) -> str:
    return event.actor_name or str(_("Hệ thống"))


def story_of(*subjects: models.Model, hidden: Callable[[str, object], bool] | None = None) -> list[dict]:
    """What was done to the record, or to several that make one page, newest first; at most 100 events of each. Looks
    at it are not among them. `hidden(name, value)`: what the reader may not read of it, such as another record's name."""
    events = [event for subject in subjects for event in changes_of(subject)[:SHOWN]]
    events.sort(key=lambda event: -event.pk)
    for event in events if hidden else ():
        event.after = {name: value for name, value in (event.after or {}).items() if not hidden(name, value)}
    words = Wording(events)
    several = len(subjects) > 1
    return [
        told(event, words, f"{phrase(event.verb)}: {event.subject_text}" if several else "")
        for event in events
    ]


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
