"""The workbook that goes back: the office's own sheet, every row that did not go in marked and explained."""

import io

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import MergedCell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import CustomFilter, CustomFilters, FilterColumn

from intake.bounds import COMMAND
from intake.checking import Checked
from intake.columns import REASON_HEADING
from intake.exemplary import KEY as EXEMPLARY
from intake.findings import in_words
from intake.headers import Header
from intake.packages import open_package
from intake.private_columns import private_columns
from intake.sheets import OfficeWorkbook, Sheet, Value
from vietnamese.dates import format_date

_REFUSED = PatternFill("solid", fgColor="F8D7DA")
_REMARKED = PatternFill("solid", fgColor="FFF3CD")
_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
# Above this many cells openpyxl would hold more memory than a request may take.
_MOST_CELLS = 400_000


def workbook_of_refused_rows(
    workbook: OfficeWorkbook, sheet: Sheet, header: Header, checked: Checked
) -> bytes:
    """An .xlsx with every row in its own place, a last column "Lý do không nhập được" and the cells concerned
    coloured; rows that went in are filtered away, so that a person sees only what is left to mend.

    The office's own layout is kept where the file is an .xlsx of bearable size; otherwise the same values are laid out anew.
    """
    reasons = row_reasons(checked)
    column = _reason_column(sheet, header)
    if workbook.kind == "xlsx" and sheet.cells <= _MOST_CELLS:
        book = _marked_copy(workbook, sheet, header, checked, reasons, column)
    else:
        book = _laid_out_anew(sheet, header, checked, reasons, column)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def row_reasons(checked: Checked) -> dict[int, str]:
    """Excel row → why it did not go in, or what of it was not recorded; rows that went in whole are absent."""
    found = {}
    for row, number in enumerate(checked.table.numbers):
        lines = checked.refusals.sentences(row)
        if row in checked.repeats:
            lines = [checked.repeats[row]]
            # The row goes back all the same: what became of its mark is said with it.
            lines += [in_words(one) for one in checked.repairs.of(row) if one.column == EXEMPLARY]
            if row in checked.chosen:
                lines.append(_("Đã ghi thêm là tiêu biểu từ ngày được công nhận (%(day)s).") % {
                    "day": format_date(checked.chosen[row].on)
                })  # fmt: skip
        lines += checked.unrecorded.sentences(row)
        if lines:
            found[number] = "\n".join(lines)
    return found


def _reason_column(sheet: Sheet, header: Header) -> int:
    """The column, from 1, after the last heading; the same one again in a workbook that went back before."""
    for column in header.columns:
        if column.key == "refusal_reason":
            return column.index + 1
    return max(column.index for column in header.columns) + 2


def _marked_copy(
    workbook, sheet: Sheet, header: Header, checked: Checked, reasons: dict[int, str], column: int
) -> Workbook:
    book = load_workbook(io.BytesIO(open_package(workbook.data, COMMAND).data))
    page = book[sheet.name]
    book.active = book.index(page)
    heading = page.cell(header.first_row + 1, column)
    _write(heading, str(REASON_HEADING))
    heading.font, heading.alignment = _BOLD, _WRAPPED
    page.column_dimensions[get_column_letter(column)].width = 60
    for private in private_columns(header):
        for (cell,) in page.iter_rows(header.data_from + 1, None, private.index + 1, private.index + 1):
            if not isinstance(cell, MergedCell):
                cell.value = None
    for row, number in enumerate(checked.table.numbers):
        cell = page.cell(number, column)
        if number not in reasons:
            cell.value = None
            page.row_dimensions[number].hidden = True
            continue
        _write(cell, reasons[number])
        cell.alignment = _WRAPPED
        fill = _REFUSED if row in checked.refusals else _REMARKED
        cell.fill = fill
        for finding in [*checked.refusals.of(row), *checked.unrecorded.of(row)]:
            index = checked.table.index_of(finding.column)
            if index is not None:
                page.cell(number, index + 1).fill = fill
    last = max(checked.table.numbers, default=header.last_row + 1)
    page.auto_filter.ref = f"A{header.last_row + 1}:{get_column_letter(column)}{last}"
    filled = CustomFilters(customFilter=[CustomFilter(operator="notEqual", val=" ")])
    page.auto_filter.filterColumn = [FilterColumn(colId=column - 1, customFilters=filled)]
    return book


def _laid_out_anew(
    sheet: Sheet, header: Header, checked: Checked, reasons: dict[int, str], column: int
) -> Workbook:
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.name[:31])
    page.column_dimensions[get_column_letter(column)].width = 60
    data_rows = {number: row for row, number in enumerate(checked.table.numbers)}
    private = {private.index for private in private_columns(header)}
    for index, values in enumerate(sheet.rows):
        number = index + 1
        if private and index >= header.data_from:
            values = [None if at in private else value for at, value in enumerate(values)]
        cells = [_cell(page, value) for value in values[: column - 1]]
        cells += [None] * (column - 1 - len(cells))
        if index == header.first_row:
            cells.append(_cell(page, str(REASON_HEADING)))
            for cell in filter(None, cells):
                cell.font = _BOLD
        elif number in reasons:
            row = data_rows[number]
            fill = _REFUSED if row in checked.refusals else _REMARKED
            cells.append(_cell(page, reasons[number]))
            for finding in [*checked.refusals.of(row), *checked.unrecorded.of(row)]:
                at = checked.table.index_of(finding.column)
                if at is not None:
                    cells[at] = cells[at] or _cell(page, "")
                    cells[at].fill = fill
        elif number in data_rows:
            page.row_dimensions[number].hidden = True
        page.append(cells)
    return book


def _cell(page, value: Value):
    if value is None:
        return None
    cell = WriteOnlyCell(page, value=None)
    _write(cell, value)
    return cell


def _write(cell, value: Value) -> None:
    """Text stays text: a cell that begins with "=" never becomes a formula."""
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
