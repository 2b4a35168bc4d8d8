"""The body of a declared sheet with every formula worked out: what the Excel file and a page both print."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reports import workbook as w
from reports.workbook import Column, DoesNotAddUp, Row, Sheet
from reports.workbook_formulas import ColumnSum, Formula


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell: its value, what kind of value, and the formula that gives it, if any."""

    value: Any
    kind: str
    formula: Formula | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A printed row of cells, one for each column, in `look`."""

    look: str
    cells: tuple[Cell, ...]

    @property
    def is_total(self) -> bool:
        return self.look == w.TOTAL


def lines(sheet: Sheet) -> list[Line]:
    """The rows of the sheet and its total row, worked out; raise DoesNotAddUp where given figures disagree."""
    return list(Table(sheet).lines())


class Table:
    """The cells of a sheet by place: a place is (number of the row, column key), the total row standing last."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.columns = {column.key: column for column in sheet.columns}
        self.rows = [*sheet.rows]
        self._numbers = {row.key: number for number, row in enumerate(self.rows) if row.key}
        self._known: dict[tuple[int, str], Any] = {}
        if sheet.total:
            self.rows.append(self._total_row())

    def lines(self) -> Iterator[Line]:
        for number, row in enumerate(self.rows):
            self._check(number, row)
            yield Line(row.look, tuple(self._cell(number, row, column) for column in self.sheet.columns))

    def place(self, name: str, number: int) -> tuple[int, str]:
        """The place a formula in row `number` means by `name`."""
        key, _sep, row = name.partition(":")
        if row:
            number = int(row[1:]) if row[0] == "#" else self._numbers[row]
        return number, key

    def figure(self, number: int, key: str) -> Any:
        """The figure at a place, calculated when it is a formula; an empty cell counts as 0, as in Excel."""
        if (number, key) not in self._known:
            found = self._content(self.rows[number], self.columns[key])
            if isinstance(found, Formula):
                found = found.result(lambda name: self.figure(*self.place(name, number)))
            self._known[number, key] = 0 if found is None else found
        return self._known[number, key]

    def _cell(self, number: int, row: Row, column: Column) -> Cell:
        content = self._content(row, column)
        kind = row.kinds.get(column.key, column.kind)
        if isinstance(content, Formula):
            return Cell(self.figure(number, column.key), kind, content)
        return Cell(content, kind)

    def _content(self, row: Row, column: Column) -> Any:
        return row.cells.get(column.key, None if row.look == w.GROUP else column.formula)

    def _total_row(self) -> Row:
        total = self.sheet.total
        label_at = total.label_column or next(c.key for c in self.sheet.columns if c.kind == w.TEXT)
        cells: dict[str, Any] = {label_at: total.label}
        for column in self.sheet.columns:
            if column.formula is None and column.kind in (w.COUNT, w.CHANGE):
                if column.adds_up and self.rows:
                    cells[column.key] = ColumnSum(tuple(f"{column.key}:#{n}" for n in range(len(self.rows))))
                else:
                    cells[column.key] = total.figures.get(column.key, 0)
        return Row(cells, look=w.TOTAL, given=total.figures)

    def _check(self, number: int, row: Row) -> None:
        for key, given in row.given.items():
            found = self.figure(number, key)
            if found != given:
                raise DoesNotAddUp(
                    f"{self.sheet.name}, {row.cells}, {key}: {found} by formula, {given} given"
                )
