"""Models of the same place with nearly the same name: is this one already there?"""

from dataclasses import dataclass

from models_registry.models import MobilizationModel, Registration
from units.choices import Tier
from units.models import Unit
from units.querysets import unit_ids_inside
from vietnamese.folding import fold

ALIKE = 0.6
"""Share of letter triples two names have in common from which they are shown as alike; tried on the demo registers."""
COMPARED, SHOWN = 3000, 5
_SHORTEST = 8


@dataclass(frozen=True)
class Near:
    model: MobilizationModel
    years: list[int]


def near_duplicates(*, viewer, unit: Unit, name: str, leave_out: int | None = None) -> list[Near]:
    """At most five models of the unit, or of what became it, that the person sees, the most alike first.

    Three queries; compares the newest 3,000 names of the unit in Python."""
    asked = fold(name)
    if len(asked) < _SHORTEST:
        return []
    held = (
        MobilizationModel.objects.visible_to(viewer)
        .filter(unit_id__in=same_place(unit))
        .exclude(pk=leave_out)
        .order_by("-id")
        .values_list("id", "folded_name")[:COMPARED]
    )
    triples = _triples(asked)
    scored = [(likeness(asked, triples, other), pk) for pk, other in held]
    best = sorted(((s, pk) for s, pk in scored if s >= ALIKE), reverse=True)[:SHOWN]
    models = MobilizationModel.objects.select_related("unit").in_bulk([pk for _, pk in best])
    years: dict[int, set[int]] = {}
    seen = Registration.objects.visible_to(viewer).counted().filter(model_id__in=models)
    for model_id, year in seen.values_list("model_id", "year"):
        years.setdefault(model_id, set()).add(year)
    return [Near(models[pk], sorted(years.get(pk, ()))) for _, pk in best]


def same_place(unit: Unit) -> list[int]:
    """The unit's id; for a commune also those of the communes that went into it or came from it whole."""
    return unit_ids_inside(unit) if unit.tier == Tier.COMMUNE else [unit.id]


def likeness(asked: str, triples: set[str], other: str) -> float:
    """Between 0 and 1. A name still being typed is as alike as the part typed, from three words on."""
    if other.startswith(asked) and asked.count(" ") >= 3:
        return 1.0
    theirs = _triples(other)
    return 2 * len(triples & theirs) / (len(triples) + len(theirs))


def _triples(text: str) -> set[str]:
    padded = f" {text} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}
