"""What is written of a document: itself, its groups of tasks, its links, its papers, what was issued to carry it out."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.choices import DOCUMENT_ROLES
from accounts.scoping import acted_on_by, assigned_units
from audit.versioned_form import VersionedForm
from models_registry.choices import Level
from models_registry.form_fields import CountField, DateField, LineField, TextField
from resolutions.choices import DocumentKind, IssuerKind, LinkKind
from resolutions.models import Document
from units.choices import Tier
from units.models import Unit
from units.querysets import predecessors
from vietnamese.paper_numbers import number_key


class YearField(forms.IntegerField):
    """A year in four digits, written without a dot."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4})

    def __init__(self, **kwargs):
        wrong = {"invalid": _("Năm phải là bốn chữ số, ví dụ 2024."), "required": _("Hãy ghi năm.")}
        super().__init__(
            **{"min_value": 1945, "max_value": 2100, "localize": False, "error_messages": wrong} | kwargs
        )


class DocumentTextForm(VersionedForm):
    """What may be corrected later."""

    kind = forms.ChoiceField(label=_("Loại văn bản"), choices=DocumentKind)
    number = LineField(
        label=_("Số, ký hiệu"),
        help_text=_("Ví dụ: 04-NQ/TU"),
        max_length=60,
        error_messages={"required": _("Hãy ghi số, ký hiệu.")},
    )
    issued_on = DateField(label=_("Ngày ban hành"), error_messages={"required": _("Hãy ghi ngày ban hành.")})
    issuer = LineField(
        label=_("Cơ quan ban hành"),
        max_length=200,
        error_messages={"required": _("Hãy ghi cơ quan ban hành.")},
    )
    issuer_kind = forms.ChoiceField(
        label=_("Loại cơ quan ban hành"),
        choices=[("", _("Chưa phân loại")), *IssuerKind.choices],
        required=False,
        help_text=_("Để đếm số văn bản theo loại cơ quan, như báo cáo hằng năm vẫn đếm."),
    )
    title = LineField(
        label=_("Trích yếu"), max_length=500, error_messages={"required": _("Hãy ghi trích yếu.")}
    )
    summary = TextField(label=_("Nội dung chính"), required=False)
    period_from = YearField(label=_("Giai đoạn từ năm"), required=False)
    period_to = YearField(label=_("Giai đoạn đến năm"), required=False)
    applies_to = forms.ChoiceField(
        label=_("Cấp thực hiện"), choices=[("", _("Mọi cấp")), *Level.choices], required=False
    )


class DocumentForm(DocumentTextForm):
    unit = forms.ChoiceField(label=_("Của đơn vị"), required=False)
    field_order = ["kind", "number", "issued_on", "issuer", "issuer_kind", "unit"]

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        units = list(Unit.objects.filter(tier=Tier.PROVINCE)) if by.is_superuser else own_units(by)
        self._units = {unit.key: unit for unit in units}
        self.fields["unit"].choices = [(key, str(unit)) for key, unit in self._units.items()]
        if by.is_superuser:
            self.fields["unit"].choices = [("", _("Trung ương")), *self.fields["unit"].choices]
        else:
            self.fields["unit"].required = True

    def clean_unit(self):
        return self._units.get(self.cleaned_data["unit"])


class TaskGroupForm(forms.Form):
    title = LineField(
        label=_("Nhóm nhiệm vụ, giải pháp"),
        max_length=500,
        help_text=_("Ghi theo thứ tự trong văn bản; mỗi lần một nhóm."),
        error_messages={"required": _("Hãy ghi tên nhóm nhiệm vụ, giải pháp.")},
    )
    content = TextField(label=_("Nội dung"), required=False)


class LinkForm(forms.Form):
    """The other document is named by its number, among those the person sees; by its day too where several bear it."""

    kind = forms.ChoiceField(label=_("Quan hệ"), choices=LinkKind)
    other = LineField(
        label=_("Với văn bản số"),
        max_length=60,
        help_text=_("Số, ký hiệu của văn bản đã có trong sổ, ví dụ 25-NQ/TW."),
        error_messages={"required": _("Hãy ghi số, ký hiệu của văn bản kia.")},
    )
    issued_on = DateField(
        label=_("Ngày ban hành của văn bản ấy"), required=False, help_text=_("Chỉ cần khi có nhiều văn bản cùng số.")
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self._by = by

    def clean(self):
        told = super().clean()
        day = told.pop("issued_on", None)
        if "other" not in told:
            return told
        found = Document.objects.visible_to(self._by).filter(number_key=number_key(told["other"]))
        found = list((found.filter(issued_on=day) if day else found)[:2])
        if not found:
            self.add_error("other", _now("Trong sổ chưa có văn bản mang số này; hãy ghi văn bản ấy vào sổ trước."))
        elif len(found) > 1:
            self.add_error("issued_on", _now("Có nhiều văn bản mang số này; hãy ghi thêm ngày ban hành."))
        else:
            told["other"] = found[0]
        return told


class IssuedForm(forms.Form):
    """So many documents, as one unit counted them."""

    unit = forms.ChoiceField(label=_("Đơn vị báo cáo"))
    issuer_kind = forms.ChoiceField(label=_("Loại cơ quan ban hành"), choices=IssuerKind)
    kind = forms.ChoiceField(
        label=_("Loại văn bản"), choices=[("", _("Mọi loại")), *DocumentKind.choices], required=False
    )
    year_from = YearField(label=_("Từ năm"))
    year_to = YearField(label=_("Đến năm"))
    number = CountField(
        label=_("Số văn bản"),
        help_text=_("Ví dụ: 15.295. Ghi 0 nếu chưa ban hành văn bản nào."),
        error_messages={"required": _("Hãy ghi số văn bản.")},
    )
    source = LineField(
        label=_("Nguồn"), max_length=300, required=False, help_text=_("Ví dụ: Báo cáo tổng kết 15 năm, số 12-BC/TU.")
    )

    def __init__(self, *args, by, document, **kwargs):
        super().__init__(*args, **kwargs)
        units = own_units(by)
        if document.unit is not None and document.unit not in units and acted_on_by(by, DOCUMENT_ROLES).holds(document.unit_id):
            units = [document.unit, *units]
        self._units = {unit.key: unit for unit in units}
        self.fields["unit"].choices = [(key, str(unit)) for key, unit in self._units.items()]

    def clean_unit(self):
        return self._units[self.cleaned_data["unit"]]

    def clean_number(self):
        if self.cleaned_data["number"] is None:
            raise ValidationError(_now("Hãy ghi số văn bản."))
        return self.cleaned_data["number"]


class ScanForm(forms.Form):
    upload = forms.FileField(
        label=_("Bản chụp văn bản"),
        help_text=_("PDF, JPEG, PNG, DOCX hoặc XLSX, nhiều nhất 20 MB. Không tải lên tài liệu mang dấu mật."),
        error_messages={"required": _("Hãy chọn tệp.")},
    )


def own_units(by) -> list[Unit]:
    """The units the person writes documents down for: her own and what went over into them whole."""
    acted_on, own = acted_on_by(by, DOCUMENT_ROLES), assigned_units(by, DOCUMENT_ROLES)
    before = [i for ids in predecessors(own).values() for i in ids]
    units = [*own, *Unit.objects.filter(id__in=before)]
    return sorted((unit for unit in units if acted_on.holds(unit.id)), key=lambda unit: unit.position)
