"""A declared workbook as a page prints it: the same headings, rows and figures as the file."""

from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from reports import workbook as w
from reports.workbook import Column, Sheet, Workbook
from reports.workbook_heading import Heading, headings
from reports.workbook_styles import CENTRED, FIGURES
from reports.workbook_table import Cell, Line, lines
from vietnamese.dates import format_date
from vietnamese.numbers import format_decimal, format_integer

SHOWN = 60
"""Rows of a sheet on the page; the rest is in the file."""
_ROOMS = ((30, "room-l"), (16, "room-m"), (10, "room-s"))
WIDE = 140
"""Characters across from which a sheet is drawn in smaller letters."""
_CLASSES = {w.GROUP: "group", w.STRONG: "total", w.ASIDE: "held", w.TOTAL: "total"}


def preview(report: Workbook) -> list[dict]:
    """The sheets for templates/reports/annual.html."""
    return [_sheet(f"bieu-{n}", sheet) for n, sheet in enumerate(report.sheets, 1)]


def _sheet(key: str, sheet: Sheet) -> dict:
    rows = lines(sheet)
    last = [row for row in rows if row.is_total]
    body = rows[: len(rows) - len(last)]
    hidden = max(0, len(body) - SHOWN)
    return {
        "key": key,
        "number": sheet.name,
        "title": sheet.title.replace("\n", " "),
        "unit_label": sheet.measured_in,
        "is_wide": sum(column.width for column in sheet.columns) > WIDE,
        "headings": [[_heading(cell, sheet) for cell in row] for row in headings(sheet.columns)],
        "rows": [_row(row, sheet) for row in [*islice(body, SHOWN), *last]],
        "notes": sheet.notes,
        "more_label": _("và %(count)s dòng nữa trong tệp Excel") % {"count": format_integer(hidden)}
        if hidden
        else "",
    }


def _heading(heading: Heading, sheet: Sheet) -> dict:
    over_figures = heading.columns == 1 and sheet.columns[heading.column].kind in FIGURES
    return {
        "text": heading.text,
        "rows": heading.rows,
        "columns": heading.columns,
        "style": "num" if over_figures else "",
    }


def _row(row: Line, sheet: Sheet) -> dict:
    cells = [
        {"text": shown(cell), "style": _style(cell, column)}
        for cell, column in zip(row.cells, sheet.columns, strict=True)
    ]
    return {"style": _CLASSES.get(row.look, ""), "cells": cells, "rest": len(cells) - 1}


def _style(cell: Cell, column: Column) -> str:
    """How a cell stands: figures to the right, codes in one line, texts with the room their column has on paper."""
    if cell.kind in FIGURES:
        return "num"
    if cell.kind in CENTRED:
        return "nowrap"
    return next((name for least, name in _ROOMS if column.width >= least), "")


def shown(cell: Cell) -> str:
    """The value as its number format prints it."""
    value: Any = cell.value
    if value is None:
        return ""
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, str) or cell.kind not in FIGURES:
        return str(value)
    if cell.kind == w.POINTS:
        text = _("%(points)s điểm %%") % {"points": format_decimal(value)}
    elif cell.kind in (w.SHARE, w.GROWTH):
        text = f"{format_decimal(Decimal(str(value)) * 100)}%"
    elif cell.kind == w.DECIMAL:
        text = format_decimal(value, 2)
    else:
        text = format_decimal(value, 0)
    return f"+{text}" if cell.kind in (w.CHANGE, w.GROWTH, w.POINTS) and value > 0 else text
