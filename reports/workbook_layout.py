"""Laying declared sheets on the cells of openpyxl worksheets."""

import math
from textwrap import wrap
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook as Book
from openpyxl.cell import Cell as Place
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.workbook import PARTY, Letterhead, Sheet, Workbook
from reports.workbook_heading import headings
from reports.workbook_paper import set_paper
from reports.workbook_styles import FIGURES, Styles
from reports.workbook_table import Line, Table
from vietnamese.dates import format_date_in_words
from vietnamese.folding import clean_text

LINE = 17  # points: a line of 13 point text
FORMULA_SIGNS = ("=", "+", "-", "@")
# How many letters fit where so many digits of 12 points would: body text is narrower, capitals and large type wider.
ROOM = {"body": 1.12, "title": 0.68, "issuer": 0.75, "superior": 0.8, "nation": 0.75, "republic": 0.7,
        "place": 0.95, "subtitle": 0.95, "measured_in": 1, "note": 1.05}  # fmt: skip


def build(workbook: Workbook) -> tuple[Book, dict[int, dict[str, Any]]]:
    """The openpyxl workbook, and what each of its formulas gives, by sheet position and cell reference."""
    tables = [Table(sheet) for sheet in workbook.sheets]
    book = Book()
    book.remove(book.active)
    styles = Styles(book)
    results = {}
    for position, table in enumerate(tables):
        page = _Page(book.create_sheet(table.sheet.name), table.sheet, styles)
        results[position] = page.lay(table)
    book.properties.title = workbook.title
    book.properties.creator = workbook.author
    book.properties.language = "vi"
    return book, results


