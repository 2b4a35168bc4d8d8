"""Forms of replication: where a model was done again, and what it came of."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.unit_options import read_unit
from models_registry.form_fields import DateField, LineField
from models_registry.models import MobilizationModel, Registration
from recognition.refusable import Refusable
from units.models import Unit


class ModelCodeField(LineField):
    """A model by its code, of those the person sees."""

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 24, "required": False} | kwargs)
        self.viewer = None

    def clean(self, value):
        code = super().clean(value).upper()
        if not code:
            return None
        found = MobilizationModel.objects.visible_to(self.viewer).filter(code=code).select_related("unit").first()
        if found is None:
            raise ValidationError(_("Không có mô hình mang mã này trong phạm vi của anh/chị."))
        return found


class _LinkForm(Refusable):
    on = DateField(
        label=gettext_lazy("Nhân rộng từ ngày"),
        error_messages={"required": gettext_lazy("Hãy ghi ngày nhân rộng.")},
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, ModelCodeField):
                field.viewer = by


class ReplicaForm(_LinkForm):
    """Where the model was done again: by the code of the model registered there, or by its unit and a name in words."""

    replica = ModelCodeField(
        label=gettext_lazy("Mã mô hình nhân rộng"),
        help_text=gettext_lazy("Nếu nơi nhân rộng đã đăng ký mô hình, ví dụ CB-2024-00123; khi ấy không cần chọn đơn vị."),
    )
    unit = forms.CharField(label=gettext_lazy("Đơn vị nhân rộng"), required=False, max_length=20)
    replica_name = LineField(
        label=gettext_lazy("Tên nơi nhân rộng"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Khi chưa có mã, ví dụ: Tổ tự quản đường biên xóm Nà Lùng."),
    )
    field_order = ["on", "replica", "unit", "replica_name"]

    def clean_unit(self) -> Unit | None:
        return read_unit(self.cleaned_data["unit"], Unit.objects.all())

    def clean(self):
        cleaned = super().clean()
        replica = cleaned.get("replica")
        if replica is not None:
            cleaned["unit"] = _last_unit(replica)
        elif "replica" in cleaned and cleaned.get("unit") is None:
            self.add_error("unit", _("Hãy chọn đơn vị nhân rộng, hoặc ghi mã mô hình."))
        return cleaned


class SourceForm(_LinkForm):
    """What the model came of, by its code."""

    source = ModelCodeField(
        label=gettext_lazy("Mã mô hình gốc"),
        required=True,
        help_text=gettext_lazy("Ví dụ: CB-2023-00045"),
        error_messages={"required": gettext_lazy("Hãy ghi mã mô hình gốc.")},
    )
    field_order = ["source", "on"]


def _last_unit(model: MobilizationModel) -> Unit:
    last = Registration.objects.filter(model=model).select_related("unit").order_by("-year", "-id").first()
    return last.unit if last else model.unit
