"""What a page of figures is about - a unit, a year, a geography - and the addresses of the records behind its numbers."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from units.choices import TIER_ORDER, Tier
from units.models import Unit


@dataclass(frozen=True)
class Place:
    """Whose figures (None: all the person sees), of which year, in the geography of which day, looked at on which day."""

    within: Unit | None
    year: int
    on: date
    today: date

    @property
    def tier(self) -> str:
        """Of the lines: the first tier below the unit that had units on the day; its own where nothing is below."""
        if self.within is None:
            return Tier.PROVINCE
        inside = Unit.objects.inside(self.within).valid_on(self.on).exclude(pk=self.within.pk)
        tiers = set(inside.order_by().values_list("tier", flat=True).distinct())
        return next((tier for tier in TIER_ORDER if tier in tiers), self.within.tier)

    def link(self, name: str, *args, within: Unit | None = None, **asked) -> str:
        """The address of a page with this place in it, or with another unit."""
        unit = within or self.within
        held = {"within": unit.key if unit else None, "year": self.year, "geography": self.on.isoformat()} | asked
        held = {name: value for name, value in held.items() if value not in (None, "")}
        return f"{reverse(name, args=args)}?{urlencode(held)}"

    def figures(self, document_id: int, **asked) -> str:
        """The list of single figures of a document: by target, state, organisation kind, unit."""
        return self.link("resolutions:figures", document_id, **asked)


def place_of(request) -> Place:
    """What the context bar shows; of several years the last. Raises Http404 outside the person's sight."""
    bar = request.context_bar
    return Place(bar.unit, bar.year_to, bar.on, timezone.localdate())
