"""A backup put back: proved whole first, prepared beside, in place in one commit, told in the log."""

import hashlib
import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from audit.errors import DomainError
from audit.models import Event
from audit.recording import record_change
from audit.sealing import Finding, verify_log
from dandan.keeping import unfinished
from dandan.keeping.archive import FILES, UNREADABLE, Archive, open_whole
from dandan.keeping.durable import one_at_a_time
from dandan.keeping.loading import holds, is_readable, load, refresh_statistics
from dandan.keeping.manifest import Facts, Manifest, facts_of, log_is_current
from dandan.keeping.named_files import stored_files
from dandan.keeping.unfinished import Journal

WORK = ("models_registry_registration", "accounts_user", "audit_event")
"""Tables whose rows make a database one that somebody works in; a fresh one holds units alone."""
VENDORS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Restored:
    """`finding` is what the log's own verification found, in a backup that is byte for byte what was written."""

    manifest: Manifest
    finding: Finding | None


def restore(*, file: Path, replace: bool = False, tell: Tell = lambda line: None) -> Restored:
    """Puts the backup in place of an empty database and folder of files, or of any with `replace`. Raises DomainError,
    and then nothing was touched."""
    with one_at_a_time(unfinished.side() / "lock"):
        _finish(tell)
        tell(_("Kiểm tra bản sao …"))
        with open_whole(file) as archive:
            held = _held()
            _refuse_unfit(archive.manifest, held, replace)
            return _restore(archive, file.name, held, tell)


def finish_interrupted(*, tell: Tell = lambda line: None) -> bool:
    """Finishes or takes back what a killed restore left; False where it left nothing."""
    with one_at_a_time(unfinished.side() / "lock"):
        return _finish(tell)


def _finish(tell: Tell) -> bool:
    journal = unfinished.read()
    if journal is None:
        unfinished.close()
        return False
    if holds(journal.id):
        tell(_("Làm nốt lần phục hồi bị ngắt trước đây …"))
        _after_commit(journal)
    else:
        tell(_("Bỏ lần phục hồi bị ngắt trước đây; dữ liệu vẫn như cũ …"))
        unfinished.take_back(journal)
        unfinished.close()
    return True


def _held() -> Facts | None:
    """What the database in use holds, None where it cannot be read."""
    if connection.vendor == "sqlite" and not is_readable(Path(connection.settings_dict["NAME"])):
        return None
    try:
        with connection.cursor() as cursor:
            return facts_of(cursor, connection.vendor)
    except DatabaseError:
        if connection.vendor == "sqlite":
            return None
        raise


