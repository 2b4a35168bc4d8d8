"""Everything in one file: the database at one moment, the files its records name, and the proof of both."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.errors import DomainError
from audit.recording import record_change
from dandan.keeping.archive import FILES, Writer
from dandan.keeping.durable import settle
from dandan.keeping.manifest import Manifest, log_is_current, product_version
from dandan.keeping.named_files import named_files, stored_files
from dandan.keeping.snapshot import MEMBER, Snapshot, snapshot

_PACKED_ALREADY = {".jpg", ".jpeg", ".png", ".docx", ".xlsx", ".pdf", ".zip"}


@dataclass(frozen=True)
class Backup:
    path: Path
    digest: str
    size: int
    manifest: Manifest


def back_up(*, to: Path, tell: Callable[[str], None] = lambda line: None) -> Backup:
    """The backup, whole and on the disk under its own name; until then it has another. `to` is a folder, or the name of
    a .zip file that is not there yet. Raises DomainError."""
    path = _target(to)
    partial = path.with_name(path.name + ".partial")
    try:
        writer = Writer(partial)
        try:
            manifest = _fill(writer, path.parent, tell)
            digest = writer.seal(manifest)
            os.replace(partial, path)
        except BaseException:
            writer.drop()
            raise
        settle(path.parent)
        size = path.stat().st_size
    except (OSError, sqlite3.OperationalError) as error:
        # SQLite writes its copy beside the file, and has its own word for a full disk.
        words = getattr(error, "strerror", None) or error
        raise DomainError(_("Không ghi được %(file)s: %(words)s.") % {"file": path, "words": words}) from error
    if log_is_current(
        manifest.facts
    ):  # else the database waits for `migrate`, which the backup was made before
        record_change(
            by=None,
            verb="backup",
            subject_text=path.name,
            after={"sha256": digest, "size": size, **_head(manifest)},
        )
    return Backup(path, digest, size, manifest)


def _target(to: Path) -> Path:
    if to.suffix.lower() != ".zip":
        if to.exists() and not to.is_dir():
            raise DomainError(_("Tên tệp sao lưu phải kết thúc bằng .zip: %(file)s") % {"file": to})
        to = to / f"dandan-{timezone.localtime():%Y%m%d-%H%M%S}.zip"
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DomainError(
            _("Không ghi được %(file)s: %(words)s.") % {"file": to, "words": error.strerror or error}
        ) from error
    if to.exists():
        raise DomainError(_("Đã có tệp %(file)s; hãy chọn tên khác.") % {"file": to})
    return to


def _fill(writer: Writer, beside: Path, tell: Callable[[str], None]) -> Manifest:
    made_at = timezone.now()
    with snapshot(beside) as taken:
        if not taken.facts.migrations:
            raise DomainError(_("Cơ sở dữ liệu này còn trống, chưa có gì để sao lưu."))
        tell(_("Sao lưu cơ sở dữ liệu …"))
        member = MEMBER[taken.vendor]
        writer.add(member, taken.content, packed=taken.vendor == "sqlite")
        taken.check()
        tell(_("Sao lưu tệp đính kèm …"))
        absent = _add_files(writer, taken)
        return Manifest(
            made_at=made_at.isoformat(), vendor=taken.vendor, server=taken.server, database=member, facts=taken.facts,
            parts=writer.parts, absent_files=absent, product_version=product_version(),
        )  # fmt: skip


def _add_files(writer: Writer, taken: Snapshot) -> list[str]:
    """Everything in the folder of files, after the database: what a row of the snapshot names was stored before it.
    Answers the names that rows give and whose bytes are not there."""
    root, named, added = Path(settings.MEDIA_ROOT), named_files(taken.cursor, taken.facts.rows), {}
    for name in stored_files(root):
        # A file that somebody drops meanwhile belongs to no row of the snapshot, or is told as absent.
        with suppress(FileNotFoundError), (root / name).open("rb") as content:
            packed = Path(name).suffix.lower() not in _PACKED_ALREADY
            added[name] = writer.add(FILES + name, content, packed=packed).sha256
    return sorted(
        name for name, digest in named.items() if name not in added or digest not in (None, added[name])
    )


def _head(manifest: Manifest) -> dict:
    return {"last_event": manifest.facts.last_event, "last_seal": manifest.facts.last_seal}
