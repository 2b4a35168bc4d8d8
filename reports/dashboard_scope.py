"""What a dashboard is about - a unit, its years, a geography - and the addresses that lead on from it."""

from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.scoping import seen_by, sees_unit
from rollups.question import Question
from units.choices import TIER_ORDER, Tier
from units.geography import geography_on, names_on
from units.models import Geography, Unit

SHOWN_YEARS = 5


@dataclass(frozen=True)
class Scope:
    """Whose dashboard, of which unit (None: the whole country), for which years, in the geography of which day; as things
    are today or, with `as_of`, as they stood on that day."""

    viewer: object
    today: date
    within: Unit | None
    year_from: int
    year_to: int
    on: date
    geography: Geography
    tier: str
    """The tier of the rows: the one below the unit; a commune's own tier where nothing is below."""
    chain: tuple[tuple[Unit, str], ...]
    """The units above and the unit itself, outermost first, each with its name on that day."""
    as_of: date | None = None

    @property
    def day(self) -> date:
        """The day the figures are of."""
        return self.as_of or self.today

    @property
    def name(self) -> str:
        return self.chain[-1][1] if self.chain else _("Cả nước")

    @property
    def is_one_year(self) -> bool:
        return self.year_from == self.year_to

    @property
    def period(self) -> str:
        return period_name(self.year_from, self.year_to)

    @property
    def years(self) -> range:
        """The years of the charts: those asked for, and five at least."""
        return range(min(self.year_from, self.year_to - SHOWN_YEARS + 1), self.year_to + 1)

    @property
    def before(self) -> range:
        """The years the figures are compared with: as many, just before."""
        return range(2 * self.year_from - self.year_to - 1, self.year_from)

    def asking(self, **changes) -> "Scope":
        """The same scope with some parts changed."""
        return replace(self, **changes)

    def question(self, measure: str, **changes) -> Question:
        asked = dict(
            measure=measure, tier=self.tier, year_from=self.year_from, year_to=self.year_to, on=self.on
        )
        return Question(**asked | {"within": self.within, "as_of": self.as_of} | changes)

    def records(self, *, within: Unit | None = None, year: int | None = None, **narrowed: str) -> str:
        """The address of the list of records behind a figure of this dashboard."""
        return (
            reverse("models_registry:list")
            + "?"
            + urlencode(self._asked(within or self.within, year) | narrowed)
        )

    def page(self, within: Unit | None) -> str:
        """The address of the same dashboard for another unit; None for the whole country."""
        return reverse("dashboard") + "?" + urlencode(self._asked(within, None))

    @property
    def annual_report(self) -> str:
        """The address of the annual report of the same unit, years and geography."""
        return reverse("reports:annual") + "?" + urlencode(self._asked(self.within, None))

    def _asked(self, unit: Unit | None, year: int | None) -> dict[str, str | int]:
        years = {"year_from": self.year_from, "year_to": self.year_to}
        if year or self.is_one_year:
            years = {"year": year or self.year_from}
        day = {"as_of": self.as_of.isoformat()} if self.as_of else {}
        return ({"within": unit.key} if unit else {}) | years | {"geography": self.on.isoformat()} | day


def scope_of(
    viewer,
    within: Unit | None,
    year_from: int,
    year_to: int,
    on: date,
    *,
    today: date,
    as_of: date | None = None,
) -> Scope | None:
    """The scope of what a person looks at; None for a person who holds no unit. The unit must be in the person's sight.

    Raises DomainError where no units are loaded."""
    if within is None and not seen_by(viewer).is_everything:
        return None
    geography = geography_on(on)
    chain = _chain(viewer, within)
    names = names_on(chain, on)
    return Scope(
        viewer=viewer,
        today=today,
        within=within,
        year_from=year_from,
        year_to=year_to,
        on=on,
        geography=geography,
        tier=_tier_below(within, geography.ends_on or on),
        chain=tuple((unit, names[unit.id]) for unit in chain),
        as_of=as_of,
    )


def period_name(year_from: int, year_to: int) -> str:
    """ "2024", or "2020–2024"."""
    return str(year_from) if year_from == year_to else f"{year_from}–{year_to}"


def _chain(viewer, unit: Unit | None) -> list[Unit]:
    """Only as far up as the person may look."""
    chain = []
    while unit is not None and sees_unit(viewer, unit):
        chain.insert(0, unit)
        unit = unit.parent
    return chain


def _tier_below(within: Unit | None, day: date) -> str:
    if within is None:
        return Tier.PROVINCE
    below = list(TIER_ORDER[TIER_ORDER.index(within.tier) + 1 :])
    if below[:1] == [Tier.DISTRICT] and not Unit.objects.valid_on(day).at_tier(Tier.DISTRICT).exists():
        below.pop(0)
    return below[0] if below else within.tier
