"""A Word file as offices lay it out: A4, margins 20, 20, 30, 15 mm, Times New Roman 14; paragraphs of it in one call.

Texts are handed to python-docx as texts, so "&" and "<" come out as they went in; characters that XML cannot hold are
taken out here, since one of them stops the whole file."""

import re
import unicodedata
from dataclasses import dataclass
from io import BytesIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT, SIZE = "Times New Roman", 14
MARGINS = {"top_margin": 20, "bottom_margin": 20, "left_margin": 30, "right_margin": 15}
"""Millimetres (05-HD/VPTW, and 36-HD/VPTW before it)."""
TEXT_WIDTH, TEXT_WIDTH_ACROSS = 210 - 45, 297 - 45
LEFT, CENTER, RIGHT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
)  # fmt: skip
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# How wide letters of the bold font are, in thousandths of the size: for lines as long as the words over them, and to know
# whether words stand on one line.
_WIDTHS = {
    letter: width
    for width, letters in {
        250: " .,\xa0", 278: "il/", 333: "fjt-()", 389: "Is", 444: "cerz", 500: "agovxyJ0123456789–", 556: "bdđhknpquS",
        611: "FP", 667: "BELTZ", 722: "ACDĐNRUVXYw", 778: "GHKOQ", 833: "m", 944: "M", 1000: "W",
    }.items()
    for letter in letters
}  # fmt: skip
_HORN, _OTHER = 90, 600


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text in one look; `size` in points, 0 for the paper's own; `colour` as "9F1D20"."""

    text: str
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    size: float = 0
    colour: str = ""


def clean(text: str) -> str:
    """The text without the characters that a Word file cannot hold; lines and tabulators stay."""
    return _NOT_IN_XML.sub("", text)


def a_paper(*, across: bool = False, title: str = ""):
    """An empty document; pages from the second on carry their number on top, in the middle."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.element.rPr.rFonts.set(qn("w:cs"), FONT)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    document.core_properties.title = clean(title)[:200]
    document.core_properties.author = ""
    document.core_properties.comments = ""
    lay_out(document.sections[0], across=across)
    return document


def lay_out(section, *, across: bool = False) -> None:
    """The section's paper, margins and page numbers."""
    long, short = Mm(297), Mm(210)
    section.page_width, section.page_height = (long, short) if across else (short, long)
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    for name, size in MARGINS.items():
        setattr(section, name, Mm(size))
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = False
    line = section.header.paragraphs[0]
    line.alignment = CENTER
    if not line.runs:
        _page_number(line)


def write(where, *parts: Words | str, align=LEFT, before: float = 0, after: float = 0, **more):
    """A paragraph of the parts at the end of `where` (a document or a cell), a plain text being in the paper's own look;
    distances in points. Of a cell still empty it is the first."""
    paragraph = _first_of(where)
    paragraph.alignment = align
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    for name in ("keep_with_next", "keep_together", "page_break_before"):
        if name in more:
            setattr(shape, name, more[name])
    if "indent" in more:
        shape.first_line_indent = Mm(more["indent"])
    if "line" in more:
        shape.line_spacing = more["line"]
    for part in parts:
        put(paragraph, part)
    return paragraph


def put(paragraph, part: Words | str) -> None:
    """The part at the end of the paragraph; its line breaks stay."""
    part = Words(part) if isinstance(part, str) else part
    run = paragraph.add_run(clean(part.text))
    run.bold, run.italic, run.underline = part.bold or None, part.italic or None, part.underlined or None
    if part.size:
        run.font.size = Pt(part.size)
    if part.colour:
        run.font.color.rgb = RGBColor.from_string(part.colour)


def write_body(where, text: Words | str, **more) -> None:
    """Running text: justified, first lines drawn in; a paragraph for each line of a plain text."""
    lines = filter(None, (line.strip() for line in text.split("\n"))) if isinstance(text, str) else [text]
    for line in lines:
        write(where, line, **{"align": JUSTIFY, "indent": 10, "after": 6, "line": 1.1} | more)


def with_year_whole(text: str) -> str:
    """The text, "năm" never parted from its figure by the end of a line."""
    return re.sub(r"\bnăm (?=\d)", "năm\u00a0", text)


def line_below(where, text: str, *, within: float, size: float = SIZE, part: float = 1) -> None:
    """A line below what was written last, as long as this part of the words; `within`: the width there is, in millimetres."""
    line = where.add_paragraph()
    # A paragraph of its own, so thin that it is nothing but the line: drawing in the words would break them.
    line.paragraph_format.line_spacing = Pt(2)
    drawn_in = max(0, (within - width_of(text, size) * part) / 2)
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Mm(drawn_in)
    border(line, "top", space=0)


def border(paragraph, *sides: str, size: int = 6, space: int = 1) -> None:
    """Lines at sides of the paragraph; `size` in eighths of a point."""
    edges = OxmlElement("w:pBdr")
    for side in sides:
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", size), ("space", space), ("color", "000000")):
            edge.set(qn(f"w:{name}"), str(value))
        edges.append(edge)
    paragraph._p.get_or_add_pPr().append(edges)


def width_of(text: str, size: float = SIZE) -> float:
    """About how many millimetres the text is wide in bold."""
    parts = unicodedata.normalize("NFD", text)
    marks = [c for c in parts if unicodedata.combining(c)]
    letters = sum(_WIDTHS.get(c, _OTHER) for c in parts if not unicodedata.combining(c))
    return (letters + _HORN * marks.count("\u031b")) / 1000 * size * 25.4 / 72


def saved(document) -> bytes:
    """The file's bytes."""
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _first_of(where):
    paragraphs = where.paragraphs
    fresh = hasattr(where, "_tc") and len(paragraphs) == 1 and not paragraphs[0].runs
    return paragraphs[0] if fresh else where.add_paragraph()


def _page_number(paragraph) -> None:
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._r.append(mark)
