"""Forms of choosing, proposing and ending: days and reasons."""

from django import forms
from django.utils.translation import gettext_lazy

from models_registry.choices import Level
from models_registry.form_fields import DateField, LineField, TextField
from recognition.choices import AwardForm
from recognition.forms import LevelForm
from recognition.refusable import Refusable


class ChooseForm(LevelForm):
    """The level at which exemplary models are chosen, and the day."""

    level = forms.ChoiceField(
        label=gettext_lazy("Cấp"),
        choices=Level.choices,
        help_text=gettext_lazy("Chỉ chọn được mô hình đã công nhận ở cấp này."),
        error_messages={"required": gettext_lazy("Hãy chọn cấp.")},
    )
    on = DateField(
        label=gettext_lazy("Ngày chọn"),
        help_text=gettext_lazy("Ngày họp chọn hoặc ngày văn bản, ví dụ: 20/11/2024"),
        error_messages={"required": gettext_lazy("Hãy ghi ngày chọn.")},
    )


class ProposeForm(LevelForm):
    """For what, by whom, on which day the exemplary models of a level are proposed."""

    level = forms.ChoiceField(
        label=gettext_lazy("Cấp"),
        choices=Level.choices,
        help_text=gettext_lazy("Chỉ đề nghị được mô hình tiêu biểu ở cấp này."),
        error_messages={"required": gettext_lazy("Hãy chọn cấp.")},
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Hình thức khen thưởng"),
        choices=[("", gettext_lazy("Chọn hình thức")), *AwardForm.choices],
        error_messages={"required": gettext_lazy("Hãy chọn hình thức khen thưởng.")},
    )
    granting_body = LineField(
        label=gettext_lazy("Cơ quan khen thưởng"),
        help_text=gettext_lazy("Ví dụ: Ủy ban nhân dân tỉnh Cao Bằng"),
        max_length=200,
        error_messages={"required": gettext_lazy("Hãy ghi cơ quan khen thưởng.")},
    )
    on = DateField(
        label=gettext_lazy("Ngày đề nghị"),
        help_text=gettext_lazy("Ví dụ: 25/11/2024"),
        error_messages={"required": gettext_lazy("Hãy ghi ngày đề nghị.")},
    )


class EndForm(Refusable):
    """The day from which something no longer stands, and why."""

    on = DateField(
        label=gettext_lazy("Từ ngày"),
        error_messages={"required": gettext_lazy("Hãy ghi ngày.")},
    )
    reason = TextField(label=gettext_lazy("Lý do"), error_messages={"required": gettext_lazy("Hãy ghi lý do.")})
