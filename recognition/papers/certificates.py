"""Certificates (giấy chứng nhận, giấy khen): one file for a whole decision, a page for each line, A4 across in a frame."""

from datetime import date

from django.utils import translation
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from recognition.choices import AwardForm, DecisionKind, RecipientKind
from recognition.models import Decision
from recognition.papers.issuing import issuer_of_decision, last_day_of, signing_block
from recognition.papers.letterhead import MOTTO, PARTY_NAME, STATE_NAME, day_in_words, fitted
from recognition.papers.listing import Listed, added, rows_of
from recognition.papers.tables import MIDDLE, a_row, a_table, margins_of
from recognition.papers.typesetting import CENTER, LEFT, Words, a_paper, line_below, saved, write
from units.choices import HeaderStyle

RED = "9F1D20"
WIDTH = 297 - 50
_HEAD, _BODY, _FOOT = 30, 82, 54
"""Millimetres; together less than a page has, so that each certificate keeps to its own."""
_LONG = ((38, 30), (70, 26), (110, 22), (160, 18))
"""Names up to so many letters are set in so many points; longer ones in 15."""


def certificates(decision: Decision, *, today: date) -> bytes:
    """A page for every line that recognises or commends, in the order of the list. The decision must be of a kind that
    gives certificates (`gives_certificates`)."""
    with translation.override("vi"):
        return _made(decision, today)


def gives_certificates(decision: Decision) -> bool:
    return decision.does in (DecisionKind.RECOGNITION, DecisionKind.COMMENDATION)


def _made(decision: Decision, today: date) -> bytes:
    day = decision.signed_on or last_day_of(decision.unit, today)
    issuer = issuer_of_decision(decision, day)
    document = a_paper(across=True, title=str(decision))
    section = document.sections[0]
    section.different_first_page_header_footer = False
    for run in list(section.header.paragraphs[0].runs):
        run._r.getparent().remove(run._r)
    for name, size in (("top_margin", 20), ("bottom_margin", 18), ("left_margin", 25), ("right_margin", 25)):
        setattr(section, name, Mm(size))
    _frame(section)
    block = signing_block(decision, issuer)
    for number, row in enumerate(added(rows_of(decision)), 1):
        _page(document, decision, issuer, block, row, number, day)
    return saved(document)


def _page(document, decision: Decision, issuer, block, row: Listed, number: int, day: date) -> None:
    if number > 1:
        last = document.paragraphs[-1]
        last.add_run().add_break(WD_BREAK.PAGE)
    table = a_table(document, (WIDTH / 2, WIDTH / 2))
    margins_of(table, sides=1, ends=0)
    head = a_row(table, height=_HEAD)
    _heading(head, issuer)
    body = a_row(table, height=_BODY)
    middle = body[0].merge(body[1])
    middle.vertical_alignment = MIDDLE
    _words(middle, decision, row)
    left, right = a_row(table, height=_FOOT)
    said = f"Số {decision.number}" if decision.is_signed else "Số      "
    write(left, Words(f"Quyết định {said[0].lower()}{said[1:]}", italic=True, size=12), align=LEFT, before=8)
    write(left, Words(day_in_words(decision.signed_on, day.year), italic=True, size=12), align=LEFT)
    write(left, Words(f"Vào sổ số {number:02d}", italic=True, size=12), align=LEFT)
    place = f"{issuer.place}, {day_in_words(decision.signed_on, day.year)}"
    write(right, Words(place, italic=True, size=13), align=CENTER)
    for line in block.lines(issuer.style):
        write(right, Words(line, bold=True, size=13), align=CENTER)
    write(right, align=CENTER, before=50)
    write(right, Words(block.name, bold=True, size=14), align=CENTER)
    closing = write(document)
    closing.paragraph_format.line_spacing = Pt(1)
    for run in closing.runs:
        run.font.size = Pt(1)


def _heading(cells, issuer) -> None:
    ours, theirs = cells
    half = WIDTH / 2
    if issuer.superior:
        write(ours, fitted(issuer.superior, half, most=13), align=CENTER)
    write(ours, fitted(issuer.name, half, bold=True, most=13), align=CENTER)
    line_below(ours, issuer.name[:24], within=half, part=0.5)
    if issuer.style == HeaderStyle.STATE:
        write(theirs, fitted(STATE_NAME, half, bold=True, most=13), align=CENTER)
        write(theirs, Words(MOTTO, bold=True, size=13), align=CENTER)
        line_below(theirs, MOTTO, within=half, size=13)
    else:
        write(theirs, Words(PARTY_NAME, bold=True, size=13), align=CENTER)
        line_below(theirs, PARTY_NAME, within=half, size=13)


def _words(cell, decision: Decision, row: Listed) -> None:
    registration, line = row.line.registration, row.line
    write(cell, Words(_title(row).upper(), bold=True, size=36, colour=RED), align=CENTER, after=8)
    if decision.does == DecisionKind.COMMENDATION:
        _name(cell, row.name)
        write(cell, Words(row.place, size=15), align=CENTER, after=6)
        what = line.reason or f"Đã có thành tích trong thực hiện mô hình “Dân vận khéo” năm {registration.year}"
        write(cell, Words(what, size=15), align=CENTER)
        if row.name != registration.model.name and not line.reason:
            write(cell, Words(f"Mô hình: {registration.model.name}", italic=True, size=13), align=CENTER)
        return
    write(cell, Words("Công nhận", italic=True, size=16), align=CENTER, after=2)
    _name(cell, row.name)
    write(cell, Words(row.place, size=15), align=CENTER, after=6)
    kind = "điển hình" if row.group == RecipientKind.INDIVIDUAL else "mô hình"
    level = line.get_level_display().lower()
    text = f"Là {kind} “Dân vận khéo” {level} năm {registration.year}"
    write(cell, Words(text, bold=True, size=17), align=CENTER)


def _name(cell, name: str) -> None:
    size = next((points for letters, points in _LONG if len(name) <= letters), 15)
    write(cell, Words(name, bold=True, size=size), align=CENTER, after=4)


def _title(row: Listed) -> str:
    if row.line.form in (AwardForm.CERTIFICATE, AwardForm.MERIT):
        return str(AwardForm(row.line.form).label)
    return "Giấy chứng nhận"


def _frame(section) -> None:
    """A double frame round every page, drawn by Word itself."""
    held = OxmlElement("w:pgBorders")
    held.set(qn("w:offsetFrom"), "page")
    for side in ("top", "left", "bottom", "right"):
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "thinThickMediumGap"), ("sz", "36"), ("space", "24"), ("color", RED)):
            edge.set(qn(f"w:{name}"), value)
        held.append(edge)
    # The schema wants the frame before the columns.
    section._sectPr.insert_element_before(held, "w:lnNumType", "w:pgNumType", "w:cols", "w:titlePg", "w:docGrid")
