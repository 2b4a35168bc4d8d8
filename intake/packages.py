"""Zip packages (.xlsx, .ods) opened by nobody but us: every byte counted, then packed anew.

A parser that gets the new package sees exactly the members checked here, whatever tricks the first one held
(two members of one name, false sizes, a second directory).
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from intake.bounds import MEBIBYTE, Bounds, UnreadableWorkbook
from models_registry.zip_members import (
    declares_entities,
    hides_its_letters,
    is_encrypted,
    is_macro,
    is_ordinary,
    is_xml,
    open_whole,
)

_SHARED_TEXT = re.compile(rb"<(?:\w{1,20}:)?si[\s/>]")
_MERGED_RANGE = re.compile(rb"<(?:\w{1,20}:)?mergeCell[\s/>]")


@dataclass(frozen=True)
class Package:
    """The checked members by name, and ``data``: the same members in a fresh zip."""

    members: dict[str, bytes]
    data: bytes

    def without_rows_below(self, cut: dict[str, bytes]) -> bytes:
        """The package's bytes with these members in place of their own."""
        return _pack(self.members | cut) if cut else self.data


def open_package(data: bytes, bounds: Bounds) -> Package:
    """The package, or UnreadableWorkbook naming what is wrong with it."""
    try:
        with open_whole(data) as archive:
            members = _members(archive, bounds)
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        OSError,
        EOFError,
        ValueError,
        NotImplementedError,
    ) as error:
        if isinstance(error, UnreadableWorkbook):
            raise
        raise corrupted() from error
    for name, content in members.items():
        _check_content(name, content, bounds)
    return Package(members, _pack(members))


def corrupted() -> UnreadableWorkbook:
    return UnreadableWorkbook(
        "corrupted",
        _("Tệp bị hỏng hoặc chưa tải lên đủ. Mở tệp bằng Excel, lưu lại thành .xlsx rồi nộp lại."),
    )


def _members(archive: zipfile.ZipFile, bounds: Bounds) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(archive.infolist()) > bounds.members:
        raise UnreadableWorkbook(
            "too many members",
            _("Tệp có hơn %(count)d thành phần bên trong, nhiều hơn một sổ Excel bình thường.")
            % {"count": bounds.members},
        )
    seen: set[str] = set()
    for entry in entries:
        _check_name(entry, seen)
    members, left = {}, bounds.unpacked_bytes
    for entry in entries:
        with archive.open(entry) as stream:
            # One byte more than allowed is enough to know; a bomb is never unpacked further.
            content = stream.read(left + 1)
        left -= len(content)
        if left >= 0 and len(content) != entry.file_size:
            raise corrupted()
        if left < 0:
            raise UnreadableWorkbook(
                "zip bomb",
                _("Tệp bung ra quá %(size)d MB. Chép các ô có dữ liệu sang một tệp mới rồi nộp lại.")
                % {"size": bounds.unpacked_bytes // MEBIBYTE},
            )
        members[entry.filename] = content
    return members


def _check_name(entry: zipfile.ZipInfo, seen: set[str]) -> None:
    if is_encrypted(entry):
        raise UnreadableWorkbook("encrypted", encrypted_sentence())
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise corrupted()
    if not is_ordinary(entry, seen):
        raise UnreadableWorkbook(
            "bad member name",
            _("Tệp có thành phần bên trong đặt tên bất thường nên không được mở. Lưu lại bằng Excel."),
        )


def _check_content(name: str, content: bytes, bounds: Bounds) -> None:
    if is_macro(name, content):
        raise UnreadableWorkbook("macro", macro_sentence())
    if not is_xml(name, content):
        return
    if hides_its_letters(content):
        raise corrupted()
    if declares_entities(content):
        raise UnreadableWorkbook(
            "doctype",
            _("Tệp có khai báo DOCTYPE mà sổ Excel không bao giờ có, nên không được mở. Lưu lại bằng Excel."),
        )

    # A parser holds each of these as an object, however few letters it takes.
    for pattern, most in ((_SHARED_TEXT, bounds.shared_texts), (_MERGED_RANGE, bounds.merged_ranges)):
        if sum(1 for _found in islice(pattern.finditer(content), most + 1)) > most:
            raise UnreadableWorkbook(
                "too many parts",
                _("Tệp có quá nhiều ô chữ hoặc ô gộp. Chép các ô có dữ liệu sang một tệp mới rồi nộp lại."),
            )


def encrypted_sentence() -> str:
    return _(
        "Tệp có mật khẩu. Mở bằng Excel, bỏ mật khẩu (Tệp > Thông tin > Bảo vệ sổ làm việc) rồi nộp lại."
    )


def macro_sentence() -> str:
    return _("Tệp có macro nên không được nhận. Lưu lại thành “Excel Workbook (.xlsx)” rồi nộp lại.")


def _pack(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    # Packed lightly: what is made to fill memory is all repetition, and a sheet shrinks to a tenth.
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()
