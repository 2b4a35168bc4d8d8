"""Any office workbook as plain rows: checked before a parser sees it, with the row numbers a person sees in Excel."""

import io
from collections.abc import Iterable
from pathlib import PurePath
from struct import error as StructError
from xml.parsers.expat import ExpatError

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum
from xlrd import XLRDError

from intake.bounds import MEBIBYTE, REQUEST, Bounds, UnreadableWorkbook, too_many_cells
from intake.compound_file import SIGNATURE, check_xls, too_many_columns, too_many_rows
from intake.disguises import not_a_workbook
from intake.extent import Extent, extents_of_ods, extents_of_xlsx
from intake.old_fonts import typed_in_old_fonts, uses_old_fonts, xls_typed_in_old_fonts
from intake.packages import corrupted, encrypted_sentence, open_package
from intake.sheet_parts import sheet_parts
from intake.sheets import OfficeWorkbook, Sheet, Value


def read_workbook(data: bytes, file_name: str, bounds: Bounds = REQUEST) -> OfficeWorkbook:
    """The sheets that hold something, or UnreadableWorkbook with one clear sentence. Never any other error."""
    if not data:
        raise UnreadableWorkbook("empty", _("Tệp rỗng (0 byte). Chọn lại tệp rồi nộp lại."))
    if len(data) > bounds.file_bytes:
        raise UnreadableWorkbook(
            "oversized",
            _("Tệp lớn quá %(size)d MB. Xóa ảnh và các trang không cần rồi nộp lại.")
            % {"size": bounds.file_bytes // MEBIBYTE},
        )
    try:
        workbook = _read(data, file_name, bounds)
    except UnreadableWorkbook:
        raise
    except (
        CalamineError,
        ExpatError,
        KeyError,
        OSError,
        ValueError,
        IndexError,
        OverflowError,
        EOFError,
        XLRDError,
        StructError,
        AssertionError,
        AttributeError,
    ) as error:
        raise corrupted() from error
    except BaseException as error:
        # A panic of the Rust parser is no Exception; a file must not take the worker with it.
        if type(error).__name__ != "PanicException":
            raise
        raise corrupted() from error
    if not workbook.sheets:
        raise UnreadableWorkbook("no data", _("Tệp không có trang nào chứa dữ liệu."))
    return workbook


def _read(data: bytes, file_name: str, bounds: Bounds) -> OfficeWorkbook:
    if data.startswith(SIGNATURE):
        errors = check_xls(data, bounds)
        _require_extension(file_name, "xls")
        extents = [Extent(errors=found.cells) for found in errors]
        sheets = _sheets(data, extents, bounds)
        old = xls_typed_in_old_fonts(data)
        for sheet in sheets:
            _replace_old(sheet, old.get(sheet.name, {}))
        return OfficeWorkbook("xls", sheets, data)
    if not data.startswith(b"PK\x03\x04"):
        raise not_a_workbook(data)
    package = open_package(data, bounds)
    if package.members.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        if b"manifest:encryption-data" in package.members.get("META-INF/manifest.xml", b""):
            raise UnreadableWorkbook("encrypted", encrypted_sentence())
        _require_extension(file_name, "ods")
        extents = extents_of_ods(package.members["content.xml"], bounds)
        return OfficeWorkbook("ods", _sheets(package.data, extents, bounds), data)
    parts = sheet_parts(package.members)
    _require_extension(file_name, "xlsx")
    extents = extents_of_xlsx([package.members.get(part, b"<worksheet/>") for part in parts], bounds)
    old_fonts = uses_old_fonts(package.members)
    if old_fonts and sum(extent.filled for extent in extents) > bounds.old_font_cells:
        raise too_many_cells(bounds.old_font_cells)
    content = package.without_rows_below(
        {part: e.cut for part, e in zip(parts, extents, strict=True) if e.cut}
    )
    # The parser has its own copy: from here on the members would only stand beside what it lays out.
    package.members.clear()
    sheets = _sheets(content, extents, bounds)
    if old_fonts:
        for sheet in sheets:
            _replace_old(sheet, typed_in_old_fonts(content, sheet.name))
    return OfficeWorkbook("xlsx", sheets, data)


def _require_extension(file_name: str, kind: str) -> None:
    extension = PurePath(file_name).suffix.lower().lstrip(".")
    if extension != kind:
        raise UnreadableWorkbook(
            "disguised",
            _(
                "Tệp mang đuôi “.%(extension)s” nhưng bên trong là .%(kind)s. Đổi đuôi tệp cho đúng rồi nộp lại."
            )
            % {"extension": extension, "kind": kind},
        )


def _require_columns(extents: list[Extent], bounds: Bounds) -> None:
    if any(extent.columns > bounds.columns for extent in extents):
        raise too_many_columns(bounds)


def _sheets(data: bytes, extents: list[Extent], bounds: Bounds) -> list[Sheet]:
    _require_columns(extents, bounds)
    if any(extent.rows > bounds.rows + bounds.blank_rows for extent in extents):
        raise too_many_rows(bounds)
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        sheets = []
        for index, about in enumerate(workbook.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet or about.visible != SheetVisibleEnum.Visible:
                continue
            extent = extents[index] if index < len(extents) else Extent()
            sheet = _sheet(workbook.get_sheet_by_index(index), extent, bounds)
            if sheet.rows:
                sheets.append(sheet)
    return sheets


def _sheet(source, extent: Extent, bounds: Bounds) -> Sheet:
    if source.start is None:
        return Sheet(source.name, [])
    # Rows come from the first of the sheet on, but each begins at the first column that holds something.
    left = [None] * source.start[1]
    rows, last = [], -1
    for row in source.iter_rows():
        rows.append(left + [None if value == "" else value for value in row])
        if any(value is not None for value in rows[-1]):
            last = len(rows) - 1
            # Told at once: laying out the rest would only cost memory.
            if last >= bounds.rows:
                raise too_many_rows(bounds)
        elif len(rows) - last > bounds.blank_rows + 1:
            break
    for (row, column), shown in extent.errors.items():
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = shown
    merged = _apart((*start, *end) for start, end in source.merged_cell_ranges or ())
    rows = stop_after_blank_rows(rows, bounds.blank_rows)
    if len(rows) > bounds.rows:
        raise too_many_rows(bounds)
    return Sheet(source.name, rows, merged, uncalculated=extent.uncalculated, cells=extent.cells)


def _apart(merged: Iterable[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """The merged ranges that do not lie over another of the same first column, as Excel makes them: a file by hand could
    name one range a million times, and each would be filled anew."""
    kept, reached = [], {}
    for top, left, bottom, right in sorted(set(merged)):
        if top > reached.get(left, -1):
            kept.append((top, left, bottom, right))
            reached[left] = bottom
    return kept


def stop_after_blank_rows(rows: list[list[Value]], most: int) -> list[list[Value]]:
    """The rows up to the last filled one before a stretch of ``most`` blank ones, or before the end."""
    last = -1
    for index, row in enumerate(rows):
        if any(value is not None for value in row):
            last = index
        elif index - last >= most:
            break
    return rows[: last + 1]


def _replace_old(sheet: Sheet, found: dict[tuple[int, int], str]) -> None:
    for (row, column), text in found.items():
        if row <= len(sheet.rows) and column <= len(sheet.rows[row - 1]):
            sheet.rows[row - 1][column - 1] = text
            sheet.old_fonts.add((row, column))
