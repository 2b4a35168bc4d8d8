"""Where a register's heading stands under its title rows, and what each column is."""

import re
from dataclasses import dataclass, field

from intake.by_values import settle_by_values
from intake.columns import column_of_heading, multiplier_of_heading
from intake.sheets import Sheet, Value
from vietnamese.folding import clean_line, fold

_SEARCHED_ROWS = 60
_DEEPEST = 3
_COLUMN_NUMBER = re.compile(r"\(?\s*(\d{1,3}|[A-ZĐ])\s*\)?(\s*=.*)?")
_YEAR = re.compile(r"năm\s+(20\d\d)", re.IGNORECASE)
_DAY = re.compile(r"tháng\s+\d{1,2}\s+năm\s+20\d\d", re.IGNORECASE)
_PLACE_PREFIX = re.compile(r"^(tinh uy|thanh uy|huyen uy|dang uy|thi uy|uy ban|dang bo)\b")


@dataclass
class HeadedColumn:
    """A column as the sheet heads it. ``signature`` is what a remembered correction is kept under."""

    index: int
    heading: str
    key: str | None
    multiplier: int = 1

    @property
    def signature(self) -> str:
        return fold(self.heading)


@dataclass
class Header:
    """Rows are counted from 0; data begins at ``data_from``. ``year`` is the title's, ``issuer`` the office's name."""

    first_row: int
    last_row: int
    data_from: int
    columns: list[HeadedColumn]
    year: int | None = None
    issuer: str = ""
    texts: set[str] = field(default_factory=set)

    def mapping(self) -> dict[str, int]:
        """Canonical key → column index; the leftmost of two columns with one heading."""
        found: dict[str, int] = {}
        for column in self.columns:
            if column.key and column.key != "refusal_reason":
                found.setdefault(column.key, column.index)
        return found


def find_header(sheet: Sheet, *, nameless: bool = False) -> Header | None:
    """The heading with the most known columns in the first rows, or None where no row looks like a register's: a
    register has a column of names, unless `nameless` leaves it to a person to say which column that is."""
    best, score = None, (False, 2)
    for row in range(min(_SEARCHED_ROWS, len(sheet.rows))):
        keys = _known(sheet.rows[row])
        # The second row of a heading may know more columns (one for each tick) than the first, but not the name.
        found = ("name" in keys and len(keys) > 1, len(keys))
        if found > score:
            best, score = row, found
    if best is None:
        return None
    first, last = _merged_span(sheet, best)
    while last - first < _DEEPEST - 1 and last + 1 < len(sheet.rows) and _is_second_row(sheet, last):
        last += 1
    columns = _columns(sheet, first, last)
    if not nameless and not any(column.key == "name" for column in columns):
        return None
    data_from = last + 1
    while data_from < len(sheet.rows) and is_column_numbers(sheet.rows[data_from]):
        data_from += 1
    settle_by_values(columns, sheet.rows[data_from:])
    year, issuer = _title_year(sheet, first), _issuer(sheet, first)
    texts = {_row_text(sheet.rows[row]) for row in range(first, last + 1)}
    return Header(first, last, data_from, columns, year, issuer, texts)


def is_column_numbers(row: list[Value]) -> bool:
    """(1) (2) (3) ... under a heading: at least three, nothing else, growing."""
    texts = [clean_line(_text(value)) for value in row if value is not None]
    if len(texts) < 3 or not all(_COLUMN_NUMBER.fullmatch(text) for text in texts):
        return False
    numbers = [int(match) for text in texts if (match := re.sub(r"\D", "", text.split("=")[0]))]
    return len(numbers) >= 2 and numbers == sorted(set(numbers))


def repeats_header(header: Header, row: list[Value]) -> bool:
    """Whether the row is the heading again, as on each printed page."""
    return _row_text(row) in header.texts


def _known(row: list[Value]) -> set[str]:
    keys = {column_of_heading((value,)) for value in row if isinstance(value, str) and len(value) <= 120}
    return keys - {None}


