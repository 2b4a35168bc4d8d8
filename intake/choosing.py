"""Field, level, phase and kind of each row: from tick columns, a text column, the group above, or fixed for the file."""

import difflib

from django.utils.translation import gettext as _

from intake.columns import BY_KEY
from intake.filling import without_dittos
from intake.findings import Findings
from intake.tables import Table
from intake.values import shown
from intake.words import WORDS, meaning, ticked
from models_registry.choices import ActivityField, Kind, Level, Phase
from vietnamese.folding import clean_line, fold

CHOICES = {"kind": Kind, "field": ActivityField, "level": Level, "phase": Phase}


def choices(
    table: Table, fixed: dict[str, str], refused: Findings, repairs: Findings
) -> dict[str, list[str | None]]:
    """For each subject one value a row, None where it was refused (or could not be read)."""
    return {subject: choose(table, subject, fixed.get(subject), refused, repairs) for subject in CHOICES}


def choose(
    table: Table, subject: str, fixed: str | None, refused: Findings, repairs: Findings, *, prefix: str = ""
) -> list[str | None]:
    """``prefix`` is "recognised_" for the level of recognition, whose columns stand apart."""
    key = prefix + subject
    by_tick, unclear = _by_ticks(table, subject, key, refused)
    written = without_dittos(table, key, repairs) if key in table.mapping else [None] * len(table.cells)
    kept: dict[object, str | None] = {}
    found: list[str | None] = []
    for row, value in enumerate(written):
        if row in unclear:
            found.append(None)
            continue
        choice = by_tick[row]
        if choice is None and value is not None:
            if value not in kept:
                kept[value] = meaning(subject, clean_line(shown(value)))
            choice = kept[value]
            if choice is None and clean_line(shown(value)):
                refused.add(row, key, _not_known(subject, clean_line(shown(value))))
                found.append(None)
                continue
        if choice is None and not prefix:
            choice = dict(table.groups[row].values).get(subject) or fixed
            if choice is None:
                refused.add(row, key, _missing(subject, table))
        found.append(choice)
    return found


def _by_ticks(table: Table, subject: str, key: str, refused: Findings) -> tuple[list[str | None], set[int]]:
    columns = {
        value: table.column(f"{key}_{value}")
        for value in CHOICES[subject].values
        if f"{key}_{value}" in table.mapping
    }
    found: list[str | None] = [None] * len(table.cells)
    unclear: set[int] = set()
    for value, cells in columns.items():
        for row, cell in enumerate(cells):
            if cell is None:
                continue
            tick = ticked(cell)
            if tick is None:
                refused.add(
                    row,
                    f"{key}_{value}",
                    _("Ô đánh dấu ghi “%(text)s”; đánh dấu x hoặc để trống.")
                    % {"text": clean_line(shown(cell))[:60]},
                )
                unclear.add(row)
            elif tick and found[row] is not None:
                refused.add(
                    row,
                    key,
                    _("Đánh dấu cả %(one)s và %(other)s; chỉ đánh dấu một ô.")
                    % {"one": CHOICES[subject](found[row]).label, "other": CHOICES[subject](value).label},
                )
                unclear.add(row)
            elif tick:
                found[row] = value
    return found, unclear


def _not_known(subject: str, text: str) -> str:
    known = [word for words in WORDS[subject].values() for word in words]
    near = difflib.get_close_matches(fold(text), known, n=1, cutoff=0.75)
    labels = ", ".join(str(label) for value, label in CHOICES[subject].choices if value != Level.CENTRAL)
    sentence = _("“%(text)s” không phải một trong: %(labels)s.") % {"text": text[:80], "labels": labels}
    if near and (value := meaning(subject, near[0])):
        return f"{sentence} {_('Có phải %(label)s?') % {'label': CHOICES[subject](value).label}}"
    return sentence


def _missing(subject: str, table: Table) -> str:
    label = str(BY_KEY[subject].label)
    return _("Thiếu %(column)s; ghi vào ô này rồi nhập lại.") % {"column": label.lower()}
