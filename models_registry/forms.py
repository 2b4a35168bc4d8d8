"""Entering and correcting a registration. The forms read text; the rules stand in entry.py."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.scoping import may_register_for, written_by
from audit.versioned_form import VersionedForm
from models_registry.details_form import DetailsForm
from models_registry.entry import DETAIL_NAMES, Details, Entry
from models_registry.form_fields import TextField
from models_registry.models import MobilizationModel, Registration, Tag
from models_registry.numbering import province_of
from models_registry.tags_of_models import tags_in_use
from units.models import Organisation, Unit
from units.querysets import unit_ids_inside


def _tags_field():
    return forms.ModelMultipleChoiceField(
        Tag.objects.none(),
        label=gettext_lazy("Tiểu lĩnh vực của tỉnh"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class EntryForm(DetailsForm):
    """A new registration. Answers `entry` when it is valid: units and models are those the person may use."""

    unit = forms.CharField(
        label=gettext_lazy("Đơn vị"),
        help_text=gettext_lazy("Gõ tên không cần dấu rồi chọn."),
        error_messages={"required": gettext_lazy("Hãy chọn đơn vị: gõ tên rồi chọn trong danh sách.")},
        max_length=20,
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Cơ quan, tổ chức"),
        help_text=gettext_lazy(
            "Chỉ chọn khi mô hình do cơ quan, tổ chức đăng ký chứ không phải của cả đơn vị."
        ),
        required=False,
        empty_label=gettext_lazy("Không, là của đơn vị"),
        error_messages={
            "invalid_choice": gettext_lazy(
                "Cơ quan này không thuộc đơn vị đã chọn hoặc không hoạt động trong năm đăng ký; hãy chọn lại."
            )
        },
    )
    year = forms.TypedChoiceField(
        label=gettext_lazy("Năm đăng ký"),
        coerce=int,
        error_messages={"required": gettext_lazy("Hãy chọn năm đăng ký.")},
    )
    tags = _tags_field()
    model = forms.CharField(required=False, max_length=18, widget=forms.HiddenInput)

    field_order = ["name", "year", "level", "unit", "organisation", "field", "kind", "phase"]

    def __init__(self, *args, by, years: range, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["year"].choices = [(y, str(y)) for y in reversed(years)]
        self.chosen_unit = self._unit(self["unit"].value() or "")
        self.chosen_model = self._model(self["model"].value() or "")
        self._offer_organisations()
        self._offer_tags()
        # The box fetches its options when another unit is chosen; without a script "Tìm" brings the page back with them.
        self.fields["organisation"].widget.attrs |= {
            "hx-get": reverse("models_registry:organisations"),
            "hx-trigger": "change from:.unit-picker, change from:[name=year]",
            "hx-include": "[name=unit], [name=year]",
        }

    def clean_unit(self):
        # A unit that is not there and one outside the person's units get one answer.
        if self.chosen_unit is None:
            raise ValidationError(_("Hãy chọn đơn vị trong phạm vi được giao."))
        return self.chosen_unit

    def clean_model(self):
        if self.cleaned_data["model"] and self.chosen_model is None:
            raise ValidationError(_("Mô hình muốn đăng ký tiếp không còn trong phạm vi của anh/chị."))
        return self.chosen_model

    def clean(self):
        cleaned = super().clean()
        unit, model = cleaned.get("unit"), cleaned.get("model")
        if unit and model and model.unit_id not in unit_ids_inside(province_of(unit)):
            self.add_error("unit", _("Mô hình %(code)s không thuộc tỉnh này.") % {"code": model.code})
        return cleaned

    def entry(self) -> Entry:
        """What is asked to be registered."""
        value = self.cleaned_data
        return Entry(
            name=value["name"],
            unit=value["unit"],
            year=value["year"],
            level=value["level"],
            phase=value["phase"],
            kind=value["kind"],
            field=value["field"],
            organisation=value["organisation"],
            details=Details(**{name: value[name] for name in DETAIL_NAMES}),
        )

    def _unit(self, key: str) -> Unit | None:
        if not key or len(key) > 20 or "\0" in key:
            return None
        unit = Unit.objects.select_related("parent__parent").filter(key=key).first()
        return unit if unit is not None and written_by(self.by).reaches(unit.id) else None

    def _model(self, key: str) -> MobilizationModel | None:
        if not (key and key.isascii() and key.isdigit() and len(key) < 18):
            return None
        found = MobilizationModel.objects.visible_to(self.by).select_related("unit")
        model = found.filter(pk=int(key)).first()
        return model if model is not None and self._may_continue(model) else None

    def _may_continue(self, model: MobilizationModel) -> bool:
        return may_register_for(self.by, model.unit, model.organisation_id)

    def _offer_organisations(self) -> None:
        if self.chosen_unit is None:
            return
        box, written, year = self.fields["organisation"], written_by(self.by), self.year_asked()
        offered = self.chosen_unit.organisations.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=date(year, 12, 31)),
            Q(valid_to__isnull=True) | Q(valid_to__gte=date(year, 1, 1)),
        )
        if not written.holds(self.chosen_unit.id):
            # Who enters for an organisation enters nothing for the unit it belongs to.
            offered = offered.filter(id__in=written.organisations)
            box.required, box.empty_label = True, None
            box.error_messages["required"] = _("Hãy chọn cơ quan, tổ chức anh/chị được giao.")
        box.queryset = offered

    def _offer_tags(self) -> None:
        if self.chosen_unit is not None:
            self.fields["tags"].queryset = tags_in_use(self.chosen_unit, self.year_asked())
        if not self.fields["tags"].queryset:
            del self.fields["tags"]

    def year_asked(self) -> int:
        """The year typed; the last there is where it is none, so that what stands today is offered."""
        text = str(self["year"].value() or "")
        return int(text) if text.isascii() and text.isdigit() and 1990 <= int(text) <= 2100 else 2100


class EditForm(DetailsForm):
    """Correcting a registration: what may change, and the version the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    tags = _tags_field()

    def __init__(self, *args, of: Registration, **kwargs):
        super().__init__(*args, initial=self.values_of(of), **kwargs)
        held = of.model.tags.all()
        offered = tags_in_use(of.unit, of.year) | Tag.objects.filter(models=of.model_id)
        self.fields["tags"].queryset = offered.distinct()
        self.initial["tags"] = [tag.pk for tag in held]
        if not self.fields["tags"].queryset:
            del self.fields["tags"]

    @staticmethod
    def values_of(registration: Registration) -> dict:
        """The registration as the form shows it."""
        names = ("level", "phase", "kind", "field", "version", *DETAIL_NAMES)
        return {name: getattr(registration, name) for name in names} | {"name": registration.model.name}

    def changes(self) -> dict:
        """The values typed, by the names the deed takes."""
        names = ("level", "phase", "kind", "field", *DETAIL_NAMES)
        return {name: self.cleaned_data[name] for name in names}


class WithdrawForm(VersionedForm):
    reason = TextField(
        label=gettext_lazy("Lý do rút"),
        help_text=gettext_lazy("Ví dụ: đăng ký trùng với mô hình CB-2024-00123."),
        error_messages={"required": gettext_lazy("Hãy ghi lý do rút đăng ký.")},
    )


class PlaceForm(VersionedForm):
    unit = forms.ChoiceField(
        label=gettext_lazy("Xã, phường theo địa giới mới"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn một xã, phường.")},
    )

    def __init__(self, *args, places: list[Unit], **kwargs):
        super().__init__(*args, **kwargs)
        self._places = {unit.key: unit for unit in places}
        self.fields["unit"].choices = [(unit.key, unit.name) for unit in places]

    def clean_unit(self):
        return self._places[self.cleaned_data["unit"]]

    def told(self, current):
        place = current.hand_unit.name if current.hand_unit else _("chưa chọn")
        return [(str(self.fields["unit"].label), place)]
