"""How far the cells of a sheet reach, and which show an error, read from the XML before a parser has it.

A parser lays a sheet out as one rectangle: two cells in opposite corners would take all memory of the machine. Staff leave a
stray cell in row 1.048.576; the rows they mean stand at the top, so a sheet is cut at its first long blank stretch.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from xml.parsers.expat import ParserCreate

from django.utils.translation import gettext as _

from intake.bounds import REQUEST, Bounds, UnreadableWorkbook, too_many_cells

_MOST_ERRORS = 100_000
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass
class Extent:
    """Last filled row and column (from 1), the cells with an error, and whether a formula has no stored value. `cells`
    counts all that were named, `filled` those with something in them; `cut` is the sheet's XML without what stands
    below its first long blank stretch, empty where it has none."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    filled: int = 0
    cut: bytes = b""
    uncalculated: bool = False
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def extents_of_xlsx(sheets: list[bytes], bounds: Bounds = REQUEST) -> list[Extent]:
    """One extent per sheet. Cells that are only formatted do not count: staff format whole columns. The walk ends where
    there are more cells than the bounds allow in the whole file, with UnreadableWorkbook."""
    found, counted = [], Extent()
    for xml in sheets:
        extent = _XlsxWalker(bounds, counted).walk(xml)
        counted.cells += extent.cells
        counted.filled += extent.filled
        found.append(extent)
    return found


def extents_of_ods(xml: bytes, bounds: Bounds = REQUEST) -> list[Extent]:
    """One extent per table of content.xml, repeats multiplied out where a cell after them holds something."""
    return _OdsWalker(bounds).walk(xml)


def _refuse_errors(extent: Extent) -> None:
    if len(extent.errors) > _MOST_ERRORS:
        raise UnreadableWorkbook(
            "too many errors",
            _("Tệp có hơn %(count)d ô lỗi (#N/A, #REF! …). Sửa các công thức hỏng rồi nộp lại.")
            % {"count": _MOST_ERRORS},
        )


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """ "A" → 1, "CV" → 100."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class _XlsxWalker:
    """Only what opens is listened to, and text only where it can matter: a sheet has a hundred thousand of either."""

    def __init__(self, bounds: Bounds, before: Extent):
        self.bounds, self.extent = bounds, Extent()
        self.most_cells, self.most_filled = bounds.cells - before.cells, bounds.filled_cells - before.filled
        self.row_starts, self.row_name = -1, ""
        self.row = self.column = 0
        self.error = self.formula_waits = False
        self.parser = ParserCreate()

    def walk(self, xml: bytes) -> Extent:
        self.parser.StartElementHandler = self._start
        try:
            self.parser.Parse(xml, True)
        except _BelowTheGap:
            self.extent.cut = xml[: self.row_starts] + _closing(self.row_name)
        self._end_of_cell()
        return self.extent

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name if ":" not in name else name.rpartition(":")[2]
        if local == "c":
            if self.error or self.formula_waits:
                self._end_of_cell()
            self._place(attributes.get("r"))
            self.error = attributes.get("t") == "e"
        elif local in ("v", "is", "f"):
            extent = self.extent
            if self.row > extent.rows:
                if self.row > extent.rows + self.bounds.blank_rows and extent.rows and self.row_starts >= 0:
                    raise _BelowTheGap
                extent.rows = self.row
            if self.column > extent.columns:
                extent.columns = self.column
            if local != "f":
                extent.filled += 1
                if extent.filled > self.most_filled:
                    raise too_many_cells(self.bounds.filled_cells)
            if local == "f":
                self.formula_waits = True
            elif self.error or self.formula_waits:
                self.parser.CharacterDataHandler = self._value
        elif local == "row":
            self.row_starts, self.row_name = self.parser.CurrentByteIndex, name
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0

    def _place(self, place: str | None) -> None:
        self.extent.cells += 1
        if self.extent.cells > self.most_cells:
            raise too_many_cells(self.bounds.filled_cells)
        self.column += 1
        if place:
            match = _PLACE.fullmatch(place)
            if not match:
                raise ValueError(f"a cell placed at {place!r}")
            self.column, self.row = column_number(match[1]), int(match[2])

    def _value(self, text: str) -> None:
        self.formula_waits = False
        if self.error:
            self.extent.errors.setdefault((self.row, self.column), text[:40])
            _refuse_errors(self.extent)
            self.error = False
        self.parser.CharacterDataHandler = None

    def _end_of_cell(self) -> None:
        """A formula whose value never came was never calculated."""
        self.extent.uncalculated = self.extent.uncalculated or self.formula_waits
        self.error = self.formula_waits = False
        self.parser.CharacterDataHandler = None


class _BelowTheGap(Exception):
    """A cell stands so far below the last one that nobody means it."""


def _closing(row_name: str) -> bytes:
    """What ends a sheet within its rows, in the spelling of its names."""
    prefix = row_name[: -len("row")]
    return f"</{prefix}sheetData></{prefix}worksheet>".encode()


class _OdsWalker:
    def __init__(self, bounds: Bounds):
        self.bounds, self.cells, self.filled = bounds, 0, 0
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
            repeated = _count(attributes, "table:number-columns-repeated")
            self.column += repeated
            self.cells += 1
            self.error = attributes.get("calcext:value-type") == "error"
            if any(key.endswith((":value-type", ":formula")) for key in attributes):
                extent = self.extents[-1]
                extent.rows = max(extent.rows, self.row + self.row_repeat)
                extent.columns = max(extent.columns, self.column)
                self.filled += min(repeated, self.bounds.columns) * min(self.row_repeat, self.bounds.rows)
            if self.filled > self.bounds.filled_cells or self.cells > self.bounds.cells:
                raise too_many_cells(self.bounds.filled_cells)

    def _text(self, text: str) -> None:
        if self.error and text.startswith("#"):
            self.extents[-1].errors[self.row + 1, self.column] = text[:40]
            _refuse_errors(self.extents[-1])

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "table-row":
            self.row += self.row_repeat
        elif local == "table-cell":
            self.error = False


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return min(int(text), 10**7) if text.isascii() and text.isdigit() else 10**7
