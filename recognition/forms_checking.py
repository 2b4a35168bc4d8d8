"""Forms of the yearly check: the day for a page of models, and the check of one."""

from django import forms
from django.utils.translation import gettext_lazy

from models_registry.form_fields import DateField, TextField
from recognition.choices import CheckState
from recognition.refusable import Refusable


class CheckDayForm(Refusable):
    """The day on which the models of the page were checked."""

    on = DateField(
        label=gettext_lazy("Ngày kiểm tra"),
        error_messages={"required": gettext_lazy("Hãy ghi ngày kiểm tra.")},
    )


class CheckForm(CheckDayForm):
    """The check of one model in one year; `seen` is the check the person looked at."""

    year = forms.TypedChoiceField(label=gettext_lazy("Năm"), coerce=int)
    state = forms.ChoiceField(
        label=gettext_lazy("Tình trạng"),
        choices=CheckState.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn tình trạng.")},
    )
    reason = TextField(
        label=gettext_lazy("Lý do, ghi chú"),
        required=False,
        help_text=gettext_lazy("Bắt buộc khi mô hình yếu đi hoặc đã dừng."),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    field_order = ["year", "on", "state", "reason", "seen"]

    def __init__(self, *args, years: list[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(y, str(y)) for y in years]
