"""A decision as a Word file, with the list annexed to it; a draft carries its mark and room for number and day."""

from datetime import date

from django.utils import translation
from docx.enum.section import WD_SECTION

from recognition.choices import DecisionKind
from recognition.models import Decision
from recognition.papers.annex import write_annex
from recognition.papers.issuing import issuer_of_decision, last_day_of, signing_block
from recognition.papers.letterhead import write_letterhead
from recognition.papers.listing import Listed, rows_of
from recognition.papers.signatures import write_signature
from recognition.papers.typesetting import (
    CENTER,
    JUSTIFY,
    TEXT_WIDTH,
    Words,
    a_paper,
    lay_out,
    line_below,
    saved,
    with_year_whole,
    write,
    write_body,
)
from recognition.papers.wording import articles_of
from units.choices import HeaderStyle
from units.issuing import Issuer
from vietnamese.dates import format_date_in_words

RECIPIENTS = "- Như Điều %(last)s,\n- Lưu: VT."


def decision_paper(decision: Decision, *, today: date) -> bytes:
    """The decision and its list, laid out as the office that issues it lays out its papers on the day of signing, of a
    draft today. The list holds exactly the lines of the decision."""
    with translation.override("vi"):
        return _made(decision, today)


def _made(decision: Decision, today: date) -> bytes:
    day = decision.signed_on or last_day_of(decision.unit, today)
    issuer = issuer_of_decision(decision, day)
    rows = rows_of(decision)
    articles = articles_of(decision, rows)
    document = a_paper(title=str(decision))
    write_letterhead(
        document, issuer, number=number_of(decision, issuer), day=decision.signed_on, year=day.year,
        draft="" if decision.is_signed else "DỰ THẢO",
    )  # fmt: skip
    _title(document, decision, issuer.style)
    _decides(document, decision, issuer)
    for number, text in enumerate(articles, 1):
        first, *others = text.split("\n")
        write(document, Words(f"Điều {number}. ", bold=True), first, align=JUSTIFY, indent=10, after=6, line=1.1)
        write_body(document, "\n".join(others))
    write(document)
    recipients = decision.recipients or RECIPIENTS % {"last": len(articles)}
    write_signature(document, signing_block(decision, issuer), recipients=recipients, style=issuer.style)
    if decision.kind != DecisionKind.ANNULMENT and (rows or decision.kind != DecisionKind.AMENDMENT):
        _annex(document, decision, rows, number_of(decision, issuer), day, issuer.style)
    return saved(document)


def number_of(decision: Decision, issuer) -> str:
    """The number as it is printed after "Số"; of a draft room for it before the symbol."""
    if decision.number:
        return decision.number
    return f"      /QĐ-{issuer.symbol}" if issuer.style == HeaderStyle.STATE else f"      -QĐ/{issuer.symbol}"


def attached_to(decision: Decision, number: str, day: date) -> str:
    """ "kèm theo Quyết định số 12-QĐ/BDVTU, ngày 05 tháng 02 năm 2026 của …"."""
    said = format_date_in_words(day) if decision.is_signed else f"ngày      tháng      năm {day.year}"
    return f"kèm theo Quyết định số {number}, {said} của {decision.issuing_body}"


def _title(document, decision: Decision, style: str) -> None:
    write(document, Words("QUYẾT ĐỊNH", bold=True), align=CENTER, before=6)
    said = with_year_whole(decision.about)
    if style == HeaderStyle.STATE:
        said = said[:1].upper() + said[1:]
    about = write(document, Words(said, bold=True), align=CENTER)
    if style == HeaderStyle.STATE:
        line_below(document, about.text[:30], within=TEXT_WIDTH, part=0.6)
        write(document)
    else:
        write(document, "-----", align=CENTER, after=8)
    about.paragraph_format.keep_with_next = True


def _decides(document, decision: Decision, issuer: Issuer) -> None:
    """Who decides, on which grounds: a Party body is named after them, a state body before, its grounds in italics and
    without dashes."""
    who = Words(issuer.full_name.upper() or issuer.name, bold=True)
    if issuer.style != HeaderStyle.STATE:
        write_body(document, decision.grounds)
        write(document, who, align=CENTER, before=6)
        write(document, Words("QUYẾT ĐỊNH", bold=True), align=CENTER, after=6)
        return
    write(document, who, align=CENTER, after=6)
    for line in filter(None, (line.strip().lstrip("-–").strip() for line in decision.grounds.split("\n"))):
        write_body(document, Words(line, italic=True))
    write(document, Words("QUYẾT ĐỊNH:", bold=True), align=CENTER, before=6, after=6)


def _annex(document, decision: Decision, rows: list[Listed], number: str, day: date, style: str) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    lay_out(section, across=True)
    section.different_first_page_header_footer = False
    write_annex(document, decision, rows, attached_to=attached_to(decision, number, day), style=style)
