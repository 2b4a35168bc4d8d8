"""What may be asked of the register: the one filterset of the list page, its Excel and the API."""

from django import forms
from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.models import Event
from models_registry.choices import (
    NOT_COUNTED,
    REGISTERING_LEVELS,
    ActivityField,
    Kind,
    Level,
    Phase,
    Stage,
    Status,
)
from models_registry.models import MobilizationModel, Registration
from rollups.measures import steps
from units.choices import TIER_ORDER, Tier
from units.filters import (
    AskedFilterSet,
    BatchFilter,
    DayFilter,
    OneOf,
    Ordering,
    SearchFilter,
    UnitKeyFilter,
    YearFilter,
)
from units.geography import geography_on
from units.models import Placement
from vietnamese.dates import format_date
from vietnamese.folding import clean_line, fold

ALL_STATUSES, NOT_AT_ANY = "all", "none"
RANKED_AT_MOST = 3000
"""Exact accents are put first among at most so many hits: ranking reads every hit's name, and a search that finds more
is a first word typed, better answered at once by the newest."""
HELD_ABOVE, NOT_ALLOCATED = "held_above", "not_allocated"

_LEVELS = [(level.value, level.label) for level in REGISTERING_LEVELS]


def _steps() -> list[tuple[str, str]]:
    """The steps of the way that measures are declared of; this app knows the first of them alone."""
    return [(key, measure.label) for key, measure in steps().items()]


class RegisterQuestion(forms.Form):
    """The parts of a question that must agree with each other."""

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("year_from"), cleaned.get("year_to")
        if first and last and first > last:
            self.add_error("year_from", _("Năm đầu phải trước năm cuối."))
        if cleaned.get("standing") and not (cleaned.get("tier") and cleaned.get("geography")):
            self.add_error("standing", _("Hãy cho biết cấp đơn vị và ngày của địa giới."))
        return cleaned


OFFERED = ("search", "field", "level", "kind", "phase", "stage", "late", "recognised", "status")
"""The filters offered in boxes; those after them come with an address only."""
NARROWING = (*OFFERED, "recognised_level", "reached", "as_of", "standing", "registered_in", "recognised_in")
_BATCH_DEEDS = {"registered_in": "register", "recognised_in": "recognise"}


class UnitAndYearsFilter(AskedFilterSet):
    """What every list of the register is asked by: a unit's subtree and a year, or the years from one to another. A list
    says in `year_lookup` where its year stands, and in `keep_inside` what it means to be inside a unit."""

    within = UnitKeyFilter(label=gettext_lazy("Trong đơn vị"), method="keep_inside")
    year = YearFilter(label=gettext_lazy("Năm"), method="keep_years")
    year_from = YearFilter(label=gettext_lazy("Từ năm"), method="keep_years")
    year_to = YearFilter(label=gettext_lazy("Đến năm"), method="keep_years")
    year_lookup = "year"

    def keep_inside(self, queryset, name, value):
        return queryset.inside(value)

    def keep_years(self, queryset, name, value):
        """A single year asked for goes before the two ends."""
        if name != "year" and self.asked("year"):
            return queryset
        return queryset.filter(**{self.year_lookup + _YEAR_ENDS[name]: value})


_YEAR_ENDS = {"year": "", "year_from": "__gte", "year_to": "__lte"}


