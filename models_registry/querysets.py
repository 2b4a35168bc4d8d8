"""Questions about the register, as sentences."""

from django.db import connection, models
from django.db.models import Count

from accounts.scoping import seen_by
from models_registry.choices import NOT_COUNTED
from units.choices import Tier
from units.models import Placement
from units.querysets import among, unit_ids_inside
from vietnamese.folding import fold


class RegistrationQuerySet(models.QuerySet):
    def visible_to(self, user) -> "RegistrationQuerySet":
        """Registrations the person may see. Every list, count, export and API view starts here."""
        seen = seen_by(user)
        return self if seen.is_everything else self.filter(seen.condition("unit_id", "hand_unit_id"))

    def inside(self, unit, unit_ids: list[int] | None = None) -> "RegistrationQuerySet":
        """Registrations standing in the unit: registered in it, in what became or was part of it, or placed by hand.
        Whoever has read the units inside gives their ids."""
        ids = unit_ids_inside(unit) if unit_ids is None else unit_ids
        if unit.tier == Tier.PROVINCE:
            # A hand placement never leaves the province, so the plain index walk is whole.
            return self.filter(among("unit_id", ids))
        return self.filter(among(("unit_id", "hand_unit_id"), ids))

    def counted(self) -> "RegistrationQuerySet":
        """Those that figures are made of: a withdrawn one stays in the register and is counted nowhere."""
        return self.exclude(stage=NOT_COUNTED)

    def registered_in(self, year_from: int, year_to: int | None = None) -> "RegistrationQuerySet":
        if year_to is None or year_to == year_from:
            return self.filter(year=year_from)
        return self.filter(year__range=(year_from, year_to))

    def recognised(self) -> "RegistrationQuerySet":
        return self.exclude(recognised_level="")

    def sizes_by(self, *columns: str) -> list[tuple]:
        """(values of the columns …, how many registrations) for each combination there is."""
        rows = self.order_by().values_list(*columns).annotate(size=Count("id"))
        return list(rows)

    def searching(self, text: str) -> "RegistrationQuerySet":
        """Registrations whose name or code holds every word of the text, as a whole word or its beginning;
        marks and case aside."""
        words = fold(text).split()
        if not words:
            return self
        if connection.vendor == "sqlite":
            return self.filter(id__in=_MatchingRows(" AND ".join(f'"{w}"*' for w in words)))
        found = self
        for word in words:
            found = found.filter(search_text__contains=f" {word}")
        return found


class CampaignQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CampaignQuerySet":
        """Campaigns of every province in which the person sees anything: a commune reads what its province asks."""
        seen = seen_by(user)
        if seen.is_everything:
            return self
        places = Placement.objects.filter(among("unit_id", sorted(seen.units | seen.places)))
        return self.filter(unit_id__in=places.order_by().values("province_id"))


class MobilizationModelQuerySet(models.QuerySet):
    def visible_to(self, user) -> "MobilizationModelQuerySet":
        """Models the person may see: those with a registration she may see."""
        if seen_by(user).is_everything:
            return self
        from models_registry.models import Registration

        return self.filter(id__in=Registration.objects.visible_to(user).values("model_id"))


class _MatchingRows(models.expressions.RawSQL):
    """Row numbers of the full-text index that match."""

    def __init__(self, match: str):
        super().__init__(
            "SELECT rowid FROM models_registry_search WHERE models_registry_search MATCH %s", [match]
        )
