"""Rows of a finished year that a register marks as exemplary (tiêu biểu): chosen together with their recognition, on the day
of its decision. What cannot be chosen is said, and the row goes in without it."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from accounts.choices import REGISTERING_ROLES
from accounts.deciding import is_finished
from accounts.scoping import EVERYTHING, acted_on_by
from intake.decisions import Recognised
from intake.findings import Findings
from intake.tables import Table
from intake.values import shown
from intake.words import ticked
from models_registry.routes import stations
from units.models import Unit
from vietnamese.folding import clean_line

KEY = "exemplary"


def mark_exemplary(
    table: Table, question, entries, recognised: dict[int, Recognised], repairs: Findings, skipped: Mapping[int, str]
) -> None:
    """Marks in `recognised` the rows that the sheet ticks and that may be chosen, and says of the others why they are not.
    `skipped`: rows that repeat another, of which nothing is said."""
    if KEY not in table.mapping:
        return
    ticks = {row: ticked(cell) for row, cell in enumerate(table.column(KEY))}
    asked = [row for row, tick in ticks.items() if tick is not False and entries[row] is not None]
    units = Unit.objects.select_related("parent__parent").in_bulk({entries[row].unit.id for row in asked})
    for row in asked:
        told = recognised.get(row)
        if ticks[row] is None:
            text = clean_line(shown(table.column(KEY)[row]))[:60]
            repairs.add(row, KEY, _("Không rõ “%(text)s” là tiêu biểu hay không: chưa ghi tiêu biểu.") % {"text": text})
        elif told is None:
            if row not in skipped:
                repairs.add(row, KEY, _("Chưa ghi công nhận nên chưa ghi tiêu biểu."))
        elif why := _why_not(question, entries[row], units, told):
            repairs.add(row, KEY, why)
        else:
            recognised[row] = replace(told, exemplary=True)


def _why_not(question, entry, units: Mapping[int, Unit], told: Recognised) -> str:
    if not (is_finished(entry.year) and is_finished(told.signed_on.year)):
        return _("Năm đang chạy thì chọn tiêu biểu ở mục Công nhận: chưa ghi tiêu biểu.")
    office = stations(units[entry.unit.id], entry.organisation, told.level)[-1]
    held = EVERYTHING if question.by is None else acted_on_by(question.by, REGISTERING_ROLES)
    if question.by is not None and question.by.is_superuser or held.holds(office.id):
        return ""
    return _("Chọn tiêu biểu ở cấp này là việc của %(unit)s: chưa ghi tiêu biểu.") % {"unit": office.name}
