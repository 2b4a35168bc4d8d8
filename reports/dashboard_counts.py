"""The questions one dashboard asks: always the same few, however many units there are."""

from dataclasses import dataclass

from recognition.measures import FUNNEL
from reports.dashboard_scope import Scope
from rollups.answer import Figure, Line, Rollup, Share
from rollups.crossing import Crossing, cross, entered_later, whole, wholes
from rollups.engine import rollup
from rollups.question import YEAR_SPAN
from units.choices import Tier

BREAKDOWNS = ("field", "level", "kind", "phase")
"""The dimensions of the register that the dashboard tells apart."""


@dataclass(frozen=True)
class Counts:
    """units: registered and recognised by unit and year. models: distinct models by year; models_in_period and
    models_before: each once in all the years together. crossing: registered and recognised of the shown years by year,
    field, level, kind and phase. communes: registrations by commune in the last year, where the rows of `units` are
    not communes themselves. steps: what has reached each step in the period; entered_later: how many of these were
    entered only after the day that is asked as of."""

    units: Rollup
    models: dict[str, Figure]
    models_in_period: int
    models_before: int
    crossing: Crossing
    communes: Rollup | None
    steps: dict[str, int]
    entered_later: dict[str, int]


def ask(scope: Scope) -> Counts:
    """The answers. Registrations add up over the years; distinct models do not, so a period is asked for itself."""

    def answer(measure: str, **changes) -> Rollup:
        return rollup(scope.question(measure, **changes), scope.viewer)

    window = dict(
        year_from=max(min(scope.years[0], scope.before[0]), scope.year_to - YEAR_SPAN + 1),
        year_to=scope.year_to,
    )
    models = whole(scope.question("models", split="year", **window), scope.viewer)
    if scope.is_one_year:
        in_period, before = models.get(str(scope.year_to), 0), models.get(str(scope.year_to - 1), 0)
    else:
        period_before = dict(year_from=scope.before[0], year_to=scope.before[-1])
        in_period = whole(scope.question("models"), scope.viewer)[""]
        before = whole(scope.question("models", **period_before), scope.viewer)[""]
    shown = scope.question("recognition_rate", year_from=scope.years[0])
    in_all = scope.question("registered")
    asks_communes = scope.within is not None and scope.tier != Tier.COMMUNE
    return Counts(
        units=answer("recognition_rate", split="year", **window),
        models=models,
        models_in_period=in_period,
        models_before=before,
        crossing=cross(shown, ("year", *BREAKDOWNS), scope.viewer),
        communes=answer("registered", tier=Tier.COMMUNE, year_from=scope.year_to) if asks_communes else None,
        steps=wholes(in_all, FUNNEL, scope.viewer),
        entered_later=entered_later(in_all, FUNNEL, scope.viewer) if scope.as_of else {},
    )


def in_years(line: Line, years: range) -> Share:
    """Registered and recognised of the line in these years together."""
    parts = [share(line.cells.get(str(year))) for year in years]
    return Share(sum(part.numerator for part in parts), sum(part.denominator for part in parts))


def share(figure: Figure | None) -> Share:
    return figure if isinstance(figure, Share) else Share(0, 0)
