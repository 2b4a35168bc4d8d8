"""The office that issues a unit's papers on a day: how its head of paper reads, its symbol and its head's title."""

from dataclasses import dataclass
from datetime import date

from units.choices import HeaderStyle, Tier, UnitKind
from units.hosting import host_agency
from units.models import Unit


@dataclass(frozen=True, slots=True)
class Issuer:
    """`name` as the head prints it, in capitals; `superior` above it ("" where none is printed); `full_name` as a sentence
    says it; `symbol` as a number ends ("BTGDVTU"); `place` before the date; `head` the title of who signs."""

    name: str
    superior: str = ""
    full_name: str = ""
    symbol: str = ""
    place: str = ""
    head: str = ""
    style: str = HeaderStyle.PARTY


# A committee's name before its place, and the mark its papers carry.
_COMMITTEES = {
    UnitKind.TINH: ("Tỉnh ủy", "TU"),
    UnitKind.THANH_PHO: ("Thành ủy", "TU"),
    UnitKind.HUYEN: ("Huyện ủy", "HU"),
    UnitKind.QUAN: ("Quận ủy", "QU"),
    UnitKind.THI_XA: ("Thị ủy", "TU"),
}


def issuer_of(unit: Unit | None, name: str, day: date) -> Issuer:
    """The office of the unit on the day; `name` is the unit's own name that day, unused for the country. A commune's is
    its Party committee itself. What the agency says of its superior and its place goes before what is worked out."""
    agency = host_agency(unit, day)
    if agency is None:
        place = without_kind(name)
        return Issuer(name.upper(), full_name=name, place=place)
    head = agency.head_title.upper()
    if unit is None:
        return Issuer(
            f"{agency.name.upper()} TRUNG ƯƠNG", "BAN CHẤP HÀNH TRUNG ƯƠNG", f"{agency.name} Trung ương",
            f"{agency.symbol}TW", "Hà Nội", head,
        )  # fmt: skip
    place = without_kind(name)
    if unit.tier == Tier.COMMUNE:
        committee = f"Đảng ủy {name[:1].lower()}{name[1:]}"
        return Issuer(f"ĐẢNG ỦY {name.upper()}", "", committee, "ĐU", place, "BÍ THƯ")
    committee, mark = _COMMITTEES[UnitKind(unit.kind)]
    party = agency.style == HeaderStyle.PARTY
    own = unit.id == agency.unit_id
    superior = (own and agency.superior) or (f"{committee} {place}" if party else "")
    full_name = f"{agency.name} {superior}" if party else agency.name
    symbol = f"{agency.symbol}{mark}" if party else agency.symbol
    return Issuer(
        agency.name.upper(), superior.upper(), full_name, symbol, (own and agency.place) or place, head, agency.style
    )


def without_kind(name: str) -> str:
    """ "Tỉnh Cao Bằng" → "Cao Bằng"."""
    for kind in UnitKind:
        if name.lower().startswith(f"{kind.label} "):
            return name[len(str(kind.label)) + 1 :]
    return name
