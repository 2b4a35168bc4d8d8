"""What a file really is, told from its bytes: the name and the browser's word are not believed."""

import struct
import zipfile
from typing import BinaryIO

from django.utils.translation import gettext as _

from audit.errors import DomainError

TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_OTHER_NAMES = {"jpeg": "jpg"}
MEMBER_LIMIT = 2000
PIXEL_LIMIT = 25_000_000


def kind_of(name: str, file: BinaryIO) -> str:
    """The key in TYPES that both the content and the ending of the name agree on. Raises DomainError otherwise."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    ending = _OTHER_NAMES.get(ending, ending)
    try:
        found = _by_content(file)
    except (zipfile.BadZipFile, struct.error, OSError, ValueError, KeyError, NotImplementedError):
        found = None
    finally:
        file.seek(0)
    if found is None:
        raise DomainError(
            _("“%(name)s” không phải tệp PDF, JPEG, PNG, Word (.docx) hay Excel (.xlsx) đọc được.")
            % {"name": name}
        )
    if found != ending:
        raise DomainError(
            _("“%(name)s” có nội dung là tệp .%(found)s; hãy đặt lại đuôi tên cho đúng.")
            % {"name": name, "found": found}
        )
    return found


def _by_content(file: BinaryIO) -> str | None:
    file.seek(0)
    head = file.read(26)
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        width, height = struct.unpack(">II", head[16:24])
        return "png" if 0 < width * height <= PIXEL_LIMIT else None
    if head.startswith(b"\xff\xd8\xff"):
        width, height = _jpeg_size(file)
        return "jpg" if 0 < width * height <= PIXEL_LIMIT else None
    if head.startswith(b"PK\x03\x04"):
        return _office_kind(file)
    return None


def _office_kind(file: BinaryIO) -> str | None:
    file.seek(0)
    with zipfile.ZipFile(file) as package:
        names = set(package.namelist())
    if len(names) > MEMBER_LIMIT or "[Content_Types].xml" not in names:
        return None
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    return "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else None


def _jpeg_size(file: BinaryIO) -> tuple[int, int]:
    """Read from the frame header, before anything is decoded."""
    file.seek(2)
    while True:
        marker, code = struct.unpack(">BB", file.read(2))
        if marker != 0xFF:
            raise ValueError("not a JPEG segment")
        if code == 0xFF:
            file.seek(-1, 1)
            continue
        (length,) = struct.unpack(">H", file.read(2))
        if 0xC0 <= code <= 0xCF and code not in (0xC4, 0xC8, 0xCC):
            _precision, height, width = struct.unpack(">BHH", file.read(5))
            return width, height
        file.seek(length - 2, 1)
