"""The units of the world, in both geographies; each that holds records has a number, which its marks carry."""

from datetime import date

from models_registry.choices import Level
from tests.factories import a_small_country
from units.choices import Share, Tier
from units.models import Succession, Unit
from units.placing import rebuild_placements
from vietnamese.folding import fold

PLANTED = [
    "old-04",
    "old-043",
    "old-01321",
    "old-01330",
    "old-042",
    "old-01291",
    "old-02",
    "old-0433",
    "old-013210",
    "old-00988",
    "old-08",
    "old-040",
    "new-04",
    "new-01321",
    "new-01327",
    "new-08",
    "new-00700",
    "new-013210",
]
NUMBER = {key: number for number, key in enumerate(PLANTED, 1)}
PROVINCES = ("old-04", "old-02", "old-08", "new-04", "new-08")
LEVEL = {Tier.PROVINCE: Level.PROVINCE, Tier.DISTRICT: Level.DISTRICT, Tier.COMMUNE: Level.GRASSROOTS}
_MORE_UNITS = """
old-08 tinh Tỉnh Tuyên Quang -
old-040 tinh Tỉnh Cao Bằng Thượng -
old-0433 huyen Huyện Bảo Lạc Thượng old-02
old-013210 xa Xã Bảo Lạc Thượng old-0433
new-013210 xa Xã Bảo Lạc Thượng new-08
"""


def a_country() -> dict[str, Unit]:
    units = a_small_country()
    tiers = {2: Tier.PROVINCE, 3: Tier.DISTRICT, 4: Tier.DISTRICT, 5: Tier.COMMUNE, 6: Tier.COMMUNE}
    for position, line in enumerate(_MORE_UNITS.split("\n")[1:-1], 800):
        key, kind, *words, above = line.split()
        scheme, code = key.split("-")
        tier = Tier.PROVINCE if above == "-" else tiers[len(code)]
        units[key] = Unit.objects.create(
            key=key, code=code, scheme=scheme, tier=tier, kind=kind, name=" ".join(words), position=position,
            folded_name=fold(" ".join(words)), parent=units.get(above),
            valid_from=None if scheme == "old" else date(2025, 7, 1),
            valid_to=date(2025, 6, 30) if scheme == "old" else None,
        )  # fmt: skip
    for old, new in (("old-08", "new-08"), ("old-013210", "new-013210")):
        Succession.objects.create(
            predecessor=units[old], successor=units[new], share=Share.WHOLE, is_main=True
        )
    rebuild_placements()
    return units
