"""What a registration tells, as boxes in six short sections: shared by entering and correcting."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.refusal_log import note_refused_file
from audit.errors import DomainError
from models_registry.attachments import FILES_AT_ONCE, refusal
from models_registry.choices import REGISTERING_LEVELS, ActivityField, Kind, Phase
from models_registry.form_fields import (
    CountField,
    DateField,
    LineField,
    MoneyField,
    SeveralFilesField,
    SeveralFilesInput,
    TextField,
)
from vietnamese.folding import clean_line

_LEVELS = [(level.value, level.label) for level in REGISTERING_LEVELS]


def _text(label, hint="", rows=3, **kwargs):
    widget = forms.Textarea(attrs={"rows": rows})
    return TextField(label=label, help_text=hint, required=False, widget=widget, **kwargs)


class DetailsForm(forms.Form):
    """What a registration tells beside its place in the register; shared by entering and correcting."""

    name = LineField(
        label=gettext_lazy("Tên mô hình, điển hình"),
        help_text=gettext_lazy("Ví dụ: Tuyến đường hoa nông thôn mới thôn Nà Khoang"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Chưa có tên mô hình, điển hình.")},
    )
    field = forms.ChoiceField(
        label=gettext_lazy("Lĩnh vực"),
        choices=ActivityField.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn một trong bốn lĩnh vực.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Loại"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn tập thể hoặc cá nhân.")},
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Cấp đăng ký"),
        choices=_LEVELS,
        error_messages={"required": gettext_lazy("Hãy chọn cấp đăng ký.")},
    )
    phase = forms.ChoiceField(
        label=gettext_lazy("Mới / duy trì"),
        choices=Phase.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn đăng ký mới, duy trì hoặc nâng chất.")},
    )
    situation = _text(
        gettext_lazy("Đặc điểm tình hình, lý do"),
        gettext_lazy("Vì sao cần mô hình này, tình hình trước khi làm."),
    )
    aims = _text(
        gettext_lazy("Mục tiêu, tiêu chí"), gettext_lazy("Ví dụ: 100% hộ trong thôn không thả rông gia súc.")
    )
    content = _text(gettext_lazy("Nội dung, cách làm"), rows=5)
    place = _text(
        gettext_lazy("Địa bàn, đối tượng"),
        gettext_lazy("Thôn, xóm, tổ dân phố; nhóm người được vận động."),
        rows=2,
    )
    forces = _text(
        gettext_lazy("Lực lượng chủ trì, phối hợp, tham gia"),
        gettext_lazy("Ví dụ: Chi hội Phụ nữ chủ trì; Đoàn Thanh niên, Mặt trận phối hợp."),
        rows=2,
    )
    person_in_charge = LineField(label=gettext_lazy("Người phụ trách"), required=False, max_length=120)
    work_phone = LineField(
        label=gettext_lazy("Điện thoại cơ quan"),
        help_text=gettext_lazy("Số nơi làm việc, không ghi số riêng."),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    participants = CountField(
        label=gettext_lazy("Số người tham gia"), help_text=gettext_lazy("Ví dụ: 1.538"), required=False
    )
    money = MoneyField(
        label=gettext_lazy("Kinh phí huy động (đồng)"),
        help_text=gettext_lazy("Ví dụ: 273.000.000 hoặc 273 triệu"),
        required=False,
    )
    labour_days = CountField(label=gettext_lazy("Ngày công huy động"), help_text="", required=False)
    starts_on = DateField(label=gettext_lazy("Bắt đầu"), required=False)
    ends_on = DateField(label=gettext_lazy("Kết thúc"), required=False)
    registered_on = DateField(label=gettext_lazy("Ngày đăng ký"), required=False)
    resources = _text(
        gettext_lazy("Thời gian, nguồn lực"), gettext_lazy("Tiến độ, nguồn xã hội hóa, hiện vật."), rows=2
    )
    expected_results = _text(
        gettext_lazy("Kết quả dự kiến, kiểm chứng được"),
        gettext_lazy("Ghi bằng số hoặc việc thấy được, ví dụ: 2 km đường có đèn."),
    )
    sustainability = _text(gettext_lazy("Khả năng duy trì, nhân rộng"), rows=2)
    results = _text(gettext_lazy("Kết quả đạt được"), gettext_lazy("Để trống nếu chưa có."))
    notes = _text(gettext_lazy("Ghi chú"), rows=2)
    files = SeveralFilesField(
        label=gettext_lazy("Tài liệu, ảnh kèm theo"),
        help_text=gettext_lazy(
            "PDF, JPEG, PNG, Word, Excel; mỗi tệp không quá 20 MB. Không gửi tài liệu mật."
        ),
        widget=SeveralFilesInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.docx,.xlsx"}),
        required=False,
    )

    def clean_files(self):
        files = self.cleaned_data["files"]
        if len(files) > FILES_AT_ONCE:
            raise ValidationError(_("Mỗi lần gửi nhiều nhất %(n)s tệp.") % {"n": FILES_AT_ONCE})
        refused = [(file, error) for file in files if (error := refusal(file))]
        broken = [error.sentence for _file, error in refused]
        for file, error in refused[:1]:
            note_refused_file(verb="refuse_file", sentence=error.sentence, name=clean_line(file.name))
        if broken:
            raise ValidationError(broken)
        return files

    def take_refusals(self, refused: DomainError) -> None:
        """Puts what the deed refused at its fields, or on top where it has none."""
        for error in getattr(refused, "errors", [refused]):
            self.add_error(error.field if error.field in self.fields else None, error.sentence)

    @property
    def box_names(self) -> list[str]:
        """Every box that holds typed text, for drafts: files cannot be kept."""
        return [name for name in self.fields if name != "files"] + ["unit_q"]
