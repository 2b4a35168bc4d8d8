"""The question: one validated object that pages, admin, API, Excel and commands ask alike."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from audit.errors import DomainError, DomainErrors
from rollups.dimensions import dimensions
from rollups.measures import catalogue
from units.atlas import Atlas, current_atlas
from units.choices import Tier
from units.models import Geography, Unit
from vietnamese.dates import parse_date

CLOCKS = ("as_of", "known_by")
"""The days a question may be asked of: by when it happened, and by when it was entered."""
_TYPED = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}")
YEAR_SPAN = 30
"""A question covers at most this many years."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """How many `measure`, by unit at `tier` within a unit, in the years, split by a dimension, in the geography of a day.

    `narrowed` keeps only rows whose dimension has the value: {"field": "economy"}. `as_of`: as things stood on that day,
    by the day each happened, whenever it was entered; `known_by`: by what had been entered by that day."""

    measure: str
    tier: str
    year_from: int
    year_to: int
    on: date
    within: Unit | None = None
    split: str = ""
    narrowed: Mapping[str, str] = field(default_factory=dict)
    as_of: date | None = None
    known_by: date | None = None

    @cached_property
    def atlas(self) -> Atlas:
        """The units the question is answered with: looked up once, so that all parts of the answer agree."""
        return current_atlas()

    @cached_property
    def geography(self) -> Geography:
        return self.atlas.geography_on(self.on)

    @property
    def units_inside(self) -> list[int]:
        """Ids of the units, of any geography, whose records stand wholly inside the unit asked about."""
        return self.atlas.inside(self.within)

    def asking(self, **changes) -> "Question":
        """The same question with some parts changed."""
        return replace(self, **changes)

    def as_parameters(self) -> dict[str, str]:
        """The question as it stands in an address, so that a link shows another person the same."""
        asked = {"measure": self.measure, "tier": self.tier, "geography": self.on.isoformat()}
        if self.within:
            asked["within"] = self.within.key
        if self.split:
            asked["split"] = self.split
        if self.year_from == self.year_to:
            asked["year"] = str(self.year_from)
        else:
            asked |= {"year_from": str(self.year_from), "year_to": str(self.year_to)}
        asked |= {name: day.isoformat() for name in CLOCKS if (day := getattr(self, name))}
        return asked | dict(self.narrowed)


def read_question(asked: Mapping[str, str], *, today: date) -> Question:
    """The question an address asks. Unknown names are ignored; a wrong value raises DomainErrors saying which.

    Default: the counts of this year by province in today's geography; asked as of a day, those of its year in its
    geography."""
    broken: list[DomainError] = []

    def refuse(field_name: str, sentence: str) -> None:
        broken.append(DomainError(sentence, field=field_name))

    def one_of(name: str, choices, default: str) -> str:
        value = asked.get(name) or default
        if value and value not in choices:
            told = {"value": value[:60], "name": name, "choices": ", ".join(map(str, choices))}
            refuse(name, _("“%(value)s” không phải giá trị của %(name)s; chọn một trong: %(choices)s.") % told)
            return default
        return value

    def year(name: str, default: int) -> int:
        text = asked.get(name) or ""
        if not text:
            return default
        if not (text.isascii() and text.isdigit() and 1990 <= int(text[:5]) <= 2100):
            refuse(name, _("Năm phải là bốn chữ số, ví dụ 2024."))
            return default
        return int(text)

    as_of = read_past_day("as_of", asked.get("as_of") or "", today, refuse)
    known_by = read_past_day("known_by", asked.get("known_by") or "", today, refuse)
    if asked.get("known_by") and not asked.get("as_of"):
        refuse("known_by", _("Hãy cho biết cả ngày tính đến (as_of), ví dụ cùng ngày này."))
    this_day = as_of or today
    single = year("year", 0)
    year_from = single or year("year_from", year("year_to", this_day.year))
    year_to = single or year("year_to", max(year_from, this_day.year) if asked.get("year_from") else year_from)
    if year_from > year_to:
        refuse("year_from", _("Năm đầu phải trước năm cuối."))
    elif year_to - year_from >= YEAR_SPAN:
        refuse("year_from", _("Hãy hỏi nhiều nhất %(span)s năm một lần.") % {"span": YEAR_SPAN})
    on = _day(asked.get("geography") or "", this_day, refuse)
    within = unit_by_key(asked.get("within") or "", refuse)
    narrowed = {}
    for key, dimension in dimensions().items():
        value = asked.get(key) or ""
        if value and dimension.choices:
            if value in dict(dimension.choices):
                narrowed[key] = value
            else:
                one_of(key, dict(dimension.choices), "")
    question = Question(
        measure=one_of("measure", catalogue(), next(iter(catalogue()), "")),
        tier=one_of("tier", Tier.values, Tier.PROVINCE),
        year_from=year_from,
        year_to=year_to,
        on=on,
        within=within,
        split=one_of("split", dimensions(), ""),
        narrowed=narrowed,
        as_of=as_of,
        known_by=known_by,
    )
    if broken:
        raise DomainErrors(broken)
    return question


def unit_by_key(key: str, refuse) -> Unit | None:
    if not key:
        return None
    found = Unit.objects.filter(key=key).first() if len(key) <= 20 and "\0" not in key else None
    if found is None:
        refuse("within", _("Không có đơn vị mang mã “%(key)s”.") % {"key": key[:20].replace("\0", "")})
    return found


def read_past_day(name: str, text: str, today: date, refuse) -> date | None:
    """The day in `text` that figures are asked of, as an address says it or as a person types it into the box of a page;
    None where none is asked, or after `refuse(name, sentence)`."""
    if not text:
        return None
    try:
        day = parse_date(text) if _TYPED.fullmatch(text) else date.fromisoformat(text)
    except ValueError:
        day = None
    # A day is also written 20250630 or 2025-W27-1; an address says it in one way.
    if day is None or day.year < 1976 or (day.isoformat() != text and not _TYPED.fullmatch(text)):
        refuse(name, _("Ngày tính số liệu ghi dạng 30/06/2025, trong địa chỉ là 2025-06-30."))
        return None
    if day > today:
        refuse(name, _("Ngày tính số liệu không được sau hôm nay."))
        return None
    return day


def _day(text: str, today: date, refuse) -> date:
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError:
        refuse("geography", _("Ngày của địa giới ghi dạng 2024-12-31."))
        return today
    if not 1976 <= day.year <= 2100:
        refuse("geography", _("Ngày của địa giới ghi dạng 2024-12-31."))
        return today
    return day
