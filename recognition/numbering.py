"""Decision numbers as they are compared, and the committee term a day falls in."""

import re
import unicodedata
from datetime import date

_SEPARATORS = re.compile(r"\s*([/.-])\s*")
_LEADING_ZEROS = re.compile(r"^0+(?=[0-9])")


def number_key(number: str) -> str:
    """One key for one number however it was typed: "01/QĐ-UBND", "1/QÐ-UBND" with the other Đ, " 01 / qđ-ubnd" and
    the decomposed form are the same; D and Đ are not."""
    text = unicodedata.normalize("NFC", number).replace("Ð", "Đ").replace("ð", "đ").replace("–", "-")
    text = _SEPARATORS.sub(r"\1", " ".join(text.split())).upper()
    return _LEADING_ZEROS.sub("", text)


def committee_term(day: date) -> str:
    """The five-year committee term the day falls in, such as "2020-2025".

    Provincial congresses met in the autumn of 2015, 2020 and 2025; the year's end is taken as the border, since the
    exact days differ by province and a number is seldom given twice in a congress year."""
    start = 2015 + (day.year - 2016) // 5 * 5
    return f"{start}-{start + 5}"
