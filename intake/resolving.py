"""Which unit a row means: by name inside its district or province, in the register's year. Never guessed."""

import difflib
import re
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from units.choices import Tier
from units.models import FormerUnit, Organisation, Unit, UnitName
from vietnamese.folding import clean_line, fold

_KINDS = {
    "x": "xa",
    "p": "phuong",
    "tt": "thi tran",
    "h": "huyen",
    "q": "quan",
    "tx": "thi xa",
    "tp": "thanh pho",
    "dk": "dac khu",
    "t": "tinh",
}
_PREFIX = re.compile(r"^(xa|phuong|thi tran|dac khu|huyen|quan|thi xa|thanh pho|tinh) (?=\S)")
_DISTRICT_KINDS = ("huyen", "quan", "thi xa", "thanh pho")
_COMMUNE_KINDS = ("xa", "phuong", "thi tran", "dac khu")
_PARTS = re.compile(r"\s*(?:[,;()\n]| [-–] )\s*")


@dataclass(frozen=True)
class Told:
    """What a row says about its place; "" where it says nothing."""

    province: str = ""
    district: str = ""
    commune: str = ""
    unit: str = ""
    organisation: str = ""


@dataclass(frozen=True)
class Place:
    """``note`` says aloud how a name was read when it was not written as in the official list."""

    unit: Unit
    organisation: Organisation | None = None
    note: str = ""


class Unresolved(ValueError):
    """The name means no unit, or more than one; the sentence says which and what to do. ``column``: where it stands."""

    def __init__(self, column: str, sentence: str):
        super().__init__(sentence)
        self.column = column


@dataclass
class _Names:
    """Units of one tier by whole folded name ("xa hung dao") and by the name without its kind ("hung dao")."""

    kinds: tuple[str, ...]
    whole: dict[str, list[Unit]] = field(default_factory=dict)
    bare: dict[str, list[Unit]] = field(default_factory=dict)

    def add(self, name: str, unit: Unit) -> None:
        folded = fold(name)
        for table, key in ((self.whole, folded), (self.bare, _PREFIX.sub("", folded))):
            held = table.setdefault(key, [])
            if unit not in held:
                held.append(unit)

    def find(self, text: str) -> tuple[list[Unit], bool]:
        """The units of that name, and whether nothing in it contradicts the list."""
        folded = _spelled_out(fold(text))
        found, whole = self.whole.get(folded, []), True
        kind = _PREFIX.match(folded)
        if not found and (kind is None or kind[1] in self.kinds):
            # A name without its kind is how people write; a name with another kind is read aloud.
            found, whole = self.bare.get(_PREFIX.sub("", folded), []), kind is None
        if len(found) > 1:
            exact = [u for u in found if _bare_name(u.name) == _bare_name(clean_line(text))]
            found = exact if len(exact) == 1 else found
        return found, whole


