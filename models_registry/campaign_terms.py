"""What the registration campaigns take, and until when: asked by whoever registers, one by one or ten thousand at once.

Late ones are taken, and flagged. What a campaign does not take is refused while its year runs; of finished years papers are
entered as they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.deciding import is_finished
from audit.errors import DomainError
from models_registry.choices import ActivityField, Kind, Level
from models_registry.entry import Entry
from models_registry.models import Campaign, CampaignLevel
from models_registry.numbering import province_of
from units.models import Unit

_CHECKED = (("kind", "kinds", Kind), ("field", "fields", ActivityField))


@dataclass(frozen=True)
class Terms:
    """The campaigns of some provinces and years, and what each says of its levels, by (province, year, level)."""

    campaigns: Mapping[tuple[int, int], Campaign]
    levels: Mapping[tuple[int, int, str], CampaignLevel]

    def of(self, unit: Unit, year: int, level: str) -> CampaignLevel | None:
        """What the campaign of the unit's province says of the level; None where it says nothing."""
        return self.levels.get((province_of(unit).id, year, level)) if self.levels else None

    def campaign(self, unit: Unit, year: int) -> Campaign | None:
        return self.campaigns.get((province_of(unit).id, year)) if self.campaigns else None

    def is_late(self, entry: Entry, unit: Unit, entered_on: date | None = None) -> bool:
        """Whether the entry was registered after its campaign's deadline: by the day it names, else by the day it was
        entered, which is today where none is given; of a finished year that names none nobody can tell, and it is not."""
        terms = self.of(unit, entry.year, entry.level)
        if terms is None:
            return False
        day = entry.details.registered_on or (None if is_finished(entry.year) else entered_on or timezone.localdate())
        return day is not None and day > terms.deadline

    def refusals(self, entry: Entry, unit: Unit) -> list[DomainError]:
        """Why the campaign of the running year does not take the entry, each naming its field; nothing where it does."""
        campaign = self.campaign(unit, entry.year)
        if campaign is None or is_finished(entry.year):
            return []
        if entry.level in campaign.closed_levels:
            told = {"campaign": campaign.name, "level": Level(entry.level).label.lower()}
            return [DomainError(_("“%(campaign)s” không nhận đăng ký %(level)s.") % told, field="level")]
        terms = self.of(unit, entry.year, entry.level)
        return [] if terms is None else list(_not_taken(campaign, terms, entry))


def _not_taken(campaign: Campaign, terms: CampaignLevel, entry: Entry):
    for name, column, choices in _CHECKED:
        taken = getattr(terms, column)
        if taken and getattr(entry, name) not in taken:
            told = {
                "campaign": campaign.name, "level": Level(entry.level).label.lower(), "taken": labels(choices, taken),
            }  # fmt: skip
            yield DomainError(_("“%(campaign)s” ở %(level)s chỉ nhận: %(taken)s.") % told, field=name)


def labels(choices, values: Iterable[str]) -> str:
    """The chosen values in words, in the order of their list."""
    return ", ".join(str(label).lower() for value, label in choices.choices if value in values)


def terms_of(entries: Iterable[Entry], units: Mapping[int, Unit]) -> Terms:
    """Those of the campaigns that the entries fall in; one query where there is none, two else, however many entries."""
    return terms_in({(province_of(units[entry.unit.id]).id, entry.year) for entry in entries})


def terms_in(asked: set[tuple[int, int]]) -> Terms:
    """The campaigns of these (province, year)."""
    found = Campaign.objects.filter(
        unit_id__in={province for province, _ in asked}, year__in={year for _, year in asked}
    ).prefetch_related("levels")
    campaigns = {(c.unit_id, c.year): c for c in found}
    levels = {(*key, row.level): row for key, c in campaigns.items() for row in c.levels.all()}
    return Terms(campaigns, levels)
