"""A Word file read back as a person reads it: its paragraphs, the head and the rows of its tables."""

from io import BytesIO

from docx import Document


def read(content: bytes):
    return Document(BytesIO(content))


def paragraphs(document) -> list[str]:
    """Every paragraph with words, those outside tables, in order; a blank that does not break reads as any other."""
    return [p.text.replace("\xa0", " ") for p in document.paragraphs if p.text.strip()]


def rows(table) -> list[list[str]]:
    """The rows of a table, a merged cell once; empty lines left out."""
    found = []
    for row in table.rows:
        cells, seen = [], set()
        for cell in row.cells:
            if cell._tc not in seen:
                seen.add(cell._tc)
                cells.append("\n".join(line for line in cell.text.split("\n") if line.strip()))
        found.append(cells)
    return found
