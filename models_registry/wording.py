"""A registration's values as people read them: labels of columns, words for choices, Vietnamese numbers and dates."""

from datetime import date

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from models_registry.models import MobilizationModel, Registration
from vietnamese.dates import format_date
from vietnamese.numbers import format_integer

_OTHER_LABELS = {
    "name": MobilizationModel._meta.get_field("name").verbose_name,
    "tags": MobilizationModel._meta.get_field("tags").verbose_name,
}
_PLAIN_NUMBERS = {"year", "version"}
LONG = 160
"""A text longer than this is shown below the sentence and not in it."""


def label_of(name: str) -> str:
    """The column's name as forms and sheets call it; the name itself where the register has no such column."""
    if name in _OTHER_LABELS:
        return str(_OTHER_LABELS[name])
    try:
        return str(Registration._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        return name


def in_words(name: str, value) -> str:
    """The value as a page prints it; "(trống)" for none, so that a sentence stays a sentence."""
    if value is None or value in ("", []):
        return _("(trống)")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    column = _column(name)
    if column is not None and column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, int):
        return str(value) if name in _PLAIN_NUMBERS else format_integer(value)
    if isinstance(value, date):
        return format_date(value)
    if column is not None and column.get_internal_type() == "DateField":
        return format_date(date.fromisoformat(value))
    return str(value)


def in_a_sentence(name: str, value) -> str:
    """The same inside a sentence: text that somebody typed stands in quotation marks."""
    words, column = in_words(name, value), _column(name)
    typed = name in _OTHER_LABELS or (
        column is not None and not column.choices and column.get_internal_type() in ("CharField", "TextField")
    )
    return f"“{words}”" if typed and value else words


def _column(name: str):
    try:
        return Registration._meta.get_field(name)
    except FieldDoesNotExist:
        return None
