"""Word and Excel files as attachments: every member looked at, nothing kept of it in memory, nothing ever run."""

import re
import zipfile
import zlib

from django.utils.translation import gettext as _

from models_registry.unfit import UnfitFile, damaged, something_hung_on
from models_registry.zip_members import (
    CHUNK,
    declares_entities,
    hides_its_letters,
    is_encrypted,
    is_macro,
    is_ordinary,
    is_xml,
    open_whole,
)

MEBIBYTE = 1024 * 1024
MEMBER_LIMIT = 2000
UNPACKED_LIMIT = 120 * MEBIBYTE
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OVERLAP = 512
RELATIONS_LIMIT = 4 * MEBIBYTE
_PROGRAMS = re.compile(
    r"\.(exe|dll|scr|com|bat|cmd|ps1|js|jse|vbs|vbe|wsf|hta|lnk|jar|msi|reg|html?|svgz|php|docm|dotm|xlsm|xltm|xlam|pptm|zip|rar|7z)$",
    re.IGNORECASE,
)
_ACTIVE = re.compile(r"(^|/)activeX/", re.IGNORECASE)
_CARRIED_FILE = "\x01Ole10Native".encode("utf-16-le")
_COMMAND = re.compile(
    rb"<(?:\w+:)?ddeLink|(?:<w:instrText[^>]{0,200}>|w:instr=\")[^<\"]{0,200}?\bDDE(?:AUTO)?\b", re.IGNORECASE
)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]{0,4000}>")
_FETCHED = re.compile(rb"/(attachedTemplate|oleObject|frame|subDocument|package|control)[\"']")
_FROM_AWAY = re.compile(rb"Target\s*=\s*[\"'](https?|ftp|mhtml|ms-)[:\w-]*", re.IGNORECASE)


def office_kind(content: bytes) -> str | None:
    """ "docx" or "xlsx", None for another kind of archive. Raises UnfitFile for what may not be kept."""
    try:
        with open_whole(content) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_names(entries, len(archive.infolist()))
            left = UNPACKED_LIMIT
            for entry in entries:
                left -= _check_member(archive, entry, left)
            names = {entry.filename for entry in entries if entry.file_size}
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        OSError,
        EOFError,
        NotImplementedError,
        ValueError,
    ) as error:
        if isinstance(error, UnfitFile):
            raise
        raise damaged() from error
    if "[Content_Types].xml" not in names:
        return None
    found = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
    kinds = [kind for name, kind in found.items() if name in names]
    return kinds[0] if len(kinds) == 1 else None


def refuse_old_office(content: bytes) -> None:
    """A file of Office 97-2003, or the wrapper round a document with a password."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise _locked()
    raise UnfitFile(
        _("“%(name)s” là tệp Office kiểu cũ; hãy mở trên máy, lưu thành .docx, .xlsx hoặc PDF rồi gửi lại.")
    )


def _locked() -> UnfitFile:
    return UnfitFile(_("“%(name)s” có mật khẩu; hãy bỏ mật khẩu rồi gửi lại."))


def _check_names(entries: list[zipfile.ZipInfo], count: int) -> None:
    if count > MEMBER_LIMIT:
        raise UnfitFile(
            _("“%(name)s” có hơn %(count)s thành phần bên trong, nhiều hơn một tài liệu bình thường."),
            count=MEMBER_LIMIT,
        )
    seen: set[str] = set()
    for entry in entries:
        if is_encrypted(entry):
            raise _locked()
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or not is_ordinary(
            entry, seen
        ):
            raise damaged()
        if _PROGRAMS.search(entry.filename) or _ACTIVE.search(entry.filename):
            raise something_hung_on()


def _check_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> int:
    """Reads the member to its end, piece by piece, so that its checksum counts; its real size."""
    size, held, xml, relations = 0, b"", False, entry.filename.lower().endswith(".rels")
    with archive.open(entry) as stream:
        while piece := stream.read(CHUNK):
            if not size:
                xml = is_xml(entry.filename, piece)
                _check_start(entry.filename, piece, xml)
            size += len(piece)
            if size > left:
                raise UnfitFile(
                    _("“%(name)s” bung ra quá %(size)s MB; hãy bớt ảnh hoặc chia nhỏ tệp."),
                    size=UNPACKED_LIMIT // MEBIBYTE,
                )
            if relations and size > RELATIONS_LIMIT:
                raise damaged()
            held = held + piece if relations else held[-_OVERLAP:] + piece
            if xml and declares_entities(held):
                raise UnfitFile(
                    _(
                        "“%(name)s” có khai báo DOCTYPE mà tài liệu Office không bao giờ có; hãy mở và lưu lại."
                    )
                )
            if (xml and b"DDE" in held.upper() and _COMMAND.search(held)) or (
                not xml and _CARRIED_FILE in held
            ):
                raise something_hung_on()
    if size != entry.file_size:
        raise damaged()
    if relations and any(_FETCHED.search(r) and _FROM_AWAY.search(r) for r in _RELATION.findall(held)):
        raise UnfitFile(
            _("“%(name)s” lấy mẫu hoặc đối tượng từ một địa chỉ trên mạng; hãy lưu lại thành PDF rồi gửi.")
        )
    return size


def _check_start(name: str, start: bytes, xml: bool) -> None:
    if is_macro(name, start):
        raise UnfitFile(
            _("“%(name)s” có macro nên không được nhận; hãy lưu thành .docx hoặc .xlsx thường rồi gửi lại.")
        )
    if xml and hides_its_letters(start):
        raise damaged()
    if start.startswith((b"MZ", b"\x7fELF", b"#!/")):
        raise something_hung_on()