class _Page:
    """One sheet being laid from the top down; `at` is the next free row."""

    def __init__(self, ws: Worksheet, sheet: Sheet, styles: Styles) -> None:
        self.ws, self.sheet, self.styles, self.at = ws, sheet, styles, 1
        self.widths = [column.width for column in sheet.columns]
        self.letters = {column.key: get_column_letter(n) for n, column in enumerate(sheet.columns, 1)}

    def lay(self, table: Table) -> dict[str, Any]:
        """Lay the whole sheet; return what each formula gives, by cell reference."""
        for letter, width in zip(self.letters.values(), self.widths, strict=True):
            self.ws.column_dimensions[letter].width = width
        if self.sheet.letterhead:
            self._letterhead(self.sheet.letterhead)
        self._titles()
        top = self.at
        self._heading()
        first_row = self.at
        results = self._body(table)
        # Signatures alone on a page could be put under any paper: the last two lines stay with them.
        signed_from = max(first_row, self.at - 2) if self.sheet.signatures else 0
        for n, note in enumerate(self.sheet.notes):
            self._across(f"{_('Ghi chú:')} {note}" if n == 0 else note, "note")
        if self.sheet.signatures:
            self._signatures()
        heights = [self.ws.row_dimensions[n].height or LINE for n in range(1, self.at)]
        set_paper(self.ws, self.sheet, head=(top, first_row - 1), heights=heights, signed_from=signed_from)
        return results

    def _letterhead(self, head: Letterhead) -> None:
        left = [(head.superior, "superior"), (head.issuer, "issuer")]
        if head.style == PARTY:
            left.append(("*", "superior"))
            right = [("ĐẢNG CỘNG SẢN VIỆT NAM", "nation")]
        else:
            right = [
                ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "republic"),
                ("Độc lập - Tự do - Hạnh phúc", "nation"),
            ]
        left = [(text, style) for text, style in left if text]
        if head.day:
            right += [("", "superior")] * (len(left) - 1 - len(right)) + [(place_and_day(head), "place")]
        self._in_two(left, right)
        self.at += 1

    def _titles(self) -> None:
        for text, style in (
            (self.sheet.label, "title"),
            (self.sheet.title, "title"),
            (self.sheet.attached_to, "subtitle"),
            *((text, "subtitle") for text in self.sheet.subtitles),
        ):
            if text:
                self._across(text, style)
        self._across(self.sheet.measured_in, "measured_in")

    def _heading(self) -> None:
        for row in headings(self.sheet.columns):
            for cell in row:
                last_row, last_column = self.at + cell.rows - 1, cell.column + cell.columns
                for line in self.ws.iter_rows(self.at, last_row, cell.column + 1, last_column):
                    for place in line:
                        self.styles.heading(place)
                _write_text(self.ws.cell(self.at, cell.column + 1), cell.text)
                if cell.rows * cell.columns > 1:
                    self.ws.merge_cells(None, self.at, cell.column + 1, last_row, last_column)
            lines = max((_lines(cell.text, cell.width) / cell.rows for cell in row), default=1)
            self.ws.row_dimensions[self.at].height = math.ceil(lines) * LINE + 4
            self.at += 1
        if self.sheet.numbered_columns:
            for n in range(1, len(self.widths) + 1):
                place = self.ws.cell(self.at, n)
                _write_text(place, f"({n})")
                self.styles.column_number(place)
            self.at += 1

    def _body(self, table: Table) -> dict[str, Any]:
        first, results = self.at, {}
        for number, line in enumerate(table.lines()):
            for n, cell in enumerate(line.cells, 1):
                place = self.ws.cell(self.at, n)
                text = ""
                if cell.formula:
                    results[place.coordinate] = cell.value
                    place.value = cell.formula.text(
                        lambda name, n=number: self._reference(table.place(name, n), first)
                    )
                elif isinstance(cell.value, str):
                    text = _write_text(place, cell.value)
                else:
                    place.value = cell.value
                self.styles.body(place, line.look, cell.kind, literal=text.startswith(FORMULA_SIGNS))
            self.ws.row_dimensions[self.at].height = self._body_height(line)
            self.at += 1
        return results

    def _reference(self, place: tuple[int, str], first: int) -> str:
        number, key = place
        return f"{self.letters[key]}{first + number}"

    def _body_height(self, line: Line) -> float:
        """Room for the longest text: given in the file, because not every reader fits rows by itself."""
        texts = [
            (str(cell.value), width)
            for cell, width in zip(line.cells, self.widths, strict=True)
            if isinstance(cell.value, str) and cell.kind not in FIGURES
        ]
        return max((_lines(text, width * ROOM["body"]) for text, width in texts), default=1) * (LINE - 1) + 4

    def _signatures(self) -> None:
        self.at += 1
        blocks = self.sheet.signatures
        left, right = (blocks[0] if len(blocks) > 1 else None), blocks[-1]
        for part, style, gap in (("office", "issuer", 0), ("hint", "place", 4), ("name", "issuer", 0)):
            pair = [[(getattr(block, part) if block else "", style)] for block in (left, right)]
            if any(text for lines in pair for text, _style in lines):
                self._in_two(*pair)
            self.at += gap

    def _in_two(self, left: list[tuple[str, str]], right: list[tuple[str, str]]) -> None:
        """Lines side by side, each half of the page merged."""
        split, covered = 0, 0.0
        while covered < sum(self.widths) * 0.42 and split < len(self.widths) - 1:
            covered += self.widths[split]
            split += 1
        for n in range(max(len(left), len(right))):
            for half, first, last in ((left, 1, split), (right, split + 1, len(self.widths))):
                text, style = half[n] if n < len(half) else ("", "superior")
                self._merged(text, style, first, last)
            self.at += 1

    def _across(self, text: str, style: str) -> None:
        self._merged(text, style, 1, len(self.widths))
        self.at += 1

    def _merged(self, text: str, style: str, first: int, last: int) -> None:
        place = self.ws.cell(self.at, first)
        _write_text(place, text)
        self.styles.line(place, style)
        if last > first:
            self.ws.merge_cells(None, self.at, first, self.at, last)
        height = _lines(text, sum(self.widths[first - 1 : last]) * ROOM[style]) * (LINE + 1)
        self.ws.row_dimensions[self.at].height = max(height, self.ws.row_dimensions[self.at].height or 0)


def place_and_day(head: Letterhead) -> str:
    """ "Cao Bằng, ngày 05 tháng 02 năm 2026"."""
    return f"{head.place}, {format_date_in_words(head.day)}".removeprefix(", ")


def _write_text(place: Place, text: str) -> str:
    """Write a text as a text whatever it looks like; return it cleaned of what a file cannot hold."""
    text = clean_text(text)
    if text:
        place.value = text
        place.data_type = "s"
    return text


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of so many characters, broken between words."""
    room = max(int(width - 1), 1)
    return sum(len(wrap(line, room)) or 1 for line in text.split("\n"))
