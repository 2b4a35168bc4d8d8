"""Phụ lục 3: the models recognised, under the unit they stand in."""

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import date

from django.utils.translation import gettext as _

from audit.in_parts import in_parts
from models_registry.choices import LEVEL_RANK, ActivityField, Kind, Level
from models_registry.models import Registration
from recognition.models import Recognition
from recognition.reaching import recognised_on
from reports import workbook as w
from reports.annual_answers import Answers
from reports.annual_places import LONGEST_LIST, place_in, rows_under_units
from reports.dashboard_scope import Scope
from reports.workbook import Column, Sheet
from vietnamese.numbers import format_integer

NAME = "Phụ lục 3"
_FIELDS, _KINDS, _LEVELS = dict(ActivityField.choices), dict(Kind.choices), dict(Level.choices)


@dataclass(frozen=True, slots=True)
class _Recognised:
    name: str
    kind: str
    unit: str
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
            Column("field", _("Lĩnh vực"), w.TEXT, 26),  # the longest field in one line
            Column("level", _("Cấp công nhận"), w.CODE, 10),
            Column("decision", _("Số quyết định"), w.CODE, 17),
            Column("day", _("Ngày"), w.DATE, 12),
        ],
        rows=list(rows_under_units(answers, counts, _by_place(answers.scope), asdict)),
        notes=[
            _("Tổng cộng %(count)s lượt công nhận.") % {"count": format_integer(counts.total.total)}
            if counts.total.total
            else _("Không có lượt công nhận nào.")
        ],
    )


def _by_place(scope: Scope) -> dict[int | str, list[_Recognised]]:
    """The recognised registrations by the unit of the rows they stand in, each in the order of units and names."""
    place, chosen = place_in(scope), _chosen(scope)
    rows = chosen.order_by("unit__position", "model__folded_name", "id").values_list(
        "id", "model__name", "kind", "unit_id", "hand_unit_id", "unit__name", "unit__tier", "organisation__name", "field",
        "recognised_level", "recognised_on",
    )  # fmt: skip
    rows = list(rows)
    recognitions = _highest(scope, sorted(row[0] for row in rows))
    found = defaultdict(list)
    for pk, name, kind, unit, hand, unit_name, tier, organisation, field, level, day in rows:
        level, day, number = recognitions.get(pk, (level, day, ""))
        found[place(unit, hand, tier)].append(
            _Recognised(
                name, str(_KINDS[kind]), organisation or unit_name, str(_FIELDS[field]), str(_LEVELS.get(level, "")), number, day
            )
        )
    return found


def _chosen(scope: Scope):
    seen = Registration.objects.visible_to(scope.viewer).registered_in(scope.year_from, scope.year_to)
    if scope.within is not None:
        seen = seen.inside(scope.within)
    if scope.as_of is None:
        return seen.counted().recognised()
    return seen.counted_on(scope.as_of).filter(recognised_on(scope.as_of))


def _highest(scope: Scope, registrations: list[int]) -> dict[int, tuple[str, date, str]]:
    """Level, day and number of the decision of each registration's highest recognition. Asked by the registrations found and
    not by the question that found them: PostgreSQL, before it knows the size of tables just filled, asks that again for
    each recognition."""
    standing = Recognition.objects.standing_on(scope.as_of) if scope.as_of else Recognition.objects.standing()
    found: dict[int, tuple[str, date, str]] = {}
    for part in in_parts(registrations):
        rows = standing.filter(registration__in=part)
        for pk, *told in rows.values_list("registration_id", "level", "recognised_on", "decision__number"):
            if pk not in found or LEVEL_RANK[told[0]] > LEVEL_RANK[found[pk][0]]:
                found[pk] = tuple(told)
    return found
