"""Columns of cells read into values, a column at a time; what is repaired is said, what is unclear is refused."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from intake.findings import Findings
from intake.sheets import Value
from vietnamese.dates import UnreadableDate, format_date, parse_date
from vietnamese.folding import clean_line, clean_text
from vietnamese.numbers import UnreadableNumber, format_integer, parse_amount, parse_integer

_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|GETTING_DATA|SPILL!|CALC!)", re.IGNORECASE)


def blank_errors(values: list[Value], key: str, repairs: Findings) -> list[Value]:
    """The column with every #N/A and its like empty, said aloud."""
    for row, value in enumerate(values):
        if isinstance(value, str) and value[:1] == "#" and _ERROR.fullmatch(value.strip()):
            values[row] = None
            repairs.add(row, key, _("Ô lỗi %(error)s được coi là trống.") % {"error": value.strip()})
    return values


def texts(values: list[Value], key: str, repairs: Findings, *, lines: bool = False) -> list[str]:
    """The cells as clean text (one line each, or with line breaks kept); numbers without ".0", dates day first."""
    clean = clean_text if lines else clean_line
    found = []
    for row, value in enumerate(values):
        if value is None:
            found.append("")
        elif isinstance(value, str):
            if _is_clean(value):
                found.append(value)
                continue
            text = clean(value)
            found.append(text)
            if text != value:
                repairs.add(row, key, _what_was_cleaned(value))
        else:
            found.append(shown(value))
    return found


def integers(values: list[Value], key: str, repairs: Findings, refusals: Findings) -> list[int | None]:
    return _numbers(values, key, repairs, refusals, parse_integer)


def amounts(
    values: list[Value], key: str, multiplier: int, repairs: Findings, refusals: Findings
) -> list[int | None]:
    """Money in đồng; ``multiplier`` is what one unit of the column's heading is worth."""
    return _numbers(values, key, repairs, refusals, lambda value: parse_amount(value, multiplier))


def _numbers(values, key, repairs: Findings, refusals: Findings, parse: Callable) -> list[int | None]:
    found = []
    for row, value in enumerate(values):
        number = None
        if value is not None and not (isinstance(value, str) and not value.strip(" -–\xa0")):
            try:
                number = parse(value)
            except UnreadableNumber as error:
                refusals.add(row, key, str(error))
            else:
                if isinstance(value, str):
                    repairs.add(
                        row,
                        key,
                        _("Số viết dạng chữ “%(text)s” được đọc là %(number)s.")
                        % {"text": value.strip(), "number": format_integer(number)},
                    )
        found.append(number)
    return found


def dates(values: list[Value], key: str, repairs: Findings, refusals: Findings) -> list[date | None]:
    found = []
    for row, value in enumerate(values):
        day = None
        if value is not None and not (isinstance(value, str) and not value.strip(" -–\xa0")):
            if isinstance(value, datetime):
                day = value.date()
            elif isinstance(value, date):
                day = value
            else:
                try:
                    day = parse_date(value)
                except UnreadableDate as error:
                    refusals.add(row, key, str(error))
                else:
                    # Written just as it is printed, nothing was mended.
                    if (text := shown(value).strip()) != format_date(day):
                        sentence = _("Ngày viết dạng chữ “%(text)s” được đọc là %(day)s.")
                        repairs.add(row, key, sentence % {"text": text, "day": format_date(day)})
        found.append(day)
    return found


def phones(values: list[Value], key: str, repairs: Findings) -> list[str]:
    """Telephone numbers as text; Excel drops the first zero of a number typed bare, which is put back."""
    found = texts(values, key, repairs)
    for row, (value, text) in enumerate(zip(values, found, strict=True)):
        if isinstance(value, (int, float)) and not isinstance(value, bool) and len(text) == 9:
            found[row] = "0" + text
            repairs.add(row, key, _("Thêm số 0 đầu số điện thoại: %(phone)s.") % {"phone": found[row]})
    return found


def shown(value: Value) -> str:
    """A cell as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (datetime, date)):
        return format_date(value)
    if isinstance(value, (time, timedelta)):
        return str(value)
    return str(value)


def _is_clean(text: str) -> bool:
    # The cheap question first: most cells of most files are clean already.
    return (
        text.isprintable()
        and unicodedata.is_normalized("NFC", text)
        and text == " ".join(text.split())
        and "_x00" not in text
    )


def _what_was_cleaned(text: str) -> str:
    if not unicodedata.is_normalized("NFC", text):
        return _("Chữ có dấu tách rời được ghép lại theo Unicode dựng sẵn.")
    return _("Đã bỏ dấu cách, ký tự thừa.")
