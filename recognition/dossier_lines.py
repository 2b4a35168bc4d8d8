"""A dossier's appraisal as pages show it to one person: her own state, the others' where she may see it, in words."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recognition.choices import Outcome
from recognition.models import Criterion
from recognition.results import Dossier, Seat, why_hidden
from recognition.scoring import Item, Mark, Place, percent_of, points_of
from recognition.self_assessing import Answer
from vietnamese.numbers import format_decimal, format_integer, format_points

OUTCOME_STATES = {
    Outcome.EXEMPLARY: ("exemplary", "star"),
    Outcome.RECOGNISED: ("recognised", "ok"),
    Outcome.NOT_MET: ("not_met", "close"),
}


def percent_in_words(percent) -> str:
    """85.5 → "85,50%"; "–" for none."""
    return "–" if percent is None else f"{format_decimal(percent, 2)}%"


def line_of(user, dossier: Dossier, place: Place | None = None) -> dict:
    """One row of a list of dossiers: what recognition/_dossier_rows.html prints. Without a place the scores are not the
    person's to see, and none of them is in the row."""
    mine = dossier.seat_of(user)
    done = sum(seat.is_counted for seat in dossier.seats)
    asked = sum(not seat.recused for seat in dossier.seats)
    held = dossier.conclusion if place is not None or not dossier.is_open else None
    return {
        "registration": dossier.registration,
        "url": reverse("recognition:score", args=[dossier.registration.pk]),
        "mine": state_of_seat(mine) if mine else None,
        "done": f"{format_integer(done)}/{format_integer(asked)}",
        "rank": place.rank if place else None,
        "tied": bool(place and place.tied),
        "percent": percent_in_words(place.percent) if place else "",
        "outcome": outcome_state(held.outcome) if held else None,
        "is_stale": bool(held) and dossier.is_conclusion_stale,
        "why_hidden": "" if place else why_hidden(user, dossier),
    }


def state_of_seat(seat: Seat) -> dict:
    """Key, icon and words of includes/state_badge.html: how far the member is with the dossier."""
    if seat.recused:
        return {"key": "no_data", "icon": "dash", "label": _("Không chấm")}
    if seat.sheet is None:
        return {"key": "registered", "icon": "circle", "label": _("Chưa chấm")}
    if not seat.is_done:
        return {"key": "draft", "icon": "half", "label": _("Đang chấm")}
    if seat.is_stale:
        return {"key": "at_risk", "icon": "warning", "label": _("Hồ sơ đã thay đổi")}
    return {"key": "ok", "icon": "ok", "label": _("Đã chấm xong")}


def outcome_state(outcome: str) -> dict:
    key, icon = OUTCOME_STATES[outcome]
    return {"key": key, "icon": icon, "label": str(Outcome(outcome).label)}


def seats_in_words(dossier: Dossier) -> list[dict]:
    """Each member with her state and percent; to be shown only where why_hidden says nothing."""
    return [
        {
            "name": seat.member.user.display_name,
            "is_head": seat.member.is_head,
            "state": state_of_seat(seat),
            "recused": seat.recused,
            "percent": percent_in_words(dossier.percent_of(seat)) if seat.is_done else "–",
            "is_counted": seat.is_counted,
            "note": seat.sheet.note if seat.is_done else "",
        }
        for seat in dossier.seats
    ]


def verdict_in_words(dossier: Dossier) -> dict:
    """What the counted scores say: percent, suggested outcome, compulsory items that fail or are disputed by code."""
    said = dossier.verdict
    codes = {c.pk: c.code for c in dossier.criteria}
    failed = ", ".join(codes[key] for key in said.failed)
    disputed = ", ".join(codes[key] for key in said.disputed)
    return {
        "percent": percent_in_words(said.percent),
        "outcome": outcome_state(said.outcome.value) if said.outcome else None,
        "counted": ngettext("%(n)s người chấm được tính", "%(n)s người chấm được tính", said.counted)
        % {"n": format_integer(said.counted)},
        "failed": _("Không đạt tiêu chí bắt buộc: mục %(codes)s.") % {"codes": failed} if failed else "",
        "disputed": _("Người chấm khác ý nhau về tiêu chí bắt buộc: mục %(codes)s.") % {"codes": disputed}
        if disputed
        else "",
    }


def sum_in_words(items: Sequence[Item], criteria: Sequence[Criterion], answers: Mapping[str, Answer]) -> dict:
    """What the answers come to: weighed points, the most there are, and the percent of it."""
    marks = {
        c.pk: Mark(answers[c.code].points or Decimal(0), bool(answers[c.code].is_met)) for c in criteria if c.code in answers
    }
    given = sum(item.weight * points_of(item, marks.get(item.key, Mark())) for item in items)
    return {
        "points": format_points(given),
        "most": format_points(sum(item.weight * item.maximum for item in items)),
        "percent": percent_in_words(percent_of(items, marks)),
    }
