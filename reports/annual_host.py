"""The office whose letterhead a report carries: the host agency of the day; for a commune its Party committee itself."""

from dataclasses import dataclass
from datetime import date

from reports.workbook import Letterhead
from units.choices import HeaderStyle, Tier, UnitKind
from units.hosting import host_agency
from units.models import Unit


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
    """The office that makes the unit's reports on the day; `name` is the unit's own name, unused for the country."""
    agency = host_agency(unit, day)
    if agency is None:
        return Host(Letterhead(name.upper(), place=_without_kind(name), day=day), "", "")
    office, short, title = agency.name.upper(), agency.symbol, agency.head_title.upper()
    if unit is None:
        head = Letterhead(f"{office} TRUNG ƯƠNG", "BAN CHẤP HÀNH TRUNG ƯƠNG", place="Hà Nội", day=day)
        return Host(head, f"{short}TW", title)
    place = _without_kind(name)
    if unit.tier == Tier.COMMUNE:
        return Host(Letterhead(f"ĐẢNG ỦY {name.upper()}", place=place, day=day), "ĐU", "BÍ THƯ")
    committee, mark = _COMMITTEES[UnitKind(unit.kind)]
    superior = f"{committee} {place.upper()}" if agency.style == HeaderStyle.PARTY else ""
    head = Letterhead(office, superior, style=agency.style, place=place, day=day)
    return Host(head, f"{short}{mark}" if superior else short, title)


def _without_kind(name: str) -> str:
    """ "Tỉnh Cao Bằng" → "Cao Bằng"."""
    for kind in UnitKind:
        if name.lower().startswith(f"{kind.label} "):
            return name[len(str(kind.label)) + 1 :]
    return name