class RegistrationFilter(UnitAndYearsFilter):
    """Registrations: a unit's subtree, years, the dimensions of the register, status, words, order.

    Without `status` only those that figures are made of. `standing`, with the `tier` and `geography` of a roll-up,
    keeps what that roll-up held above its tier or could not place. `reached` keeps what has reached a step, as the
    measure of that name counts it; with `as_of`, by that day, of what was registered by then. `registered_in` and
    `recognised_in` keep what one import entered."""

    field = OneOf(label=gettext_lazy("Lĩnh vực"), choices=ActivityField.choices)
    level = OneOf(label=gettext_lazy("Cấp đăng ký"), choices=_LEVELS)
    kind = OneOf(label=gettext_lazy("Loại"), choices=Kind.choices)
    phase = OneOf(label=gettext_lazy("Mới / duy trì"), choices=Phase.choices)
    recognised = OneOf(
        label=gettext_lazy("Công nhận"),
        choices=[
            ("true", gettext_lazy("Đã được công nhận")),
            ("false", gettext_lazy("Chưa được công nhận")),
        ],
        method="keep_recognised",
    )
    recognised_level = OneOf(
        label=gettext_lazy("Cấp công nhận"),
        choices=[*Level.choices, (NOT_AT_ANY, gettext_lazy("Chưa công nhận"))],
        method="keep_recognised_level",
    )
    status = OneOf(
        label=gettext_lazy("Trạng thái"),
        choices=[*Status.choices, (ALL_STATUSES, gettext_lazy("Tất cả, kể cả đã rút"))],
        empty_label=gettext_lazy("Đang tính vào số liệu"),
        method="keep_status",
    )
    stage = OneOf(label=gettext_lazy("Tiến độ"), choices=Stage.choices)
    late = OneOf(
        label=gettext_lazy("Hạn đăng ký"),
        choices=[("true", gettext_lazy("Gửi sau hạn")), ("false", gettext_lazy("Đúng hạn"))],
        method="keep_late",
    )
    reached = OneOf(label=gettext_lazy("Chặng đã qua"), choices=_steps, method="keep_reached")
    as_of = DayFilter(label=gettext_lazy("Tính đến ngày"), wrong=gettext_lazy("Ngày ghi dạng 2025-06-30."), method="carried")
    search = SearchFilter(label=gettext_lazy("Tìm theo tên hoặc mã"), method="keep_matching")
    standing = OneOf(
        label=gettext_lazy("Vị trí trong bảng tổng hợp"),
        choices=[
            (HELD_ABOVE, gettext_lazy("Trực thuộc cấp trên")),
            (NOT_ALLOCATED, gettext_lazy("Chưa phân bổ")),
        ],
        method="keep_standing",
    )
    registered_in = BatchFilter(label=gettext_lazy("Vào sổ từ một lần nhập Excel"), method="keep_of_batch")
    recognised_in = BatchFilter(label=gettext_lazy("Ghi công nhận từ một lần nhập Excel"), method="keep_of_batch")
    tier = OneOf(label=gettext_lazy("Cấp đơn vị của bảng"), choices=Tier.choices, method="carried")
    geography = DayFilter(label=gettext_lazy("Địa giới ngày"), method="carried")
    ordering = Ordering(
        fields={
            "id": ("id", gettext_lazy("Thứ tự nhập")),
            "year": ("year", gettext_lazy("Năm")),
            "model__folded_name": ("name", gettext_lazy("Tên mô hình")),
            "unit__position": ("unit", gettext_lazy("Đơn vị")),
            "recognised_on": ("recognised_on", gettext_lazy("Ngày công nhận")),
            "stage_on": ("stage_on", gettext_lazy("Ngày chuyển bước")),
            "participants": ("participants", gettext_lazy("Số người tham gia")),
            "money": ("money", gettext_lazy("Kinh phí")),
        },
    )

    class Meta:
        model = Registration
        form = RegisterQuestion
        fields: list[str] = []

    @classmethod
    def asked_by(cls, viewer, parameters) -> "RegistrationFilter":
        """The filterset over what the person may see."""
        return cls(parameters, Registration.objects.visible_to(viewer))

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        if self._counts_only():
            found = self._counted(found)
        if self.asked("ordering"):
            return found
        return _best_first(found, self.asked("search") or "")

    def narrowed_by(self) -> list[tuple[str, str]]:
        """What the list is narrowed by beside unit and years, as (name, words); wrong values are left out."""
        found = []
        for name in NARROWING:
            value = self.form.data.get(name)
            if value and not self.form.errors.get(name):
                found.append((name, self._in_words(name, value)))
        return found

    def _in_words(self, name: str, value: str) -> str:
        field = self.form.fields[name]
        if name == "search":
            return f"“{value}”"
        if name in _BATCH_DEEDS:
            return str(field.label)
        if name == "as_of":
            return f"{field.label}: {format_date(self.asked(name))}"
        word = str(dict(getattr(field, "choices", ())).get(value, value))
        return word if name == "standing" else f"{field.label}: {word}"

    def _counts_only(self) -> bool:
        """Whether nothing asks for what is counted nowhere."""
        return not self.asked("status") and self.asked("stage") != NOT_COUNTED

    def _counted(self, registrations):
        day = self.asked("as_of")
        return registrations.counted_on(day) if day else registrations.counted()

    def keep_reached(self, queryset, name, value):
        condition = steps()[value].condition(self.asked("as_of"))
        return queryset if condition is None else queryset.filter(condition)

    def keep_recognised(self, queryset, name, value):
        if self.asked("as_of"):
            condition = steps()["recognised"].condition(self.asked("as_of"))
            return queryset.filter(condition) if value == "true" else queryset.exclude(condition)
        return queryset.recognised() if value == "true" else queryset.filter(recognised_level="")

    def keep_recognised_level(self, queryset, name, value):
        return queryset.filter(recognised_level="" if value == NOT_AT_ANY else value)

    def keep_status(self, queryset, name, value):
        if value == ALL_STATUSES:
            return queryset
        return queryset.filter(stage=NOT_COUNTED) if value == Status.WITHDRAWN else queryset.counted()

    def keep_late(self, queryset, name, value):
        return queryset.filter(is_late=value == "true")

    def keep_matching(self, queryset, name, value):
        return queryset.searching(value)

    def keep_standing(self, queryset, name, value):
        tier, geography = self.asked("tier"), geography_on(self.asked("geography"))
        above = TIER_ORDER[: TIER_ORDER.index(tier)]
        placed = Placement.objects.filter(**{"geography": geography, f"{tier}__isnull": False}).values(
            "unit_id"
        )
        lost = queryset.exclude(unit_id__in=placed).exclude(
            hand_unit_id__isnull=False, hand_unit_id__in=placed
        )
        if value == HELD_ABOVE:
            return lost.filter(unit__tier__in=above)
        return lost.exclude(unit__tier__in=above)

    def keep_of_batch(self, queryset, name, value):
        deeds = Event.objects.filter(
            batch=value, verb=_BATCH_DEEDS[name], subject_type=Registration._meta.label_lower
        )
        return queryset.filter(id__in=deeds.values("subject_id"))

    def carried(self, queryset, name, value):
        """Part of the address of a roll-up; narrows nothing by itself."""
        return queryset


