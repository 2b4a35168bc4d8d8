"""Writing the workbook: everything locked but the cells of entry, drop-downs for answers, what has to be mended marked."""

import io
from collections.abc import Mapping, Sequence
from textwrap import wrap

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from intake.targets.layout import ANSWERS, COLUMN, COPIES_AT, ENTRY, KEY_AT, SHEET, SHOWN, RowKey
from intake.targets.rows import Owed
from resolutions.figures import number_text
from resolutions.models import ReportingPeriod
from units.models import Unit
from vietnamese.dates import format_date

HEADING = 4
"""The Excel row of the headings; the rows of targets follow."""
_ENTRY, _LOCKED, _WRONG = (PatternFill("solid", fgColor=c) for c in ("FFFDE7", "F1F1F1", "F8D7DA"))
_line = Side(style="thin", color="FFBFBFBF")
_BOX = Border(left=_line, right=_line, top=_line, bottom=_line)
_FACE = "Times New Roman"
_OPEN = Protection(locked=False)
_LINE = 15.75
"""Points of a line of 12 point text."""


def targets_workbook(
    owed: Sequence[Owed], unit: Unit, period: ReportingPeriod, *,
    typed: Mapping[int, Sequence[object]] | None = None, wrong: Mapping[int, Mapping[str, str]] | None = None,
) -> bytes:  # fmt: skip
    """The workbook, with reports as they now stand. In one that goes back `typed` holds, by assignment, the cells as the
    person wrote them where they could not be taken, and `wrong` what to mend: by the cell of entry, "" for the row."""
    book = Workbook()
    page = book.active
    page.title = SHEET
    _head(page, unit, period)
    for at, one in enumerate(owed, 1):
        key = one.assignment.pk
        _row(page, HEADING + at, at, one, period, (typed or {}).get(key), (wrong or {}).get(key, {}))
    _offer_answers(page, HEADING + max(1, len(owed)))
    _protect(page, has_remarks=bool(wrong))
    _paper(page)
    book.properties.title, book.properties.language = str(page["A1"].value), "vi"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _head(page: Worksheet, unit: Unit, period: ReportingPeriod) -> None:
    told = {"unit": unit.name, "period": period.name, "day": format_date(period.cut_off)}
    lines = (
        _("Báo cáo chỉ tiêu: %(unit)s, %(period)s") % told,
        _("Chỉ ghi vào các ô màu vàng; hạn gửi %(day)s. Số liệu ghi như 45.799/36.875, hoặc hai ô riêng. Số 0 là có số liệu.") % told,
        _("Không có đối tượng thì chọn “Không áp dụng” và ghi lý do. Ô trả lời để trống là chưa báo cáo."),
    )  # fmt: skip
    for at, text in enumerate(lines, 1):
        _text(page.cell(at, 1), text)
        page.cell(at, 1).font = Font(name=_FACE, size=14 if at == 1 else 12, bold=at == 1, italic=at > 1)
    for at, (_key, label, width) in enumerate(SHOWN, 1):
        cell = page.cell(HEADING, at)
        _text(cell, str(label))
        cell.font, cell.border, cell.fill = Font(name=_FACE, size=12, bold=True), _BOX, _LOCKED
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        page.column_dimensions[get_column_letter(at)].width = width


def _row(page, row: int, number: int, one: Owed, period, typed, wrong: Mapping[str, str]) -> None:
    version, assignment = one.target_version, one.assignment
    asked = version.value if assignment.value is None else assignment.value
    told = {
        "number": number,
        "target": version.text,
        "place": assignment.place,
        "measured_in": version.measured_in,
        "asked": _("1 là đã thực hiện, 0 là chưa") if version.is_done_or_not else "" if asked is None else number_text(asked),
        "last": one.last,
        "stage": one.stage,
        "remark": "\n".join(dict.fromkeys(wrong.values())),
    }
    held = worded(one.cells)
    told |= dict(zip(ENTRY, held if typed is None else typed, strict=True))
    for key, at in COLUMN.items():
        cell = page.cell(row, at + 1)
        _text(cell, told[key])
        cell.font, cell.border = Font(name=_FACE, size=12), _BOX
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        if key in ENTRY and one.is_open:
            # Text, so that Excel makes no date of 1/2 and no number of 45.799.
            cell.number_format, cell.protection, cell.fill = "@", _OPEN, _ENTRY
        if key in wrong or (key == "remark" and wrong):
            cell.fill = _WRONG
    page.row_dimensions[row].height = _height(told)
    _text(page.cell(row, KEY_AT + 1), str(RowKey(assignment.pk, period.pk, one.version)))
    for at, value in enumerate(held):
        _text(page.cell(row, COPIES_AT + at + 1), value)


def _height(told: Mapping[str, object]) -> float:
    """Room for the longest text and for two lines at least to be written in: not every program fits rows by itself."""
    lines = [sum(len(wrap(part, width)) or 1 for part in str(told[key]).split("\n")) for key, _label, width in SHOWN]
    return max(2, *lines) * _LINE + 4


def worded(cells: Sequence[str]) -> tuple[str, ...]:
    """The cells with the answer in the drop-down's words; nothing answered is an empty cell."""
    answer, *rest = cells
    return (str(ANSWERS[answer]) if answer else "", *map(_clean, rest))


def _offer_answers(page: Worksheet, last: int) -> None:
    words = ",".join(str(label) for label in ANSWERS.values())
    offered = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
    offered.errorTitle, offered.error = str(_("Trả lời")), str(_("Hãy chọn một trong các mục của danh sách."))
    letter = get_column_letter(COLUMN["answer"] + 1)
    offered.add(f"{letter}{HEADING + 1}:{letter}{last}")
    page.add_data_validation(offered)


def _protect(page: Worksheet, *, has_remarks: bool) -> None:
    for at in range(KEY_AT, COPIES_AT + len(ENTRY)):
        page.column_dimensions[get_column_letter(at + 1)].hidden = True
    page.column_dimensions[get_column_letter(COLUMN["remark"] + 1)].hidden = not has_remarks
    # Without a password: it keeps a slip of the hand from a key, not a person from her file.
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False


def _paper(page: Worksheet) -> None:
    page.freeze_panes = f"C{HEADING + 1}"
    page.page_setup.paperSize, page.page_setup.orientation = page.PAPERSIZE_A4, "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{HEADING}:{HEADING}"


def _text(cell, value) -> None:
    if isinstance(value, str):
        cell.value = _clean(value)
        cell.data_type = "s"
    elif value is not None:
        cell.value = value
    if value == "":
        cell.value = None


def _clean(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)
