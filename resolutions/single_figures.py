"""The single figures behind a number, narrowed to a state: by the database where units report, by the engine's figures where
a measure is named."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from resolutions.choices import FALLING_SHORT, REACHING, Outcome
from resolutions.judging import Judged, judged
from resolutions.models import Target
from resolutions.querysets import AssignmentQuerySet
from units.querysets import among


@dataclass(frozen=True)
class State:
    """What a list of figures may be narrowed to: in the database, and of one figure that was computed."""

    label: Promise
    narrow: Callable[[AssignmentQuerySet], AssignmentQuerySet]
    holds: Callable[[Judged], bool]


STATES = {
    "reaching": State(
        pgettext_lazy("đánh giá chỉ tiêu", "Đạt"), lambda rows: rows.reaching(), lambda one: one.outcome in REACHING
    ),
    "short": State(
        pgettext_lazy("đánh giá chỉ tiêu", "Chưa tới mức giao"),
        lambda rows: rows.falling_short(),
        lambda one: one.outcome in FALLING_SHORT,
    ),
    "silent": State(
        pgettext_lazy("đánh giá chỉ tiêu", "Chưa có số liệu"),
        lambda rows: rows.silent(),
        lambda one: one.outcome == Outcome.NONE,
    ),
    "waiting": State(
        pgettext_lazy("báo cáo", "Có báo cáo chờ duyệt"), lambda rows: rows.filter(waiting__gt=0), lambda one: False
    ),
    "excused": State(
        pgettext_lazy("đánh giá chỉ tiêu", "Không áp dụng"), lambda rows: rows.excused(), lambda one: False
    ),
    "answered": State(
        pgettext_lazy("báo cáo", "Đã có câu trả lời"),
        lambda rows: rows.answered(),
        lambda one: one.outcome != Outcome.NONE,
    ),
}
"""By the word in an address."""


def in_state(
    rows: AssignmentQuerySet, state: str, *, viewer, as_of: date, target: Target | None = None, year: int | None = None
) -> AssignmentQuerySet:
    """Those of the assignments in the state. All are of `target` and `year` where these are given."""
    asked = STATES[state]
    if target is not None and not target.version_in(year).measure:
        return asked.narrow(rows)
    measured = rows.measured().select_related("unit", "organisation")
    held = [one.assignment.pk for one in judged(measured, viewer=viewer, as_of=as_of) if asked.holds(one)]
    typed = asked.narrow(rows.typed()).order_by().values("pk")
    return rows.filter(among("id", held) | Q(pk__in=typed))
