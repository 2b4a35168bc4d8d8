"""Questions about the register, as sentences."""

from datetime import date, datetime, time, timedelta

from django.db import connection, models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.scoping import seen_by
from models_registry.choices import NOT_COUNTED
from units.choices import Tier
from units.models import Placement
from units.querysets import among, unit_ids_inside
from vietnamese.folding import fold


def midnight_after(day: date) -> datetime:
    """The first moment that is no longer the day, on the office's clock."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


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

    def begun_by(self, day: date) -> "RegistrationQuerySet":
        """Those that had begun by the day. What began on a day nobody wrote down began when it was entered; where it was
        entered only after its year, with the first day of that year: else what was recognised would stand there alone.
        Nothing began later than the first of its steps."""
        from models_registry.models import StageChange

        stepped = Exists(StageChange.objects.filter(registration=OuterRef("pk"), happened_on__lte=day))
        undated = Q(created_at__lt=midnight_after(day)) | Q(year__lte=day.year, created_at__year__gt=F("year"))
        return self.filter(Q(registered_on__lte=day) | Q(registered_on__isnull=True) & undated | Q(stepped))

    def counted_on(self, day: date, known_by: date | None = None) -> "RegistrationQuerySet":
        """Those that figures as of the day are made of: begun by it and not withdrawn by it. With `known_by`, of what had
        been entered by that day."""
        from models_registry.models import StageChange

        begun = self.begun_by(day)
        withdrawn = Q(stage=NOT_COUNTED) & (Q(withdrawn_on__isnull=True) | Q(withdrawn_on__lte=day))
        if known_by is not None:
            begun = begun.filter(created_at__lt=midnight_after(known_by))
            told_later = StageChange.objects.filter(
                registration=OuterRef("pk"), to_stage=NOT_COUNTED, entered_at__gte=midnight_after(known_by)
            )
            withdrawn &= ~Exists(told_later)
        return begun.exclude(withdrawn)

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
