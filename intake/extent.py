"""How far the cells of a sheet reach, and which show an error, read from the XML before a parser has it.

A parser lays a sheet out as one rectangle: two cells in opposite corners would take all memory of the machine.
"""

import re
from dataclasses import dataclass, field
from xml.parsers.expat import ParserCreate

_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass
class Extent:
    """Last filled row and column (from 1), the cells with an error, and whether a formula has no stored value."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    uncalculated: bool = False
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def extent_of_xlsx_sheet(xml: bytes) -> Extent:
    """Cells that are only formatted do not count: staff format whole columns."""
    return _XlsxWalker().walk(xml)


def extents_of_ods(xml: bytes) -> list[Extent]:
    """One extent per table of content.xml, repeats multiplied out where a cell after them holds something."""
    return _OdsWalker().walk(xml)


def column_number(letters: str) -> int:
    """ "A" → 1, "CV" → 100."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class _XlsxWalker:
    def __init__(self):
        self.extent = Extent()
        self.row = self.column = 0
        self.error = self.in_value = self.formula_waits = False

    def walk(self, xml: bytes) -> Extent:
        parser = ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(xml, True)
        return self.extent

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
        elif local == "c":
            self.extent.cells += 1
            self.column += 1
            if place := attributes.get("r"):
                match = _PLACE.fullmatch(place)
                if not match:
                    raise ValueError(f"a cell placed at {place!r}")
                self.column, self.row = column_number(match[1]), int(match[2])
            self.error = attributes.get("t") == "e"
        elif local in ("v", "is", "f"):
            self.extent.rows = max(self.extent.rows, self.row)
            self.extent.columns = max(self.extent.columns, self.column)
            self.formula_waits = self.formula_waits or local == "f"
            self.in_value = local == "v"

    def _text(self, text: str) -> None:
        if self.in_value:
            self.formula_waits = False
            if self.error:
                self.extent.errors[self.row, self.column] = text[:40]

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "v":
            self.in_value = False
        elif local == "c":
            self.extent.uncalculated = self.extent.uncalculated or self.formula_waits
            self.formula_waits = False


class _OdsWalker:
    def __init__(self):
        self.extents: list[Extent] = []
        self.row = self.column = self.row_repeat = 0
        self.error = False

    def walk(self, xml: bytes) -> list[Extent]:
        parser = ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(xml, True)
        return self.extents

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "table":
            self.extents.append(Extent())
            self.row = 0
        elif local == "table-row":
            self.row_repeat = _count(attributes, "table:number-rows-repeated")
            self.column = 0
        elif local in ("table-cell", "covered-table-cell") and self.extents:
            self.column += _count(attributes, "table:number-columns-repeated")
            self.error = attributes.get("calcext:value-type") == "error"
            if any(key.endswith((":value-type", ":formula")) for key in attributes):
                extent = self.extents[-1]
                extent.rows = max(extent.rows, self.row + self.row_repeat)
                extent.columns = max(extent.columns, self.column)

    def _text(self, text: str) -> None:
        if self.error and text.startswith("#"):
            self.extents[-1].errors[self.row + 1, self.column] = text[:40]

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "table-row":
            self.row += self.row_repeat
        elif local == "table-cell":
            self.error = False


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return min(int(text), 10**7) if text.isascii() and text.isdigit() else 10**7
