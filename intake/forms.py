"""What a person is asked on the way: the file and its register, then what each column is."""

from pathlib import PurePath

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import REGISTERING_ROLES
from accounts.refusal_log import note_refused_file
from accounts.scoping import assigned_units, written_by
from intake.bounds import MEBIBYTE, REQUEST, UnreadableWorkbook
from intake.choosing import CHOICES
from intake.columns import BY_KEY, COLUMNS, full_label
from intake.headers import Header
from intake.missing_columns import doubtful_columns
from intake.opening import open_register
from models_registry.choices import EARLIEST_YEAR, LATEST_YEARS_AHEAD, REGISTERING_LEVELS
from units.choices import Tier
from units.models import Unit
from vietnamese.dates import format_date
from vietnamese.folding import clean_line

_SETTINGS = {"level": list(REGISTERING_LEVELS)}


class UploadForm(forms.Form):
    """The workbook and whose register of which year it is. ``opened`` is what was read of it."""

    file = forms.FileField(
        label=gettext_lazy("Tệp Excel"),
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods"}),
        error_messages={"required": gettext_lazy("Hãy chọn tệp cần nhập.")},
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=gettext_lazy("Sổ của đơn vị"),
        empty_label=gettext_lazy("Chọn đơn vị"),
        help_text=gettext_lazy("Tên xã trong tệp được tìm trong đơn vị này, theo địa giới của nó."),
    )
    year = forms.IntegerField(label=gettext_lazy("Năm đăng ký"), localize=False)

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.opened = None
        this_year = timezone.localdate().year
        self.fields["year"].widget.attrs |= {
            "inputmode": "numeric",
            "min": EARLIEST_YEAR,
            "max": this_year + LATEST_YEARS_AHEAD,
        }
        self.fields["year"].min_value, self.fields["year"].max_value = (
            EARLIEST_YEAR,
            this_year + LATEST_YEARS_AHEAD,
        )
        units = register_units(user)
        self.fields["unit"].queryset = Unit.objects.filter(id__in=[u.id for u in units]).order_by("position")
        self.fields["unit"].label_from_instance = unit_label
        if len(units) == 1:
            self.fields["unit"].initial = units[0]

    def clean_year(self):
        year, field = self.cleaned_data["year"], self.fields["year"]
        if not field.min_value <= year <= field.max_value:
            raise forms.ValidationError(
                _("Năm đăng ký từ %(first)d đến %(last)d.")
                % {"first": field.min_value, "last": field.max_value}
            )
        return year

    def clean_file(self):
        file = self.cleaned_data["file"]
        name = clean_line(PurePath(file.name).name)
        try:
            if file.size > REQUEST.file_bytes:
                raise UnreadableWorkbook(
                    "oversized",
                    _("Tệp lớn quá %(size)d MB. Xóa ảnh và các trang không cần rồi nộp lại.")
                    % {"size": REQUEST.file_bytes // MEBIBYTE},
                )
            self.data_read = file.read()
            self.opened = open_register(self.data_read, name)
        except UnreadableWorkbook as error:
            note_refused_file(verb="refuse_import", sentence=str(error), name=name)
            raise forms.ValidationError(str(error), code=error.reason) from error
        return file

    def clean(self):
        found = super().clean()
        unit, year = found.get("unit"), found.get("year")
        if unit and year:
            if unit.valid_to and unit.valid_to.year < year:
                self.add_error(
                    "unit", _("Năm %(year)d không còn đơn vị này; chọn đơn vị sau sắp xếp.") % {"year": year}
                )
            elif unit.valid_from and unit.valid_from.year > year:
                self.add_error(
                    "unit", _("Năm %(year)d chưa có đơn vị này; chọn đơn vị trước sắp xếp.") % {"year": year}
                )
        return found


def register_units(user) -> list[Unit]:
    """Units whose register the person may fill by a file: her own and, where hers went over whole, the same tier in the
    other geography; the districts of a province too. Everything means every province."""
    if user.is_superuser:
        return list(Unit.objects.at_tier(Tier.PROVINCE))
    found: dict[int, Unit] = {}
    for unit in assigned_units(user, REGISTERING_ROLES):
        tiers = [Tier.PROVINCE, Tier.DISTRICT] if unit.tier == Tier.PROVINCE else [unit.tier]
        inside = Unit.objects.inside(unit).filter(tier__in=tiers)
        found |= {u.id: u for u in inside if u.id in written_by(user).units} | {unit.id: unit}
    return sorted(found.values(), key=lambda u: u.position)


def unit_label(unit: Unit) -> str:
    """ "Tỉnh Cao Bằng (đến 30/06/2025)": two units of one name are told apart by their days."""
    if unit.valid_to:
        return _("%(name)s (đến %(day)s)") % {"name": unit.name, "day": format_date(unit.valid_to)}
    if unit.valid_from:
        return _("%(name)s (từ %(day)s)") % {"name": unit.name, "day": format_date(unit.valid_from)}
    return unit.name


class ColumnsForm(forms.Form):
    """One choice a column, one answer for the whole file where no column gives it, and the body behind the decisions."""

    remember = forms.BooleanField(
        label=gettext_lazy("Nhớ cách đọc này cho đơn vị"), required=False, initial=True
    )
    issuer = forms.CharField(
        label=gettext_lazy("Cơ quan ban hành quyết định công nhận"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Dùng khi tệp không có cột này."),
    )

    def __init__(self, header: Header, mapping: dict[str, int], fixed: dict[str, str], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.header = header
        chosen = {index: key for key, index in mapping.items()}
        options = [
            ("", _("Bỏ qua cột này")),
            *((c.key, full_label(c)) for c in COLUMNS if c.key != "refusal_reason"),
        ]
        for column in header.columns:
            self.fields[_name(column.index)] = forms.ChoiceField(
                choices=options, required=False, initial=chosen.get(column.index, ""), label=column.heading
            )
        self.fixed_names = []
        for subject in doubtful_columns(mapping, {}):
            if subject in CHOICES:
                values = _SETTINGS.get(subject, CHOICES[subject].values)
                self.fixed_names.append(f"fixed_{subject}")
                self.fields[f"fixed_{subject}"] = forms.ChoiceField(
                    choices=[
                        ("", _("Theo dòng nhóm trong tệp")),
                        *((v, CHOICES[subject](v).label) for v in values),
                    ],
                    required=False,
                    initial=fixed.get(subject, ""),
                    label=_("%(column)s của cả tệp") % {"column": BY_KEY[subject].label},
                )

    def clean(self):
        found = super().clean()
        seen: dict[str, str] = {}
        for column in self.header.columns:
            key = found.get(_name(column.index))
            if key and key in seen:
                self.add_error(
                    _name(column.index),
                    _("Đã có cột “%(other)s” đưa vào mục này.") % {"other": seen[key]},
                )
            elif key:
                seen[key] = column.heading
        return found

    def mapping(self) -> dict[str, int]:
        return {key: c.index for c in self.header.columns if (key := self.cleaned_data.get(_name(c.index)))}

    def fixed(self) -> dict[str, str]:
        return {
            name.removeprefix("fixed_"): value
            for name in self.fixed_names
            if (value := self.cleaned_data.get(name))
        }

    def column_field(self, index: int):
        return self[_name(index)]


def _name(index: int) -> str:
    return f"column_{index}"
