"""Workbooks made for tests: registers of provinces that order and name their columns in their own way."""

from pathlib import Path

from openpyxl import Workbook


def a_register(
    head: list,
    rows: list[list],
    *,
    title="TỔNG HỢP MÔ HÌNH DÂN VẬN KHÉO NĂM 2024",
    second: list | None = None,
):
    """One sheet: a merged title, the heading (over two rows where `second` is given), the rows."""
    book = Workbook()
    sheet = book.active
    sheet.append([title])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=max(2, len(head)))
    sheet.append([])
    sheet.append(head)
    if second:
        sheet.append(second)
    for row in rows:
        sheet.append(row)
    return book


def save(book: Workbook, path: Path) -> Path:
    book.save(path)
    return path
