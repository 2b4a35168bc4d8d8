"""OLE2 compound files: the .xls of Excel 97-2003, and the wrapper around an encrypted .xlsx.

Only what must be known before a parser may have the file: a password, macros, how far the cells reach.
"""

import struct
from dataclasses import dataclass

from django.utils.translation import gettext as _

from intake.bounds import Bounds, UnreadableWorkbook, too_many_cells
from intake.packages import corrupted, encrypted_sentence, macro_sentence

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # from here on sector numbers are marks: free, end of chain
_BOF, _EOF, _FILEPASS = 0x0809, 0x000A, 0x002F
# The records that put a value into a cell; each begins with its row and (first) column.
_CELL_RECORDS = {0x0203, 0x00FD, 0x027E, 0x00BD, 0x0006, 0x0204, 0x0205, 0x00D6}
_MULTIPLE_RK, _ERROR_OR_BOOLEAN, _FORMULA = 0x00BD, 0x0205, 0x0006
_ERROR_RESULT = 2
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


@dataclass(frozen=True)
class SheetErrors:
    """Cells of one sheet that show an error: (row, column) from 1 → "#N/A"."""

    cells: dict[tuple[int, int], str]


def check_xls(data: bytes, bounds: Bounds) -> list[SheetErrors]:
    """The error cells per sheet, or UnreadableWorkbook when the file may not be given to a parser."""
    try:
        streams = _streams(data)
    except (struct.error, IndexError, ValueError) as error:
        raise corrupted() from error
    names = {name.casefold() for name in streams}
    if names & {"encryptedpackage", "encryptioninfo"}:
        raise UnreadableWorkbook("encrypted", encrypted_sentence())
    if names & {"_vba_project_cur", "_vba_project", "vba", "macros"}:
        raise UnreadableWorkbook("macro", macro_sentence())
    if "worddocument" in names or "powerpoint document" in names:
        raise UnreadableWorkbook("not a workbook", _("Đây là tệp Word hoặc PowerPoint, không phải sổ Excel."))
    workbook = streams.get("Workbook") or streams.get("Book")
    if not workbook:
        raise corrupted()
    return _walk_records(workbook, bounds)


def _streams(data: bytes) -> dict[str, bytes]:
    """Every stream and storage by its name (storages hold b"")."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    small_size = 1 << struct.unpack_from("<H", data, 32)[0]
    if size not in (512, 4096) or small_size != 64:
        raise ValueError("sector size")
    directory_start, small_start = (
        struct.unpack_from("<I", data, 48)[0],
        struct.unpack_from("<I", data, 60)[0],
    )
    cutoff = struct.unpack_from("<I", data, 56)[0]
    table = _allocation_table(data, size)
    directory = _chain(data, table, directory_start, size)
    small_table = (
        struct.unpack(f"<{len(raw) // 4}I", raw) if (raw := _chain(data, table, small_start, size)) else ()
    )
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    root_start = struct.unpack_from("<I", entries[0], 116)[0]
    small_data = _chain(data, table, root_start, size)
    streams = {}
    for entry in entries:
        name_length, kind = struct.unpack_from("<H", entry, 64)[0], entry[66]
        if kind not in (1, 2) or not 2 <= name_length <= 64:
            continue
        start, length = struct.unpack_from("<I", entry, 116)[0], struct.unpack_from("<I", entry, 120)[0]
        name = entry[: name_length - 2].decode("utf-16-le", "replace")
        if kind == 1:
            streams.setdefault(name, b"")
        elif length < cutoff:
            streams[name] = _chain(small_data, small_table, start, 64, first=0)[:length]
        else:
            streams[name] = _chain(data, table, start, size)[:length]
    return streams


def _allocation_table(data: bytes, size: int) -> tuple[int, ...]:
    sectors = [s for s in struct.unpack_from("<109I", data, 76) if s < _END]
    more, seen = struct.unpack_from("<I", data, 68)[0], set()
    while more < _END and more not in seen:
        seen.add(more)
        block = struct.unpack_from(f"<{size // 4}I", data, (more + 1) * size)
        sectors += [s for s in block[:-1] if s < _END]
        more = block[-1]
    raw = b"".join(data[(s + 1) * size : (s + 2) * size] for s in sectors)
    return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])


def _chain(data: bytes, table: tuple[int, ...], sector: int, size: int, first: int = 1) -> bytes:
    pieces, seen = [], 0
    while sector < _END:
        pieces.append(data[(sector + first) * size : (sector + first + 1) * size])
        sector = table[sector]
        seen += 1
        if seen > len(table):
            raise ValueError("a chain that runs in a circle")
    return b"".join(pieces)


def _walk_records(stream: bytes, bounds: Bounds) -> list[SheetErrors]:
    """Sheets in the order of their substreams; refuses passwords and cells beyond the bounds."""
    sheets: list[SheetErrors] = []
    errors: dict[tuple[int, int], str] = {}
    at, end, substreams, cells = 0, len(stream) - 4, 0, 0
    while at <= end:
        kind, length = struct.unpack_from("<HH", stream, at)
        body = at + 4
        if kind == _FILEPASS:
            raise UnreadableWorkbook("encrypted", encrypted_sentence())
        if kind == _BOF:
            substreams += 1
            errors = {}
            if substreams > 1:
                sheets.append(SheetErrors(errors))
        elif kind in _CELL_RECORDS and length >= 6:
            row, column = struct.unpack_from("<HH", stream, body)
            last = struct.unpack_from("<H", stream, body + length - 2)[0] if kind == _MULTIPLE_RK else column
            if last >= bounds.columns:
                raise too_many_columns(bounds)
            cells += max(last - column, 0) + 1
            if cells > bounds.filled_cells:
                raise too_many_cells(bounds.filled_cells)
            if row >= bounds.rows + bounds.blank_rows:
                raise too_many_rows(bounds)
            if kind == _ERROR_OR_BOOLEAN and length >= 8 and stream[body + 7] == 1:
                errors[row + 1, column + 1] = _ERRORS.get(stream[body + 6], "#N/A")
            elif kind == _FORMULA and length >= 14 and stream[body + 12 : body + 14] == b"\xff\xff":
                shown = _ERRORS.get(stream[body + 8]) if stream[body + 6] == _ERROR_RESULT else None
                errors |= {(row + 1, column + 1): shown} if shown else {}
        at = body + length
    return sheets


def too_many_rows(bounds: Bounds) -> UnreadableWorkbook:
    return UnreadableWorkbook(
        "too many rows",
        _("Tệp có hơn %(count)d dòng. Chia thành nhiều tệp, hoặc nhờ quản trị nạp bằng lệnh.")
        % {"count": bounds.rows},
    )


def too_many_columns(bounds: Bounds) -> UnreadableWorkbook:
    return UnreadableWorkbook(
        "too many columns",
        _("Tệp có dữ liệu ở quá %(count)d cột. Xóa các cột thừa ở bên phải rồi nộp lại.")
        % {"count": bounds.columns},
    )
