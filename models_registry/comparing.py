"""Two editors of one registration: the texts that differ, side by side."""

from audit.querysets import history_of
from models_registry.entry import DETAIL_NAMES
from models_registry.models import Registration
from models_registry.wording import in_words, label_of


def texts_that_differ(current: Registration, typed: dict) -> dict:
    """Who saved last and when, and every value that is now in the register with the one that was typed beside it."""
    last = history_of(current).first()
    held = {name: getattr(current, name) for name in ("level", "phase", "kind", "field", *DETAIL_NAMES)}
    held["name"] = current.model.name
    if "tags" in typed:
        held["tags"] = sorted(tag.name for tag in current.model.tags.all())
    return {
        "by": last.actor_name if last else "",
        "at": last.at if last else current.created_at,
        "fields": [
            {
                "label": label_of(name),
                "theirs": in_words(name, held[name]),
                "yours": in_words(name, typed[name]),
            }
            for name in ("name", *(n for n in held if n != "name"))
            if held[name] != typed[name]
        ],
    }
