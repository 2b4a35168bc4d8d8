"""Figures as offices write them, `thực hiện/chỉ tiêu`: both parts are read and kept, and divided last."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from vietnamese.numbers import UnreadableNumber, format_decimal, format_percent, parse_decimal

LIMIT = Decimal(10) ** 13
"""Above any count and any money in thousands of đồng: a larger number is a slip, and sums of ten thousand units of
such still fit the columns of both databases."""
PLACES = 2


@dataclass(frozen=True)
class Figure:
    """What was done (`numerator`) and of how many (`denominator`, None where the figure is one number). `is_share`:
    only a percentage was written, which can be compared and never be added to another."""

    numerator: Decimal
    denominator: Decimal | None = None
    is_share: bool = False

    @property
    def share(self) -> Decimal | None:
        """In per cent; None where there is nothing to divide by."""
        return self.numerator * 100 / self.denominator if self.denominator else None

    def __str__(self):
        """ "45.799/36.875", "72,5%", "3"."""
        if self.is_share:
            return format_percent(self.numerator / 100)
        if self.denominator is None:
            return number_text(self.numerator)
        return f"{number_text(self.numerator)}/{number_text(self.denominator)}"


def read_figure(text: object, denominator: object = None) -> Figure:
    """The figure of "45.799/36.875", "21/21", "72,5%", "3", or of two fields. Raises UnreadableNumber, in words, for
    what has two readings, is negative, or is divided by zero."""
    if denominator is not None and str(denominator).strip():
        return _checked(_number(text), _number(denominator))
    if not isinstance(text, str):
        return _checked(_number(text), None)
    line = " ".join(text.split())
    if line.endswith("%"):
        if "/" in line:
            raise UnreadableNumber(_("“%(text)s”: hãy ghi hoặc hai số, hoặc tỷ lệ phần trăm.") % {"text": line})
        return Figure(_number(line[:-1].strip()), Decimal(100), is_share=True)
    above, slash, below = line.partition("/")
    if not slash:
        return _checked(_number(line), None)
    if "/" in below:
        raise UnreadableNumber(_("“%(text)s” có hơn một dấu gạch chéo; viết như 21/21.") % {"text": line})
    return _checked(_number(above), _number(below))


def read_value(text: object) -> Decimal:
    """What a target asks for: "86%" and "86" are both 86, "72,5%" is 72,5. Raises UnreadableNumber."""
    if isinstance(text, str) and text.strip().endswith("%"):
        text = text.strip()[:-1].strip()
    return _number(text)


def number_text(number: Decimal | int) -> str:
    """45799 → "45.799"; 72.5 → "72,5"; no zeros after the comma."""
    if number == int(number):
        return format_decimal(number, 0)
    return format_decimal(number, PLACES).rstrip("0")


def _number(value: object) -> Decimal:
    number = parse_decimal(value)
    shown = value if isinstance(value, str) else number
    if number < 0:
        raise UnreadableNumber(_("“%(text)s” là số âm; ô này chỉ nhận số từ 0 trở lên.") % {"text": shown})
    if number >= LIMIT:
        raise UnreadableNumber(_("“%(text)s” lớn quá; hãy xem lại đơn vị tính.") % {"text": shown})
    if number != round(number, PLACES):
        raise UnreadableNumber(_("“%(text)s” có hơn hai chữ số sau dấu phẩy.") % {"text": shown})
    return number


def _checked(numerator: Decimal, denominator: Decimal | None) -> Figure:
    if denominator == 0:
        raise UnreadableNumber(_("Mẫu số phải lớn hơn 0; nếu không có đối tượng, chọn “Không áp dụng”."))
    return Figure(numerator, denominator)
