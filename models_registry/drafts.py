"""Forms on their way: the raw text of every box, so that nothing typed is lost."""

from collections.abc import Iterable

from django.http import QueryDict

from models_registry.models import RegistrationDraft

TEXT_LIMIT = 200_000
"""Letters a draft may hold; a full form has some thousands."""


def raw_text(sent: QueryDict, names: Iterable[str]) -> dict[str, str | list[str]]:
    """What was typed into the named boxes, as it was typed; boxes of several values as lists. Empty boxes left out."""
    data = {}
    for name in names:
        # PostgreSQL keeps no NUL byte in JSON.
        values = [value.replace("\0", "") for value in sent.getlist(name)]
        if any(values):
            data[name] = values[0] if len(values) == 1 and name != "tags" else values
    return data


def keep_draft(*, owner, draft_id: str, data: dict) -> RegistrationDraft | None:
    """The draft with this text: the owner's own of that id, or a new one. None where nothing was typed."""
    held = find_draft(owner, draft_id)
    if held is None and not any(data.get(name) for name in data if name not in _PREFILLED):
        return None
    if (
        sum(len(text) for value in data.values() for text in ([value] if isinstance(value, str) else value))
        > TEXT_LIMIT
    ):
        return held
    held = held or RegistrationDraft(owner=owner)
    held.data = data
    held.save()
    return held


def find_draft(owner, draft_id: str) -> RegistrationDraft | None:
    """The owner's draft of that id, None for any other."""
    if not (draft_id and draft_id.isascii() and draft_id.isdigit() and len(draft_id) < 18):
        return None
    return RegistrationDraft.objects.filter(owner=owner, pk=int(draft_id)).first()


def as_sent(data: dict) -> QueryDict:
    """The draft's text in the form a browser would have sent it, to fill a form with."""
    sent = QueryDict(mutable=True)
    for name, value in data.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return sent


_PREFILLED = {"year", "level", "phase", "unit"}
