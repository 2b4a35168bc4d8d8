"""The journal of a restore: what the next run needs to finish it or to take it back.

A restore commits at one moment, that of its database. Files of the backup are laid beside those in use before it (their
names are random, so no record in use sees them), and files that no record names any more go after it. So whatever was
killed when, the database in use finds its files; the journal only says what is left to tidy."""

import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from dandan.keeping.durable import settle, write_whole
from dandan.keeping.named_files import SIDE


@dataclass(frozen=True)
class Journal:
    id: str
    added: list[str]
    """Laid down before the commit: taken away again when it did not come."""
    replaced: list[str]
    """There already with other bytes: exchanged after the commit."""
    obsolete: list[str]
    """In use before, unknown to the backup: removed after the commit."""
    event: dict
    """What the log says of this restore."""


def files_root() -> Path:
    return Path(settings.MEDIA_ROOT)


def side() -> Path:
    return files_root() / SIDE


def staged() -> Path:
    return side() / "new"


def _path() -> Path:
    return side() / "journal.json"


def waits() -> bool:
    """Whether a restore was begun and neither finished nor taken back."""
    return _path().exists()


def read() -> Journal | None:
    try:
        return Journal(**json.loads(_path().read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def write(journal: Journal) -> None:
    write_whole(_path(), json.dumps(asdict(journal), ensure_ascii=False).encode())


def lay(journal: Journal) -> None:
    """The files to add, from the side to their places, on the disk before the commit."""
    _move(journal.added)


def tidy_after_commit(journal: Journal) -> None:
    _move(journal.replaced)
    _remove(journal.obsolete)


def take_back(journal: Journal) -> None:
    """What was laid down for a commit that did not come."""
    _remove(journal.added)


def close() -> None:
    """Nothing is left to do: the staged rest goes, then the journal."""
    shutil.rmtree(staged(), ignore_errors=True)
    _path().unlink(missing_ok=True)


def _move(names: list[str]) -> None:
    folders = set()
    for name in names:
        source, target = staged() / "files" / name, files_root() / name
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(source, target)
            folders.add(target.parent)
    for folder in folders:
        settle(folder)


def _remove(names: list[str]) -> None:
    for name in names:
        path = files_root() / name
        path.unlink(missing_ok=True)
        with suppress(OSError):
            while path.parent != files_root():
                path = path.parent
                path.rmdir()
