"""Vietnamese text as it is stored, compared and searched."""

import re
import unicodedata

# Excel writes control characters inside cells as _x000D_ and the like.
_EXCEL_ESCAPE = re.compile(r"_x00(?:0[0-9A-Fa-f]|1[0-9A-Fa-f])_")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b-\u200d\u2060]")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_MARKS = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")


def clean_line(text: str) -> str:
    """The text as one stored line: NFC, no control characters, single plain spaces."""
    return " ".join(clean_text(text).split())


def clean_text(text: str) -> str:
    """The text as stored, line breaks kept: NFC, no control characters, no blanks at line ends."""
    text = _EXCEL_ESCAPE.sub("\n", text).replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", unicodedata.normalize("NFC", text))
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()


def fold(text: str) -> str:
    """The words of the text without marks or case, one space between: what search and matching compare.

    "Dân vận khéo", "DÂN VẬN KHÉO" and its decomposed form all give "dan van kheo"; so do "ủy" and "uỷ".
    """
    stripped = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return _NOT_WORD.sub(" ", _MARKS.sub("", stripped).lower()).strip()
