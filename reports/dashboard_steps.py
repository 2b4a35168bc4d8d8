"""The way from registration to replication: how many registrations of the period have come to each step."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.dashboard_counts import Counts
from reports.dashboard_scope import Scope
from reports.drawing.figures import count_text, percent_text
from rollups.measures import catalogue
from vietnamese.dates import format_date


@dataclass(frozen=True)
class Step:
    """percent: the length of its bar against all that is registered, 0 to 100. later: of how many it was entered only
    after the day asked about; "" where no day is asked."""

    label: str
    figure: str
    url: str
    share: str
    percent: float
    later: str


@dataclass(frozen=True)
class Way:
    """day: the day asked about, "" for today; told: what was entered after it, in a sentence."""

    title: str
    steps: list[Step]
    day: str
    told: str


def the_way(scope: Scope, counts: Counts) -> Way:
    """The steps in their order, each with the list behind it."""
    whole = counts.steps["registered"]
    steps = [
        Step(
            label=str(catalogue()[key].label),
            figure=count_text(n),
            url=_address(scope, key) if n else "",
            share=percent_text(n, whole),
            percent=round(min(100 * n / whole, 100), 1) if whole else 0,
            later=count_text(counts.entered_later[key]) if scope.as_of else "",
        )
        for key, n in counts.steps.items()
    ]
    return Way(
        title=_("Chặng đường, năm %(years)s") % {"years": scope.period},
        steps=steps,
        day=format_date(scope.as_of) if scope.as_of else "",
        told=_told(counts) if scope.as_of else "",
    )


def _address(scope: Scope, key: str) -> str:
    return scope.records() if key == "registered" else scope.records(reached=key)


def _told(counts: Counts) -> str:
    """What a figure printed on the day could not hold yet."""
    if not any(counts.entered_later.values()):
        return _("Tất cả đã được ghi vào sổ ngay đến ngày ấy.")
    return _(
        "%(registered)s lượt đăng ký, trong đó %(registered_later)s ghi sau ngày ấy; "
        "%(recognised)s lượt được công nhận, trong đó %(recognised_later)s ghi sau ngày ấy."
    ) % {
        "registered": count_text(counts.steps["registered"]),
        "registered_later": count_text(counts.entered_later["registered"]),
        "recognised": count_text(counts.steps["recognised"]),
        "recognised_later": count_text(counts.entered_later["recognised"]),
    }
