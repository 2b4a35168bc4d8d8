"""Pictures without what the telephone wrote into them: place, time, owner. The way up is kept.

Segments are dropped and nothing is decoded: what does not hold together, is too large or carries something behind it is
refused before a decoder opens it (redrawing)."""

import re
import struct
import zlib

from django.utils.translation import gettext as _

from models_registry.unfit import UnfitFile, refuse_foreign_tail

PIXEL_LIMIT = 25_000_000
SEGMENT_LIMIT = 50_000
"""More than any camera or program writes; each costs a step of ours."""
_KEPT_APPS = {0xE0, 0xEE}  # JFIF and Adobe's colour transform: without them the colours are wrong
_ICC = b"ICC_PROFILE\0"
_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112
_KEPT_CHUNKS = {
    b"IHDR",
    b"PLTE",
    b"IDAT",
    b"IEND",
    b"tRNS",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"iCCP",
    b"pHYs",
    b"sBIT",
    b"bKGD",
}
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
# Bits a sample and kind of colour that PNG allows together.
_DEPTHS = {(bits, 0) for bits in (1, 2, 4, 8, 16)} | {(bits, 3) for bits in (1, 2, 4, 8)}
_DEPTHS |= {(bits, colour) for bits in (8, 16) for colour in (2, 4, 6)}
_NOT_FILL = re.compile(rb"[^\xff]")
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def without_metadata(kind: str, content: bytes) -> bytes:
    """The picture's bytes without metadata; other kinds of files as they are. Raises UnfitFile for a picture that is
    broken, too large to be looked at, or has an archive or a page hung on behind."""
    try:
        if kind == "jpg":
            return _jpeg(content)
        if kind == "png":
            return _png(content)
    except struct.error as error:
        raise broken_picture() from error
    return content


def broken_picture() -> UnfitFile:
    return UnfitFile(_("Ảnh “%(name)s” bị hỏng hoặc chưa tải lên đủ, không lưu được; hãy gửi lại ảnh gốc."))


def _check_size(width: int, height: int) -> None:
    """From the header, before anybody decodes anything."""
    if not width or not height:
        raise broken_picture()
    if width * height > PIXEL_LIMIT:
        raise UnfitFile(
            _(
                "Ảnh “%(name)s” quá lớn (%(width)s × %(height)s điểm ảnh); hãy thu nhỏ còn dưới 25 triệu điểm ảnh."
            ),
            width=width,
            height=height,
        )


def _jpeg(content: bytes) -> bytes:
    kept, at, turned, frames, scans = [content[:2]], 2, None, 0, 0
    for _segment in range(SEGMENT_LIMIT):
        # Any number of fill bytes may stand before a mark.
        after = _NOT_FILL.search(content, at)
        if content[at : at + 1] == b"\xff" and after:
            at = after.start() - 1
        marker, code = struct.unpack(">BB", content[at : at + 2])
        if marker != 0xFF:
            raise broken_picture()
        if code == 0xD9:
            break
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        segment = content[at : at + 2 + length]
        body = segment[4:]
        if length < 2 or len(segment) < 2 + length:
            raise broken_picture()
        at += 2 + length
        if code == 0xDA:
            # The scan runs to the next mark that is neither a stuffed byte nor a restart.
            found = _AFTER_SCAN.search(content, at)
            if not found:
                raise broken_picture()
            kept += [segment, content[at : found.start()]]
            at, scans = found.start(), scans + 1
        elif code == 0xE1 and body.startswith(_EXIF):
            turned = turned or _orientation(body[len(_EXIF) :])
        elif not (0xE0 <= code <= 0xEF or code == 0xFE) or code in _KEPT_APPS or body.startswith(_ICC):
            if 0xC0 <= code <= 0xCF and code not in (0xC4, 0xC8, 0xCC):
                frames += 1
                _precision, height, width = struct.unpack(">BHH", body[:5])
                _check_size(width, height)
            kept.append(segment)
    else:
        raise broken_picture()
    # A second frame header could claim another size than the one looked at.
    if frames != 1 or not scans:
        raise broken_picture()
    # What some telephones hang on behind (a film) is left out.
    refuse_foreign_tail(content[at + 2 :])
    head = _exif_of(turned) if turned else b""
    return b"".join([kept[0], head, *kept[1:], b"\xff\xd9"])


def _orientation(tiff: bytes) -> int | None:
    """The number from 2 to 8 that says how the picture is turned, None where it stands upright or nothing is said."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        (start,) = struct.unpack(f"{order}I", tiff[4:8])
        (count,) = struct.unpack(f"{order}H", tiff[start : start + 2])
        for n in range(min(count, 200)):
            entry = tiff[start + 2 + 12 * n : start + 14 + 12 * n]
            tag, _type, _n, value = struct.unpack(f"{order}HHIH", entry[:10])
            if tag == _ORIENTATION:
                return value if 2 <= value <= 8 else None
    except (struct.error, TypeError):
        return None
    return None


def _exif_of(turned: int) -> bytes:
    """An Exif segment that says nothing but how the picture is turned."""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, turned, 0)
    body = _EXIF + b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(content: bytes) -> bytes:
    kept, at, pixels = [_PNG_HEAD], len(_PNG_HEAD), False
    for _chunk in range(SEGMENT_LIMIT):
        if at + 12 > len(content):
            break
        (length,) = struct.unpack(">I", content[at : at + 4])
        name, chunk = content[at + 4 : at + 8], content[at : at + 12 + length]
        if len(chunk) < 12 + length or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:]):
            raise broken_picture()
        if (name == b"IHDR") is not (len(kept) == 1):
            raise broken_picture()
        if name == b"IHDR":
            if length != 13 or (content[at + 16], content[at + 17]) not in _DEPTHS:
                raise broken_picture()
            _check_size(*struct.unpack(">II", chunk[8:16]))
        if name in _KEPT_CHUNKS:
            kept.append(chunk)
        pixels = pixels or name == b"IDAT"
        at += 12 + length
        if name == b"IEND":
            if not pixels or length:
                raise broken_picture()
            refuse_foreign_tail(content[at:])
            return b"".join(kept)
    raise broken_picture()
