"""The styles of a printed table, each made once in a workbook and shared by its cells.

Shared styles are what makes openpyxl usable here: the same sheet with a style object a cell takes four times as long.
"""

from openpyxl import Workbook as Book
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils.indexed_list import IndexedList

from reports import workbook as w

FACE = "Times New Roman"
BODY = 12
# The locale prefix writes 13.268 and 72,5% wherever the reader honours it (LibreOffice); Excel follows Windows' own region.
VIETNAMESE = "[$-42A]"
NUMBER_FORMATS = {
    w.COUNT: f"{VIETNAMESE}#,##0",
    w.DECIMAL: f"{VIETNAMESE}#,##0.0#",
    w.CHANGE: f"{VIETNAMESE}+#,##0;-#,##0;0",
    w.SHARE: f"{VIETNAMESE}0.0%",
    w.GROWTH: f"{VIETNAMESE}+0.0%;-0.0%;0.0%",
    # The value is in points (0.6, not 0.006): a "%" outside the quotes would multiply it by a hundred.
    w.POINTS: f'{VIETNAMESE}+0.0" điểm %";-0.0" điểm %";0.0" điểm %"',
    w.DATE: "dd/mm/yyyy",
    w.YEAR: "0",
    w.TEXT: "@",
    w.CODE: "@",
}
CENTRED = {w.ORDINAL, w.CODE, w.DATE, w.YEAR}
FIGURES = {w.COUNT, w.DECIMAL, w.CHANGE, w.SHARE, w.GROWTH, w.POINTS}

_hair = Side(style="thin", color="FF000000")
_BOX = Border(left=_hair, right=_hair, top=_hair, bottom=_hair)
_HEAD_FILL = PatternFill("solid", fgColor="FFEDEDED")  # a light grey survives a black and white printer
_LOOKS = {
    w.PLAIN: {},
    w.GROUP: {"bold": True},
    w.STRONG: {"bold": True},
    w.ASIDE: {"italic": True},
    w.TOTAL: {"bold": True},
}
_LINES = {
    "superior": (Font(name=FACE, size=13), "center"),
    "issuer": (Font(name=FACE, size=13, bold=True), "center"),
    "nation": (Font(name=FACE, size=13, bold=True, underline="single"), "center"),
    "republic": (Font(name=FACE, size=13, bold=True), "center"),
    "place": (Font(name=FACE, size=13, italic=True), "center"),
    "title": (Font(name=FACE, size=14, bold=True), "center"),
    "subtitle": (Font(name=FACE, size=13, italic=True), "center"),
    "measured_in": (Font(name=FACE, size=12, italic=True), "right"),
    "note": (Font(name=FACE, size=12, italic=True), "left"),
}


class Styles:
    """The styles of one workbook, made when first asked for and shared by every cell that asks again."""

    def __init__(self, book: Book) -> None:
        # The base font is also the one that column widths are measured in.
        book._fonts = IndexedList([Font(name=FACE, size=BODY)])
        self._sheet = book.create_sheet()
        self._made = {}
        book.remove(self._sheet)

    def line(self, cell: Cell, name: str) -> None:
        """Style a line of the heading or the foot of a sheet."""
        if name not in self._made:
            font, align = _LINES[name]
            self._make(name, font, Alignment(horizontal=align, vertical="center", wrap_text=True))
        cell._style = self._made[name]

    def heading(self, cell: Cell) -> None:
        """Style a cell of the heading rows of a table."""
        if "heading" not in self._made:
            middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
            self._make("heading", Font(name=FACE, size=BODY, bold=True), middle, border=_BOX, fill=_HEAD_FILL)
        cell._style = self._made["heading"]

    def column_number(self, cell: Cell) -> None:
        """Style a cell of the row of column numbers."""
        if "number" not in self._made:
            middle = Alignment(horizontal="center", vertical="center")
            self._make(
                "number", Font(name=FACE, size=10, italic=True), middle, border=_BOX, number_format="@"
            )
        cell._style = self._made["number"]

    def body(self, cell: Cell, look: str, kind: str, literal: bool = False) -> None:
        """Style a cell of the table; `literal` keeps a text such as "=1+1" a text also after somebody edits the cell."""
        name = (look, kind, literal)
        if name not in self._made:
            side = "center" if kind in CENTRED else "right" if kind in FIGURES else "left"
            align = Alignment(horizontal=side, vertical="center", wrap_text=kind not in FIGURES)
            font = Font(name=FACE, size=BODY, **_LOOKS[look])
            self._make(name, font, align, border=_BOX, number_format=NUMBER_FORMATS.get(kind, "General"))
            if literal:
                self._made[name].quotePrefix = 1
        cell._style = self._made[name]

    def _make(self, name, font, alignment, *, border=None, fill=None, number_format="General"):
        pattern = Cell(self._sheet, row=1, column=1)
        pattern.font, pattern.alignment, pattern.number_format = font, alignment, number_format
        if border is not None:
            pattern.border = border
        if fill is not None:
            pattern.fill = fill
        self._made[name] = pattern._style
