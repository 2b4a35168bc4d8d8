"""What a register must say somewhere: in a column, in tick columns, in its group rows or once for the whole file."""

from intake.choosing import CHOICES
from intake.columns import BY_KEY

_UNIT_COLUMNS = ("commune", "unit", "district")


def missing_columns(mapping: dict[str, int], fixed: dict[str, str]) -> list[str]:
    """Labels of what no column gives. Choices and units may stand in group rows, so only the name is never dispensable."""
    return [] if "name" in mapping else [str(BY_KEY["name"].label)]


def doubtful_columns(mapping: dict[str, int], fixed: dict[str, str]) -> list[str]:
    """Keys of what no column gives and the group rows would have to: worth asking a person."""
    found = [] if any(key in mapping for key in _UNIT_COLUMNS) else ["unit"]
    for subject, choice in CHOICES.items():
        ticks = any(f"{subject}_{value}" in mapping for value in choice.values)
        if subject not in mapping and not ticks and subject not in fixed:
            found.append(subject)
    return found
