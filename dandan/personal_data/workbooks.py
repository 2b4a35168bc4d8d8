"""Workbooks kept from imports: which of them name a person. They are searched as they lie, never opened as workbooks."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable

from intake.models import ImportBatch

_MEMBER_AT_MOST = 40 * 1024 * 1024
_REFERENCE = re.compile(rb"&#(x[0-9a-fA-F]{1,6}|[0-9]{1,7});")


def workbooks_naming(batches: Iterable[ImportBatch], forms: set[str]) -> list[ImportBatch]:
    """Batches whose stored upload or workbook of refused rows holds one of the texts."""
    return [b for b in batches if any(_names(stored, forms) for stored in (b.file, b.refused_file) if stored)]


def _names(stored, forms: set[str]) -> bool:
    try:
        with stored.open("rb") as file:
            data = file.read()
    except FileNotFoundError:
        return False
    wanted = [form.encode(code) for form in forms for code in ("utf-8", "utf-16-le")]
    return any(text in part for part in _parts(data) for text in wanted)


def _parts(data: bytes) -> Iterable[bytes]:
    if not data.startswith(b"PK"):
        yield data
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for member in package.infolist():
                if member.filename.endswith(".xml") and member.file_size <= _MEMBER_AT_MOST:
                    yield _REFERENCE.sub(_letter, package.read(member))
    except (zipfile.BadZipFile, zlib.error, OSError):
        yield data


def _letter(found: re.Match) -> bytes:
    """Writers that keep to ASCII spell a letter by its number."""
    digits = found.group(1).decode()
    number = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    return chr(number).encode("utf-8", "replace") if number <= 0x10FFFF else found.group()
