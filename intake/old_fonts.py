"""Cells typed in TCVN3 or VNI fonts, found by their font (openpyxl tells it, and xlrd for .xls) and read in Unicode."""

import io
import re

import xlrd
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock

from vietnamese.legacy_fonts import encoding_of_font, to_unicode


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
    found = {}
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
            if old and text != str(value):
                found[cell.row, cell.column] = text
    workbook.close()
    return found


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
    found = {}
    for row in range(sheet.nrows):
        for column, (kind, value) in enumerate(zip(sheet.row_types(row), sheet.row_values(row), strict=True)):
            if kind != xlrd.XL_CELL_TEXT:
                continue
            font = fonts[sheet.cell_xf_index(row, column)]
            text = to_unicode(value, font)
            if encoding_of_font(font) and text != value:
                found[row + 1, column + 1] = text
    return found


def _font_of(piece: str | TextBlock, cell_font: str | None) -> str | None:
    return (piece.font.rFont or cell_font) if isinstance(piece, TextBlock) else cell_font


def _is_old(piece: str | TextBlock, cell_font: str | None) -> bool:
    return bool(encoding_of_font(_font_of(piece, cell_font)))


def _piece(piece: str | TextBlock, cell_font: str | None) -> str:
    return to_unicode(piece.text if isinstance(piece, TextBlock) else piece, _font_of(piece, cell_font))
