"""Tables of papers: fixed widths, headings on every page, rows that stay whole."""

from collections.abc import Sequence

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

MIDDLE = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def a_table(document, widths: Sequence[float], *, ruled: bool = False):
    """An empty table of columns so many millimetres wide, in the middle of the page, with lines or without."""
    table = document.add_table(rows=0, cols=len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    if ruled:
        table.style = "Table Grid"
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Mm(width)
    table.widths = widths
    return table


def a_row(table, *, heading: bool = False, height: float = 0):
    """A new row, which no page parts in two; `heading`: on every page again; `height`: exactly, in millimetres."""
    row = table.add_row()
    shape = row._tr.get_or_add_trPr()
    shape.append(OxmlElement("w:cantSplit"))
    if heading:
        shape.append(OxmlElement("w:tblHeader"))
    if height:
        row.height, row.height_rule = Mm(height), WD_ROW_HEIGHT_RULE.EXACTLY
    cells = row.cells
    for cell, width in zip(cells, table.widths, strict=True):
        cell.width = Mm(width)
    return cells


def margins_of(table, *, sides: float = 1.2, ends: float = 0.6) -> None:
    """The distance between the lines and the words, in millimetres."""
    held = OxmlElement("w:tblCellMar")
    for side, size in (("top", ends), ("left", sides), ("bottom", ends), ("right", sides)):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(round(size / 25.4 * 1440)))
        edge.set(qn("w:type"), "dxa")
        held.append(edge)
    table._tbl.tblPr.append(held)
