"""Every row of a register judged: goes in, goes in repaired, is there already, or is refused with reasons.

Works by columns: each is read once from top to bottom, and what is said about single rows is kept beside it."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from accounts.scoping import EVERYTHING, Scope, written_by
from intake.choosing import choices
from intake.columns import BY_KEY
from intake.decisions import Recognised, recognised_rows
from intake.exemplary import Chosen, mark_exemplary
from intake.filling import without_dittos
from intake.findings import Findings
from intake.resolving import Resolver, Told, Unresolved
from intake.tables import Table
from intake.values import amounts, blank_errors, dates, integers, phones, texts
from intake.withheld import not_the_persons
from models_registry.campaign_terms import terms_in
from models_registry.entry import Details, Entry, refusals
from models_registry.models import Registration
from models_registry.numbering import province_of
from recognition.models import Recognition
from units.models import Unit

GOOD, REPAIRED, DUPLICATE, REFUSED = "good", "repaired", "duplicate", "refused"
STATES = (GOOD, REPAIRED, DUPLICATE, REFUSED)
_LINES = ("name", "province", "district", "commune", "unit", "organisation", "person_in_charge")
_TEXTS = ("address", "situation", "aims", "content", "forces", "results", "sustainability", "notes")
# What the register has no column for is kept in the notes, under its own heading.
_NOTED = ("code", "rating", "award", "replicated")


@dataclass(frozen=True)
class Question:
    """What is imported: for which unit's register and year, by whom (None: the system), as of which day.

    ``fixed`` fills what the sheet does not say for any row ("level" → "grassroots"); ``issuer`` is the body whose
    decisions are meant where the sheet has no such column."""

    unit: Unit
    year: int
    entered_on: date
    by: object = None
    issuer: str = ""
    fixed: dict[str, str] = field(default_factory=dict)


@dataclass
class Checked:
    """Parallel to the table's rows. ``entries[i]`` is None where row i is refused; ``repeats[i]`` names the Excel row
    or says that the register has it; ``held[i]`` is the id of the registration a duplicate repeats; ``chosen[i]``: of those,
    recognised already, the ones to be exemplary."""

    table: Table
    question: Question
    entries: list[Entry | None]
    states: list[str]
    refusals: Findings
    repairs: Findings
    unrecorded: Findings
    repeats: dict[int, str]
    held: dict[int, int]
    recognised: dict[int, Recognised]
    chosen: dict[int, Chosen]

    def rows_in(self, *states: str) -> list[int]:
        return [row for row, state in enumerate(self.states) if state in states]

    def counts(self) -> dict[str, int]:
        """Rows read and what became of them; ``recognised`` counts the recognitions that will be recorded."""
        found = dict.fromkeys(STATES, 0)
        for state in self.states:
            found[state] += 1
        return {
            "rows": len(self.states),
            "imported": found[GOOD] + found[REPAIRED],
            "repaired": found[REPAIRED],
            "duplicates": found[DUPLICATE],
            "already_held": len(self.held),
            "refused": found[REFUSED],
            "recognised": len(self.recognised),
            "exemplary": sum(found.exemplary for found in self.recognised.values()) + len(self.chosen),
            "recognition_not_recorded": len(self.unrecorded.by_row),
        }


def check(table: Table, question: Question) -> Checked:
    """The whole register judged; writes nothing."""
    refused, repairs, unrecorded = Findings(), Findings(), Findings()
    _blank_all_errors(table, repairs)
    columns = _columns(table, refused, repairs)
    chosen = choices(table, question.fixed, refused, repairs)
    places = _places(table, columns, question, refused, repairs)
    _require_own_year(table, question, refused, repairs)
    entries = _taken(question, _entries(table, question, columns, chosen, places, refused), refused)
    states = [
        REFUSED if entry is None else REPAIRED if row in repairs else GOOD
        for row, entry in enumerate(entries)
    ]
    repeats, held = _repeats(table, question, entries, states)
    recognised = recognised_rows(table, question, entries, repairs, unrecorded)
    for row in list(recognised):
        if row in repeats and row not in held:
            del recognised[row]
    for row, state in enumerate(states):
        if state == GOOD and (row in repairs or row in unrecorded):
            states[row] = REPAIRED
    levels = {row: found.level for row, found in recognised.items()}
    already = _recognised_already(held, recognised)
    recognised = {row: found for row, found in recognised.items() if row not in already}
    unrecorded.by_row = {row: found for row, found in unrecorded.by_row.items() if states[row] == REPAIRED}
    for row, why in not_the_persons(question, entries, held, recognised).items():
        del recognised[row]
        unrecorded.add(row, "decision_number", why)
        states[row] = REPAIRED if states[row] == GOOD else states[row]
    chosen = mark_exemplary(
        table, question, entries, recognised, repairs, repeats=repeats, held=held, levels=levels
    )
    states = [REPAIRED if state == GOOD and row in repairs else state for row, state in enumerate(states)]
    return Checked(table, question, entries, states, refused, repairs, unrecorded, repeats, held, recognised, chosen)


def _blank_all_errors(table: Table, repairs: Findings) -> None:
    for key, index in table.mapping.items():
        values = table.column(key)
        before = list(values)
        blank_errors(values, key, repairs)
        for row, (old, new) in enumerate(zip(before, values, strict=True)):
            if old is not new:
                table.cells[row] = list(table.cells[row])
                table.cells[row][index] = new


def _columns(table: Table, refused: Findings, repairs: Findings) -> dict[str, list]:
    found: dict[str, list] = {}
    for key in _LINES:
        found[key] = texts(without_dittos(table, key, repairs), key, repairs)
    for key in _TEXTS + _NOTED:
        values = without_dittos(table, key, repairs) if key in table.mapping else table.column(key)
        found[key] = texts(values, key, repairs, lines=True)
    found["work_phone"] = phones(without_dittos(table, "work_phone", repairs), "work_phone", repairs)
    for key in ("participants", "labour_days"):
        found[key] = integers(table.column(key), key, repairs, refused)
    found["money"] = amounts(table.column("money"), "money", table.money_unit, repairs, refused)
    found["registered_on"] = dates(table.column("registered_on"), "registered_on", repairs, refused)
    return found


def _places(table: Table, columns, question: Question, refused: Findings, repairs: Findings) -> list:
    resolver = Resolver(question.unit, question.year)
    written = EVERYTHING if question.by is None else written_by(question.by)
    parents = {u.id: u.parent_id for u in resolver.units}
    inside = {unit for unit in parents if _stands_in(unit, question.unit.id, parents)}
    found = []
    told_columns = zip(
        *(columns[key] for key in ("province", "district", "commune", "unit", "organisation")), strict=True
    )
    for row, ((province, district, commune, unit, organisation), group) in enumerate(
        zip(told_columns, table.groups, strict=True)
    ):
        if not (commune or unit):
            commune = group.commune
        if not district and not unit:
            district = group.district
        if not (district or commune or unit):
            unit = group.unit
        try:
            place = resolver.resolve(Told(province, district, commune, unit, organisation))
        except Unresolved as error:
            refused.add(row, error.column, str(error))
            found.append(None)
            continue
        if place.note:
            repairs.add(row, "commune" if "commune" in table.mapping else "unit", place.note)
        if place.unit.id not in inside:
            refused.add(
                row,
                "unit",
                _("%(name)s không thuộc %(unit)s.") % {"name": place.unit.name, "unit": question.unit.name},
            )
            place = None
        elif not written.holds(place.unit.id, place.organisation.id if place.organisation else None):
            refused.add(row, "unit", _outside(place, written))
            place = None
        found.append(place)
    return found


def _outside(place, written: Scope) -> str:
    if written.reaches(place.unit.id):
        return _("Anh/chị chỉ được giao nhập liệu cho cơ quan, tổ chức của mình; dòng này của nơi khác.")
    return _("%(name)s nằm ngoài phạm vi anh/chị được giao.") % {"name": place.unit.name}


def _stands_in(unit: int, top: int, parents: dict[int, int | None]) -> bool:
    at: int | None = unit
    while at is not None and at != top:
        at = parents.get(at)
    return at == top


def _require_own_year(table: Table, question: Question, refused: Findings, repairs: Findings) -> None:
    if "year" not in table.mapping:
        return
    for row, value in enumerate(without_dittos(table, "year", repairs)):
        digits = "".join(c for c in str(value if value is not None else "")[:12] if c.isdigit())
        if isinstance(value, float) and value.is_integer():
            digits = str(int(value))
        if digits and digits != str(question.year):
            refused.add(
                row,
                "year",
                _("Dòng này của năm %(row)s, sổ đang nhập là năm %(year)s; nhập riêng từng năm.")
                % {"row": digits, "year": question.year},
            )


def _entries(
    table: Table, question: Question, columns, chosen, places, refused: Findings
) -> list[Entry | None]:
    back_entered = question.year < question.entered_on.year
    labels = {key: str(BY_KEY[key].label) for key in _NOTED if key in table.mapping}
    empty = Details()
    entries: list[Entry | None] = []
    keys = [
        key
        for key in ("situation", "aims", "content", "forces", "results", "sustainability")
        if key in table.mapping
    ]
    for row, place in enumerate(places):
        name = columns["name"][row]
        notes = [columns["notes"][row]] if columns["notes"][row] else []
        notes += [f"{label}: {columns[key][row]}" for key, label in labels.items() if columns[key][row]]
        values = {key: columns[key][row] for key in keys}
        values |= {
            "place": columns["address"][row],
            "person_in_charge": columns["person_in_charge"][row],
            "work_phone": columns["work_phone"][row],
            "participants": columns["participants"][row],
            "money": columns["money"][row],
            "labour_days": columns["labour_days"][row],
            "registered_on": columns["registered_on"][row],
            "notes": "\n".join(notes),
        }
        values = {key: value for key, value in values.items() if value not in ("", None)}
        entry = Entry(
            name=name,
            unit=place.unit if place else question.unit,
            organisation=place.organisation if place else None,
            year=question.year,
            level=chosen["level"][row] or "",
            phase=chosen["phase"][row] or "",
            kind=chosen["kind"][row] or "",
            field=chosen["field"][row] or "",
            details=Details(**values) if values else empty,
            back_entered=back_entered,
        )
        said = {finding.column for finding in refused.of(row)}
        for error in refusals(entry, entered_on=question.entered_on):
            # A choice that could not be read was refused already, in the cell's own words.
            if not any(column.startswith(error.field) for column in said):
                refused.add(row, error.field, error.sentence)
        entries.append(None if row in refused else entry)
    return entries


def _taken(question: Question, entries: list[Entry | None], refused: Findings) -> list[Entry | None]:
    """The same entries without those that the province's campaign of the year does not take, refused with its words."""
    terms = terms_in({(province_of(question.unit).id, question.year)})
    if not terms.campaigns:
        return entries
    for row, entry in enumerate(entries):
        # Every row stands inside the question's unit, and so in its province.
        for error in terms.refusals(entry, question.unit) if entry else ():
            refused.add(row, error.field, error.sentence)
    return [None if row in refused else entry for row, entry in enumerate(entries)]


