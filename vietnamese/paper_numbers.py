"""Numbers of papers ("04-NQ/TU", "12-QĐ/BTGDVTU") as they are compared, however they were typed."""

import re
import unicodedata

_SEPARATORS = re.compile(r"\s*([/.-])\s*")
_LEADING_ZEROS = re.compile(r"^0+(?=[0-9])")


def number_key(number: str) -> str:
    """One key for one number however it was typed: "01/QĐ-UBND", "1/QÐ-UBND" with the other Đ, " 01 / qđ-ubnd" and
    the decomposed form are the same; D and Đ are not."""
    text = unicodedata.normalize("NFC", number).replace("Ð", "Đ").replace("ð", "đ").replace("–", "-")
    text = _SEPARATORS.sub(r"\1", " ".join(text.split())).upper()
    return _LEADING_ZEROS.sub("", text)
