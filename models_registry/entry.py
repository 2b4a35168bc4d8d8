"""What is asked to be registered, and the rules it must meet: the same for a form, a workbook row and the API."""

import re
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.errors import DomainError
from models_registry.choices import (
    EARLIEST_YEAR,
    LAST_DISTRICT_DAY,
    LATEST_YEARS_AHEAD,
    REGISTERING_LEVELS,
    ActivityField,
    Kind,
    Level,
    Phase,
)
from models_registry.secrecy import marked_secret
from units.models import Organisation, Unit
from vietnamese.dates import format_date
from vietnamese.folding import clean_line, clean_text, fold

_PHONE = re.compile(r"^\+?[0-9][0-9 .()-]{5,28}$")
MONEY_LIMIT = 10**15
COUNT_LIMIT = 10**8


@dataclass(frozen=True, kw_only=True)
class Details:
    """What a registration tells beside its place in the register. Money in đồng, labour in days."""

    registered_on: date | None = None
    situation: str = ""
    aims: str = ""
    content: str = ""
    place: str = ""
    forces: str = ""
    resources: str = ""
    expected_results: str = ""
    sustainability: str = ""
    person_in_charge: str = ""
    work_phone: str = ""
    participants: int | None = None
    money: int | None = None
    labour_days: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    results: str = ""
    notes: str = ""

    def __post_init__(self):
        # Most boxes are empty, and an import makes these by the ten thousand.
        for clean, names in ((clean_line, _LINES), (clean_text, _TEXTS)):
            for name in names:
                if value := getattr(self, name):
                    object.__setattr__(self, name, clean(value))


_LINES = ("person_in_charge", "work_phone")
_TEXTS = (
    "situation",
    "aims",
    "content",
    "place",
    "forces",
    "resources",
    "expected_results",
    "sustainability",
    "results",
    "notes",
)
DETAIL_NAMES = tuple(f.name for f in fields(Details))


@dataclass(frozen=True, kw_only=True)
class Entry:
    name: str
    unit: Unit
    year: int
    level: str
    phase: str
    kind: str
    field: str
    organisation: Organisation | None = None
    details: Details = field(default_factory=Details)
    back_entered: bool = False

    def __post_init__(self):
        object.__setattr__(self, "name", clean_line(self.name))

    @cached_property
    def folded_name(self) -> str:
        return fold(self.name)

    @property
    def organisation_id(self) -> int | None:
        return self.organisation.id if self.organisation else None


def refusals(entry: Entry, *, entered_on: date) -> list[DomainError]:
    """Every rule the entry breaks, each naming its form field; an empty list when it may go in.

    Looks at nothing but the entry, so that ten thousand rows are checked as fast as one."""
    return [
        *_of_the_name(entry),
        *_of_the_choices(entry),
        *_of_the_unit(entry, entered_on),
        *_of_the_details(entry, entered_on),
        *_of_secrecy(entry),
    ]


def _of_the_name(entry: Entry):
    if not entry.folded_name:
        yield DomainError(_("Chưa có tên mô hình, điển hình."), field="name")
    elif len(entry.name) > 500:
        yield DomainError(_("Tên mô hình dài quá 500 ký tự; phần mô tả ghi ở mục nội dung."), field="name")


_CHOICES = {
    "field": (tuple(ActivityField.values), gettext_lazy("Hãy chọn một trong bốn lĩnh vực.")),
    "kind": (tuple(Kind.values), gettext_lazy("Hãy chọn tập thể hoặc cá nhân.")),
    "phase": (tuple(Phase.values), gettext_lazy("Hãy chọn đăng ký mới, duy trì hoặc nâng chất.")),
    "level": (
        REGISTERING_LEVELS,
        gettext_lazy("Hãy chọn cấp đăng ký: cơ sở, huyện (đến 30/6/2025) hoặc tỉnh."),
    ),
}


def _of_the_choices(entry: Entry):
    for name, (choices, sentence) in _CHOICES.items():
        if getattr(entry, name) not in choices:
            yield DomainError(str(sentence), field=name)


