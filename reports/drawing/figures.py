"""Figures in charts: counts and rates as vietnamese.numbers prints them, a dash where there is none."""

from decimal import Decimal

from django.utils.translation import gettext as _

from vietnamese.numbers import format_decimal, format_integer, rounded

NO_FIGURE = "–"


def count_text(number: int | None) -> str:
    """13268 gives "13.268"; None, which is not zero, gives a dash."""
    return NO_FIGURE if number is None else format_integer(number)


def percent_text(part: int | None, whole: int | None) -> str:
    """part / whole with one decimal, half up, so that a column of rates lines up: "72,5%", "77,0%", "100%".

    A dash where there is nothing to divide by."""
    if part is None or not whole:
        return NO_FIGURE
    if part == whole:
        return "100%"
    return format_decimal(Decimal(part) * 100 / Decimal(whole)) + "%"


def short_text(number: int) -> str:
    """A count with at most three digits, for where the whole one has no room: "160 nghìn", "3,02 triệu"."""
    for size, word in ((10**9, _("tỷ")), (10**6, _("triệu")), (10**3, _("nghìn"))):
        if abs(number) >= size:
            amount = Decimal(number) / size
            places = 0 if abs(amount) >= 100 else 1 if abs(amount) >= 10 else 2
            told = rounded(amount, places).normalize()
            return f"{format_decimal(told, max(0, -told.as_tuple().exponent))} {word}"
    return count_text(number)
