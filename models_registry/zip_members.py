"""Rules for the members of a zip that calls itself a workbook or a document; both doors for files keep them."""

import io
import re
import stat
import unicodedata
import zipfile

CHUNK = 256 * 1024
_END_RECORD = b"PK\x05\x06"
_DECLARED_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)", re.IGNORECASE)
# Spelt letter by letter: ignoring case would look at every byte of a large sheet a hundred times slower.
_DOCTYPE = re.compile(rb"<!(?:[dD][oO][cC][tT][yY][pP][eE]|[eE][nN][tT][iI][tT][yY])")
_XML_NAME = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
_MACRO_NAME = re.compile(
    r"(^|/)(vbaProject\w*\.bin|vbaData\.xml|macrosheets/|Basic/|Scripts/)", re.IGNORECASE
)
_MACRO_TYPE = re.compile(rb"macroEnabled|vnd\.ms-office\.vbaProject", re.IGNORECASE)
_BLANK = b"\xef\xbb\xbf\r\n\t "
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LONGEST_NAME = 200


def open_whole(data: bytes) -> zipfile.ZipFile:
    """The archive. Raises BadZipFile where the file is more than the archive: something stands before its first member
    or behind its end, which a picture, page or second archive would do."""
    at = data.rfind(_END_RECORD)
    if at < 0 or data[at + 20 : at + 22] != b"\0\0" or data[at + 22 :].strip(b"\0\r\n\t "):
        raise zipfile.BadZipFile("not only an archive")
    archive = zipfile.ZipFile(io.BytesIO(data))
    if archive.infolist() and min(entry.header_offset for entry in archive.infolist()) != 0:
        raise zipfile.BadZipFile("something before the archive")
    return archive


def is_encrypted(entry: zipfile.ZipInfo) -> bool:
    return bool(entry.flag_bits & 0x1)


def is_ordinary(entry: zipfile.ZipInfo, seen: set[str]) -> bool:
    """Whether the member is a plain file that no other member of `seen` (names in small letters) shadows, and whose name
    means the same to every program. The name is added to `seen`."""
    name = entry.filename
    parts = name.split("/")
    mode = entry.external_attr >> 16
    fine = (
        name == entry.orig_filename
        and len(name) <= _LONGEST_NAME
        and name.casefold() not in seen
        and not ({"", "..", "."} & set(parts))
        and not any(letter in name for letter in '\\:*?"<>|')
        and not any(unicodedata.category(letter) in ("Cc", "Cf", "Cs") for letter in name)
        and not any(_RESERVED.fullmatch(part) for part in parts)
        and (not stat.S_IFMT(mode) or stat.S_ISREG(mode))
    )
    seen.add(name.casefold())
    return fine


def is_macro(name: str, start: bytes) -> bool:
    return bool(_MACRO_NAME.search(name) or (name == "[Content_Types].xml" and _MACRO_TYPE.search(start)))


def is_xml(name: str, start: bytes) -> bool:
    """By its name, or by what it begins with: a parser may be led to a member of any name."""
    return bool(_XML_NAME.search(name)) or start.lstrip(_BLANK).startswith(b"<")


def hides_its_letters(start: bytes) -> bool:
    """An encoding other than UTF-8 could hide a DOCTYPE from a search; office programs write UTF-8."""
    declared = _DECLARED_ENCODING.match(start.lstrip(_BLANK)[:300])
    foreign = declared is not None and declared[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")
    return foreign or start[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in start[:64]


def declares_entities(content: bytes) -> bool:
    return bool(_DOCTYPE.search(content))