class Resolver:
    """Reads the units inside ``unit`` once; `resolve` answers from memory, so that a long register stays fast."""

    def __init__(self, unit: Unit, year: int):
        self.unit = unit
        self.province = _top(unit)
        day = min(date(year, 12, 31), self.province.valid_to or date.max)
        day = max(day, self.province.valid_from or date.min)
        # A district or commune office may name any unit of its province; whether it may enter there is asked later.
        inside = [u for u in Unit.objects.inside(self.province).select_related("parent") if u.stood_on(day)]
        self.units = [u for u in inside if u.scheme == unit.scheme]
        self._districts, self._communes = _Names(_DISTRICT_KINDS), _Names(_COMMUNE_KINDS)
        self._communes_of: dict[int, _Names] = {}
        other_names: dict[int, set[str]] = {}
        for row in UnitName.objects.filter(unit__scheme=unit.scheme, unit_id__in=[u.id for u in self.units]):
            other_names.setdefault(row.unit_id, set()).add(row.name)
        for found in self.units:
            for name in {found.name} | other_names.get(found.id, set()):
                if found.tier == Tier.DISTRICT:
                    self._districts.add(name, found)
                elif found.tier == Tier.COMMUNE:
                    self._communes.add(name, found)
                    self._communes_of.setdefault(found.parent_id, _Names(_COMMUNE_KINDS)).add(name, found)
        self._organisations: dict[tuple[int, str], Organisation] | None = None
        self._former: dict[str, list[FormerUnit]] | None = None
        self._kept: dict[Told, Place | Unresolved] = {}

    def resolve(self, told: Told) -> Place:
        """The place, or Unresolved."""
        if told not in self._kept:
            try:
                self._kept[told] = self._resolve(told)
            except Unresolved as error:
                self._kept[told] = error
        answer = self._kept[told]
        if isinstance(answer, Unresolved):
            raise answer
        return answer

    def _resolve(self, told: Told) -> Place:
        if told.province:
            self._require_own_province(told.province)
        if told.unit and not told.commune:
            place = self._from_one_column(told)
        elif told.commune and _kind(told.commune) in _DISTRICT_KINDS:
            # The district's own offices stand in the commune column under the district's name.
            district, note = self._district(told.commune)
            place = Place(district, note=note)
        elif told.commune:
            district, note = self._district(told.district) if told.district else (None, "")
            place = self._commune(told.commune, district, note)
        elif told.district:
            district, note = self._district(told.district)
            place = Place(district, note=note)
        elif self.unit.tier == Tier.COMMUNE:
            place = Place(self.unit)
        else:
            raise Unresolved("commune", _("Thiếu tên đơn vị: ghi xã, phường hoặc huyện nơi đăng ký."))
        if told.organisation:
            return Place(place.unit, self._organisation(told.organisation, place.unit), place.note)
        return place

    def _require_own_province(self, text: str) -> None:
        if _PREFIX.sub("", _spelled_out(fold(text))) != _PREFIX.sub("", fold(self.province.name)):
            raise Unresolved(
                "province",
                _("“%(text)s” không phải %(province)s; sổ này chỉ nhận đơn vị của %(province)s.")
                % {"text": text, "province": self.province.name},
            )

    def _district(self, text: str) -> tuple[Unit, str]:
        found, whole = self._districts.find(text)
        if len(found) == 1:
            return found[0], "" if whole else _read_as(text, found[0])
        if found:
            raise Unresolved("district", _ambiguous(text, found))
        raise Unresolved("district", self._unknown(text, self._districts, self.province))

    def _commune(self, text: str, district: Unit | None, note: str = "") -> Place:
        if district is None and self.unit.tier == Tier.DISTRICT:
            district = self.unit
        names = self._communes_of.get(district.id, _Names(_COMMUNE_KINDS)) if district else self._communes
        found, whole = names.find(text)
        if len(found) == 1:
            return Place(found[0], note=note or ("" if whole else _read_as(text, found[0])))
        if found:
            raise Unresolved("commune", _ambiguous(text, found))
        raise Unresolved("commune", self._unknown(text, names, district or self.province))

    def _from_one_column(self, told: Told) -> Place:
        """ "Xã Hưng Đạo, huyện Bảo Lạc", "Huyện Bảo Lạc", "Hưng Đạo" or the name of an organisation."""
        parts = [part for part in _PARTS.split(told.unit) if part]
        district = self._district(told.district)[0] if told.district else None
        if len(parts) > 1 and _same_province(parts[-1], self.province):
            parts = parts[:-1]
        if len(parts) > 1 and len(self._districts.find(parts[-1])[0]) == 1:
            district = self._districts.find(parts[-1])[0][0]
            parts = parts[:-1]
        for text in parts[::-1]:
            candidates = self._candidates(text, district)
            if len(candidates) == 1:
                as_listed = fold(candidates[0].name).startswith(_kind(text))
                return Place(candidates[0], note="" if as_listed else _read_as(text, candidates[0]))
            if candidates:
                raise Unresolved("unit", _ambiguous(text, candidates))
        if found := self._organisations_named(told.unit):
            if len(found) == 1:
                return Place(found[0].unit, found[0])
            raise Unresolved("unit", _ambiguous(told.unit, [o.unit for o in found]))
        raise Unresolved("unit", self._unknown(told.unit, self._communes, district or self.province))

    def _candidates(self, text: str, district: Unit | None) -> list[Unit]:
        communes = self._communes_of.get(district.id, _Names(_COMMUNE_KINDS)) if district else self._communes
        in_communes, whole_commune = communes.find(text)
        in_districts, whole_district = self._districts.find(text) if district is None else ([], False)
        if in_communes and in_districts and whole_commune != whole_district:
            return in_communes if whole_commune else in_districts
        if not in_communes and not in_districts and _same_province(text, self.province):
            return [self.province]
        if not in_communes and district is not None and fold(district.name) == _spelled_out(fold(text)):
            return [district]
        return in_communes + in_districts

    def _organisation(self, text: str, unit: Unit) -> Organisation:
        self._organisations_named(text)
        found = (self._organisations or {}).get((unit.id, fold(text)))
        if found is None:
            raise Unresolved(
                "organisation",
                _("%(unit)s không có cơ quan “%(text)s” trong danh mục; nhờ quản trị thêm trước khi nhập.")
                % {"unit": unit.name, "text": text},
            )
        return found

    def _organisations_named(self, text: str) -> list[Organisation]:
        if self._organisations is None:
            held = Organisation.objects.filter(unit__in=[u.id for u in self.units]).select_related("unit")
            self._organisations = {(o.unit_id, o.folded_name): o for o in held}
        word = fold(text)
        return [o for (_unit, name), o in self._organisations.items() if name == word]

    def _unknown(self, text: str, names: _Names, inside: Unit) -> str:
        sentence = _("Không có “%(text)s” trong %(inside)s.") % {"text": text, "inside": inside.name}
        word = _PREFIX.sub("", _spelled_out(fold(text)))
        elsewhere = self._communes.bare.get(word, []) if names is not self._communes else []
        if elsewhere:
            return f"{sentence} {_('Có ở nơi khác: %(places)s; xem lại cột huyện.') % {'places': _named(elsewhere)}}"
        if former := self._former_units().get(word):
            return _("%(name)s đã nhập vào đơn vị khác trước 30/6/2025; ghi tên đơn vị sau sáp nhập.") % {
                "name": former[0].name
            }
        near = difflib.get_close_matches(word, names.bare, n=2, cutoff=0.8)
        if near:
            close = [unit for name in near for unit in names.bare[name]]
            return f"{sentence} {_('Gần giống: %(places)s.') % {'places': _named(close)}}"
        return f"{sentence} {_('Sửa lại tên theo danh mục đơn vị hành chính.')}"

    def _former_units(self) -> dict[str, list[FormerUnit]]:
        if self._former is None:
            self._former = {}
            codes = {u.code for u in self.units if u.tier == Tier.DISTRICT}
            rows = list(FormerUnit.objects.all()) if self.unit.scheme == "old" else []
            codes |= {f.code for f in rows if f.tier == Tier.DISTRICT and f.parent_code == self.province.code}
            for row in rows:
                parents = codes if row.tier == Tier.COMMUNE else {self.province.code}
                if row.parent_code in parents:
                    self._former.setdefault(_PREFIX.sub("", fold(row.name)), []).append(row)
        return self._former


