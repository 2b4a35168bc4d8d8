"""Which files records name, and which lie in the folder of files."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import models

SIDE = ".restoring"
"""The folder, inside the folder of files, where a restore prepares its work; never part of a backup."""

HASHED = {"models_registry.Attachment", "recognition.DecisionScan", "resolutions.DocumentScan", "resolutions.Evidence"}
"""Records whose `sha256` is that of their one file."""


def named_files(cursor, tables) -> dict[str, str | None]:
    """Names given by every file field of the product, with the SHA-256 that the row keeps of an attachment or a scan, else None.
    Read through the cursor of a snapshot; `tables` are those it has."""
    named: dict[str, str | None] = {}
    for model in apps.get_models():
        if model._meta.db_table not in tables:
            continue
        fields = [f for f in model._meta.concrete_fields if isinstance(f, models.FileField)]
        if not fields:
            continue
        cursor.execute(f'SELECT * FROM "{model._meta.db_table}" LIMIT 0')
        columns = {column[0] for column in cursor.description}
        for field in fields:
            # The database may be of an older release than the code.
            if field.column in columns:
                kept = "sha256" if model._meta.label in HASHED else "NULL"
                cursor.execute(
                    f'SELECT "{field.column}", {kept} FROM "{model._meta.db_table}" WHERE "{field.column}" <> \'\''
                )
                named |= dict(cursor.fetchall())
    return named


def stored_files(root: Path) -> Iterator[str]:
    """Names relative to the folder, with "/" between; links are not followed."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name != SIDE)
        for name in sorted(files):
            path = Path(folder) / name
            if not path.is_symlink():
                yield path.relative_to(root).as_posix()
