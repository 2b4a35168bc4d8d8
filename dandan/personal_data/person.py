"""The person asked about: a name, perhaps a telephone number, perhaps one unit."""

import re
from dataclasses import dataclass
from functools import cached_property

from accounts.scoping import administered_unit_ids
from units.models import Unit
from units.querysets import unit_ids_inside
from vietnamese.folding import clean_line, fold

ANONYMOUS = "(đã ẩn danh)"


@dataclass(frozen=True)
class Person:
    """A name typed with marks means exactly that name, case aside; without marks, every name that reads so. With a
    telephone number only the records that hold both are meant: many people share a name."""

    name: str
    phone: str = ""
    unit: Unit | None = None

    @classmethod
    def of(cls, name: str, phone: str = "", unit: Unit | None = None) -> "Person":
        return cls(clean_line(name), clean_line(phone), unit)

    @cached_property
    def marked(self) -> bool:
        return fold(self.name) != clean_line(self.name).lower()

    def is_named(self, text: str) -> bool:
        """Whether the text as a whole is the name."""
        if self.marked:
            return clean_line(text).casefold() == self.name.casefold()
        return fold(text) == fold(self.name)

    def is_mentioned(self, text: str) -> bool:
        """Whether the name stands in the text as whole words."""
        if self.marked:
            return re.search(_word(self.name), clean_line(text), re.IGNORECASE) is not None
        return f" {fold(self.name)} " in f" {fold(text)} "

    def has_phone(self, text: str) -> bool:
        return not self.phone or digits(text) == digits(self.phone)

    def unit_ids(self, by) -> list[int] | None:
        """Units within which the person who asks may look; None for everywhere."""
        administered = administered_unit_ids(by)
        if self.unit is None:
            return administered
        inside = unit_ids_inside(self.unit)
        return inside if administered is None else sorted(set(inside) & set(administered))


def digits(text: str) -> str:
    """The digits of a telephone number, +84 read as 0."""
    found = re.sub(r"\D", "", text)
    return "0" + found[2:] if text.strip().startswith("+84") else found


class Replacing:
    """Replaces names and numbers inside texts; `in` asks whether a text holds any of them."""

    def __init__(self, names: set[str], phones: set[str]):
        parts = [_word(name) for name in sorted(names, key=len, reverse=True) if name.strip()]
        for number in sorted({digits(phone) for phone in phones} - {""}, key=len, reverse=True):
            parts.append(r"(?<!\d)" + r"[ .\-]?".join(number) + r"(?!\d)")
        self._pattern = re.compile("|".join(parts), re.IGNORECASE) if parts else None

    def __call__(self, text: str) -> str:
        return self._pattern.sub(ANONYMOUS, text) if self._pattern and text else text

    def __contains__(self, text: str) -> bool:
        return bool(self._pattern and text and self._pattern.search(text))


def _word(name: str) -> str:
    return r"(?<!\w)" + r"\s+".join(map(re.escape, name.split())) + r"(?!\w)"
