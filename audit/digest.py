"""The fingerprint of a row of the log: the same before it is stored and after it is read back."""

import hashlib
import json
from datetime import UTC

_CONTENT = (
    "actor_id",
    "actor_name",
    "verb",
    "subject_type",
    "subject_id",
    "subject_text",
    "before",
    "after",
    "reason",
    "door",
    "address",
)


def digest_of(row) -> str:
    """SHA-256, in hex, of everything the row says but its number. Rows from before units and salts were kept have
    neither, and keep the digest they were written with."""
    content = [getattr(row, name) for name in _CONTENT]
    content += [row.at.astimezone(UTC).isoformat(), str(row.batch or "")]
    unit, salt = getattr(row, "unit_id", None), getattr(row, "salt", None)
    if unit is not None or salt is not None:
        content += [unit, salt]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
