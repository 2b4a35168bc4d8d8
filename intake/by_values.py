"""What a column is, told by what stands in it, where its heading does not tell or two headings tell the same."""

from intake.words import meaning
from vietnamese.folding import fold

SUBJECTS = ("kind", "field", "level", "phase")
_LOOSE = (None, "content", "address", "situation", "aims", "results", "notes")
"""Columns that hold any words: where nearly all of them name a field ("Nội dung, lĩnh vực"), that is what it is."""
_LOOKED_AT = 200
_ENOUGH = 0.8


def settle_by_values(columns, rows) -> None:
    """Gives each of the four subjects the column whose values speak of it; `columns` are changed in place.

    "Hình thức (TT/CN)" beside "Mới/duy trì" is headed like a phase and holds kinds: its values decide. A column that
    its heading names alone keeps its name, whatever is typed in it: then the rows are what is wrong."""
    held = {column.key for column in columns}
    for subject in SUBJECTS:
        claimants = [column for column in columns if column.key == subject]
        if len(claimants) > 1:
            best = max(claimants, key=lambda column: _share(subject, column.index, rows))
            for column in claimants:
                if column is not best:
                    column.key = None
    for subject in SUBJECTS:
        ticked = any(key and key.startswith(f"{subject}_") for key in held)
        if ticked or any(column.key == subject for column in columns):
            continue
        free = [
            column
            for column in columns
            if column.key in _LOOSE and _share(subject, column.index, rows) >= _ENOUGH
        ]
        if len(free) == 1:
            free[0].key = subject


def _share(subject: str, index: int, rows) -> float:
    """The part of the column's filled cells that name a value of the subject."""
    texts = [row[index] for row in rows[:_LOOKED_AT] if index < len(row) and isinstance(row[index], str)]
    texts = [text for text in texts if fold(text)]
    return sum(meaning(subject, text) is not None for text in texts) / len(texts) if texts else 0.0
