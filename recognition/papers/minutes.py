"""The minutes of an appraisal team's meeting as a Word file, laid out as the office lays out its papers on that day."""

from collections import Counter
from collections.abc import Sequence
from io import BytesIO

from django.utils import translation

from recognition.choices import Outcome
from recognition.models import CriteriaSet, Minutes, MinutesLine
from recognition.papers.issuing import office_of
from recognition.papers.letterhead import write_letterhead
from recognition.papers.tables import a_row, a_table, margins_of
from recognition.papers.typesetting import (
    CENTER,
    JUSTIFY,
    TEXT_WIDTH,
    Words,
    a_paper,
    line_below,
    saved,
    write,
    write_body,
)
from units.choices import HeaderStyle
from units.issuing import Issuer
from vietnamese.dates import format_date_in_words
from vietnamese.numbers import format_decimal

_WIDTHS = (20, 55, 36, 18, 36)
_HEADS = ("Hạng", "Tên mô hình, điển hình", "Đơn vị", "Điểm (%)", "Kết luận")
_IN_ORDER = (Outcome.EXEMPLARY, Outcome.RECOGNISED, Outcome.NOT_MET)
_SAID = {
    Outcome.EXEMPLARY: "đề nghị công nhận và chọn tiêu biểu",
    Outcome.RECOGNISED: "đề nghị công nhận",
    Outcome.NOT_MET: "không đạt",
}


def minutes_document(minutes: Minutes) -> BytesIO:
    """The paper to be signed; figures and names are those that stand in the minutes. Papers are Vietnamese whatever
    language their reader uses."""
    with translation.override("vi"):
        return BytesIO(_made(minutes))


def _made(minutes: Minutes) -> bytes:
    unit, day = minutes.team.unit, minutes.held_on
    issuer = office_of(unit, day)
    lines = list(minutes.lines.select_related("registration__model", "registration__unit", "registration__organisation"))
    document = a_paper(title=f"Biên bản thẩm định {minutes}")
    number = f"      /BB-{issuer.symbol}" if issuer.style == HeaderStyle.STATE else f"      -BB/{issuer.symbol}"
    write_letterhead(document, issuer, number=number, day=day, year=day.year)
    _title(document, minutes, issuer)
    _people(document, minutes)
    _content(document, minutes, lines)
    _signatures(document, minutes)
    return saved(document)


def _title(document, minutes: Minutes, issuer: Issuer) -> None:
    write(document, Words("BIÊN BẢN", bold=True), align=CENTER, before=6)
    about = f"họp thẩm định mô hình, điển hình “Dân vận khéo” năm {minutes.team.year}"
    write(document, Words(about, bold=True), align=CENTER)
    if issuer.style == HeaderStyle.STATE:
        line_below(document, "x" * 30, within=TEXT_WIDTH)
    else:
        write(document, "-----", align=CENTER, after=8)


def _people(document, minutes: Minutes) -> None:
    place = f", tại {minutes.place}" if minutes.place else ""
    team = minutes.team.name
    write_body(document, f"{_capital(format_date_in_words(minutes.held_on))}{place}, {team} họp thẩm định hồ sơ.")
    _heading(document, "I. Thành phần")
    write_body(document, f"Chủ trì: {minutes.chair.display_name}, tổ trưởng.")
    if minutes.secretary:
        write_body(document, f"Thư ký: {minutes.secretary.display_name}.")
    present = ", ".join(user.display_name for user in minutes.present.order_by("full_name", "id"))
    write_body(document, f"Thành viên dự họp: {present}.")


def _content(document, minutes: Minutes, lines: Sequence[MinutesLine]) -> None:
    _heading(document, "II. Kết quả thẩm định")
    by = "; ".join(_criteria(lines))
    said = f"Tổ thẩm định đã xem xét {len(lines):02d} hồ sơ" + (f" theo {by}." if by else ".")
    write_body(document, f"{said} Kết quả như sau:")
    table = a_table(document, _WIDTHS, ruled=True)
    margins_of(table)
    for cell, text in zip(a_row(table, heading=True), _HEADS, strict=True):
        write(cell, Words(text, bold=True, size=12), align=CENTER)
    for line in lines:
        _row(table, line)
    _heading(document, "III. Kết luận", before=10)
    counted = Counter(line.outcome for line in lines)
    write_body(document, "; ".join(f"{counted[o]:02d} hồ sơ {_SAID[o]}" for o in _IN_ORDER if counted[o]) + ".")
    write_body(document, minutes.discussion)
    write_body(document, "Biên bản được các thành viên dự họp thông qua.")


def _criteria(lines: Sequence[MinutesLine]) -> list[str]:
    """The criteria sets by which the dossiers were scored, each said once: those of one name and version for collectives
    and individuals together."""
    scored = {"score_sheets__registration__in": [line.registration_id for line in lines], "score_sheets__is_current": True}
    used = CriteriaSet.objects.filter(**scored).distinct().order_by("id")
    return list(dict.fromkeys(f"“{one.name}”, phiên bản {one.version}" for one in used))


def _row(table, line: MinutesLine) -> None:
    held = line.registration
    place = f"{held.organisation.name}, {held.unit.name}" if held.organisation else held.unit.name
    rank = "" if line.rank is None else f"{line.rank}\nđồng hạng" if line.is_tied else str(line.rank)
    percent = "" if line.percent is None else format_decimal(line.percent, 2)
    outcome = str(Outcome(line.outcome).label) + (f". {line.reason}" if line.reason else "")
    for cell, text, align in zip(
        a_row(table), (rank, held.model.name, place, percent, outcome), (CENTER, None, None, CENTER, None), strict=True
    ):
        write(cell, Words(text, size=12), **{"align": align} if align is not None else {})


def _signatures(document, minutes: Minutes) -> None:
    table = a_table(document, (TEXT_WIDTH / 2, TEXT_WIDTH / 2))
    secretary = minutes.secretary.display_name if minutes.secretary else ""
    for cell, title, name in zip(
        a_row(table), ("THƯ KÝ", "CHỦ TRÌ"), (secretary, minutes.chair.display_name), strict=True
    ):
        write(cell, Words(title, bold=True), align=CENTER, before=8, keep_with_next=True)
        for _line in range(4):
            write(cell, align=CENTER, keep_with_next=True)
        write(cell, Words(name, bold=True), align=CENTER)


def _heading(document, text: str, before: float = 4) -> None:
    write(document, Words(text, bold=True), align=JUSTIFY, before=before, after=4, keep_with_next=True)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
