"""The office whose letterhead a report carries.

Until 02/2025 mass mobilization was the work of a Ban Dân vận, since then of a Ban Tuyên giáo và Dân vận; what signs for
a commune is its Party committee itself.
"""

from dataclasses import dataclass
from datetime import date

from reports.workbook import Letterhead
from units.choices import Tier, UnitKind
from units.models import Unit

MERGED_ON = date(2025, 2, 1)


@dataclass(frozen=True, slots=True)
class Host:
    """An office that makes reports: its letterhead, the symbol of its papers ("BTGDVTU") and its head's title."""

    letterhead: Letterhead
    symbol: str
    head: str


# A committee's name before its place, and the mark its papers carry.
_COMMITTEES = {
    UnitKind.TINH: ("TỈNH ỦY", "TU"),
    UnitKind.THANH_PHO: ("THÀNH ỦY", "TU"),
    UnitKind.HUYEN: ("HUYỆN ỦY", "HU"),
    UnitKind.QUAN: ("QUẬN ỦY", "QU"),
    UnitKind.THI_XA: ("THỊ ỦY", "TU"),
}


def host_of(unit: Unit | None, name: str, day: date) -> Host:
    """The Party office that makes the unit's reports on the day; `name` is the unit's own name, unused for the country."""
    merged = day >= MERGED_ON
    office = "BAN TUYÊN GIÁO VÀ DÂN VẬN" if merged else "BAN DÂN VẬN"
    short = "BTGDV" if merged else "BDV"
    if unit is None:
        head = Letterhead(f"{office} TRUNG ƯƠNG", "BAN CHẤP HÀNH TRUNG ƯƠNG", place="Hà Nội", day=day)
        return Host(head, f"{short}TW", "TRƯỞNG BAN")
    place = _without_kind(name)
    if unit.tier == Tier.COMMUNE:
        return Host(Letterhead(f"ĐẢNG ỦY {name.upper()}", place=place, day=day), "ĐU", "BÍ THƯ")
    committee, mark = _COMMITTEES[UnitKind(unit.kind)]
    head = Letterhead(office, f"{committee} {place.upper()}", place=place, day=day)
    return Host(head, f"{short}{mark}", "TRƯỞNG BAN")


def _without_kind(name: str) -> str:
    """ "Tỉnh Cao Bằng" → "Cao Bằng"."""
    for kind in UnitKind:
        if name.lower().startswith(f"{kind.label} "):
            return name[len(str(kind.label)) + 1 :]
    return name
