"""Answers that are kept while nobody does anything: whatever changes a record writes the log, so the log's last row is the
edition of everything."""

from collections.abc import Callable

from django.core.cache import caches

from audit.models import Event

SECONDS = 60
"""The longest an answer is kept: of two deeds at once the one that began first may end last, and its row is then no newer
than the one already seen."""


def kept_until_the_next_deed(name: str, make: Callable[[], int]) -> int:
    """What `make` answers, asked once in this process for as long as the log stands still. Not for what is written without
    the log, as drafts are. One statement."""
    last = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    key, kept = f"{name}:{last}", caches["process"]
    found = kept.get(key)
    if found is None:
        found = make()
        kept.set(key, found, SECONDS)
    return found
