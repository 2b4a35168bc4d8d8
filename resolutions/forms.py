from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import DOCUMENT_ROLES
from accounts.scoping import acted_on_by, assigned_units
from models_registry.form_fields import DateField, LineField, TextField
from resolutions.choices import DocumentKind
from units.choices import Tier
from units.models import Unit
from units.querysets import predecessors


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(label=_("Loại văn bản"), choices=DocumentKind.choices)
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
    unit = forms.ChoiceField(label=_("Của đơn vị"), required=False)
    title = LineField(
        label=_("Trích yếu"), max_length=500, error_messages={"required": _("Hãy ghi trích yếu.")}
    )
    summary = TextField(label=_("Nội dung chính"), required=False)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        units = list(Unit.objects.filter(tier=Tier.PROVINCE)) if by.is_superuser else _own(by)
        self._units = {unit.key: unit for unit in units}
        self.fields["unit"].choices = [(key, str(unit)) for key, unit in self._units.items()]
        if by.is_superuser:
            self.fields["unit"].choices = [("", _("Trung ương")), *self.fields["unit"].choices]
        else:
            self.fields["unit"].required = True

    def clean_unit(self):
        return self._units.get(self.cleaned_data["unit"])


def _own(by) -> list[Unit]:
    """The units the person writes documents down for: her own and what went over into them whole."""
    acted_on, own = acted_on_by(by, DOCUMENT_ROLES), assigned_units(by, DOCUMENT_ROLES)
    before = [i for ids in predecessors(own).values() for i in ids]
    units = [*own, *Unit.objects.filter(id__in=before)]
    return sorted((unit for unit in units if acted_on.holds(unit.id)), key=lambda unit: unit.position)
