"""Files that offices, and worse people, send: each built by hand, with the reason for which it is refused."""

import io
import struct
import zipfile

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"
XML_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>'


def plain_xlsx() -> bytes:
    book = Workbook()
    book.active["A1"] = "x"
    return saved(book)


def saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def repacked(
    change: dict[str, bytes | None], base: bytes | None = None, extra: list[tuple[str, bytes]] = ()
) -> bytes:
    """The workbook with members replaced, left out (None) or added; `extra` may repeat names."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(base or plain_xlsx())) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in change:
                new.writestr(name, old.read(name))
        for name, content in change.items():
            if content is not None:
                new.writestr(name, content)
        for name, content in extra:
            new.writestr(name, content)
    return target.getvalue()


def sheet_xml(body: bytes, head: bytes = XML_HEAD) -> bytes:
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return head + b'<worksheet xmlns="' + main + b'"><sheetData>' + body + b"</sheetData></worksheet>"


def with_sheet(body: bytes, head: bytes = XML_HEAD) -> bytes:
    return repacked({SHEET: sheet_xml(body, head)})


def compound(*names: str, streams: dict[str, bytes] | None = None) -> bytes:
    """An OLE2 file of 512-byte sectors: its directory holds these names, its streams these bytes."""
    streams = dict.fromkeys(names, b"") | (streams or {})
    body, table, entries = b"", [0xFFFFFFFD], [_entry("Root Entry", 5, 0xFFFFFFFE, 0)]
    for name, content in streams.items():
        start = 0xFFFFFFFE
        if content:
            # Streams below 4096 bytes would belong to the small sectors.
            content = content.ljust(4096, b"\0")
            sectors = -(-len(content) // 512)
            start = len(table)
            table += [*range(start + 1, start + sectors), 0xFFFFFFFE]
            body += content.ljust(sectors * 512, b"\0")
        entries.append(_entry(name, 2, start, len(content)))
    directory = b"".join(entries)
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\0")
    at = len(table)
    table += [*range(at + 1, at + len(directory) // 512), 0xFFFFFFFE]
    assert len(table) <= 128
    fat = struct.pack("<128I", *table, *[0xFFFFFFFF] * (128 - len(table)))
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<III", header, 44, 1, at, 0)
    struct.pack_into("<IIIII", header, 56, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    return bytes(header) + fat + body + directory


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    entry = bytearray(128)
    raw = name.encode("utf-16-le") + b"\0\0"
    entry[: len(raw)] = raw
    struct.pack_into("<HB", entry, 64, len(raw), kind)
    struct.pack_into("<II", entry, 116, start, size)
    return bytes(entry)


def biff(*records: tuple[int, bytes]) -> bytes:
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records)


BOF = (0x0809, bytes(16))
EOF_RECORD = (0x000A, b"")


def _bomb() -> bytes:
    return repacked({SHEET: sheet_xml(b" " * 60_000_000)})


def _many_members() -> bytes:
    return repacked({f"xl/media/{n}.txt": b"" for n in range(600)})


def _corner_to_corner() -> bytes:
    return with_sheet(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="XFD9"><v>1</v></c></row>')


def _disguised_corner() -> bytes:
    """The far cell hides behind a prefix, single quotes and a long run of blanks."""
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    row = b"<q:row r='9'><q:c " + b" " * 900 + b"r='XFD9'><q:v>1</q:v></q:c></q:row>"
    return repacked(
        {SHEET: b"<q:worksheet xmlns:q='" + main + b"'><q:sheetData>" + row + b"</q:sheetData></q:worksheet>"}
    )


def _too_long() -> bytes:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 20_102))
    return with_sheet(rows)


ENTITIES = XML_HEAD + b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
FAR_CELL = b'table:number-columns-repeated="5000" office:value-type="float"'
BAD_FILES: dict[str, tuple[str, object, str]] = {
    # name: (file name, bytes or a function that makes them, reason)
    "nothing at all": ("a.xlsx", b"", "empty"),
    "more than ten megabytes": ("a.xlsx", b"PK\x03\x04" + bytes(10 * 1024 * 1024), "oversized"),
    "a pdf": ("a.xlsx", b"%PDF-1.7\n%....", "pdf"),
    "a picture": ("a.xls", b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
    "a photograph": ("a.xls", b"\xff\xd8\xff\xe0" + bytes(50), "picture"),
    "a web page called xls": ("a.xls", b"<html><body><table><tr><td>1</td></tr></table>", "html"),
    "a web page after blanks": ("a.xls", b"\xef\xbb\xbf\r\n <!DOCTYPE html><html>", "html"),
    "a bare table": ("a.xls", b"<table><tr><td>STT</td></tr></table>", "html"),
    "xml of excel 2003": (
        "a.xls",
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        "xml 2003",
    ),
    "comma-separated text": ("a.xlsx", "STT,Tên mô hình\n1,Đường hoa\n".encode(), "csv"),
    "tabs in utf-16": ("a.xls", "STT\tTên".encode("utf-16"), "csv"),
    "a text": ("a.xlsx", "Kính gửi: Ban Dân vận\nBáo cáo, như sau\nHết".encode(), "text"),
    "noise": ("a.xlsx", bytes(range(256)) * 20, "corrupted"),
    "a cut zip": ("a.xlsx", lambda: plain_xlsx()[:-300], "corrupted"),
    "a zip with a flipped byte": ("a.xlsx", lambda: _flipped(plain_xlsx()), "corrupted"),
    "a zip of nothing": ("a.xlsx", lambda: repacked({}, base=_zip({})), "corrupted"),
    "a zip of pictures": ("a.xlsx", lambda: _zip({"a.png": b"1"}), "not a workbook"),
    "a word document": ("a.xlsx", lambda: _zip({"word/document.xml": b"<w/>"}), "not a workbook"),
    "a binary workbook": ("a.xlsx", lambda: _zip({"xl/workbook.bin": b"1"}), "xlsb"),
    "a sheet that is not xml": ("a.xlsx", lambda: repacked({SHEET: b"not xml"}), "corrupted"),
    "a sheet cut off": ("a.xlsx", lambda: repacked({SHEET: sheet_xml(b"<row>")[:-40]}), "corrupted"),
    "no sheet part": ("a.xlsx", lambda: repacked({SHEET: None}), "corrupted"),
    "a cell placed nowhere": ("a.xlsx", lambda: with_sheet(b'<row r="1"><c r="9"><v>1</v></c></row>'), "corrupted"),
    "a workbook without data": ("a.xlsx", lambda: saved(Workbook()), "no data"),
    "a bomb": ("a.xlsx", _bomb, "zip bomb"),
    "six hundred members": ("a.xlsx", _many_members, "too many members"),
    "one name twice": ("a.xlsx", lambda: repacked({}, extra=[(SHEET, b"<a/>")]), "bad member name"),
    "one name twice but for case": ("a.xlsx", lambda: repacked({}, extra=[(SHEET.upper(), b"<a/>")]), "bad member name"),
    "a name that climbs": ("a.xlsx", lambda: repacked({"xl/../../etc/passwd": b"1"}), "bad member name"),
    "an absolute name": ("a.xlsx", lambda: repacked({"/etc/passwd": b"1"}), "bad member name"),
    "a drive letter": ("a.xlsx", lambda: repacked({"C:/a.xml": b"1"}), "bad member name"),
    "entities in the sheet": ("a.xlsx", lambda: with_sheet(b"", ENTITIES), "doctype"),
    "entities in the properties": ("a.xlsx", lambda: repacked({"docProps/core.xml": ENTITIES + b"<x>&b;</x>"}), "doctype"),
    "entities in the shared texts": ("a.xlsx", lambda: repacked({"xl/sharedStrings.xml": ENTITIES + b"<sst/>"}), "doctype"),
    "entities in the styles": ("a.xlsx", lambda: repacked({"xl/styles.xml": ENTITIES + b"<styleSheet/>"}), "doctype"),
    "entities in a member of another name": ("a.xlsx", lambda: repacked({"xl/x.dat": ENTITIES + b"<x/>"}), "doctype"),
    "a sheet in utf-16": (
        "a.xlsx",
        lambda: repacked({SHEET: sheet_xml(b"", b"<?xml version='1.0'?>").decode().encode("utf-16")}),
        "corrupted",
    ),
    "a sheet in a foreign encoding": (
        "a.xlsx",
        lambda: with_sheet(b"", b'<?xml version="1.0" encoding="cp037"?>'),
        "corrupted",
    ),
    "macros": ("a.xlsm", lambda: repacked({"xl/vbaProject.bin": b"1"}), "macro"),
    "macros called xlsx": ("a.xlsx", lambda: repacked({"xl/vbaProject.bin": b"1"}), "macro"),
    "macros of excel 4": ("a.xlsx", lambda: repacked({"xl/macrosheets/sheet1.xml": b"<a/>"}), "macro"),
    "cells from corner to corner": ("a.xlsx", _corner_to_corner, "too many columns"),
    "a far cell in disguise": ("a.xlsx", _disguised_corner, "too many columns"),
    "too many rows": ("a.xlsx", _too_long, "too many rows"),
    "an xlsx called xls": ("a.xls", plain_xlsx, "disguised"),
    "an xlsx called ods": ("a.ods", plain_xlsx, "disguised"),
    "an xlsx without an extension": ("a", plain_xlsx, "disguised"),
    "an encrypted xlsx": ("a.xlsx", lambda: compound("EncryptedPackage", "EncryptionInfo"), "encrypted"),
    "an old word document": ("a.doc", lambda: compound("WordDocument"), "not a workbook"),
    "an xls with macros": ("a.xls", lambda: compound("Workbook", "_VBA_PROJECT_CUR"), "macro"),
    "an xls with a password": (
        "a.xls",
        lambda: compound(streams={"Workbook": biff(BOF, (0x002F, bytes(6)), EOF_RECORD)}),
        "encrypted",
    ),
    "an xls with a far column": (
        "a.xls",
        lambda: compound(streams={"Workbook": biff(BOF, (0x0203, struct.pack("<HHH", 1, 200, 0) + bytes(8)))}),
        "too many columns",
    ),
    "an xls with a far row": (
        "a.xls",
        lambda: compound(streams={"Workbook": biff(BOF, (0x0203, struct.pack("<HHH", 65000, 0, 0) + bytes(8)))}),
        "too many rows",
    ),
    "an xls without a workbook": ("a.xls", lambda: compound("Something"), "corrupted"),
    "an xls of zeros": ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "corrupted"),
    "an xls cut off": ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "corrupted"),
    "an ods with a far cell": ("a.ods", lambda: _ods(FAR_CELL), "too many columns"),
    "an ods with a password": ("a.ods", lambda: _ods(b"", b"<manifest:encryption-data/>"), "encrypted"),
}  # fmt: skip


def _zip(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def _flipped(data: bytes) -> bytes:
    """One byte of a member's contents changed, so that its checksum is wrong."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entry = archive.getinfo(SHEET)
    at = entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def _ods(cell: bytes, manifest: bytes = b"") -> bytes:
    names = (
        b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        b'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    )
    content = (
        b"<office:document-content "
        + names
        + b"><office:body><office:spreadsheet><table:table table:name='a'><table:table-row>"
        b"<table:table-cell "
        + cell
        + b"/></table:table-row></table:table></office:spreadsheet></office:body>"
        b"</office:document-content>"
    )
    return _zip(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": b"<m>" + manifest + b"</m>",
        }
    )