def _merged_span(sheet: Sheet, row: int) -> tuple[int, int]:
    first = last = row
    for top, left, bottom, right in sheet.merged:
        # A tall merge that covers the row is a heading over two rows; a wide one is a title or a group.
        if top <= row <= bottom and bottom - top < _DEEPEST and (bottom > top or right > left):
            first, last = min(first, top), max(last, bottom)
    return first, last


def _is_second_row(sheet: Sheet, last: int) -> bool:
    """Without merges: the next row names parts of groups ("Tập thể", "Cá nhân") and has nothing under single heads."""
    above, row = sheet.rows[last], sheet.rows[last + 1]
    filled = [index for index, value in enumerate(row) if value is not None]
    if not filled or not all(isinstance(row[index], str) for index in filled) or is_column_numbers(row):
        return False
    parts = 0
    for index in filled:
        group = _text_left_of(above, index)
        key = column_of_heading((group, row[index])) if group else None
        if key is None or (
            above[index] is not None and index + 1 < len(above) and above[index + 1] is not None
        ):
            return False
        parts += key != column_of_heading((group,))
    return parts >= 1


def _text_left_of(row: list[Value], index: int) -> str:
    for at in range(min(index, len(row) - 1), -1, -1):
        if row[at] is not None:
            return _text(row[at])
    return ""


def _columns(sheet: Sheet, first: int, last: int) -> list[HeadedColumn]:
    width = max(len(sheet.rows[row]) for row in range(first, last + 1))
    grid = [[None] * width for _ in range(first, last + 1)]
    for row in range(first, last + 1):
        for index, value in enumerate(sheet.rows[row]):
            grid[row - first][index] = None if value is None else clean_line(_text(value))
    for top, left, bottom, right in sheet.merged:
        if first <= top and bottom <= last and right < width:
            for row in range(top - first, bottom - first + 1):
                for index in range(left, right + 1):
                    # A tall merge is one heading, not the same one twice.
                    grid[row][index] = grid[top - first][left] if row == top - first else None
    if last > first:
        _spread_groups(grid)
    columns = []
    for index in range(width):
        path = tuple(text for text in (line[index] for line in grid) if text)
        if path:
            columns.append(
                HeadedColumn(index, " / ".join(path), column_of_heading(path), multiplier_of_heading(path))
            )
    return columns


def _spread_groups(grid: list[list[str | None]]) -> None:
    """A group's text stands in its first cell; its other columns have only the row below."""
    for upper, lower in zip(grid, grid[1:], strict=False):
        for index in range(1, len(upper)):
            if upper[index] is None and lower[index] is not None and lower[index - 1] is not None:
                upper[index] = upper[index - 1]


def _title_year(sheet: Sheet, first: int) -> int | None:
    for row in sheet.rows[:first]:
        for value in row:
            if (
                isinstance(value, str)
                and (match := _YEAR.search(clean_line(value)))
                and not _DAY.search(clean_line(value))
            ):
                return int(match[1])
    match = re.search(r"(20\d\d)", sheet.name)
    return int(match[1]) if match else None


def _issuer(sheet: Sheet, first: int) -> str:
    """The office from the two lines at the top left: "TỈNH ỦY CAO BẰNG" over "BAN DÂN VẬN" gives
    "Ban Dân vận Tỉnh ủy Cao Bằng"; "" where the sheet does not begin so."""
    lines = []
    for row in sheet.rows[: min(first, 4)]:
        text = next((clean_line(value) for value in row[:3] if isinstance(value, str)), "")
        if text and text.isupper() and len(text) <= 80:
            lines.append(text)
    if len(lines) < 2 or not _PLACE_PREFIX.match(fold(lines[0])):
        return ""
    name = f"{lines[1]} {lines[0]}".title()
    for capital, small in (
        ("Ủy ", "ủy "),
        ("Vận", "vận"),
        ("Giáo Và", "giáo và"),
        ("Bộ ", "bộ "),
        ("Ban Nhân", "ban nhân"),
    ):
        name = name.replace(capital, small)
    return name


def _text(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _row_text(row: list[Value]) -> str:
    return fold(" ".join(_text(value) for value in row if value is not None))
