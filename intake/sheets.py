"""A workbook as plain values."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Value = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass
class Sheet:
    """One sheet. ``rows[i][j]`` is the cell in Excel's row i+1, column j+1; an empty cell is None, an error cell its
    text ("#N/A"). ``merged`` holds ranges (first row, first column, last row, last column) from 0; ``cells`` counts
    those that are only formatted too."""

    name: str
    rows: list[list[Value]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    old_fonts: set[tuple[int, int]] = field(default_factory=set)
    uncalculated: bool = False
    cells: int = 0


@dataclass
class OfficeWorkbook:
    """``kind`` is "xlsx", "xls" or "ods": what the file is, whatever it is called. Only sheets with data."""

    kind: str
    sheets: list[Sheet]
    data: bytes = b""
