"""Pictures without what the telephone wrote into them: place, time, owner. The way up is kept.

Segments are dropped and nothing is decoded, so a picture loses no quality and a hostile one is never opened."""

import struct

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


def without_metadata(kind: str, content: bytes) -> bytes:
    """The picture's bytes without metadata; other kinds of files as they are. Raises ValueError for a broken picture."""
    if kind == "jpg":
        return _jpeg(content)
    if kind == "png":
        return _png(content)
    return content


def _jpeg(content: bytes) -> bytes:
    kept, at, turned = [content[:2]], 2, None
    while at + 4 <= len(content):
        marker, code, length = struct.unpack(">BBH", content[at : at + 4])
        if marker != 0xFF or length < 2:
            raise ValueError("not a JPEG segment")
        if code == 0xFF:
            at += 1
            continue
        if code == 0xDA:
            # The picture itself runs to its end mark; what some telephones hang on behind it (a film) is left out.
            end = content.rfind(b"\xff\xd9")
            stop = end + 2 if end > at else len(content)
            head = _exif_of(turned) if turned else b""
            return kept[0] + head + b"".join(kept[1:]) + content[at:stop]
        segment = content[at : at + 2 + length]
        body = segment[4:]
        if code == 0xE1 and body.startswith(_EXIF):
            turned = turned or _orientation(body[len(_EXIF) :])
        elif not (0xE0 <= code <= 0xEF or code == 0xFE) or code in _KEPT_APPS or body.startswith(_ICC):
            kept.append(segment)
        at += 2 + length
    raise ValueError("a JPEG without a picture")


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
    kept, at = [_PNG_HEAD], len(_PNG_HEAD)
    while at + 12 <= len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        name, chunk = content[at + 4 : at + 8], content[at : at + 12 + length]
        if len(chunk) < 12 + length:
            raise ValueError("a PNG chunk is cut")
        if name in _KEPT_CHUNKS:
            kept.append(chunk)
        at += 12 + length
        if name == b"IEND":
            return b"".join(kept)
    raise ValueError("a PNG without an end")
