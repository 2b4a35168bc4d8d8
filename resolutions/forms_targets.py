"""What is asked in a target, why something is undone, and which periods are reported."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from audit.versioned_form import VersionedForm
from models_registry.form_fields import DateField, LineField, ReadField, TextField
from resolutions.choices import (
    Accumulation,
    Aggregation,
    Direction,
    LinkKind,
    PeriodKind,
    Recurrence,
    TargetKind,
)
from resolutions.figures import number_text, read_value
from resolutions.forms import YearField, own_units
from resolutions.models import Target
from resolutions.terms import COLUMNS, Terms
from rollups.measures import catalogue
from units.models import Organisation
from vietnamese.numbers import UnreadableNumber

_STEP = re.compile(r"^(\d{4})\s*[:：=-]\s*(.+)$")


class ValueField(ReadField):
    """ "86%" and "86" are both 86, "72,5" is 72,5."""

    read, write = staticmethod(read_value), staticmethod(number_text)
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num"})


class TargetForm(VersionedForm):
    """The terms of a target; the rules among them are the deed's to say."""

    text = TextField(
        label=_("Nội dung chỉ tiêu"),
        help_text=_("Chép đúng lời văn bản, ví dụ: Đến năm 2025, 86% hộ nông dân là hội viên Hội Nông dân."),
        error_messages={"required": _("Hãy ghi nội dung chỉ tiêu.")},
    )
    kind = forms.ChoiceField(label=_("Loại chỉ tiêu"), choices=TargetKind, widget=forms.RadioSelect)
    direction = forms.ChoiceField(label=_("Chiều"), choices=Direction)
    value = ValueField(
        label=_("Mục tiêu"), required=False, help_text=_("Ví dụ: 86 hoặc 86%. Để trống với chỉ tiêu có/không và định tính.")
    )
    measured_in = LineField(
        label=_("Đơn vị tính"), max_length=60, initial="%", help_text=_("Ví dụ: %, cuộc, mô hình, tỷ đồng.")
    )
    recurrence = forms.ChoiceField(label=_("Thời hạn"), choices=Recurrence, widget=forms.RadioSelect)
    due_on = DateField(
        label=_("Phải đạt trước hết ngày"), required=False, help_text=_("Chỉ ghi với chỉ tiêu đến một ngày.")
    )
    baseline = ValueField(label=_("Mức ban đầu"), required=False)
    baseline_year = YearField(label=_("Năm của mức ban đầu"), required=False)
    road_map = TextField(
        label=_("Lộ trình từng năm"),
        required=False,
        help_text=_("Mỗi dòng một năm, ví dụ 2023: 80. Số liệu thấp hơn lộ trình được báo là nguy cơ không đạt."),
    )
    responsible = forms.ChoiceField(label=_("Đơn vị chịu trách nhiệm"), required=False)
    aggregation = forms.ChoiceField(
        label=_("Cách tổng hợp"),
        choices=[("", _("Theo cách thường dùng của loại chỉ tiêu")), *Aggregation.choices],
        required=False,
    )
    accumulation = forms.ChoiceField(label=_("Số liệu các kỳ trong năm"), choices=Accumulation)
    measure = forms.ChoiceField(
        label=_("Tính từ số liệu"),
        required=False,
        help_text=_("Chọn nếu phần mềm đã có số liệu này: khi đó tiến độ được tính, không ai phải nhập."),
    )
    task_group = forms.ChoiceField(label=_("Nhóm nhiệm vụ, giải pháp"), required=False)
    parent = forms.ChoiceField(label=_("Cụ thể hóa chỉ tiêu"), required=False)
    from_year = YearField(label=_("Áp dụng từ năm"))

    def __init__(self, *args, by, document, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 3
        self.fields["measure"].choices = [
            ("", _("Đơn vị báo cáo")), *((key, str(measure.label)) for key, measure in catalogue().items())
        ]  # fmt: skip
        held = Organisation.objects.filter(unit=document.unit_id) if document.unit_id else Organisation.objects.none()
        self._organisations = {str(o.pk): o for o in held.order_by("kind", "folded_name", "id")}
        self.fields["responsible"].choices = [
            ("", _("Chưa giao")), *((pk, o.name) for pk, o in self._organisations.items())
        ]  # fmt: skip
        if document is not None and "task_group" in self.fields:
            self._groups = {str(g.pk): g for g in document.task_groups.all()}
            self.fields["task_group"].choices = [("", "—"), *((pk, g.title[:120]) for pk, g in self._groups.items())]
            above = Q(document__linked_from__document=document, document__linked_from__kind=LinkKind.CONCRETISES)
            self._parents = {
                str(t.pk): t for t in Target.objects.visible_to(by).filter(above).distinct().with_versions()
            }
            self.fields["parent"].choices = [("", "—"), *((pk, str(t)[:120]) for pk, t in self._parents.items())]

    def clean_responsible(self):
        return self._organisations.get(self.cleaned_data["responsible"])

    def clean_task_group(self):
        return self._groups.get(self.cleaned_data["task_group"])

    def clean_parent(self):
        return self._parents.get(self.cleaned_data["parent"])

    def clean_road_map(self) -> dict:
        steps = {}
        for line in filter(None, (line.strip() for line in self.cleaned_data["road_map"].splitlines())):
            read = _STEP.match(line)
            if read is None:
                raise ValidationError(_now("“%(line)s”: hãy ghi năm rồi đến mức, ví dụ 2023: 80.") % {"line": line[:60]})
            try:
                value = read_value(read.group(2))
            except UnreadableNumber as unclear:
                raise ValidationError(str(unclear)) from unclear
            if int(read.group(1)) in steps:
                raise ValidationError(_now("Năm %(year)s được ghi hai lần.") % {"year": read.group(1)})
            steps[int(read.group(1))] = value
        return steps

    def clean(self):
        told = super().clean()
        told.pop("version", None)
        if not self.errors:
            told["terms"] = Terms(**{name: told.pop(name) for name in (*COLUMNS, "road_map")})
        return told


class RevisionForm(TargetForm):
    """The same of a target that is there, with why; `version` is its number. `sure` comes with the second sending, when
    the reports it touches were shown."""

    reason = TextField(
        label=_("Lý do sửa"),
        help_text=_("Ví dụ: theo Kết luận số 12-KL/TU ngày 05/03/2023."),
        error_messages={"required": _("Hãy ghi lý do sửa chỉ tiêu.")},
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)
    field_order = ["version", "reason", "from_year"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("task_group", "parent"):
            del self.fields[name]

    def told(self, current) -> list[tuple[str, str]]:
        held = current.latest
        return [
            (str(self.fields["text"].label), held.text),
            (str(self.fields["kind"].label), held.get_kind_display()),
            (str(self.fields["value"].label), "" if held.value is None else number_text(held.value)),
            (str(self.fields["reason"].label), held.reason),
        ]

    def renew(self, overtaken) -> None:
        super().renew(overtaken)
        self.data["version"], self.data["sure"] = overtaken.current.number, ""

    def clean(self):
        number = self.cleaned_data.get("version") or 0
        told = super().clean()
        told.pop("sure", None)
        return told | {"number": number}


class ReasonForm(VersionedForm):
    reason = TextField(label=_("Lý do"), error_messages={"required": _("Hãy ghi lý do.")})


class PeriodForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kỳ"), choices=PeriodKind)
    name = LineField(
        label=_("Tên kỳ báo cáo"),
        max_length=120,
        help_text=_("Ví dụ: 6 tháng đầu năm 2024."),
        error_messages={"required": _("Hãy ghi tên kỳ báo cáo.")},
    )
    starts_on = DateField(label=_("Từ ngày"), error_messages={"required": _("Hãy ghi ngày đầu kỳ.")})
    ends_on = DateField(label=_("Đến ngày"), error_messages={"required": _("Hãy ghi ngày cuối kỳ.")})
    cut_off = DateField(
        label=_("Hạn gửi"),
        help_text=_("Báo cáo gửi sau ngày này vẫn nhận và ghi là gửi muộn."),
        error_messages={"required": _("Hãy ghi hạn gửi.")},
    )
    unit = forms.ChoiceField(label=_("Cho đơn vị và các nơi trực thuộc"), required=False)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self._units = {unit.key: unit for unit in own_units(by)}
        self.fields["unit"].choices = [(key, str(unit)) for key, unit in self._units.items()]
        if by.is_superuser:
            self.fields["unit"].choices = [("", _("Mọi đơn vị")), *self.fields["unit"].choices]
        else:
            self.fields["unit"].required = True

    def clean_unit(self):
        return self._units.get(self.cleaned_data["unit"])


class CutOffForm(VersionedForm):
    cut_off = DateField(label=_("Hạn gửi"), error_messages={"required": _("Hãy ghi hạn gửi.")})
