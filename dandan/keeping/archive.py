"""The backup file: a ZIP any office can open, in which no bit can change unseen.

Its comment is the SHA-256 of everything before the comment; its last part, manifest.json, holds the SHA-256 and size
of every other part, so that a refusal names the part. This guards against damage, not against a forger: the
fingerprint printed when the backup was made, kept elsewhere, does."""

import hashlib
import os
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from audit.errors import DomainError
from dandan.keeping.manifest import Manifest, Part

MANIFEST = "manifest.json"
FILES = "files/"
_MARK = b"dandan-sha256:"
_COMMENT = len(_MARK) + 64
_BLOCK = 1024 * 1024
_MANIFEST_LIMIT = 256 * 1024 * 1024
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError,
    KeyError, IndexError, OverflowError, AttributeError,
)  # fmt: skip


class DamagedBackup(DomainError):
    """The file is not what was written."""


class Writer:
    """Parts written one after the other; `seal` closes the file and answers its fingerprint."""

    def __init__(self, path: Path):
        self.path = path
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        self._file = os.fdopen(descriptor, "w+b")
        self._zip = zipfile.ZipFile(self._file, "w", allowZip64=True)
        self.parts: list[Part] = []

    def add(self, name: str, source: BinaryIO, *, packed: bool = True) -> Part:
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info._compresslevel = 1  # what the office saves on disk it pays in minutes above this level
        digest, size = hashlib.sha256(), 0
        with self._zip.open(info, "w", force_zip64=True) as member:
            while block := source.read(_BLOCK):
                digest.update(block)
                size += len(block)
                member.write(block)
        part = Part(name, size, digest.hexdigest())
        self.parts.append(part)
        return part

    def seal(self, manifest: Manifest) -> str:
        with self._zip.open(MANIFEST, "w") as member:
            member.write(manifest.as_bytes())
        self._zip.comment = b" " * _COMMENT
        self._zip.close()
        digest = _digest_before_comment(self._file)
        self._file.seek(-_COMMENT, os.SEEK_END)
        self._file.write(_MARK + digest.encode())
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return digest

    def drop(self) -> None:
        self._zip.fp = None  # nothing more is to be written into it
        self._file.close()
        self.path.unlink(missing_ok=True)


class Archive:
    """A backup that was read from end to end and is whole."""

    def __init__(self, opened: zipfile.ZipFile, manifest: Manifest, digest: str):
        self._zip, self.manifest, self.digest = opened, manifest, digest

    def extract(self, part: Part, to: Path) -> None:
        """Writes the part and looks at every byte again: the file may have changed since it was verified."""
        to.parent.mkdir(parents=True, exist_ok=True)
        with to.open("wb") as target:
            _read(self._zip, part, target)
            target.flush()
            os.fsync(target.fileno())


@contextmanager
def open_whole(path: Path) -> Iterator[Archive]:
    """The archive, once every part agrees with the manifest and the file with its fingerprint. Raises DamagedBackup
    with a sentence that names the part."""
    try:
        opened = zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise DamagedBackup(_("Không có tệp %(file)s.") % {"file": path}) from error
    except UNREADABLE as error:
        raise DamagedBackup(
            _("%(file)s bị cắt, bị hỏng hoặc không phải là tệp sao lưu.") % {"file": path.name}
        ) from error
    with opened:
        manifest = _verified(opened, path)
        with path.open("rb") as whole:
            digest = _digest_before_comment(whole)
        if opened.comment != _MARK + digest.encode():
            raise DamagedBackup(
                _("%(file)s đã bị thay đổi sau khi sao lưu (phần mục lục của tệp).") % {"file": path.name}
            )
        yield Archive(opened, manifest, digest)


def _verified(opened: zipfile.ZipFile, path: Path) -> Manifest:
    names = Counter(info.filename for info in opened.infolist())
    for name, times in names.items():
        if times > 1:
            raise DamagedBackup(
                _("%(file)s có hai phần cùng tên “%(part)s”.") % {"file": path.name, "part": name}
            )
    if MANIFEST not in names:
        raise DamagedBackup(_("%(file)s thiếu phần “%(part)s”.") % {"file": path.name, "part": MANIFEST})
    try:
        if opened.getinfo(MANIFEST).file_size > _MANIFEST_LIMIT:
            raise ValueError("too long")
        manifest = Manifest.from_bytes(opened.read(MANIFEST))
    except UNREADABLE as error:
        raise _damaged(path, MANIFEST) from error
    held = {part.name for part in manifest.parts}
    for name in sorted(held - set(names)):
        raise DamagedBackup(_("%(file)s thiếu phần “%(part)s”.") % {"file": path.name, "part": name})
    for name in sorted(set(names) - held - {MANIFEST}):
        raise DamagedBackup(
            _("%(file)s có phần lạ “%(part)s” không thuộc bản sao lưu.") % {"file": path.name, "part": name}
        )
    for part in manifest.parts:
        if not _is_safe(part.name):
            raise DamagedBackup(
                _("%(file)s có phần mang tên không được phép: “%(part)s”.")
                % {"file": path.name, "part": part.name}
            )
        try:
            _read(opened, part, None)
        except UNREADABLE as error:
            raise _damaged(path, part.name) from error
    return manifest


def _read(opened: zipfile.ZipFile, part: Part, target: BinaryIO | None) -> None:
    """Raises ValueError for bytes that are not the part's; never writes more than the part has."""
    digest, size = hashlib.sha256(), 0
    with opened.open(part.name) as member:
        while block := member.read(_BLOCK):
            size += len(block)
            if size > part.size:
                raise ValueError(part.name)
            digest.update(block)
            if target:
                target.write(block)
    if (size, digest.hexdigest()) != (part.size, part.sha256):
        raise ValueError(part.name)


def _damaged(path: Path, part: str) -> DamagedBackup:
    return DamagedBackup(
        _("%(file)s bị hỏng: phần “%(part)s” không còn như lúc sao lưu.") % {"file": path.name, "part": part}
    )


def _is_safe(name: str) -> bool:
    pieces = name.split("/")
    return "\\" not in name and ":" not in name and "\0" not in name and not {"", ".", ".."} & set(pieces)


def _digest_before_comment(file: BinaryIO) -> str:
    left = max(0, file.seek(0, os.SEEK_END) - _COMMENT)
    file.seek(0)
    digest = hashlib.sha256()
    while left and (block := file.read(min(_BLOCK, left))):
        digest.update(block)
        left -= len(block)
    return digest.hexdigest()
