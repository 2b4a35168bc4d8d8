"""How a sheet goes on paper: A4, fitted to one page across, heading rows on every page, page numbers below."""

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from reports.workbook import Sheet

MILLIMETRE = 1 / 25.4
# Party documents (05-HD/VPTW): top 20, bottom 20, left 30, right 15 mm; the page number stands in the bottom margin.
MARGINS = PageMargins(
    top=20 * MILLIMETRE, bottom=20 * MILLIMETRE, left=30 * MILLIMETRE, right=15 * MILLIMETRE,
    header=10 * MILLIMETRE, footer=10 * MILLIMETRE,
)  # fmt: skip

DRAWN_TOGETHER = 1.5  # 12 points print as 8 at the least


def set_paper(ws: Worksheet, sheet: Sheet, *, head: tuple[int, int], last_row: int, points: float) -> None:
    """Set the paper, the printed area and the rows that repeat; `head` is the first and last heading row.

    A sheet that overruns one page by little (`points` is its height) is drawn together on that page, so that no signature
    stands alone on a second one.
    """
    ws.page_setup.paperSize = ws.PAPERSIZE_A4
    ws.page_setup.orientation = "portrait" if sheet.portrait else "landscape"
    page = (297 if sheet.portrait else 210) * MILLIMETRE * 72 - (MARGINS.top + MARGINS.bottom) * 72
    ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, int(points < page * DRAWN_TOGETHER)
    ws.sheet_properties.pageSetUpPr.fitToPage = True
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
