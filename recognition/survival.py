"""What became of the models recognised in some years: alive, weakened, stopped or not known, after 1, 3 and 5 years."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from models_registry.choices import ActivityField
from recognition.choices import Fate
from recognition.measures import HORIZONS
from rollups.crossing import whole
from rollups.engine import rollup
from rollups.question import Question
from units.models import Unit


@dataclass
class SurvivalLine:
    """How many models by (years later, fate); a horizon that is not due for any of the years is left out."""

    name: str
    key: str = ""
    figures: dict[tuple[int, str], int] = field(default_factory=dict)
    is_total: bool = False

    def of(self, years: int) -> list[int] | None:
        """The figures of a horizon in the order of the fates; None where it is not due yet."""
        found = [self.figures.get((years, fate)) for fate in Fate.values]
        return None if None in found else found

    @property
    def is_empty(self) -> bool:
        return not any(self.figures.values())


@dataclass(frozen=True)
class Survival:
    """`years` gives for each horizon the last year of recognition that is due, None where none is."""

    by_field: list[SurvivalLine]
    by_unit: list[SurvivalLine]
    years: Mapping[int, int | None]


def survival(*, viewer, question: Question, today: date) -> Survival:
    """The fates of the models recognised in the question's years, by field and by unit at its tier; the last line of each
    is the whole. A year counts at a horizon once so many years have begun since. Per horizon one roll-up and four sums."""
    fields = [SurvivalLine(str(label), key) for key, label in ActivityField.choices]
    units: dict[int, SurvivalLine] = {}
    apart, total = {}, SurvivalLine("", is_total=True)
    due: dict[int, int | None] = {}
    for n in HORIZONS:
        last = min(question.year_to, today.year - n)
        due[n] = last if last >= question.year_from else None
        if due[n] is None:
            continue
        asked = question.asking(measure="recognised_models", split=f"after_{n}", year_to=last)
        for line in fields:
            found = whole(asked.asking(narrowed={"field": line.key}), viewer)
            line.figures |= {(n, fate): found.get(fate, 0) for fate in Fate.values}
        answer = rollup(asked, viewer)
        for row in answer.rows:
            units.setdefault(row.unit.id, SurvivalLine(row.name, row.unit.key)).figures.update(_cells(n, row))
        for key, line in (("held_above", answer.held_above), ("not_allocated", answer.not_allocated)):
            if not line.is_empty:
                apart.setdefault(key, SurvivalLine("", key)).figures.update(_cells(n, line))
        total.figures.update(_cells(n, answer.total))
    shown = [line for line in units.values() if not line.is_empty]
    return Survival([*fields, total], [*shown, *apart.values(), total], due)


def _cells(years: int, line) -> dict[tuple[int, str], int]:
    return {(years, fate): line.cells[fate] for fate in Fate.values}


def tier_below(unit: Unit | None, tiers: list[str]) -> str:
    """The tier at which a table of the unit is shown: the next one the geography has."""
    if unit is None:
        return tiers[0]
    lower = [tier for tier in tiers if tiers.index(tier) > (tiers.index(unit.tier) if unit.tier in tiers else -1)]
    return lower[0] if lower else tiers[-1]
