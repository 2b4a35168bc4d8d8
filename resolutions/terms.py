"""What a target is asked to say of itself, and the rules that must meet: the same for a form, a file and the API."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from audit.errors import DomainError
from models_registry.secrecy import marked_secret
from resolutions.choices import (
    AGGREGATIONS_OF,
    Accumulation,
    Aggregation,
    Direction,
    Recurrence,
    TargetKind,
)
from resolutions.figures import LIMIT, PLACES
from rollups.measures import Ratio, catalogue
from units.models import Organisation
from vietnamese.folding import clean_line, fold

_YEARS = range(1945, 2101)
_DONE_OR_NOT = (TargetKind.YES_NO, TargetKind.QUALITATIVE)
_SHARES = (TargetKind.UNITS_EACH_YEAR, TargetKind.RATE_BY_END)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """`value`, `baseline` and the road map are in per cent for rates and shares of units, else in `measured_in`. An
    empty `aggregation` is the usual one of the kind; `measure` is a key of the roll-up catalogue."""

    text: str
    kind: str
    recurrence: str = Recurrence.YEARLY
    direction: str = Direction.AT_LEAST
    value: Decimal | None = None
    due_on: date | None = None
    measured_in: str = "%"
    baseline: Decimal | None = None
    baseline_year: int | None = None
    responsible: Organisation | None = None
    aggregation: str = ""
    accumulation: str = Accumulation.CUMULATIVE
    measure: str = ""
    road_map: Mapping[int, Decimal] = field(default_factory=dict)

    def __post_init__(self):
        object.__setattr__(self, "text", clean_line(self.text))
        object.__setattr__(self, "measured_in", clean_line(self.measured_in))
        if not self.aggregation and self.kind in AGGREGATIONS_OF:
            object.__setattr__(self, "aggregation", AGGREGATIONS_OF[self.kind][0])


COLUMNS = tuple(f.name for f in fields(Terms) if f.name != "road_map")
CHOICES = {
    "kind": TargetKind, "direction": Direction, "recurrence": Recurrence, "aggregation": Aggregation,
    "accumulation": Accumulation,
}  # fmt: skip


def terms_of(version) -> Terms:
    """What a version says, ready to be asked again with some of it changed (dataclasses.replace)."""
    steps = {step.year: step.value for step in version.road_map.all()}
    return Terms(**{name: getattr(version, name) for name in COLUMNS}, road_map=steps)


def refusals(terms: Terms) -> list[DomainError]:
    """Every rule the terms break, each naming its field; an empty list when they may stand."""
    broken = [*_of_the_text(terms), *_of_the_choices(terms)]
    return broken or [*_of_the_numbers(terms), *_of_the_measure(terms)]


def _of_the_text(terms: Terms) -> list[DomainError]:
    broken = marked_secret({"text": terms.text})
    if not fold(terms.text):
        broken.append(DomainError(_("Hãy ghi nội dung chỉ tiêu."), field="text"))
    if len(terms.text) > 1000:
        broken.append(DomainError(_("Nội dung chỉ tiêu dài quá 1.000 ký tự."), field="text"))
    if not terms.measured_in or len(terms.measured_in) > 60:
        broken.append(DomainError(_("Hãy ghi đơn vị tính, nhiều nhất 60 ký tự."), field="measured_in"))
    return broken


def _of_the_choices(terms: Terms) -> list[DomainError]:
    asked = (
        ("kind", TargetKind, _("Hãy chọn loại chỉ tiêu.")),
        ("direction", Direction, _("Hãy chọn chiều của chỉ tiêu.")),
        ("recurrence", Recurrence, _("Hãy chọn thời hạn của chỉ tiêu.")),
        ("aggregation", Aggregation, _("Hãy chọn cách tổng hợp.")),
        ("accumulation", Accumulation, _("Hãy chọn số liệu lũy kế hay trong kỳ.")),
    )
    broken = [DomainError(said, field=name) for name, choices, said in asked if getattr(terms, name) not in choices.values]
    if not broken and terms.aggregation not in AGGREGATIONS_OF[terms.kind]:
        broken.append(DomainError(_("Cách tổng hợp này không hợp với loại chỉ tiêu."), field="aggregation"))
    return broken


def _of_the_numbers(terms: Terms) -> list[DomainError]:
    broken = []
    if terms.kind in _DONE_OR_NOT:
        if terms.value is not None:
            broken.append(DomainError(_("Chỉ tiêu có/không và định tính không ghi mức."), field="value"))
    elif terms.value is None:
        broken.append(DomainError(_("Hãy ghi mức phải đạt."), field="value"))
    numbers = [("value", terms.value), ("baseline", terms.baseline), *(("road_map", v) for v in terms.road_map.values())]
    for name, number in numbers:
        if number is None:
            continue
        if not 0 <= number < LIMIT or number != round(number, PLACES):
            broken.append(DomainError(_("Mức phải từ 0 trở lên, nhiều nhất hai chữ số sau dấu phẩy."), field=name))
        elif terms.kind in _SHARES and number > 100:
            broken.append(DomainError(_("Tỷ lệ không quá 100%."), field=name))
    if terms.recurrence == Recurrence.BY_DATE and terms.due_on is None:
        broken.append(DomainError(_("Hãy ghi ngày phải đạt."), field="due_on"))
    years = [*terms.road_map, *([terms.baseline_year] if terms.baseline_year is not None else [])]
    if any(year not in _YEARS for year in years):
        broken.append(DomainError(_("Năm phải là bốn chữ số, ví dụ 2024."), field="road_map"))
    return broken


def _of_the_measure(terms: Terms) -> list[DomainError]:
    if not terms.measure:
        return []
    measure = catalogue().get(terms.measure)
    if measure is None:
        return [DomainError(_("Không có số liệu tổng hợp mang tên đó."), field="measure")]
    if terms.kind in _DONE_OR_NOT or isinstance(measure, Ratio) != (terms.kind in _SHARES):
        return [DomainError(_("Số liệu tổng hợp này không hợp với loại chỉ tiêu."), field="measure")]
    return []