class ModelFilter(RegistrationFilter):
    """Models with at least one registration that answers the same question, each once: the list behind the figure
    "models". Words search the model's name and code."""

    ordering = Ordering(
        fields={
            "id": ("id", gettext_lazy("Thứ tự nhập")),
            "code": ("code", gettext_lazy("Mã")),
            "folded_name": ("name", gettext_lazy("Tên mô hình")),
            "unit__position": ("unit", gettext_lazy("Đơn vị")),
        },
    )

    class Meta:
        model = MobilizationModel
        form = RegisterQuestion
        fields: list[str] = []

    @classmethod
    def asked_by(cls, viewer, parameters) -> "ModelFilter":
        made = cls(parameters, MobilizationModel.objects.all())
        made.registrations = Registration.objects.visible_to(viewer)
        return made

    def filter_queryset(self, queryset):
        matching = self.registrations
        for name, value in self.form.cleaned_data.items():
            if name != "ordering":
                matching = self.filters[name].filter(matching, value)
        if self._counts_only():
            matching = self._counted(matching)
        found = queryset.filter(id__in=matching.order_by().values("model_id"))
        return self.filters["ordering"].filter(found.order_by("-id"), self.asked("ordering"))


def _best_first(found, text: str):
    """Newest first; among few hits those that hold the words with their very accents come before."""
    words = [w for w in clean_line(text).split() if fold(w) != w.lower()]
    if not words or len(found.order_by().values_list("id")[: RANKED_AT_MOST + 1]) > RANKED_AT_MOST:
        return found.order_by("-id")
    exact = Q()
    for word in words:
        # SQLite compares letters with accents to the case; the four ways a word is written cover names.
        shapes = {word, word.lower(), word.upper(), word.capitalize()}
        exact &= Q(*(Q(model__name__contains=shape) for shape in shapes), _connector=Q.OR)
    rank = Case(When(exact, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.order_by(rank, "-id")
