"""The days of registration campaigns: which deadline meets an entry. Late ones are taken, and flagged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.deciding import is_finished
from models_registry.entry import Entry
from models_registry.models import CampaignLevel
from models_registry.numbering import province_of
from units.models import Unit


@dataclass(frozen=True)
class Deadlines:
    """The deadlines of some campaigns by (province, year, level)."""

    days: Mapping[tuple[int, int, str], date]

    def is_late(self, entry: Entry, unit: Unit) -> bool:
        """Whether the entry was registered after its campaign's deadline: by the day it names, else by today; of a finished
        year that names none nobody can tell, and it is not."""
        deadline = self.days.get((province_of(unit).id, entry.year, entry.level)) if self.days else None
        if deadline is None:
            return False
        day = entry.details.registered_on or (None if is_finished(entry.year) else timezone.localdate())
        return day is not None and day > deadline


def deadlines_of(entries: Iterable[Entry], units: Mapping[int, Unit]) -> Deadlines:
    """Those of the campaigns that the entries fall in; one query however many entries."""
    asked = {(province_of(units[entry.unit.id]).id, entry.year) for entry in entries}
    rows = CampaignLevel.objects.filter(
        campaign__unit_id__in={province for province, _ in asked}, campaign__year__in={year for _, year in asked}
    )
    found = rows.values_list("campaign__unit_id", "campaign__year", "level", "deadline")
    return Deadlines({(province, year, level): day for province, year, level, day in found})
