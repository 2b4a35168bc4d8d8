"""Rows of a finished year that a register marks as exemplary (tiêu biểu): chosen together with their recognition, on the day
of its decision; a row that the register holds as recognised already, on the day of that recognition. What cannot be chosen
is said, and the row goes in without it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from accounts.choices import REGISTERING_ROLES
from accounts.deciding import is_finished
from accounts.scoping import EVERYTHING, acted_on_by
from audit.in_parts import in_parts
from intake.decisions import Recognised
from intake.findings import Findings
from intake.tables import Table
from intake.values import shown
from intake.words import ticked
from models_registry.routes import stations
from recognition.models import Exemplary, Recognition
from units.models import Unit
from vietnamese.dates import format_date
from vietnamese.folding import clean_line

KEY = "exemplary"


@dataclass(frozen=True)
class Chosen:
    """A registration that the register holds as recognised, to be exemplary at the level from that day on."""

    level: str
    on: date


def mark_exemplary(
    table: Table,
    question,
    entries,
    recognised: dict[int, Recognised],
    repairs: Findings,
    *,
    repeats: Mapping[int, str],
    held: Mapping[int, int],
    levels: Mapping[int, str],
) -> dict[int, Chosen]:
    """Marks in `recognised` the rows that the sheet ticks and that may be chosen, answers those that the register holds
    as recognised already, and says of the others why they are not. Of `repeats` that are not `held`, rows that repeat
    another of the file, nothing is said. `levels`: what the sheet says of the level of recognition, by row."""
    if KEY not in table.mapping:
        return {}
    ticks = {row: ticked(cell) for row, cell in enumerate(table.column(KEY))}
    asked = [row for row, tick in ticks.items() if tick is not False and entries[row] is not None]
    units = Unit.objects.select_related("parent__parent").in_bulk({entries[row].unit.id for row in asked})
    wanted = {row: levels.get(row) or entries[row].level for row in asked if row in held and row not in recognised}
    standing = _standing_at(Recognition, "recognised_on", held, wanted)
    there = _standing_at(Exemplary, "happened_on", held, wanted)
    found: dict[int, Chosen] = {}
    for row in asked:
        told = recognised.get(row)
        if ticks[row] is None:
            text = clean_line(shown(table.column(KEY)[row]))[:60]
            repairs.add(row, KEY, _("Không rõ “%(text)s” là tiêu biểu hay không: chưa ghi tiêu biểu.") % {"text": text})
        elif row in there:
            repairs.add(row, KEY, _("Sổ đã ghi là tiêu biểu từ ngày %(day)s.") % {"day": format_date(there[row])})
        elif told is None and row not in standing:
            if row in held or row not in repeats:
                repairs.add(row, KEY, _("Chưa ghi công nhận nên chưa ghi tiêu biểu."))
        elif told is None:
            one = Chosen(wanted[row], standing[row])
            if why := _why_not(question, entries[row], units, one.level, one.on):
                repairs.add(row, KEY, why)
            else:
                found[row] = one
        elif why := _why_not(question, entries[row], units, told.level, told.signed_on):
            repairs.add(row, KEY, why)
        else:
            recognised[row] = replace(told, exemplary=True)
    return found


def _standing_at(kind, day: str, held: Mapping[int, int], wanted: Mapping[int, str]) -> dict[int, date]:
    """By row the day from which its registration in the register has a standing row of the kind at the level wanted."""
    rows = {(held[row], level): row for row, level in wanted.items()}
    found = {}
    for part in in_parts(sorted({pk for pk, _level in rows})):
        standing: Iterable = kind.objects.standing().filter(registration_id__in=part)
        for pk, level, since in standing.values_list("registration_id", "level", day):
            if (pk, level) in rows:
                found[rows[pk, level]] = since
    return found


def _why_not(question, entry, units: Mapping[int, Unit], level: str, on: date) -> str:
    if not (is_finished(entry.year) and is_finished(on.year)):
        return _("Năm đang chạy thì chọn tiêu biểu ở mục Công nhận: chưa ghi tiêu biểu.")
    office = stations(units[entry.unit.id], entry.organisation, level)[-1]
    held = EVERYTHING if question.by is None else acted_on_by(question.by, REGISTERING_ROLES)
    if question.by is not None and question.by.is_superuser or held.holds(office.id):
        return ""
    return _("Chọn tiêu biểu ở cấp này là việc của %(unit)s: chưa ghi tiêu biểu.") % {"unit": office.name}
