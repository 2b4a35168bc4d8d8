"""Boxes of forms that read what offices write: 1.538, 273 triệu, 9/10/2024. Unclear text is refused with a sentence."""

from collections.abc import Callable
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from vietnamese.dates import UnreadableDate, format_date, parse_date
from vietnamese.folding import clean_line, clean_text
from vietnamese.numbers import UnreadableNumber, format_integer, parse_amount, parse_integer


class ReadField(forms.CharField):
    """A box whose text is read by `read`; `write` gives the text of a stored value. Empty is None."""

    read: Callable[[object], object]
    write: Callable[[object], str]

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 60} | kwargs)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            return type(self).read(text)
        except (UnreadableNumber, UnreadableDate) as unclear:
            raise ValidationError(str(unclear)) from unclear

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else type(self).write(value)


class CountField(ReadField):
    read, write = staticmethod(parse_integer), staticmethod(format_integer)
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "num"})


class MoneyField(ReadField):
    """Đồng; "273 triệu" and "1,5 tỷ" are understood."""

    read, write = staticmethod(parse_amount), staticmethod(format_integer)
    widget = forms.TextInput(attrs={"autocomplete": "off", "class": "num"})


class DateField(ReadField):
    read, write = staticmethod(parse_date), staticmethod(format_date)
    widget = forms.TextInput(
        attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "dd/mm/yyyy"}
    )

    def to_python(self, value):
        return format_date(value) if isinstance(value, date) else super().to_python(value)


class LineField(forms.CharField):
    """One line: NFC, single blanks, no control characters."""

    def to_python(self, value):
        return clean_line(super().to_python(value) or "")


class TextField(forms.CharField):
    """Several lines, kept as lines."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value):
        return clean_text(super().to_python(value) or "")


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Any number of files; cleans to their list."""

    widget = SeveralFilesInput

    def clean(self, data, initial=None):
        single = super().clean
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        return [single(file, initial) for file in files]
