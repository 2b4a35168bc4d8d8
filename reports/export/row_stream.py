"""Rows as the XML of a worksheet: the inner loop of the register export, so written for speed.

Rows of a register look alike: the same columns hold texts, numbers, dates or nothing. So the XML of a row is made once
for each such shape, as a template, and filled for every row of that shape; one scan over all texts of a row finds the
rare ones that need care. See docs/decisions/020-register-export.md for what was measured before tidying this.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
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
_BLOCK = 256  # rows joined before they go to the compressor
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
    rows: Iterable[Sequence[Any]], columns: Sequence[tuple[str, float]], first: int
) -> Iterator[tuple[int, bytes]]:
    """The XML of the rows, numbered from `first`, in blocks, each with the count of rows it holds; a column is its kind
    and its width in characters."""
    shapes = _Shapes(columns)
    numbered = enumerate(rows, first)
    while block := [shapes.row(row, number) for number, row in islice(numbered, _BLOCK)]:
        yield len(block), "".join(block).encode()


class _Shapes:
    """The templates of the rows met so far, by the types of their values. In them "\0" stands for the row's number and
    "\1" for its height."""

    def __init__(self, columns: Sequence[tuple[str, float]]) -> None:
        self._columns = [(letters(n), *_STYLES[kind]) for n, (kind, _width) in enumerate(columns)]
        self._room = [max(1, int(width * 1.1) - 1) for _kind, width in columns]
        self._made: dict[tuple[type, ...], tuple[str, list[tuple[int, int]], list[int]]] = {}

    def row(self, row: Sequence[Any], number: int) -> str:
        shape = tuple([_EMPTY if value == "" else type(value) for value in row])
        if shape not in self._made:
            if not _KNOWN.issuperset(shape):
                return self.row([_plain(value) for value in row], number)
            self._made[shape] = self._template(shape)
        template, texts, dates = self._made[shape]
        values = list(row)
        joined = "\n".join(["", *[values[n] for n, _room in texts]])
        if _CARE(joined) or _BEGINNING(joined) or len(joined) > LONGEST:
            return self._with_care(values, shape, number, _height(values, texts))
        height = _height(values, texts)
        for n in dates:
            values[n] = values[n].toordinal() - _EPOCH
        return template.replace("\0", str(number)).replace("\1", height) % tuple(values)

    def _template(self, shape: tuple[type, ...]) -> tuple[str, list[tuple[int, int]], list[int]]:
        """The template of a shape, which of its columns are texts of how many characters a line, and which are dates."""
        cells = [
            _cell(f"{letter}\0", style, kind, "%.0s" if kind is _EMPTY else "%s")
            for kind, (letter, style, _quoted) in zip(shape, self._columns, strict=True)
        ]
        texts = [(n, self._room[n]) for n, kind in enumerate(shape) if kind is str]
        dates = [n for n, kind in enumerate(shape) if kind is date]
        return f'<row r="\0"\1>{"".join(cells)}</row>', texts, dates

    def _with_care(self, values: Sequence[Any], shape: tuple[type, ...], number: int, height: str) -> str:
        cells = []
        for value, kind, (letter, style, quoted) in zip(values, shape, self._columns, strict=True):
            if kind is str:
                style = quoted if value[0] in "=+-@" else style
                value = safe(value)
            elif kind is date:
                value = value.toordinal() - _EPOCH
            cells.append(_cell(f"{letter}{number}", style, kind, "" if value is None else value))
        return f'<row r="{number}"{height}>{"".join(cells)}</row>'


def _height(values: Sequence[Any], texts: Sequence[tuple[int, int]]) -> str:
    """The height of a row that holds its longest text, as an attribute: LibreOffice fits no row when it opens a file."""
    lines = 1
    for n, room in texts:
        text = values[n]
        if len(text) > room:
            lines = max(lines, -(-len(text) // room) + text.count("\n"))
        elif "\n" in text:
            lines = max(lines, 1 + text.count("\n"))
    return f' ht="{min(lines * LINE, TALLEST)}"' if lines > 1 else ""


def _cell(place: str, style: int, kind: type, content: Any) -> str:
    """The XML of a cell. An empty one keeps its box; dates have the date style wherever they stand."""
    if kind is str:
        keep = ' xml:space="preserve"' if content != content.strip() else ""
        return f'<c r="{place}" s="{style}" t="inlineStr"><is><t{keep}>{content}</t></is></c>'
    if kind is _EMPTY:
        return f'<c r="{place}" s="{style}"/>{content}'
    return f'<c r="{place}" s="{parts.DATE if kind is date else style}"><v>{content}</v></c>'


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
