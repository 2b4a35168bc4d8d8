"""Which rows a register says are recognised, at which level, by which decision."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from intake.choosing import choose
from intake.filling import without_dittos
from intake.findings import Findings
from intake.tables import Table
from intake.values import dates, texts
from intake.words import meaning, ticked
from models_registry.choices import Level
from recognition.choices import DecisionKind
from recognition.models import Decision
from recognition.numbering import committee_term
from vietnamese.dates import UnreadableDate, format_date, parse_date
from vietnamese.folding import clean_line, fold
from vietnamese.paper_numbers import number_key

_NUMBER_AND_DAY = re.compile(
    r"^(?P<number>.+?)[\s,;]+(?:ký\s+)?(?P<day>(?:ngày\s+)?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}"
    r"|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})$",
    re.IGNORECASE,
)
_key = lru_cache(maxsize=4096)(number_key)
_LEADING = re.compile(r"^(?:quyết định\s+)?(?:số\s*:?\s*)(?=\S)", re.IGNORECASE)


@dataclass(frozen=True)
class Recognised:
    """A row's recognition: at which level, by the decision of this number, day and body; whether it is marked as exemplary
    beside."""

    level: str
    number: str
    signed_on: date
    issuing_body: str
    exemplary: bool = False


def recognised_rows(
    table: Table, question, entries, repairs: Findings, unrecorded: Findings
) -> dict[int, Recognised]:
    """Recognitions to record, by row. A row that is marked but lacks a decision, or whose decision contradicts another
    row or the register, is in ``unrecorded`` instead: the registration goes in, the recognition does not."""
    numbers = texts(without_dittos(table, "decision_number", repairs), "decision_number", repairs)
    bodies = texts(without_dittos(table, "issuing_body", repairs), "issuing_body", repairs)
    days = dates(without_dittos(table, "decision_date", repairs), "decision_date", repairs, unrecorded)
    levels = choose(table, "level", None, unrecorded, repairs, prefix="recognised_")
    marked = _marked(table, numbers, levels, unrecorded)
    asked: dict[int, tuple[str, str, str]] = {}
    for row, entry in enumerate(entries):
        if entry is None or not marked[row]:
            unrecorded.by_row.pop(row, None)
            continue
        number, day = _split(numbers[row], days[row])
        days[row] = day
        if row in unrecorded:
            continue
        if not _key(number) or len(number) > 60:
            unrecorded.add(
                row,
                "decision_number",
                _("Ghi là được công nhận nhưng thiếu số quyết định: chưa ghi công nhận."),
            )
            continue
        asked[row] = (number, bodies[row] or question.issuer, levels[row] or entry.level)
    return _with_one_day(asked, days, question, repairs, unrecorded)


def _marked(table: Table, numbers: list[str], levels: list[str | None], unrecorded: Findings) -> list[bool]:
    has_mark = "recognised" in table.mapping
    marks = table.column("recognised")
    found = []
    for row, mark in enumerate(marks):
        if not has_mark:
            found.append(bool(numbers[row]) or levels[row] is not None)
            continue
        tick = ticked(mark)
        if tick is None:
            tick = _said(mark, row, levels)
            if tick is None:
                unrecorded.add(
                    row, "recognised", _("Không rõ “%(text)s” là được công nhận hay chưa.") % {"text": mark}
                )
                tick = True
        found.append(tick or (levels[row] is not None and mark is None))
    return found


def _said(mark, row: int, levels: list[str | None]) -> bool | None:
    """ "Được công nhận", "Không đạt", or the level itself ("Cấp huyện")."""
    words = fold(str(mark))
    if words in ("dat", "cong nhan", "duoc cong nhan", "da cong nhan", "da duoc cong nhan", "duoc"):
        return True
    if words in (
        "khong dat",
        "khong cong nhan",
        "chua cong nhan",
        "chua",
        "chua duoc cong nhan",
        "khong duoc cong nhan",
    ):
        return False
    if level := meaning("level", clean_line(str(mark))):
        levels[row] = levels[row] or level
        return True
    return None


def _split(text: str, day: date | None) -> tuple[str, date | None]:
    """ "12-QĐ/TU ngày 05/10/2024" → the number and the day; the day's own column comes first."""
    if match := _NUMBER_AND_DAY.match(text):
        text = match["number"]
        if day is None:
            try:
                day = parse_date(re.sub(r"^ngày\s+(?=\d+\s*[/.-])", "", match["day"], flags=re.IGNORECASE))
            except UnreadableDate:
                day = None
    return _LEADING.sub("", text).strip(" ,;"), day


def _with_one_day(asked, days, question, repairs: Findings, unrecorded: Findings) -> dict[int, Recognised]:
    """One number of one body has one day in a committee term: the register's, else the one most rows give."""
    held = {
        (body, number, term): signed_on
        for body, number, term, signed_on in Decision.objects.filter(
            unit=question.unit, kind=DecisionKind.RECOGNITION
        ).values_list("issuing_key", "number_key", "term", "signed_on")
    }
    keys = {row: (fold(body), _key(number)) for row, (number, body, _level) in asked.items()}
    given: dict[tuple, Counter] = {}
    for row, key in keys.items():
        if days[row]:
            given.setdefault((*key, committee_term(days[row])), Counter())[days[row]] += 1
    settled = {key: held.get(key) or counter.most_common(1)[0][0] for key, counter in given.items()}
    found = {}
    for row, (number, body, level) in asked.items():
        day = days[row]
        if day is None:
            day = _only_day(keys[row], settled, held)
            if day is None:
                unrecorded.add(row, "decision_date", _("Thiếu ngày quyết định: chưa ghi công nhận."))
                continue
            repairs.add(
                row,
                "decision_date",
                _("Lấy ngày %(day)s của cùng quyết định ở dòng khác.") % {"day": format_date(day)},
            )
        right = settled.get((*keys[row], committee_term(day)), day)
        if day != right:
            unrecorded.add(
                row,
                "decision_date",
                _("Quyết định số %(number)s đã có ngày %(right)s, dòng này ghi %(day)s: chưa ghi công nhận.")
                % {"number": number, "right": format_date(right), "day": format_date(day)},
            )
        elif day > question.entered_on:
            unrecorded.add(row, "decision_date", _("Ngày quyết định ở tương lai: chưa ghi công nhận."))
        elif not fold(body):
            unrecorded.add(row, "issuing_body", _("Thiếu cơ quan ban hành quyết định: chưa ghi công nhận."))
        elif level not in Level.values:
            unrecorded.add(row, "recognised_level", _("Không rõ cấp công nhận: chưa ghi công nhận."))
        else:
            found[row] = Recognised(level, number, day, body)
    return found


def _only_day(key: tuple[str, str], settled: dict, held: dict) -> date | None:
    days = {day for (body, number, _term), day in (settled | held).items() if (body, number) == key}
    return days.pop() if len(days) == 1 else None
