"""Text typed in the fonts of before Unicode: TCVN3 (.VnTime, .VnArialH ...) and VNI (VNI-Times ...).

The cell holds Latin letters that only look Vietnamese in that font, so the font's name decides, never the text.
"""

import re
import unicodedata

_TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_TCVN3_TABLE = str.maketrans(_TCVN3)

# VNI writes the bare vowel and then one letter for its marks; ô and ö stand for ơ and ư.
_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT, _CIRCUMFLEX, _BREVE = "\u0300\u0301\u0303\u0309\u0323\u0302\u0306"
_VNI_MARKS = {
    "ø": _GRAVE,
    "ù": _ACUTE,
    "õ": _TILDE,
    "û": _HOOK,
    "ï": _DOT,
    "â": _CIRCUMFLEX,
    "à": _CIRCUMFLEX + _GRAVE,
    "á": _CIRCUMFLEX + _ACUTE,
    "ã": _CIRCUMFLEX + _TILDE,
    "å": _CIRCUMFLEX + _HOOK,
    "ä": _CIRCUMFLEX + _DOT,
    "ê": _BREVE,
    "è": _BREVE + _GRAVE,
    "é": _BREVE + _ACUTE,
    "ü": _BREVE + _TILDE,
    "ú": _BREVE + _HOOK,
    "ë": _BREVE + _DOT,
}
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}
_VNI_PAIR = re.compile(
    f"([aeouyôöAEOUYÔÖ])([{''.join(_VNI_MARKS)}{''.join(_VNI_MARKS).upper()}])|(.)", re.DOTALL
)


def encoding_of_font(font_name: str | None) -> str:
    """ "tcvn3", "tcvn3-capitals" (fonts ending in H show capitals), "vni", or "" for an ordinary font."""
    name = (font_name or "").strip().lower()
    if name.startswith(".vn"):
        return "tcvn3-capitals" if name.endswith("h") else "tcvn3"
    return "vni" if name.startswith("vni-") else ""


OLD, UNICODE = "old", "unicode"
# Letters of the old encodings that no Vietnamese text in Unicode holds.
_ONLY_OLD = {"tcvn3": set("¨©ª¬®µ¶¸¹¼½¾ÆÇËÎÏÑÖØÛÜäåæçëîïñöøûü"), "vni": set("øûïäåëüöñæîØÛÏÄÅËÜÖÑÆÎ")}


def typed_as(text: str, font_name: str | None) -> str:
    """OLD or UNICODE where the letters of a cell in an old font leave no doubt, "" where they could be either: on a
    computer without the font people type Unicode into such cells and see nothing wrong."""
    if _holds_vietnamese_unicode(text):
        return UNICODE
    only_old = _ONLY_OLD.get(encoding_of_font(font_name).removesuffix("-capitals"), set())
    return OLD if not only_old.isdisjoint(text) else ""


def to_unicode(text: str, font_name: str | None) -> str:
    """The text as it looks in that font, in Unicode (NFC); unchanged in an ordinary font or when the text already
    holds Vietnamese Unicode letters, which neither old encoding can produce."""
    encoding = encoding_of_font(font_name)
    if not encoding or _holds_vietnamese_unicode(text):
        return text
    if encoding == "vni":
        return unicodedata.normalize("NFC", _VNI_PAIR.sub(_vni_letter, text))
    converted = text.translate(_TCVN3_TABLE)
    return converted.upper() if encoding == "tcvn3-capitals" else converted


def _vni_letter(match: re.Match) -> str:
    vowel, mark, single = match.groups()
    if single is not None:
        return _vni_single(single)
    return _vni_single(vowel) + _VNI_MARKS[mark.lower()]


def _vni_single(letter: str) -> str:
    lower = _VNI_LETTERS.get(letter.lower(), letter.lower())
    return lower if letter.islower() or not letter.isalpha() else lower.upper()


def _holds_vietnamese_unicode(text: str) -> bool:
    return any("\u1e00" <= c <= "\u1eff" or c in "ăĂđĐĩĨũŨơƠưƯ" for c in unicodedata.normalize("NFC", text))
