"""Points of an appraisal in pages."""

from decimal import Decimal

from django import template

from vietnamese.numbers import format_points

register = template.Library()


@register.filter
def points(number: Decimal | None) -> str:
    """7.50 → "7,5"; "" for none."""
    return "" if number is None or number == "" else format_points(number)
