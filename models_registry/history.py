"""What happened to a registration, told from the log in plain Vietnamese."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from audit.models import Event
from audit.querysets import changes_of
from audit.telling import told
from audit.wording import Wording
from models_registry.choices import Level
from models_registry.models import Registration
from models_registry.wording import LONG, in_a_sentence, in_words, label_of
from units.models import Unit
from vietnamese.dates import format_date, parse_date

SHOWN = 100


def story_of(registration: Registration) -> list[dict]:
    """The events as includes/timeline.html prints them, newest first; two queries."""
    events = list(changes_of(registration)[:SHOWN])
    units, words = _unit_names(events), Wording(e for e in events if e.verb not in _TOLD_HERE)
    return [_told(event, units, words) for event in events]


_TOLD_HERE = {"register", "edit", "withdraw", "place", "recognise", "attach", "tag"}
"""What a registration's page says better than the log's own words."""


def _told(event: Event, units: dict[str, str], words: Wording) -> dict:
    said = sentence(event, units)
    whole = told(event, words, said)
    return whole if not said else whole | {"changes": _changes(event)}


def sentence(event: Event, units: dict[str, str]) -> str:
    """What was done, after the name of who did it: "đổi Số người tham gia từ 120 thành 125"; "" where the log's own
    words do."""
    before, after = event.before or {}, event.after or {}
    if event.verb == "register":
        word = (
            _("nhập bổ sung đăng ký năm %(year)s") if after.get("back_entered") else _("đăng ký năm %(year)s")
        )
        return word % {"year": after.get("year", "")} + _batch(event)
    if event.verb == "edit":
        return _edit_sentence(before, after)
    if event.verb == "withdraw":
        return _("rút đăng ký. Lý do: %(reason)s") % {"reason": event.reason}
    if event.verb == "place":
        return _("đặt vào %(unit)s theo địa giới mới") % {
            "unit": units.get(after.get("hand_unit"), after.get("hand_unit"))
        }
    if event.verb == "recognise":
        return _("ghi công nhận %(level)s theo Quyết định %(number)s ngày %(day)s") % {
            "level": dict(Level.choices).get(after.get("recognised_level"), "").lower(),
            "number": after.get("decision", ""),
            "day": format_date(parse_date(after["on"])) if after.get("on") else "",
        } + _batch(event)
    if event.verb in ("revoke", "reinstate"):
        words = {
            "revoke": _("thu hồi công nhận %(level)s theo Quyết định %(number)s. Lý do: %(reason)s"),
            "reinstate": _("khôi phục công nhận %(level)s theo Quyết định %(number)s. Lý do: %(reason)s"),
        }
        return words[event.verb] % {
            "level": dict(Level.choices).get(after.get("level"), "").lower(),
            "number": after.get("decision", ""),
            "reason": event.reason,
        }
    if event.verb == "attach":
        return _("thêm tài liệu “%(name)s”") % {"name": after.get("name", "")}
    if event.verb == "tag":
        old, new = (", ".join(part.get("tags", [])) or _("(trống)") for part in (before, after))
        return _("đổi Tiểu lĩnh vực từ %(old)s thành %(new)s") % {"old": old, "new": new}
    return ""


def _edit_sentence(before: dict, after: dict) -> str:
    if len(after) > 1:
        return _("sửa %(n)s mục") % {"n": len(after)}
    for name, value in after.items():
        old, new = in_a_sentence(name, before.get(name)), in_a_sentence(name, value)
        if len(old) + len(new) <= LONG:
            return _("đổi %(label)s từ %(old)s thành %(new)s") % {
                "label": label_of(name),
                "old": old,
                "new": new,
            }
        return _("sửa %(label)s") % {"label": label_of(name)}
    return _("lưu, không đổi gì")


def _changes(event: Event) -> list[dict]:
    """Old and new values below the sentence, where the sentence does not say them itself."""
    if event.verb != "edit" or not event.after:
        return []
    before = event.before or {}
    changes = [
        {"label": label_of(name), "before": in_words(name, before.get(name)), "after": in_words(name, value)}
        for name, value in event.after.items()
    ]
    if len(changes) == 1 and len(changes[0]["before"]) + len(changes[0]["after"]) <= LONG:
        return []
    return changes


def _batch(event: Event) -> str:
    return _(" (nhập từ Excel)") if event.batch else ""


def _unit_names(events: Iterable[Event]) -> dict[str, str]:
    keys = {(e.after or {}).get("hand_unit") for e in events if e.verb == "place"}
    return dict(Unit.objects.filter(key__in=keys).values_list("key", "name")) if keys else {}
