"""Sheets with something far below: read row by row until a long blank stretch, never laid out whole.

Staff leave a stray cell in row 1.048.576; the rows they mean stand at the top.
"""

import io
import zipfile

from openpyxl import load_workbook

from intake.bounds import Bounds
from intake.compound_file import too_many_rows
from intake.sheets import Sheet


def rows_before_the_gap(data: bytes, width: int, bounds: Bounds) -> list[Sheet]:
    """Sheets of an .xlsx, each cut at the first ``bounds.blank_rows`` blank rows and no wider than
    ``width``; slower than the usual way."""
    try:
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except zipfile.BadZipFile as error:
        raise OSError from error
    sheets = []
    for source in workbook.worksheets:
        if source.sheet_state != "visible":
            continue
        # Some writers say "A1" whatever the sheet holds.
        source.reset_dimensions()
        rows, blank = [], 0
        for row in source.iter_rows(max_col=width, values_only=True):
            values = [None if value == "" else value for value in row]
            if any(value is not None for value in values):
                rows += [[] for _ in range(blank)] + [values]
                blank = 0
            else:
                blank += 1
            if blank >= bounds.blank_rows:
                break
            if len(rows) > bounds.rows:
                raise too_many_rows(bounds)
        if rows:
            filled = max(
                column for row in rows for column, value in enumerate(row, start=1) if value is not None
            )
            sheets.append(Sheet(source.title, [(row + [None] * filled)[:filled] for row in rows]))
    workbook.close()
    return sheets
