"""Phụ lục 3: the models recognised, under the unit they stand in."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from models_registry.choices import ActivityField, Kind, Level
from models_registry.models import Registration
from recognition.models import Recognition
from reports import workbook as w
from reports.annual_answers import Answers
from reports.annual_units import held_name
from reports.workbook import Column, DoesNotAddUp, Row, Sheet
from rollups.answer import Rollup
from units.choices import TIER_ORDER
from units.models import Placement
from vietnamese.numbers import format_integer

NAME = "Phụ lục 3"
LONGEST_LIST = 20_000
"""A list is read on paper: the country's would fill thousands of pages, and is asked for by province."""
_FIELDS, _KINDS, _LEVELS = dict(ActivityField.choices), dict(Kind.choices), dict(Level.choices)
_HELD, _LOST = "held", "lost"


@dataclass(frozen=True, slots=True)
class _Recognised:
    name: str
    kind: str
    unit: str
    organisation: str
    field: str
    level: str
    decision: str
    day: date | None


def recognised_models(answers: Answers) -> Sheet | None:
    """A row a recognised registration; None where the list would be longer than LONGEST_LIST.

    Raises DoesNotAddUp where a group holds another number than the roll-up says."""
    counts = answers.by_unit(NAME, "recognised")
    if counts.total.total > LONGEST_LIST:
        return None
    return Sheet(
        name=NAME,
        title=answers.titled(_("Danh sách mô hình, điển hình “Dân vận khéo” được công nhận")),
        columns=[
            Column("number", _("STT"), w.ORDINAL, 6),
            Column("name", _("Tên mô hình, điển hình"), w.TEXT, 46),
            Column("kind", _("Loại"), w.CODE, 9),
            Column("unit", _("Đơn vị đăng ký"), w.TEXT, 22),
            Column("field", _("Lĩnh vực"), w.TEXT, 24),
            Column("level", _("Cấp công nhận"), w.CODE, 10),
            Column("decision", _("Số quyết định"), w.CODE, 17),
            Column("day", _("Ngày"), w.DATE, 12),
        ],
        rows=list(_rows(answers, counts)),
        notes=[_("Tổng cộng %(count)s lượt công nhận.") % {"count": format_integer(counts.total.total)}],
    )


def _rows(answers: Answers, counts: Rollup) -> Iterator[Row]:
    groups = [(row.unit.id, row.name, row.total) for row in counts.rows]
    groups += [(_HELD, held_name(answers), counts.held_above.total)]
    groups += [(_LOST, _("Chưa phân bổ"), counts.not_allocated.total)]
    found = _by_place(answers)
    number = roman = 0
    for place, name, count in groups:
        members = found.pop(place, [])
        if len(members) != count:
            raise DoesNotAddUp(f"{name}: {len(members)} in the list, {count} counted")
        if not members:
            continue
        roman, first = roman + 1, number + 1
        heading = _("%(unit)s: %(count)s") % {"unit": name, "count": format_integer(count)}
        yield Row({"number": _roman(roman), "name": heading}, w.GROUP)
        for number, one in enumerate(members, first):
            yield Row(
                {
                    "number": number,
                    "name": one.name,
                    "kind": one.kind,
                    "unit": one.organisation or one.unit,
                    "field": one.field,
                    "level": one.level,
                    "decision": one.decision,
                    "day": one.day,
                }
            )
    if found:
        raise DoesNotAddUp(f"{sum(map(len, found.values()))} recognised outside every group")


def _by_place(answers: Answers) -> dict[int | str, list[_Recognised]]:
    """The recognised registrations by the unit of the rows they stand in, each in the order of units and names."""
    scope = answers.scope
    placed = Placement.objects.filter(geography=scope.geography)
    place_of = dict(placed.exclude(**{scope.tier: None}).values_list("unit_id", f"{scope.tier}_id"))
    above = TIER_ORDER[: TIER_ORDER.index(scope.tier)]
    chosen = (
        Registration.objects.visible_to(scope.viewer).counted().recognised()
        .registered_in(scope.year_from, scope.year_to)
    )  # fmt: skip
    if scope.within is not None:
        chosen = chosen.inside(scope.within)
    rows = chosen.order_by("unit__position", "model__folded_name", "id").values_list(
        "id", "model__name", "kind", "unit_id", "hand_unit_id", "unit__name", "unit__tier", "organisation__name",
        "field", "recognised_level", "recognised_on",
    )  # fmt: skip
    decisions = _decisions(chosen)
    found = defaultdict(list)
    for pk, name, kind, unit, hand, unit_name, tier, organisation, field, level, day in rows:
        place = place_of.get(unit) or place_of.get(hand) or (_HELD if tier in above else _LOST)
        found[place].append(
            _Recognised(
                name, str(_KINDS[kind]), unit_name, organisation or "", str(_FIELDS[field]), str(_LEVELS[level]),
                decisions.get((pk, level), ""), day,
            )
        )  # fmt: skip
    return found


def _decisions(chosen) -> dict[tuple[int, str], str]:
    """The number of the decision by registration and level."""
    rows = Recognition.objects.standing().filter(registration__in=chosen.order_by().values("id"))
    return {
        (registration, level): number
        for registration, level, number in rows.values_list("registration_id", "level", "decision__number")
    }


def _roman(number: int) -> str:
    text = ""
    for value, letters in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
        (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        count, number = divmod(number, value)
        text += letters * count
    return text
