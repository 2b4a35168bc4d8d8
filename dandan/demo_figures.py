"""Invented figures of Nghệ An's targets: the same on every machine, as varied as a real year, and labelled as invented."""

from dataclasses import dataclass
from decimal import Decimal
from zlib import crc32

from resolutions.choices import Answer, TargetKind
from resolutions.figures import Figure
from resolutions.models import Assignment
from resolutions.reporting import Contents

INVENTED = "Số liệu minh họa, không phải số liệu thật."
_FIRST = 2022


@dataclass(frozen=True)
class Habit:
    """How units fare, in 2022, 2023 and 2024: of a thousand so many are silent, excused, short, or beyond what is asked.
    `lead` is, for a rate, by how many points its units are ahead of the value asked for, on the whole."""

    silent: tuple[int, int, int] = (0, 0, 0)
    excused: tuple[int, int, int] = (0, 0, 0)
    short: tuple[int, int, int] = (0, 0, 0)
    beyond: tuple[int, int, int] = (0, 0, 0)
    lead: tuple[str, str, str] = ("0", "0", "0")


HABITS = {
    ("04-NQ/TU", 1): Habit(silent=(30, 10, 0), short=(90, 40, 0)),
    ("04-NQ/TU", 2): Habit(silent=(40, 20, 0), short=(60, 20, 0)),
    ("04-NQ/TU", 3): Habit(silent=(30, 20, 10), short=(160, 110, 70), beyond=(150, 180, 240)),
    ("04-NQ/TU", 4): Habit(silent=(50, 30, 10), short=(260, 190, 120), beyond=(80, 110, 150)),
    ("04-NQ/TU", 5): Habit(lead=("-2.4", "-0.8", "0.9")),
    ("04-NQ/TU", 6): Habit(lead=("-4.1", "-3.4", "-2.6")),
    ("04-NQ/TU", 7): Habit(lead=("-2.3", "-1.1", "0.6")),
    ("04-NQ/TU", 8): Habit(lead=("-2.8", "-1.6", "-0.6")),
    ("04-NQ/TU", 9): Habit(silent=(0, 0, 90), lead=("-2.2", "-1.9", "-0.4")),
    ("04-NQ/TU", 10): Habit(short=(1000, 1000, 1000)),
    ("07-ĐA/TU", 1): Habit(silent=(20, 10, 0), short=(70, 30, 0)),
    ("07-ĐA/TU", 2): Habit(excused=(600, 640, 700), short=(40, 20, 0)),
    ("07-ĐA/TU", 3): Habit(silent=(30, 10, 0), short=(50, 20, 0), beyond=(300, 350, 400)),
    ("07-ĐA/TU", 4): Habit(silent=(20, 10, 0), short=(300, 220, 130)),
}
_SILENT = {("04-NQ/TU", 2, 2024): ("old-417",)}
"""One silent unit among hundreds: its target has no data, and is neither 99% nor failing."""
_SHORT = {("04-NQ/TU", 4, 2024): ("old-416", "old-419")}
"""Units that fell short whatever chance says: the leader asks them why."""


def told(assignment: Assignment) -> Contents | None:
    """What the unit reported of the year; None where it is silent."""
    target, year = assignment.target, assignment.year
    place = (target.document.number, target.position)
    habit, n = HABITS[place], year - _FIRST
    drawn = _drawn(assignment, "fate") % 1000
    if assignment.unit.key in _SILENT.get((*place, year), ()):
        return None
    if assignment.unit.key in _SHORT.get((*place, year), ()):
        return _contents(_short(assignment))
    for part, made in (
        (habit.silent, lambda: None),
        (habit.excused, _excused),
        (habit.short, lambda: _contents(_short(assignment))),
        (habit.beyond, lambda: _contents(_beyond(assignment))),
    ):
        if drawn < part[n]:
            return made()
        drawn -= part[n]
    return _contents(_reached(assignment, Decimal(habit.lead[n])))


def _contents(figure: Figure) -> Contents:
    return Contents(answer=Answer.FIGURE, figure=figure, narrative=INVENTED)


def _excused() -> Contents:
    return Contents(answer=Answer.NOT_APPLICABLE, narrative=f"Trong năm không có vấn đề bức xúc. {INVENTED}")


def _reached(assignment: Assignment, lead: Decimal) -> Figure:
    version = assignment.target.version_in(assignment.year)
    if version.is_done_or_not:
        return Figure(Decimal(1))
    if version.kind == TargetKind.UNITS_EACH_YEAR:
        return Figure(Decimal(1), Decimal(1))
    if version.kind == TargetKind.COUNT_PER_UNIT:
        return Figure(version.value)
    if assignment.organisation_id is None:
        proposals = _proposals(assignment)
        return Figure(proposals, proposals)
    could_be = Decimal(4000 + _drawn(assignment, "could be", of_year=False) % 16000 + 60 * (assignment.year - _FIRST))
    apart = Decimal(_drawn(assignment, "apart") % 24 - 12) / 10
    share = min(version.value + lead + apart, Decimal("99.8"))
    return Figure(Decimal(round(could_be * share / 100)), could_be)


def _short(assignment: Assignment) -> Figure:
    version = assignment.target.version_in(assignment.year)
    if version.is_done_or_not:
        return Figure(Decimal(0))
    if version.kind == TargetKind.UNITS_EACH_YEAR:
        return Figure(Decimal(0), Decimal(1))
    if version.kind == TargetKind.COUNT_PER_UNIT:
        return Figure(version.value - 1)
    proposals = _proposals(assignment)
    return Figure(proposals - 1 - _drawn(assignment, "left out") % 4, proposals)


def _beyond(assignment: Assignment) -> Figure:
    return Figure(assignment.target.version_in(assignment.year).value + 1 + _drawn(assignment, "more") % 3)


def _proposals(assignment: Assignment) -> Decimal:
    return Decimal(12 + _drawn(assignment, "proposals") % 48)


def _drawn(assignment: Assignment, what: str, *, of_year: bool = True) -> int:
    place = f"{assignment.unit.key} {assignment.organisation and assignment.organisation.kind}"
    target = f"{assignment.target.document.number} {assignment.target.position}"
    return crc32(f"{what} {place} {target} {assignment.year if of_year else ''}".encode())
