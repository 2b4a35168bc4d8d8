"""A declared workbook as a page prints it: the same headings, rows and figures as the file."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from reports import workbook as w
from reports.workbook import Sheet, Workbook
from reports.workbook_heading import headings
from reports.workbook_styles import CENTRED, FIGURES
from reports.workbook_table import Cell, Line, lines
from vietnamese.dates import format_date
from vietnamese.numbers import format_decimal, format_integer

SHOWN = 60
"""Rows of a sheet on the page; the rest is in the file."""
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
        "headings": headings(sheet.columns),
        "rows": [_row(row) for row in [*islice(body, SHOWN), *last]],
        "notes": sheet.notes,
        "more_label": _("và %(count)s dòng nữa trong tệp Excel") % {"count": format_integer(hidden)}
        if hidden
        else "",
    }


def _row(row: Line) -> dict:
    cells = list(_cells(row))
    return {"style": _CLASSES.get(row.look, ""), "cells": cells, "rest": len(cells) - 1}


def _cells(row: Line) -> Iterator[dict]:
    for cell in row.cells:
        style = "num" if cell.kind in FIGURES else "nowrap" if cell.kind in CENTRED else ""
        yield {"text": shown(cell), "style": style}


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
        text = f"{format_decimal(value * 100)}%"
    else:
        text = format_integer(round(value))
    return f"+{text}" if cell.kind in (w.CHANGE, w.GROWTH, w.POINTS) and value > 0 else text
