"""Records of a divided commune: which communes of today's geography may take them."""

from django.utils import timezone

from models_registry.models import Registration
from models_registry.registration import places_to_choose
from units.choices import Tier
from units.geography import geography_on
from units.models import Geography, Placement, Unit


def geography_in_question() -> Geography:
    return geography_on(timezone.localdate())


def is_without_place(registration: Registration) -> bool:
    """True for a commune's record that has no place in today's geography; one query."""
    if registration.unit.tier != Tier.COMMUNE or registration.unit.valid_to is None:
        return False
    return not Placement.objects.filter(
        geography=geography_in_question(), unit_id=registration.unit_id, commune__isnull=False
    ).exists()


def choices_of_place(registration: Registration) -> list[Unit]:
    """The communes standing today that took part of the divided one; empty where its place is exact."""
    if not is_without_place(registration):
        return []
    today = Unit.objects.filter(origins__predecessor=registration.unit, valid_to__isnull=True).first()
    found = places_to_choose(registration, today) if today else []
    return [unit for unit in found if unit.tier == Tier.COMMUNE]
