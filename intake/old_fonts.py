"""Cells typed in TCVN3 or VNI fonts, found by their font (openpyxl tells it, and xlrd for .xls) and read in Unicode.

A cell that names such a font may hold Unicode all the same, typed where the font was missing. "Cá nhân" then could be read
either way: what its column holds without doubt decides, and after it the sheet; where nothing tells, the font."""

import io
import re
from collections import defaultdict

import xlrd
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock

from vietnamese.legacy_fonts import OLD, UNICODE, encoding_of_font, to_unicode, typed_as


def uses_old_fonts(members: dict[str, bytes]) -> bool:
    """Whether any style or piece of rich text names such a font: most files do not, and are spared the slow way."""
    for name, content in members.items():
        if name.endswith(("styles.xml", "sharedStrings.xml")) or "/worksheets/" in name:
            lower = content.lower()
            if b'val=".vn' in lower or b'val="vni-' in lower:
                return True
    return False


def typed_in_old_fonts(data: bytes, sheet_name: str) -> dict[tuple[int, int], str]:
    """(row, column) from 1 → the text in Unicode, for the cells whose font says so."""
    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, rich_text=True)
    typed = _Typed()
    sheet = workbook[sheet_name]
    sheet.reset_dimensions()
    for row in sheet.iter_rows():
        for cell in row:
            value = cell.value
            if not isinstance(value, str):
                continue
            font = cell.font.name if cell.has_style else None
            if isinstance(value, CellRichText):
                text = "".join(_piece(piece, font) for piece in value)
                old = any(_is_old(piece, font) for piece in value)
            else:
                text, old = to_unicode(value, font), bool(encoding_of_font(font))
            if old:
                typed.add(cell.row, cell.column, str(value), text, typed_as(str(value), _font(value, font)))
    workbook.close()
    return typed.meant()


_XLS_FONTS = re.compile(rb"\.Vn|VNI-|\.\x00V\x00n\x00|V\x00N\x00I\x00-\x00", re.IGNORECASE)


def xls_typed_in_old_fonts(data: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """The same for every sheet of an .xls file, by the sheet's name. Empty, and quick, where no font is an old one.

    Raises xlrd's and struct's own errors on a damaged file."""
    if not _XLS_FONTS.search(data):
        return {}
    with xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO()) as workbook:
        fonts = [workbook.font_list[style.font_index].name for style in workbook.xf_list]
        return {sheet.name: _old_cells(sheet, fonts) for sheet in workbook.sheets()}


def _old_cells(sheet, fonts: list[str]) -> dict[tuple[int, int], str]:
    typed = _Typed()
    for row in range(sheet.nrows):
        for column, (kind, value) in enumerate(zip(sheet.row_types(row), sheet.row_values(row), strict=True)):
            if kind != xlrd.XL_CELL_TEXT:
                continue
            font = fonts[sheet.cell_xf_index(row, column)]
            if encoding_of_font(font):
                typed.add(row + 1, column + 1, value, to_unicode(value, font), typed_as(value, font))
    return typed.meant()


class _Typed:
    """The texts of a sheet that stand in old fonts, and what their letters tell of how they were typed."""

    def __init__(self):
        self.changed: dict[tuple[int, int], tuple[str, str]] = {}
        self.columns: defaultdict[int, set[str]] = defaultdict(set)

    def add(self, row: int, column: int, text: str, converted: str, typed: str) -> None:
        self.columns[column].add(typed)
        if converted != text:
            self.changed[row, column] = converted, typed

    def meant(self) -> dict[tuple[int, int], str]:
        """By cell the text in Unicode, of the cells where that is another than what stands there."""
        whole = set().union(*self.columns.values())
        unicode = {column for column, kinds in self.columns.items() if _is_unicode(kinds, whole)}
        return {
            place: converted
            for place, (converted, typed) in self.changed.items()
            if typed == OLD or place[1] not in unicode
        }


def _is_unicode(column: set[str], sheet: set[str]) -> bool:
    for kinds in (column, sheet):
        if OLD in kinds:
            return False
        if UNICODE in kinds:
            return True
    return False


def _font_of(piece: str | TextBlock, cell_font: str | None) -> str | None:
    return (piece.font.rFont or cell_font) if isinstance(piece, TextBlock) else cell_font


def _font(value: str | CellRichText, cell_font: str | None) -> str | None:
    """The font of the cell, or the first old one among the pieces of a rich text."""
    pieces = value if isinstance(value, CellRichText) else [value]
    return next((_font_of(piece, cell_font) for piece in pieces if _is_old(piece, cell_font)), cell_font)


def _is_old(piece: str | TextBlock, cell_font: str | None) -> bool:
    return bool(encoding_of_font(_font_of(piece, cell_font)))


def _piece(piece: str | TextBlock, cell_font: str | None) -> str:
    return to_unicode(piece.text if isinstance(piece, TextBlock) else piece, _font_of(piece, cell_font))
