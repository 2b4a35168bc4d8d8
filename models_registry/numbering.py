"""Codes such as CB-2024-00123: the province's initials, the year of first registration, a running number."""

from django.db import transaction

from models_registry.models import CodeCounter
from units.choices import Tier
from units.models import Unit
from vietnamese.folding import fold

_KINDS = ("thanh pho ", "tinh ")


def province_of(unit: Unit) -> Unit:
    while unit.tier != Tier.PROVINCE:
        unit = unit.parent
    return unit


def code_prefix(province: Unit) -> str:
    """The initials of the province's name: CB for Tỉnh Cao Bằng, HCM for Thành phố Hồ Chí Minh. Provinces with the
    same initials (Hà Nội, Hà Nam) share one run of numbers, so a code is still unique."""
    name = fold(province.name)
    for kind in _KINDS:
        name = name.removeprefix(kind)
    return "".join(word[0] for word in name.split()).upper()[:6]


def hold_counter(prefix: str, year: int) -> CodeCounter:
    """The counter, locked until the transaction ends. Every registration of a province and year takes it first, so
    that two people registering the same name at once are seen one after the other."""
    assert transaction.get_connection().in_atomic_block
    CodeCounter.objects.bulk_create([CodeCounter(prefix=prefix, year=year)], ignore_conflicts=True)
    return CodeCounter.objects.select_for_update().get(prefix=prefix, year=year)


def take_codes(counter: CodeCounter, count: int) -> list[str]:
    """The next `count` codes of a held counter."""
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return [f"{counter.prefix}-{counter.year}-{number:05d}" for number in range(first, first + count)]
