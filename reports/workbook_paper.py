"""How a sheet goes on paper: A4, fitted to one page across, heading rows on every page, page numbers below."""

from collections.abc import Sequence
from itertools import accumulate

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from reports.workbook import Sheet

MILLIMETRE = 1 / 25.4
# Party documents (05-HD/VPTW): top 20, bottom 20, left 30, right 15 mm; the page number stands in the bottom margin.
MARGINS = PageMargins(
    top=20 * MILLIMETRE, bottom=20 * MILLIMETRE, left=30 * MILLIMETRE, right=15 * MILLIMETRE,
    header=10 * MILLIMETRE, footer=10 * MILLIMETRE,
)  # fmt: skip

DRAWN_TOGETHER = 1.5  # 12 points print as 8 at the least
DIGIT = 6  # points: what one unit of a column's width prints as, in Times New Roman 12
# How far a printer's pages may differ from the ones reckoned here before the signatures come apart from the table.
GUESSED = (0.95, 1, 1.03)


def set_paper(
    ws: Worksheet, sheet: Sheet, *, head: tuple[int, int], heights: Sequence[float], signed_from: int = 0
) -> None:
    """Set the paper, the printed area and the rows that repeat; `head` is the first and last heading row, `heights` are
    those of all rows in points, `signed_from` is the first of the rows that stay on one page with the signatures.

    A sheet that overruns one page by little is drawn together on that page. A longer one that is signed breaks before
    its last rows where the signatures would stand alone on the page after them.
    """
    ws.page_setup.paperSize = ws.PAPERSIZE_A4
    ws.page_setup.orientation = "portrait" if sheet.portrait else "landscape"
    height, width = (297, 210) if sheet.portrait else (210, 297)
    page = height * MILLIMETRE * 72 - (MARGINS.top + MARGINS.bottom) * 72
    across = width * MILLIMETRE * 72 - (MARGINS.left + MARGINS.right) * 72
    one_page = sum(heights) < page * DRAWN_TOGETHER
    ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, int(one_page)
    ws.sheet_properties.pageSetUpPr.fitToPage = True
    if signed_from and not one_page:
        drawn = min(1, across / (DIGIT * sum(column.width for column in sheet.columns)))
        if any(_parted(heights, head, signed_from, page / drawn * guess) for guess in GUESSED):
            ws.row_breaks.append(Break(id=signed_from - 1))
    last_row = len(heights)
    ws.page_margins = MARGINS
    ws.print_options.horizontalCentered = True
    ws.print_title_rows = f"{head[0]}:{head[1]}"
    ws.print_area = f"A1:{get_column_letter(len(sheet.columns))}{last_row}"
    ws.oddFooter.left.text, ws.oddFooter.left.font, ws.oddFooter.left.size = (
        sheet.footer,
        "Times New Roman,Italic",
        10,
    )
    ws.oddFooter.right.text, ws.oddFooter.right.font, ws.oddFooter.right.size = (
        "&P/&N",
        "Times New Roman,Regular",
        11,
    )
    ws.sheet_view.showGridLines = False
    ws.freeze_panes = f"A{head[1] + 1}"


def _parted(heights: Sequence[float], head: tuple[int, int], signed_from: int, page: float) -> bool:
    """Whether a page of so many points ends between the row `signed_from` and the last one."""
    repeated = sum(heights[head[0] - 1 : head[1]])

    def place(at: tuple[int, float], height: float) -> tuple[int, float]:
        number, used = at
        return (number, used + height) if used + height <= page else (number + 1, repeated + height)

    pages = [number for number, _used in accumulate(heights, place, initial=(1, 0.0))][1:]
    return pages[signed_from - 1] != pages[-1]