def _spelled_out(folded: str) -> str:
    """ "tt bao lac" → "thi tran bao lac"."""
    first, blank, rest = folded.partition(" ")
    return f"{_KINDS[first]} {rest}" if blank and first in _KINDS else folded


def _kind(text: str) -> str:
    match = _PREFIX.match(_spelled_out(fold(text)))
    return match[1] if match else ""


def _bare_name(name: str) -> str:
    """The name with its marks, without its kind, for telling "Thượng Hà" from "Thượng Hạ"."""
    words = clean_line(name).lower().split()
    folded = _spelled_out(fold(name))
    match = _PREFIX.match(folded)
    cut = match[1].count(" ") + 1 if match and fold(words[0]) not in _KINDS else (1 if match else 0)
    return " ".join(words[cut:])


def _same_province(text: str, province: Unit) -> bool:
    words = _spelled_out(fold(text))
    return _PREFIX.match(words) is not None and words == fold(province.name)


def _top(unit: Unit) -> Unit:
    while unit.parent_id:
        unit = unit.parent
    return unit


def _read_as(text: str, unit: Unit) -> str:
    return _("“%(text)s” được hiểu là %(unit)s.") % {"text": text, "unit": unit.name}


def _ambiguous(text: str, found: list[Unit]) -> str:
    return _("“%(text)s” có thể là %(places)s; ghi rõ cả loại và huyện.") % {
        "text": text,
        "places": _named(found),
    }


def _named(units: list[Unit]) -> str:
    names = [f"{u.name} ({u.parent.name})" if u.parent_id else u.name for u in units[:4]]
    return ", ".join(names) + (", …" if len(units) > 4 else "")
