"""Registrations that a decision may still recognise at a level."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.deciding import listable, recognisable
from models_registry.models import Registration
from recognition.choices import DecisionKind
from recognition.models import DecisionLine, Recognition
from recognition.recognising import APPRAISED
from units.models import Unit

SHOWN = 50


def candidates(*, by, level: str, within: Unit | None, narrowed: dict):
    """The counted registrations the person may have recognised and that are not yet recognised at the level, in list
    order; `narrowed` holds search, field, kind and year, each may be empty."""
    found = Registration.objects.visible_to(by).counted().filter(_ready(), recognisable(by))
    found = _narrowed(found, within, narrowed)
    already = Recognition.objects.standing().filter(registration=OuterRef("pk"), level=level)
    found = found.filter(~Exists(already))
    return found.order_by("unit__position", "id")


def candidates_for(decision, *, by, level: str, removing: bool, within: Unit | None, narrowed: dict):
    """Those that may come into the list of the draft, in list order: to be recognised at the level, revoked at it, or
    commended; of an amendment that takes lines off, those in the list of the first decision."""
    found = _narrowed(Registration.objects.visible_to(by).filter(listable(by)), within, narrowed)
    at_level = Recognition.objects.standing().filter(registration=OuterRef("pk"), level=level)
    if removing:
        first = DecisionLine.objects.filter(decision=decision.amends, registration=OuterRef("pk"))
        found = found.filter(Exists(first))
    elif decision.does == DecisionKind.COMMENDATION:
        found = found.recognised()
    elif decision.does == DecisionKind.REVOCATION:
        found = found.filter(Exists(at_level))
    else:
        found = found.counted().filter(_ready(), ~Exists(at_level))
    listed = DecisionLine.objects.filter(decision=decision, registration=OuterRef("pk"))
    if decision.does != DecisionKind.COMMENDATION:
        found = found.filter(~Exists(listed.filter(level=level)))
    return found.order_by("unit__position", "id")


def beginning(by, keys: set[int], *, kind: str, level: str = "") -> list[Registration]:
    """Of the registrations named those that the list of a new draft of the kind may begin with, in list order: to be
    recognised at their own level, or revoked at `level`, else at the one they are recognised at."""
    found = Registration.objects.visible_to(by).filter(listable(by), pk__in=keys)
    standing = Recognition.objects.standing().filter(registration=OuterRef("pk"))
    if kind == DecisionKind.RECOGNITION:
        found = found.counted().filter(_ready(), ~Exists(standing.filter(level=OuterRef("level"))))
    elif kind == DecisionKind.REVOCATION:
        found = found.filter(Exists(standing.filter(level=level or OuterRef("recognised_level"))))
    else:
        return []
    return list(found.select_related("model", "unit__parent", "desk").order_by("unit__position", "id"))


def _ready() -> Q:
    """Of the running year only what is under appraisal or recognised at another level: no decision takes any other yet."""
    return Q(year__lt=timezone.localdate().year) | Q(stage__in=APPRAISED)


def read_keys(sent: list[str]) -> set[int]:
    """The keys ticked on the page; anything else is left out."""
    return {int(text) for text in sent if text.isascii() and text.isdigit() and len(text) < 18}


def chosen_registrations(by, keys: set[int]) -> list[Registration]:
    """The ticked registrations that the person sees, in list order."""
    found = Registration.objects.visible_to(by).filter(pk__in=keys)
    return list(found.select_related("model", "unit__parent").order_by("unit__position", "id"))


def _narrowed(found, within: Unit | None, narrowed: dict):
    """Those inside the unit, where one is named, that meet what was typed into the boxes of the page."""
    if within is not None:
        found = found.inside(within)
    for name in ("field", "kind", "year"):
        if narrowed.get(name):
            found = found.filter(**{name: narrowed[name]})
    if narrowed.get("search"):
        found = found.searching(narrowed["search"])
    return found
