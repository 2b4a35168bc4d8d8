"""The table of verdicts, row by row; no database."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest

from resolutions.choices import FAILING, GREY, VERDICT_RANK, Verdict
from resolutions.verdicts import Tally, is_due, outcome_of, verdict_of, whole_outcome


@dataclass
class Version:
    """What a verdict reads of a target's version."""

    kind: str = "rate_by_end"
    direction: str = "at_least"
    value: Decimal | None = Decimal(86)
    recurrence: str = "by_date"
    due_on: date | None = date(2025, 12, 31)
    aggregation: str = "ratio"
    steps: dict = field(default_factory=dict)

    def step_in(self, year):
        return self.steps.get(year)

    @property
    def is_share(self):
        return self.kind in ("units_each_year", "rate_by_end")

    @property
    def is_done_or_not(self):
        return self.kind in ("yes_no", "qualitative")


RATE = Version(steps={2023: Decimal(80)})
MOST = Version(direction="at_most", value=Decimal(5))
EXACT = Version(kind="amount", direction="exactly", value=Decimal(3), aggregation="sum")
EACH = Version(kind="count_per_unit", value=Decimal(2), recurrence="yearly", aggregation="units_reaching")
DONE = Version(kind="yes_no", value=None, recurrence="yearly", aggregation="units_reaching")
ALL = Version(kind="units_each_year", value=Decimal(100), recurrence="yearly", aggregation="units_reaching")


@pytest.mark.parametrize(
    "version, year, figure, on, verdict",
    [
        (RATE, 2025, "87/100", date(2026, 1, 1), "exceeded"),
        (RATE, 2025, "86/100", date(2026, 1, 1), "met"),
        (RATE, 2025, "85/100", date(2026, 1, 1), "not_met"),
        (RATE, 2025, "0/100", date(2026, 1, 1), "not_met"),
        (RATE, 2025, None, date(2026, 1, 1), "no_data"),
        (RATE, 2025, "85/100", date(2025, 12, 31), "not_due"),
        (RATE, 2023, "79/100", date(2024, 2, 1), "at_risk"),
        (RATE, 2023, "80/100", date(2024, 2, 1), "not_due"),
        (RATE, 2023, "79/100", date(2026, 2, 1), "at_risk"),  # as it was in 2023, whenever it is asked
        (RATE, 2024, "1/100", date(2024, 6, 1), "not_due"),  # the road map says nothing of 2024
        (RATE, 2023, None, date(2026, 2, 1), "not_due"),
        (MOST, 2025, "5/100", date(2026, 1, 1), "met"),
        (MOST, 2025, "4/100", date(2026, 1, 1), "exceeded"),
        (MOST, 2025, "6/100", date(2026, 1, 1), "not_met"),
        (EXACT, 2025, "3", date(2026, 1, 1), "met"),
        (EXACT, 2025, "4", date(2026, 1, 1), "not_met"),
        (EACH, 2024, "2", date(2024, 3, 1), "met"),
        (EACH, 2024, "3", date(2024, 3, 1), "exceeded"),
        (EACH, 2024, "1", date(2024, 12, 31), "not_due"),
        (EACH, 2024, "1", date(2025, 1, 1), "not_met"),
        (DONE, 2024, "1", date(2024, 5, 1), "met"),
        (DONE, 2024, "0", date(2025, 1, 1), "not_met"),
        (ALL, 2024, "1/1", date(2025, 1, 1), "met"),
        (ALL, 2024, "20/21", date(2025, 1, 1), "not_met"),
    ],
)
def test_a_figure_on_a_day_has_one_verdict(version, year, figure, on, verdict):
    above, _, below = (figure or "").partition("/")
    outcome = outcome_of(
        version, year, numerator=Decimal(above) if figure else None, denominator=Decimal(below) if below else None
    )
    assert verdict_of(outcome, is_due=is_due(version, year, 2025, on)) == verdict


NINETY = Version(kind="units_each_year", value=Decimal(90), recurrence="yearly", aggregation="units_reaching")


@pytest.mark.parametrize(
    "version, tally, verdict",
    [
        (ALL, Tally(met=99, silent=1), "no_data"),
        (ALL, Tally(met=98, short=1, silent=1), "not_met"),  # 100% is out of reach, whatever the silent one says
        (ALL, Tally(met=99, not_applicable=1), "met"),
        (ALL, Tally(not_applicable=3), "not_applicable"),
        (ALL, Tally(silent=3), "no_data"),
        (NINETY, Tally(met=95, silent=5), "exceeded"),
        (NINETY, Tally(met=90, silent=10), "met"),
        (NINETY, Tally(met=85, silent=15), "no_data"),
        (NINETY, Tally(met=85, short=11, silent=4), "not_met"),
        (EACH, Tally(exceeded=3, met=2), "met"),
        (EACH, Tally(exceeded=3, short=1), "not_met"),
    ],
)
def test_counting_units_nobody_fails_by_anothers_silence(version, tally, verdict):
    none = Decimal(0)
    outcome = whole_outcome(version, 2024, tally=tally, numerator=none, denominator=none, asked=None, whole=True)
    assert verdict_of(outcome, is_due=True) == verdict


SUM = Version(kind="amount", value=Decimal(100), recurrence="yearly", aggregation="sum")
CAP = Version(kind="amount", direction="at_most", value=Decimal(100), recurrence="yearly", aggregation="sum")


@pytest.mark.parametrize(
    "version, done, silent, verdict",
    [
        (SUM, 100, 0, "met"),
        (SUM, 120, 2, "exceeded"),
        (SUM, 80, 0, "not_met"),
        (SUM, 80, 1, "no_data"),
        (CAP, 80, 1, "no_data"),
        (CAP, 101, 1, "not_met"),
        (CAP, 80, 0, "exceeded"),
    ],
)
def test_a_sum_is_judged_where_the_silent_cannot_change_it(version, done, silent, verdict):
    outcome = whole_outcome(
        version, 2024, tally=Tally(met=2, silent=silent), numerator=Decimal(done), denominator=Decimal(0),
        asked=Decimal(100), whole=True,
    )  # fmt: skip
    assert verdict_of(outcome, is_due=True) == verdict


def test_red_is_first_and_grey_is_never_failing():
    assert [v.value for v in sorted(Verdict, key=VERDICT_RANK.get)] == [
        "not_met", "at_risk", "no_data", "met", "exceeded", "not_due", "not_applicable",
    ]  # fmt: skip
    assert not FAILING & GREY
    assert {"no_data", "not_due"} <= GREY
