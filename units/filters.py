"""What an address may ask of a list: the parts every list shares, and the list of units."""

from datetime import date

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.errors import DomainError
from units.choices import Tier
from units.models import Unit
from vietnamese.folding import clean_line, fold

FIRST_YEAR, LAST_YEAR = 1990, 2100
SEARCH_LENGTH = 200


class UnitKeyField(forms.CharField):
    """A unit given by its key, such as "old-04"; cleans to the unit itself."""

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "strip": True} | kwargs)

    def to_python(self, value):
        key = super().to_python(value)
        if not key:
            return None
        # PostgreSQL refuses a NUL byte with an error of its own.
        found = Unit.objects.filter(key=key).first() if len(key) <= 20 and "\0" not in key else None
        if found is None:
            shown = clean_line(key)[:20]
            raise ValidationError(_("Không có đơn vị mang mã “%(key)s”.") % {"key": shown})
        return found

    def run_validators(self, value):
        pass

    def prepare_value(self, value):
        return value.key if isinstance(value, Unit) else value


class YearField(forms.CharField):
    """A year in four digits; cleans to a number."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4", "autocomplete": "off"})

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        if not (
            len(text) == 4 and text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR
        ):
            raise ValidationError(_("Năm phải là bốn chữ số, ví dụ 2024."))
        return int(text)

    def run_validators(self, value):
        pass


class SearchField(forms.CharField):
    """Words to look for. Text without a letter or digit finds nothing and is refused rather than ignored."""

    widget = forms.TextInput(attrs={"type": "search", "autocomplete": "off"})

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "max_length": SEARCH_LENGTH} | kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        if "\0" in text or (text and not fold(text)):
            raise ValidationError(_("Hãy ghi ít nhất một chữ cái hoặc chữ số để tìm."))
        return text


class DayField(forms.CharField):
    """A day as an address writes it, 2024-12-31; `wrong` says so where it is none."""

    def __init__(self, *args, wrong="", **kwargs):
        super().__init__(*args, **kwargs)
        self.wrong = wrong or gettext_lazy("Ngày của địa giới ghi dạng 2024-12-31.")

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or not 1976 <= day.year <= LAST_YEAR:
            raise ValidationError(self.wrong)
        return day

    def run_validators(self, value):
        pass


class UnitKeyFilter(django_filters.Filter):
    field_class = UnitKeyField


class YearFilter(django_filters.Filter):
    field_class = YearField


class SearchFilter(django_filters.Filter):
    field_class = SearchField


class DayFilter(django_filters.Filter):
    field_class = DayField


class BatchFilter(django_filters.UUIDFilter):
    """The key of one import, as its address has it."""

    def __init__(self, *args, **kwargs):
        kwargs["error_messages"] = {"invalid": gettext_lazy("Không có lần nhập nào mang mã này.")}
        super().__init__(*args, **kwargs)


class OneOf(django_filters.ChoiceFilter):
    """One of fixed values; any other is refused in the office's words."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("empty_label", gettext_lazy("Tất cả"))
        kwargs.setdefault(
            "error_messages",
            {"invalid_choice": gettext_lazy("“%(value)s” không phải một giá trị của mục này.")},
        )
        super().__init__(*args, **kwargs)


class Ordering(django_filters.OrderingFilter):
    """Sorting by an allow-list; empty values always last, and always the same order among equals.

    `fields` maps a column to (name in the address, label)."""

    def __init__(self, *, fields: dict[str, tuple[str, str]], tie: str = "-id", **kwargs):
        self.tie = tie
        labels = {column: label for column, (name, label) in fields.items()}
        labels |= {f"-{column}": _falling(label) for column, (name, label) in fields.items()}
        super().__init__(
            fields={column: name for column, (name, _label) in fields.items()},
            field_labels=labels,
            label=gettext_lazy("Sắp xếp"),
            empty_label=gettext_lazy("Mới nhập trước"),
            error_messages={"invalid_choice": gettext_lazy("Không sắp xếp được theo “%(value)s”.")},
            **kwargs,
        )

    def get_ordering_value(self, param):
        column = F(self.param_map[param.removeprefix("-")])
        return column.desc(nulls_last=True) if param.startswith("-") else column.asc(nulls_last=True)

    def filter(self, queryset, value):
        if not value:
            return queryset
        return queryset.order_by(*(self.get_ordering_value(name) for name in value if name), self.tie)


def _falling(label):
    return gettext_lazy("%s (giảm dần)") % label


class AskedFilterSet(django_filters.FilterSet):
    """A filterset that never answers a wrong question: with a wrong value it holds nothing and says why."""

    def filter_queryset(self, queryset):
        if self.is_bound and self.form.errors:
            return queryset.none()
        return super().filter_queryset(queryset)

    @property
    def qs(self):
        if self.is_bound and self.form.errors:
            return self.queryset.none()
        return super().qs

    def refusals(self) -> list[DomainError]:
        """Every wrong value, naming its parameter; empty when the question can be answered."""
        if not self.is_bound:
            return []
        return [
            DomainError(sentence, field="" if name == "__all__" else name)
            for name, sentences in self.form.errors.items()
            for sentence in sentences
        ]

    def asked(self, name: str):
        """The cleaned value of a parameter, None or empty where it was not asked."""
        return self.form.cleaned_data.get(name) if self.is_bound else None


class UnitFilter(AskedFilterSet):
    """The list of units. Without a day: those standing today; `geography` asks another day, `year` any day of a year."""

    within = UnitKeyFilter(label=gettext_lazy("Trong đơn vị"), method="keep_inside")
    tier = OneOf(label=gettext_lazy("Cấp"), choices=Tier.choices)
    parent = UnitKeyFilter(label=gettext_lazy("Thuộc trực tiếp"))
    geography = DayFilter(label=gettext_lazy("Địa giới ngày"), method="keep_standing")
    year = YearFilter(label=gettext_lazy("Năm"), method="keep_of_year")
    search = SearchFilter(label=gettext_lazy("Tìm"), method="keep_matching")
    ordering = Ordering(
        fields={
            "position": ("position", gettext_lazy("Thứ tự chính thức")),
            "folded_name": ("name", gettext_lazy("Tên")),
            "key": ("key", gettext_lazy("Mã")),
        },
        tie="position",
    )

    class Meta:
        model = Unit
        fields: list[str] = []

    @classmethod
    def asked_by(cls, viewer, parameters) -> "UnitFilter":
        """The filterset over the official lists, which everybody who signs in reads whole."""
        return cls(parameters, Unit.objects.order_by("position"))

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        if self.asked("geography") or self.asked("year"):
            return found
        within = self.asked("within") or self.asked("parent")
        # Inside an abolished unit one asks for what stood in it, not for nothing.
        day = within.valid_to if within is not None and within.valid_to else timezone.localdate()
        return found.valid_on(day)

    def keep_inside(self, queryset, name, value):
        return queryset.inside(value)

    def keep_standing(self, queryset, name, value):
        return queryset.valid_on(value)

    def keep_of_year(self, queryset, name, value):
        return queryset.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=date(value, 12, 31)),
            Q(valid_to__isnull=True) | Q(valid_to__gte=date(value, 1, 1)),
        )

    def keep_matching(self, queryset, name, value):
        return queryset.matching(value)
