"""The list annexed to a decision: A4 across, its headings on every page, exactly the lines of the decision."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from recognition.choices import DecisionKind, LineChange
from recognition.models import Decision
from recognition.papers.listing import GROUPS, Listed, counted_by_group, padded
from recognition.papers.tables import MIDDLE, a_row, a_table, margins_of
from recognition.papers.typesetting import CENTER, LEFT, RIGHT, Words, with_year_whole, write
from units.choices import HeaderStyle

SIZE = 12


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    width: float
    text: Callable[[Listed], str]
    align: int = LEFT


_NUMBER = 12
_NAME = Column("Tên mô hình, điển hình", 88, lambda row: row.line.registration.model.name)
_PLACE = Column("Đơn vị", 66, lambda row: row.place)
_FIELD = Column("Lĩnh vực", 48, lambda row: row.line.registration.get_field_display())
_LEVEL = Column("Cấp công nhận", 38, lambda row: row.line.get_level_display(), CENTER)
_REVOKED = (
    Column("Tên mô hình, điển hình", 72, _NAME.text),
    Column("Đơn vị", 52, _PLACE.text),
    Column("Cấp công nhận", 30, _LEVEL.text, CENTER),
    Column("Đã công nhận theo Quyết định số", 38, lambda row: row.earlier, CENTER),
    Column("Lý do", 48, lambda row: row.line.reason or row.line.decision.reason),
)
_AMOUNT = Column(
    "Tiền thưởng (đồng)", 28, lambda row: padded(row.line.amount) if row.line.amount is not None else "", RIGHT
)


def columns_of(decision: Decision, rows: Sequence[Listed]) -> list[Column]:
    """The columns after STT; of awards the money only where there is some."""
    if decision.does == DecisionKind.REVOCATION:
        return list(_REVOKED)
    if decision.does != DecisionKind.COMMENDATION:
        return [_NAME, _PLACE, _FIELD, _LEVEL]
    paid = any(row.line.amount is not None for row in rows)
    less = _AMOUNT.width if paid else 0
    return [
        Column("Tên tập thể, cá nhân, hộ gia đình", 60, lambda row: row.name),
        Column("Đơn vị", 48, _PLACE.text),
        Column("Mô hình, điển hình", 58 - less / 2, _NAME.text),
        Column("Thành tích", 46 - less / 2, lambda row: row.line.reason),
        Column("Hình thức", 28, lambda row: row.line.get_form_display(), CENTER),
        *([_AMOUNT] if paid else []),
    ]


def write_annex(document, decision: Decision, rows: Sequence[Listed], *, attached_to: str, style: str) -> None:
    """The title, "(kèm theo …)" and the table, at the end of the document, in the `style` of the paper."""
    write(document, Words("DANH SÁCH", bold=True), align=CENTER)
    write(document, Words(with_year_whole(_title(decision)), bold=True), align=CENTER)
    state = style == HeaderStyle.STATE
    said = attached_to[:1].upper() + attached_to[1:] if state else attached_to
    write(document, Words(f"({said})", italic=True), align=CENTER, after=6 if state else 0)
    if not state:
        write(document, "-----", align=CENTER, after=6)
    columns = columns_of(decision, rows)
    if any(column is _AMOUNT for column in columns):
        write(document, Words("ĐVT: đồng", italic=True, size=SIZE), align=RIGHT, after=2)
    table = a_table(document, [_NUMBER, *(column.width for column in columns)], ruled=True)
    margins_of(table)
    _headings(table, columns)
    if decision.kind == DecisionKind.AMENDMENT:
        parts = [(change, [row for row in rows if row.line.change == change]) for change in LineChange]
    else:
        parts = [("", list(rows))]
    number = 0
    for change, held in parts:
        if change and held:
            _across(table, f"{LineChange(change).label.upper()}: {padded(len(held))}")
        for roman, (group, count) in zip(("I", "II", "III"), counted_by_group(held).items(), strict=False):
            _across(table, f"{roman}. {GROUPS[group].upper()}: {padded(count)}")
            for row in (row for row in held if row.group == group):
                number += 1
                _plain(table, number, row, columns)
    _total(table, rows, columns, parts)


def _headings(table, columns: Sequence[Column]) -> None:
    cells = a_row(table, heading=True)
    for cell, text in zip(cells, ["STT", *(column.heading for column in columns)], strict=True):
        cell.vertical_alignment = MIDDLE
        write(cell, Words(text, bold=True, size=SIZE), align=CENTER)
    cells = a_row(table, heading=True)
    for number, cell in enumerate(cells, 1):
        write(cell, Words(f"({number})", italic=True, size=10), align=CENTER)


def _across(table, text: str) -> None:
    cells = a_row(table)
    write(cells[0].merge(cells[-1]), Words(text, bold=True, size=SIZE), keep_with_next=True)


def _plain(table, number: int, row: Listed, columns: Sequence[Column]) -> None:
    cells = a_row(table)
    write(cells[0], Words(str(number), size=SIZE), align=CENTER)
    for cell, column in zip(cells[1:], columns, strict=True):
        write(cell, Words(column.text(row), size=SIZE), align=column.align)


def _total(table, rows: Sequence[Listed], columns: Sequence[Column], parts) -> None:
    """How many in all, by group; of an amendment that adds and takes off how many of each."""
    cells = a_row(table)
    counts = [f"{GROUPS[group].lower()}: {padded(n)}" for group, n in counted_by_group(rows).items()]
    filled = [(change, held) for change, held in parts if held]
    if len(filled) > 1:
        counts = [f"{LineChange(change).label.lower()}: {padded(len(held))}" for change, held in filled]
    text = f"Tổng cộng: {padded(len(rows))}" + (f" ({', '.join(counts)})" if counts else "")
    last = -1
    if columns[-1] is _AMOUNT:
        last = -2
        money = sum(row.line.amount or 0 for row in rows)
        write(cells[-1], Words(padded(money), bold=True, size=SIZE), align=RIGHT)
    write(cells[0].merge(cells[last]), Words(text, bold=True, size=SIZE))


def _title(decision: Decision) -> str:
    about = decision.about
    for opening in ("về việc ", "về "):
        if about.lower().startswith(opening):
            return about[len(opening) :]
    return about
