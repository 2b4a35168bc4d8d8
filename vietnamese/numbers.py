"""Numbers as Vietnamese offices write them: a dot between thousands, a comma before decimals."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from math import isfinite

from django.utils.translation import gettext as _

_PLAIN = re.compile(r"\d+")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+")
_AMOUNT_PART = re.compile(r"([\d., ]*\d)\s*([a-zà-ỹđ]*)", re.IGNORECASE)
_CURRENCY_WORDS = re.compile(r"\s*(?:đồng|vnđ|vnd|đ)\s*$", re.IGNORECASE)

_EXACT = Context(prec=200)

AMOUNT_UNITS = {
    "": 1,
    "nghìn": 10**3,
    "ngàn": 10**3,
    "ng": 10**3,
    "triệu": 10**6,
    "tr": 10**6,
    "trđ": 10**6,
    "tỷ": 10**9,
    "tỉ": 10**9,
}


class UnreadableNumber(ValueError):
    """A text that is not one certain number; the message is a Vietnamese sentence for the person who typed it."""


def parse_decimal(value: object) -> Decimal:
    """The number meant by "1.538", "72,5", "08" or 72.5; UnreadableNumber for anything with two readings.

    A dot that does not stand before exactly three digits ("1.53") could be a decimal point or a slip, so it is
    refused; numbers that Excel already stores as numbers are taken as they are.
    """
    if isinstance(value, bool) or value is None:
        raise UnreadableNumber(_("Ô này phải là một số."))
    if isinstance(value, (int, Decimal)):
        return Decimal(value)
    if isinstance(value, float):
        if not isfinite(value):
            raise UnreadableNumber(_("Ô này phải là một số."))
        return Decimal(repr(value))
    text = " ".join(str(value).split())
    sign, digits = (-1, text[1:].strip()) if text[:1] in "-−–" and text[1:] else (1, text)
    whole, comma, fraction = digits.partition(",")
    if _GROUPED.fullmatch(whole):
        whole = whole.replace(".", "").replace(" ", "")
    if not _PLAIN.fullmatch(whole) or (comma and not _PLAIN.fullmatch(fraction)) or not whole.isascii():
        raise UnreadableNumber(_not_clear(text))
    try:
        return sign * Decimal(f"{whole}.{fraction or 0}")
    except InvalidOperation as error:  # pragma: no cover - the patterns above leave only digits
        raise UnreadableNumber(_not_clear(text)) from error


def parse_integer(value: object) -> int:
    """The whole number meant: "1.538" → 1538, "08" → 8, 316.0 → 316; never negative, never rounded."""
    number = parse_decimal(value)
    if number != number.to_integral_value():
        raise UnreadableNumber(
            _("“%(text)s” không phải số nguyên. Nếu là hàng nghìn, viết như 1.538.")
            % {"text": _shown(value, number)}
        )
    if number < 0:
        raise UnreadableNumber(_("“%(text)s” là số âm; ô này chỉ nhận số từ 0 trở lên.") % {"text": value})
    return int(number)


def parse_amount(value: object, multiplier: int = 1) -> int:
    """The money meant, in đồng: "273.000.000", "273 triệu", "1,5 tỷ", "2 tỷ 300 triệu"; a bare number is in
    units of ``multiplier`` đồng (10**6 under a heading "triệu đồng"). A part of a đồng is refused."""
    if not isinstance(value, str):
        return _whole_dong(parse_decimal(value) * multiplier, value)
    text = " ".join(value.split())
    rest = _CURRENCY_WORDS.sub("", text) if not text.lower().endswith("trđ") else text
    if rest != text and not re.search(r"[a-zà-ỹđ]", rest, re.IGNORECASE):
        return _whole_dong(parse_decimal(rest), value)
    total, position, last_scale = Decimal(0), 0, None
    for part in _AMOUNT_PART.finditer(rest):
        word = part[2].lower()
        scale = AMOUNT_UNITS.get(word)
        between = rest[position : part.start()]
        if scale is None or between.strip() or (last_scale is not None and (not word or scale >= last_scale)):
            raise UnreadableNumber(_not_clear(text))
        total += parse_decimal(part[1]) * (scale if word else multiplier)
        position, last_scale = part.end(), scale
    if not position or rest[position:].strip():
        raise UnreadableNumber(_not_clear(text))
    return _whole_dong(total, value)


def format_integer(number: int) -> str:
    """13268 → "13.268"."""
    return f"{number:,}".replace(",", ".")


def rounded(number: float | Decimal, places: int = 1) -> Decimal:
    """Half up, as people and Excel round: 76.25 → 76.3, also where the float stands a hair below; never half to even, by
    which a page and the workbook beside it would print different rates."""
    return Decimal(str(number)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT)


def format_decimal(number: float | Decimal, places: int = 1) -> str:
    """72.5 → "72,5"; 76.25 → "76,3"; 1538.25 with two places → "1.538,25"."""
    return f"{rounded(number, places):,.{places}f}".translate(str.maketrans(",.", ".,"))


def format_points(number: Decimal) -> str:
    """At most two decimals, without idle zeros: 7.50 → "7,5", 10.00 → "10"."""
    return format_decimal(number, 2).rstrip("0").rstrip(",")


def format_percent(ratio: float | Decimal | None, places: int = 1) -> str:
    """0.725 → "72,5%", 1 → "100%"; "" for a ratio that does not exist (nothing to divide by)."""
    if ratio is None:
        return ""
    text = format_decimal(Decimal(str(ratio)) * 100, places)
    return (text.rstrip("0").rstrip(",") if "," in text else text) + "%"


def _whole_dong(amount: Decimal, value: object) -> int:
    if amount != amount.to_integral_value():
        raise UnreadableNumber(
            _("Số tiền “%(text)s” lẻ dưới một đồng; kiểm tra lại đơn vị tính.") % {"text": value}
        )
    if amount < 0:
        raise UnreadableNumber(_("“%(text)s” là số âm; ô này chỉ nhận số từ 0 trở lên.") % {"text": value})
    return int(amount)


def _shown(value: object, number: Decimal) -> str:
    return value if isinstance(value, str) else format_decimal(number, -number.as_tuple().exponent)


def _not_clear(text: str) -> str:
    return _(
        "Không hiểu chắc số “%(text)s”. Viết dấu chấm ngăn hàng nghìn, dấu phẩy trước phần lẻ: 1.538 hoặc 72,5."
    ) % {"text": text}
