"""What a unit reports, what the office answers, what a leader asks."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from audit.versioned_form import VersionedForm
from models_registry.form_fields import DateField, LineField, SeveralFilesField, TextField
from resolutions.choices import Answer
from resolutions.figures import Figure, read_figure
from resolutions.forms_targets import ReasonForm
from resolutions.reporting import Contents
from resolutions.wording import figure_words
from vietnamese.numbers import UnreadableNumber

__all__ = ["QuestionForm", "ReasonForm", "ReplyForm", "ReportForm"]

_ANSWERS = [(Answer.FIGURE.value, Answer.FIGURE.label), (Answer.NOT_APPLICABLE.value, Answer.NOT_APPLICABLE.label)]
_DONE = [("1", _("Có, đã thực hiện")), ("0", _("Không, chưa thực hiện")), _ANSWERS[1]]


class ReportForm(VersionedForm):
    """One figure in one box ("45.799/36.875") or in two; zero is a figure, "not applicable" an answer without one, and an
    empty form is kept as a draft that says nothing yet. Cleans to `contents`, what reporting.py takes."""

    answer = forms.ChoiceField(
        label=_("Số liệu kỳ này"),
        choices=_ANSWERS,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Số 0 là một số liệu. Chọn “Không áp dụng” khi nơi này không có đối tượng của chỉ tiêu, và thuyết minh."),
    )
    figure = LineField(
        label=_("Thực hiện"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )
    below = LineField(
        label=_("Trên tổng số"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "decimal"}),
        help_text=_("Để trống nếu đã ghi cả hai số ở ô trên."),
    )
    narrative = TextField(label=_("Kết quả, cách làm"), required=False)
    obstacles = TextField(label=_("Khó khăn, vướng mắc"), required=False)
    figures_on = DateField(
        label=_("Số liệu đến ngày"), required=False, help_text=_("Để trống thì lấy ngày cuối kỳ.")
    )
    evidence = SeveralFilesField(
        label=_("Tài liệu kiểm chứng"),
        required=False,
        help_text=_("PDF, ảnh, DOCX hoặc XLSX, mỗi tệp nhiều nhất 20 MB; nhiều nhất 10 tệp."),
    )

    def __init__(self, *args, version, **kwargs):
        super().__init__(*args, **kwargs)
        self._version = version
        if version.is_done_or_not:
            self.fields["answer"].choices = _DONE
            self.fields["answer"].help_text = _now("Chọn “Không áp dụng” khi nơi này không có đối tượng của chỉ tiêu, và thuyết minh.")
            for name in ("figure", "below"):
                del self.fields[name]
        elif version.is_share:
            self.fields["figure"].help_text = _("Ghi hai số, thực hiện trên tổng số, ví dụ 45.799/36.875 hoặc 21/21.")
        else:
            del self.fields["below"]
            self.fields["figure"].help_text = _("Ghi số đã thực hiện, ví dụ 3 hoặc 1.250.")

    def told(self, current) -> list[tuple[str, str]]:
        if not hasattr(current, "narrative"):
            return []
        told = [
            (_now("Số liệu kỳ này"), figure_words(current, self._version)),
            (_now("Kết quả, cách làm"), current.narrative),
            (_now("Khó khăn, vướng mắc"), current.obstacles),
        ]
        return [(label, text) for label, text in told if text]

    def clean(self):
        told = super().clean()
        answer, figure = told.pop("answer", ""), None
        above, below = told.pop("figure", ""), told.pop("below", "")
        if self._version.is_done_or_not and answer in ("0", "1"):
            figure, answer = Figure(int(answer)), Answer.FIGURE
        elif answer != Answer.NOT_APPLICABLE and (above or below):
            figure, answer = self._figure(above, below), Answer.FIGURE
        if not self.errors:
            words = {name: told.pop(name) for name in ("narrative", "obstacles", "figures_on")}
            told["contents"] = Contents(answer=answer, figure=figure, **words)
        return told

    def _figure(self, above: str, below: str) -> Figure | None:
        try:
            return read_figure(above, below or None)
        except UnreadableNumber as unclear:
            self.add_error("figure", ValidationError(str(unclear)))
            return None


class QuestionForm(forms.Form):
    question = TextField(
        label=_("Điều cần giải trình"),
        help_text=_("Ví dụ: Vì sao mới có 12/20 xã tổ chức đối thoại? Đơn vị làm gì để đạt trong năm?"),
        error_messages={"required": _("Hãy ghi điều cần giải trình.")},
    )
    due_on = DateField(label=_("Trả lời trước ngày"), required=False)


class ReplyForm(forms.Form):
    reply = TextField(
        label=_("Giải trình của đơn vị"),
        help_text=_("Nêu nguyên nhân và việc sẽ làm; giải trình đã gửi thì không sửa."),
        error_messages={"required": _("Hãy ghi nội dung giải trình.")},
    )