def _of_the_unit(entry: Entry, entered_on: date):
    if not EARLIEST_YEAR <= entry.year <= entered_on.year + LATEST_YEARS_AHEAD:
        yield DomainError(
            _("Năm đăng ký phải từ %(first)s đến %(last)s.")
            % {"first": EARLIEST_YEAR, "last": entered_on.year + LATEST_YEARS_AHEAD},
            field="year",
        )
        return
    unit = entry.unit
    if not unit.stood_in(entry.year):
        yield DomainError(
            _("%(unit)s không có trong năm %(year)s; hãy chọn đơn vị của năm đó.")
            % {"unit": unit.name, "year": entry.year},
            field="unit",
        )
    if entry.level == Level.DISTRICT:
        asked_on = entry.details.registered_on or date(entry.year, 1, 1)
        if asked_on > LAST_DISTRICT_DAY:
            yield DomainError(
                _("Từ 01/7/2025 không còn cấp huyện; hãy chọn cấp cơ sở hoặc cấp tỉnh."), field="level"
            )
    if entry.organisation and entry.organisation.unit_id != unit.id:
        yield DomainError(
            _("%(organisation)s không thuộc %(unit)s.")
            % {"organisation": entry.organisation.name, "unit": unit.name},
            field="organisation",
        )
    elif entry.organisation:
        yield from _of_the_organisation(entry.organisation, entry.year)


def _of_the_organisation(organisation: Organisation, year: int):
    """Of the year it ended in it may still register; its records of earlier years can be entered later."""
    first_day, last_day = organisation.valid_from, organisation.valid_to
    told = {"organisation": organisation.name, "year": year}
    if last_day and last_day < date(year, 1, 1):
        sentence = _(
            "%(organisation)s đã kết thúc ngày %(day)s, không đăng ký cho năm %(year)s; chọn cơ quan khác hoặc để là của "
            "đơn vị."
        )
        yield DomainError(sentence % (told | {"day": format_date(last_day)}), field="organisation")
    if first_day and first_day > date(year, 12, 31):
        sentence = _(
            "%(organisation)s hoạt động từ ngày %(day)s, không đăng ký cho năm %(year)s; chọn cơ quan khác hoặc để là của "
            "đơn vị."
        )
        yield DomainError(sentence % (told | {"day": format_date(first_day)}), field="organisation")


def _of_the_details(entry: Entry, entered_on: date):
    details = entry.details
    if details.registered_on and details.registered_on > entered_on:
        yield DomainError(_("Ngày đăng ký ở tương lai; hãy xem lại."), field="registered_on")
    elif details.registered_on and not entry.year - 1 <= details.registered_on.year <= entry.year:
        yield DomainError(
            _("Ngày đăng ký không thuộc năm %(year)s hoặc năm trước đó.") % {"year": entry.year},
            field="registered_on",
        )
    if details.starts_on and details.ends_on and details.ends_on < details.starts_on:
        yield DomainError(_("Ngày kết thúc không được trước ngày bắt đầu."), field="ends_on")
    for name, limit in (("participants", COUNT_LIMIT), ("labour_days", COUNT_LIMIT), ("money", MONEY_LIMIT)):
        value = getattr(details, name)
        if value is not None and not 0 <= value <= limit:
            yield DomainError(_("Số này nằm ngoài mức có thể; hãy xem lại."), field=name)
    if details.work_phone and not _PHONE.match(details.work_phone):
        yield DomainError(
            _("Số điện thoại chỉ gồm chữ số, dấu cách, dấu chấm hoặc gạch nối."), field="work_phone"
        )
    for name, limit in (("person_in_charge", 120), ("work_phone", 30)):
        if len(getattr(details, name)) > limit:
            yield DomainError(_("Mục này dài quá %(limit)s ký tự.") % {"limit": limit}, field=name)


def _of_secrecy(entry: Entry):
    texts = {name: getattr(entry.details, name) for name in (*_LINES, *_TEXTS)} | {"name": entry.name}
    yield from marked_secret(texts)
