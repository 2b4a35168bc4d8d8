"""Numbers in pages, written the Vietnamese way."""

from django import template

from vietnamese.numbers import format_decimal, format_integer

register = template.Library()


@register.filter
def figure(number: int | None) -> str:
    """13268 → "13.268"; "" for no number, because nothing reported is not zero."""
    return "" if number is None or number == "" else format_integer(number)


@register.filter
def millions(dong: int | None) -> str:
    """273500000 → "273,5": đồng in millions, the unit said by the heading; "" for no amount."""
    if dong is None or dong == "":
        return ""
    return format_integer(dong // 1_000_000) if dong % 1_000_000 == 0 else format_decimal(dong / 1_000_000)
