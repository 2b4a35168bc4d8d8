"""Rows as the XML of a worksheet: the inner loop of the register export, so written for speed.

Rows are taken in blocks and written column by column. In a register most columns repeat few values: what follows the
number of the row in such a cell is made once for each value, up to where the next cell's number stands. A row is then
these pieces joined by its number, and care (markup, control characters, signs of formulas) is asked for once for each
value, or in one scan for a whole column of texts that never repeat. See docs/decisions/021-register-export-by-column.md for
what was measured before tidying this.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import count, islice, repeat
from typing import Any
from xml.sax.saxutils import escape

from django.utils import timezone

from reports import workbook as w
from reports.export import package_parts as parts

LONGEST = 32_767  # characters Excel keeps in a cell
LINE, TALLEST = 15.75, 409.5  # points: a line of 12 point text, and the tallest row Excel knows
# What cannot stand in a cell as it is: markup, control characters, "_" (Excel's own escapes, _x000D_) …
_CARE = re.compile("[&<>_\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]").search
# … and, where a text begins, blanks and the signs that make a formula of it once somebody edits it. Two scans: as one
# pattern of alternatives they take three times as long.
_BEGINNING = re.compile("\n[=+@ -]").search
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EXCEL_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_EPOCH = date(1899, 12, 30).toordinal()
_BLOCK = 512  # rows written together
_MOST_KNOWN = 5000  # values of a column that are kept
_EMPTY, _KNOWN = type(None), frozenset((str, int, float, date, type(None)))

# What a column holds → the style of its values, and of its texts that begin like formulas.
_STYLES = {
    w.TEXT: (parts.TEXT, parts.QUOTED_TEXT),
    w.CODE: (parts.CENTRED, parts.QUOTED_CENTRED),
    w.ORDINAL: (parts.YEAR, parts.QUOTED_CENTRED),
    w.YEAR: (parts.YEAR, parts.QUOTED_CENTRED),
    w.COUNT: (parts.COUNT, parts.QUOTED_TEXT),
    w.DATE: (parts.DATE, parts.QUOTED_CENTRED),
}


def letters(number: int) -> str:
    """The letters of a column from 0: A, B, … Z, AA, …"""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def blocks(
    rows: Iterable[Sequence[Any]], columns: Sequence[tuple[str, float, Mapping | None]], first: int
) -> Iterator[tuple[int, bytes]]:
    """The XML of the rows, numbered from `first`, in blocks, each with the count of rows it holds; a column is its
    kind, its width in characters and, where its values stand for words, those words."""
    written = [_Column(n, len(columns), *column) for n, column in enumerate(columns)]
    rest, numbers = iter(rows), count(first)
    while block := list(islice(rest, _BLOCK)):
        cells, lines = [], []
        for column, values in zip(written, zip(*block, strict=True), strict=True):
            pieces, needed = column.cells(values)
            cells.append(pieces)
            if needed:
                lines.append(needed)
        openings = map(_opening, map(max, *lines, repeat(1))) if lines else repeat(_opening(1))
        # The number of a row stands before each piece but the first.
        pieces_of_rows = zip(repeat(b'<row r="'), openings, *cells)
        yield len(block), b"".join([(b"%d" % n).join(pieces) for pieces, n in zip(pieces_of_rows, numbers, strict=False)])


@cache
def _opening(lines: int) -> bytes:
    """From a row's number to that in its first cell, with the height of so many lines: LibreOffice fits no row when it
    opens a file."""
    height = f' ht="{min(lines * LINE, TALLEST)}"' if lines > 1 else ""
    return f'"{height}><c r="A'.encode()


class _Column:
    """Writes the cells of a column, each from behind the row's number to before the number in the next cell. An empty
    one keeps its box."""

    def __init__(self, place: int, columns: int, kind: str, width: float, words: Mapping | None = None) -> None:
        self._style, self._quoted = _STYLES[kind]
        self._room = max(1, int(width * 1.1) - 1)
        self._words = words
        self._end = "</row>" if place == columns - 1 else f'<c r="{letters(place + 1)}'
        self._empty = f'" s="{self._style}"/>{self._end}'.encode()
        self._known: dict[Any, bytes] = {}

    def cells(self, values: Sequence[Any]) -> tuple[list[bytes], list[int] | None]:
        """The cells, and how many lines each needs where one needs more than one."""
        if self._words is not None:
            values = [self._words[value] for value in values]
        kinds = set(map(type, values))
        if not _KNOWN.issuperset(kinds):
            values = [_plain(value) for value in values]
            kinds = set(map(type, values))
        distinct = set(values)
        if len(distinct) * 2 > len(values):
            cells = self._written(values, kinds)
        else:
            if not self._known.keys() >= distinct:
                self._learn(distinct)
            known = self._known
            cells = [known[value] for value in values]
        return cells, self._lines(values, distinct) if str in kinds else None

    def _learn(self, distinct: set) -> None:
        fresh = [value for value in distinct if value not in self._known]
        if len(self._known) + len(fresh) > _MOST_KNOWN:
            self._known, fresh = {}, list(distinct)
        self._known.update(zip(fresh, self._written(fresh, set(map(type, fresh))), strict=True))

    def _lines(self, values: Sequence[Any], distinct: set) -> list[int] | None:
        room = self._room
        tall = {
            text: max(1, -(-len(text) // room)) + text.count("\n")
            for text in distinct
            if type(text) is str and (len(text) > room or "\n" in text)
        }
        return [tall.get(value, 1) for value in values] if tall else None

    def _written(self, values: Collection[Any], kinds: set[type]) -> list[bytes]:
        end, style = self._end, self._style
        if kinds == {int}:
            return [f'" s="{style}"><v>{value}</v></c>{end}'.encode() for value in values]
        if kinds == {str}:
            joined = "\n".join(["", *values, ""])
            if not (_CARE(joined) or _BEGINNING(joined) or " \n" in joined or max(map(len, values)) > LONGEST):
                opening, closing, empty = f'" s="{style}" t="inlineStr"><is><t>', f"</t></is></c>{end}", self._empty
                return [f"{opening}{text}{closing}".encode() if text else empty for text in values]
        return [self._empty if value in (None, "") else self._cell(value).encode() for value in values]

    def _cell(self, value: Any) -> str:
        """One cell with every care. Dates have the date style wherever they stand."""
        if type(value) is str:
            style = self._quoted if value[0] in "=+-@" else self._style
            text = safe(value)
            keep = ' xml:space="preserve"' if text != text.strip() else ""
            return f'" s="{style}" t="inlineStr"><is><t{keep}>{text}</t></is></c>{self._end}'
        if type(value) is date:
            return f'" s="{parts.DATE}"><v>{value.toordinal() - _EPOCH}</v></c>{self._end}'
        return f'" s="{self._style}"><v>{value}</v></c>{self._end}'


def _plain(value: Any) -> Any:
    """A value of a rarer type as one of the known ones; a moment is the day it was in Việt Nam."""
    if type(value) in _KNOWN:
        return value
    if isinstance(value, datetime):
        return timezone.localdate(value) if timezone.is_aware(value) else value.date()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, int) and not isinstance(value, bool):  # members of IntegerChoices
        return int(value)
    return str(value)  # members of TextChoices, lazy translations


def safe(text: str) -> str:
    """The text as XML can hold it, no longer than Excel can."""
    if len(text) > LONGEST:
        text = text[: LONGEST - 1] + "…"
    text = _ILLEGAL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return escape(_EXCEL_ESCAPE.sub("_x005F_", text))