def _refuse_unfit(manifest: Manifest, held: Facts | None, replace: bool) -> None:
    if manifest.vendor != connection.vendor:
        raise DomainError(
            _("Bản sao là của %(made)s, cơ sở dữ liệu ở đây là %(here)s: không phục hồi thẳng được.")
            % {"made": VENDORS.get(manifest.vendor, manifest.vendor), "here": VENDORS[connection.vendor]}
        )
    known = MigrationLoader(None).disk_migrations
    for app, name in manifest.facts.migrations:
        if (app, name) not in known:
            raise DomainError(
                _(
                    "Bản sao được tạo bởi một phiên bản khác của phần mềm (bước %(step)s); hãy cài phiên bản đó trước."
                )
                % {"step": f"{app}.{name}"}
            )
    if not replace:
        _refuse_work(held)
    needed = 2 * sum(part.size for part in manifest.parts)
    unfinished.side().mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(unfinished.side()).free < needed:
        raise DomainError(
            _("Đĩa không đủ chỗ: cần thêm %(needed)s MB.") % {"needed": needed // 1_000_000 + 1}
        )


def _refuse_work(held: Facts | None) -> None:
    if held is None:
        raise DomainError(_("Cơ sở dữ liệu ở đây không đọc được; thêm --replace để thay bằng bản sao."))
    registrations, people, events = (held.rows.get(table, 0) for table in WORK)
    files = sum(1 for _name in stored_files(unfinished.files_root()))
    if registrations or people or events or files:
        raise DomainError(
            _(
                "Ở đây đang có dữ liệu (%(registrations)d đăng ký, %(people)d người dùng, %(files)d tệp): "
                "không ghi đè. Thêm --replace để thay toàn bộ bằng bản sao."
            )
            % {"registrations": registrations, "people": people, "files": files}
        )


def _restore(archive: Archive, file_name: str, held: Facts | None, tell: Tell) -> Restored:
    manifest, found = archive.manifest, []

    def look() -> None:
        _compare(manifest.facts)
        if log_is_current(manifest.facts):
            found.append(verify_log())
            _tell_log(journal)

    journal = None
    try:
        tell(_("Chuẩn bị %(files)d tệp …") % {"files": len(manifest.parts) - 1})
        for part in manifest.parts:
            archive.extract(part, unfinished.staged() / part.name)
        journal = _plan(manifest, _event(archive, file_name, held))
        unfinished.write(journal)
        tell(_("Đưa cơ sở dữ liệu vào chỗ …"))
        unfinished.lay(journal)
        load(unfinished.staged() / manifest.database, mark=journal.id, look=look)
    except Exception as error:
        if journal is None or not holds(journal.id):
            if journal:
                unfinished.take_back(journal)
            unfinished.close()
        if isinstance(error, (*UNREADABLE, OSError)):
            raise DomainError(
                _("Không phục hồi được: %(words)s. Dữ liệu đang dùng vẫn như cũ.") % {"words": error}
            ) from error
        raise
    _after_commit(journal)
    return Restored(manifest, found[0] if found else verify_log())


def _plan(manifest: Manifest, event: dict) -> Journal:
    root = unfinished.files_root()
    there, added, replaced = set(stored_files(root)), [], []
    wanted = {part.name[len(FILES) :]: part for part in manifest.parts if part.name.startswith(FILES)}
    for name, part in wanted.items():
        if name not in there:
            added.append(name)
            continue
        with (root / name).open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != part.sha256:
                replaced.append(name)
    return Journal(uuid.uuid4().hex, added, replaced, sorted(there - set(wanted)), event)


def _event(archive: Archive, file_name: str, held: Facts | None) -> dict:
    """What the log says afterwards: from which log to which, so that a restore cannot hide what it took away."""
    facts = archive.manifest.facts
    return {
        "subject_text": file_name,
        "before": {"last_event": held and held.last_event, "last_seal": held and held.last_seal},
        "after": {
            "sha256": archive.digest,
            "made_at": archive.manifest.made_at,
            "last_event": facts.last_event,
            "last_seal": facts.last_seal,
        },
    }


def _compare(facts: Facts) -> None:
    with connection.cursor() as cursor:
        now = facts_of(cursor, connection.vendor)
    for table in sorted(set(now.rows) | set(facts.rows)):
        if now.rows.get(table) != facts.rows.get(table):
            raise DomainError(
                _("Bảng %(table)s có %(now)s dòng, bản sao ghi %(then)s: dừng, dữ liệu đang dùng vẫn như cũ.")
                % {"table": table, "now": now.rows.get(table), "then": facts.rows.get(table)}
            )
    if now != facts:
        raise DomainError(_("Đầu nhật ký không khớp với bản sao: dừng, dữ liệu đang dùng vẫn như cũ."))


def _after_commit(journal: Journal) -> None:
    """Everything that may be done again: a killed run, or one that met a full disk, is finished by the next one."""
    try:
        unfinished.tidy_after_commit(journal)
        # A backup of an older release is brought up to this one; what stands beside the tables (the log's guard, the
        # index of search) is put in place after it, whether or not there was a step to make.
        call_command("migrate", verbosity=0, interactive=False)
        _tell_log(journal)
        refresh_statistics()
        unfinished.close()
    except (OSError, DatabaseError) as error:
        raise DomainError(
            _(
                "Cơ sở dữ liệu đã là bản phục hồi, còn việc dọn chưa xong: %(words)s. Chạy lại: restore --finish."
            )
            % {"words": error}
        ) from error


def _tell_log(journal: Journal) -> None:
    batch = uuid.UUID(journal.id)
    if not Event.objects.filter(verb="restore", batch=batch).exists():
        record_change(by=None, verb="restore", batch=batch, **journal.event)
