"""Dates as Vietnamese offices write them: the day first, always."""

import re
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_IN_WORDS = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_CLOCK = re.compile(r"[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_SHORT_YEAR = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2}")

FIRST_YEAR, LAST_YEAR = 1945, 2100
# Excel counts days from here once its false 29 February 1900 is passed.
_EXCEL_EPOCH = date(1899, 12, 30)
# 1 January 1950 to 31 December 2100: below it a number is a year or a count, not a day.
_FIRST_SERIAL, _LAST_SERIAL = 18264, 73415


class UnreadableDate(ValueError):
    """A text that is not one certain day; the message is a Vietnamese sentence for the person who typed it."""


def parse_date(value: object) -> date:
    """The day meant by "9/10/2024" (9 October), "09-10-2024", "ngày 05 tháng 02 năm 2026", 2024-10-09, a date,
    a datetime or an Excel serial number. Never month first; a day that does not exist is refused."""
    if isinstance(value, datetime):
        return _checked(value.year, value.month, value.day, value)
    if isinstance(value, date):
        return _checked(value.year, value.month, value.day, value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_serial(value)
    text = " ".join(str(value or "").split())
    bare = _CLOCK.sub("", text)
    for pattern in (_DAY_FIRST, _IN_WORDS):
        if match := pattern.fullmatch(bare):
            day, month, year = map(int, match.groups())
            return _checked(year, month, day, text)
    if match := _ISO.fullmatch(bare):
        return _checked(*map(int, match.groups()), text)
    if bare.isascii() and bare.isdigit() and len(bare) == 5:
        return _from_serial(int(bare))
    if _SHORT_YEAR.fullmatch(bare):
        raise UnreadableDate(_("Ngày “%(text)s” thiếu năm bốn chữ số; viết như 09/10/2024.") % {"text": text})
    raise UnreadableDate(_("Không đọc được ngày “%(text)s”; viết như 09/10/2024.") % {"text": text})


def format_date(day: date | None) -> str:
    """date(2026, 8, 5) → "05/08/2026"; "" for no date."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}" if day else ""


def format_date_in_words(day: date) -> str:
    """date(2026, 2, 5) → "ngày 05 tháng 02 năm 2026": a zero before days under 10 and before months 1 and 2."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def _from_serial(number: float) -> date:
    if not _FIRST_SERIAL <= number < _LAST_SERIAL + 1:
        raise UnreadableDate(
            _("“%(text)s” là một số, không phải ngày; viết như 09/10/2024.") % {"text": number}
        )
    return _EXCEL_EPOCH + timedelta(days=int(number))


def _checked(year: int, month: int, day: int, shown: object) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnreadableDate(_("Năm trong ngày “%(text)s” không hợp lý.") % {"text": shown})
    try:
        return date(year, month, day)
    except ValueError as error:
        raise UnreadableDate(
            _("Ngày “%(text)s” không có trên lịch; viết ngày trước, tháng sau.") % {"text": shown}
        ) from error
