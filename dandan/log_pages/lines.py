"""Rows of the log as a page and a file show them: who, when, from where, which record, what changed."""

from collections import defaultdict

from django.urls import reverse
from django.utils.translation import ngettext

from accounts.keeping_catalogues import kept_organisations
from accounts.models import Assignment
from accounts.people import people_in_sight
from audit.models import Event
from audit.telling import who_did
from audit.verbs import DOORS, label
from audit.wording import Wording, kind_label
from models_registry.models import Registration
from models_registry.tagging import kept_tags
from recognition.models import Decision
from resolutions.models import Document
from units.models import Unit
from vietnamese.numbers import format_integer

_PAGES = {
    "models_registry.registration": ("models_registry:detail", Registration),
    "recognition.decision": ("recognition:decision", Decision),
    "resolutions.document": ("resolutions:document", Document),
}
_KEPT = {
    "units.organisation": ("catalogues:organisation", kept_organisations),
    "models_registry.tag": ("catalogues:tag", kept_tags),
}


def lines(events: list[Event], *, viewer, sizes: dict | None = None, batch_url=None) -> list[dict]:
    """What each event says, in the same order. `sizes` tells how many events a folded batch stands for; a record is
    linked where the viewer can open it. A handful of queries however many events there are."""
    words, urls = Wording(events), _urls(events, viewer)
    units = Unit.objects.in_bulk({e.unit_id for e in events if e.unit_id})
    return [
        {
            "at": event.at,
            "who": who_did(event),
            "verb": label(event.verb),
            "record": event.subject_text,
            "kind": kind_label(event.subject_type),
            "url": urls.get((event.subject_type, event.subject_id), ""),
            "unit": units[event.unit_id].name if event.unit_id in units else "",
            "changes": words.changes(event),
            "reason": event.reason,
            "door": str(DOORS.get(event.door, event.door)),
            "address": event.address,
            "batch": _batch(event, sizes or {}, batch_url),
        }
        for event in events
    ]


def _batch(event: Event, sizes: dict, batch_url) -> dict | None:
    more = sizes.get(event.batch, 1) - 1
    if event.batch is None or more < 1:
        return None
    text = ngettext("và %(n)s dòng nữa của cùng một lần", "và %(n)s dòng nữa của cùng một lần", more)
    return {"text": text % {"n": format_integer(more)}, "url": batch_url(event.batch) if batch_url else ""}


def _urls(events: list[Event], viewer) -> dict[tuple, str]:
    """Addresses of the records that still are there and that the viewer may open."""
    ids = defaultdict(set)
    for event in events:
        if event.subject_id is not None:
            ids[event.subject_type].add(event.subject_id)
    urls = {}
    for kind, (name, model) in _PAGES.items():
        if ids[kind]:
            seen = model.objects.visible_to(viewer).filter(pk__in=ids[kind]).values_list("pk", flat=True)
            urls |= {(kind, pk): reverse(name, args=[pk]) for pk in seen}
    for kind, (name, kept) in _KEPT.items():
        if ids[kind]:
            held = kept(viewer).filter(pk__in=ids[kind]).values_list("pk", flat=True)
            urls |= {(kind, pk): reverse(name, args=[pk]) for pk in held}
    people = people_in_sight(viewer)
    if ids["accounts.user"]:
        seen = people.filter(pk__in=ids["accounts.user"]).values_list("pk", flat=True)
        urls |= {("accounts.user", pk): reverse("people:person", args=[pk]) for pk in seen}
    if ids["accounts.assignment"]:
        seen = Assignment.objects.filter(
            pk__in=ids["accounts.assignment"], user__in=people.values("pk")
        ).values_list("pk", "user_id")
        urls |= {("accounts.assignment", pk): reverse("people:person", args=[user]) for pk, user in seen}
    return urls


def changes_text(line: dict) -> str:
    """The changes of a line in one cell: "Số người tham gia: 120 → 125"."""
    told = [
        f"{c['label']}: {c['before']} → {c['after']}" if c["before"] else f"{c['label']}: {c['after']}"
        for c in line["changes"]
    ]
    return "\n".join(told)
