"""The head of a paper in two columns: who issues it and its number; the name of the Party or the State, place and day."""

from datetime import date
from itertools import combinations, pairwise

from recognition.papers.tables import a_row, a_table, margins_of
from recognition.papers.typesetting import CENTER, TEXT_WIDTH, Words, border, line_below, width_of, write
from units.choices import HeaderStyle
from units.issuing import Issuer
from vietnamese.dates import format_date_in_words

PARTY_NAME = "ĐẢNG CỘNG SẢN VIỆT NAM"
STATE_NAME, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
_LEFT = {HeaderStyle.PARTY: 82, HeaderStyle.STATE: 66}
SMALLEST = 11


def write_letterhead(
    document, issuer: Issuer, *, number: str, day: date | None, year: int, draft: str = "", width: float = TEXT_WIDTH
) -> None:
    """`number` as it stands after "Số"; without a day its places are left open, in the `year`; `draft`: the word that
    marks a draft."""
    left = _LEFT[HeaderStyle(issuer.style)]
    table = a_table(document, (left, width - left))
    margins_of(table, sides=0.5, ends=0)
    ours, theirs = a_row(table)
    place = f"{issuer.place}, {day_in_words(day, year)}"
    if issuer.style == HeaderStyle.STATE:
        _state(ours, theirs, issuer, number, place, left, width - left)
    else:
        _party(ours, theirs, issuer, number, place, left, width - left)
    if draft:
        mark = write(ours, Words(draft, bold=True), align=CENTER, before=8)
        border(mark, "top", "left", "bottom", "right", space=2)
        side = max(0, (left - width_of(draft) - 6) / 2)
        mark.paragraph_format.left_indent = mark.paragraph_format.right_indent = round(side * 36000)
    write(document)


def day_in_words(day: date | None, year: int) -> str:
    """ "ngày 05 tháng 02 năm 2026", with room for the pen where the day is not known."""
    return format_date_in_words(day) if day else f"ngày      tháng      năm {year}"


def _party(ours, theirs, issuer: Issuer, number: str, place: str, left: float, right: float) -> None:
    if issuer.superior:
        write(ours, fitted(issuer.superior, left), align=CENTER)
    write(ours, fitted(issuer.name, left, bold=True), align=CENTER)
    write(ours, "*", align=CENTER)
    write(ours, f"Số {number}", align=CENTER)
    write(theirs, Words(PARTY_NAME, bold=True), align=CENTER)
    line_below(theirs, PARTY_NAME, within=right)
    write(theirs, Words(place, italic=True), align=CENTER, before=8)


def _state(ours, theirs, issuer: Issuer, number: str, place: str, left: float, right: float) -> None:
    if issuer.superior:
        write(ours, fitted(issuer.superior, left, most=12), align=CENTER)
    write(ours, fitted(issuer.name, left, bold=True, most=13), align=CENTER)
    line_below(ours, issuer.name[:24], within=left, part=0.5)
    write(ours, f"Số: {number}", align=CENTER, before=8)
    write(theirs, fitted(STATE_NAME, right, bold=True, most=13), align=CENTER)
    write(theirs, Words(MOTTO, bold=True, size=13), align=CENTER)
    line_below(theirs, MOTTO, within=right, size=13)
    write(theirs, Words(place, italic=True), align=CENTER, before=8)


def fitted(text: str, width: float, *, bold: bool = False, most: float = 14) -> Words:
    """The words in the greatest size at which they stand on one line, from `most` down to 11; longer ones in the greatest
    from 12 on at which they stand on the fewest lines, each about as long as the others."""
    sizes = [most - step / 2 for step in range(round((most - SMALLEST) * 2) + 1)]
    size = next((size for size in sizes if width_of(text, size) <= width - 1), None)
    if size is not None:
        return Words(text, bold=bold, size=size)
    for count in (2, 3, 4):
        lines = in_lines(text, count)
        for size in (size for size in sizes if size > SMALLEST):
            if max(width_of(line, size) for line in lines) <= width - 1:
                return Words("\n".join(lines), bold=bold, size=size)
    return Words(text, bold=bold, size=SMALLEST)


def in_lines(text: str, count: int) -> list[str]:
    """The words in so many lines, the longest of which is as short as it can be."""
    words = text.split()
    ways = combinations(range(1, len(words)), min(count, len(words)) - 1)
    broken = ([" ".join(words[a:b]) for a, b in pairwise((0, *cuts, len(words)))] for cuts in ways)
    return min(broken, key=lambda lines: max(map(width_of, lines)))