def _repeats(
    table: Table, question: Question, entries, states: list[str]
) -> tuple[dict[int, str], dict[int, int]]:
    """Rows that repeat one above (same name, unit, year and level) or one that the register holds; marks their state."""
    in_register = {
        (name, unit, organisation, level): pk
        for pk, name, unit, organisation, level in Registration.objects.counted()
        .registered_in(question.year)
        .inside(question.unit)
        .values_list("pk", "model__folded_name", "unit_id", "organisation_id", "level")
    }
    first: dict[tuple, int] = {}
    repeats, held = {}, {}
    for row, entry in enumerate(entries):
        if entry is None:
            continue
        key = (entry.folded_name, entry.unit.id, entry.organisation_id, entry.level)
        if key in first:
            repeats[row] = _("Trùng với dòng %(row)d của tệp: cùng tên, đơn vị, năm và cấp.") % {
                "row": table.numbers[first[key]]
            }
            states[row] = DUPLICATE
            continue
        first[key] = row
        if key in in_register:
            held[row] = in_register[key]
            repeats[row] = _("Đã có trong sổ năm %(year)d: cùng tên, đơn vị và cấp.") % {
                "year": question.year
            }
            states[row] = DUPLICATE
    return repeats, held


def _recognised_already(held: dict[int, int], recognised: dict[int, Recognised]) -> set[int]:
    """Duplicates of registrations that are recognised at that level: the file brings nothing new about them."""
    asked = {held[row]: row for row in recognised if row in held}
    if not asked:
        return set()
    pairs: set[tuple[int, str]] = set()
    ids = list(asked)
    for start in range(0, len(ids), 5000):
        pairs |= set(
            Recognition.objects.filter(registration_id__in=ids[start : start + 5000]).values_list(
                "registration_id", "level"
            )
        )
    return {row for pk, row in asked.items() if (pk, recognised[row].level) in pairs}
