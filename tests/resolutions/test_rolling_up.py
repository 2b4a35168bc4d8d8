"""Figures up the tree: parts added and divided last, silence said, a measure asked of the one engine."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.errors import DomainErrors
from models_registry.models import Registration
from resolutions.accepting import accept
from resolutions.assigning import Part, assign_to
from resolutions.judging import judged
from resolutions.models import Assignment
from resolutions.periods import open_period
from resolutions.progress import (
    progress_by_organisation_kind,
    progress_by_unit,
    progress_of,
    standing_by_unit,
    trend,
    trends,
    worst_first,
)
from resolutions.verdicts import Tally
from rollups.engine import rollup
from rollups.measures import Ratio, catalogue
from rollups.question import Question
from tests.casts import administrator, leader
from tests.factories import a_registration, a_small_country
from tests.resolutions.setting import TODAY, a_document, a_target, accepted, given, sent, the_year
from units.atlas import current_atlas
from units.choices import Tier
from units.models import Organisation

COMMUNES = ("old-01321", "old-01327", "old-01330")


@pytest.fixture
def country(db):
    return a_small_country()


@pytest.fixture
def viewer(db):
    return administrator()


def whole(target, viewer, year=2024, **asked):
    (found,) = progress_of([target], year=year, viewer=viewer, **{"as_of": TODAY} | asked)
    return found


def test_three_communes_make_a_hundred_of_a_hundred_and_twenty_and_not_the_mean(country, viewer):
    target = a_target(a_document(country["old-04"]), kind="rate_by_end", value=Decimal(86), measured_in="%")
    communes = [country[key] for key in COMMUNES]
    for assignment, figure in zip(given(target, *communes), ("1/10", "9/10", "90/100"), strict=True):
        accepted(assignment, figure)
    found = whole(target, viewer)
    assert (found.figure_text, found.share_text, found.verdict) == ("100/120", "83,3%", "not_met")
    table = progress_by_unit(target, year=2024, tier=Tier.DISTRICT, viewer=viewer, as_of=TODAY, on=date(2024, 12, 31))
    assert [(r.name, r.figure_text) for r in table.rows if r.tally.assigned] == [("Huyện Bảo Lạc", "100/120")]
    assert table.total.share_text == "83,3%"
    # After the merger two of them are one commune: nine tenths and ninety hundredths are ninety-nine of a hundred and ten.
    now = progress_by_unit(target, year=2024, tier=Tier.COMMUNE, viewer=viewer, as_of=TODAY, on=date(2026, 1, 1))
    figures = {row.name: (row.figure_text, row.share_text) for row in now.rows if row.tally.assigned}
    assert figures == {"Xã Bảo Lạc": ("1/10", "10%"), "Xã Cô Ba": ("99/110", "90%")}


def test_of_a_hundred_per_cent_one_silent_unit_is_said_and_fails_nobody(country, viewer):
    target = a_target(a_document(country["old-04"]))
    first, second, silent = given(target, *[country[key] for key in COMMUNES])
    accepted(first, "1/1")
    accepted(second, "1/1")
    found = whole(target, viewer)
    assert (found.verdict, found.verdict_label, found.share_text) == ("no_data", "Chưa có số liệu (1)", "")
    assert (found.completeness, found.is_failing, found.is_grey) == ("2/3", False, True)
    assert list(Assignment.objects.of(target).silent()) == [silent]
    sent(silent, "0/1")
    assert (whole(target, viewer).verdict, whole(target, viewer).tally.waiting) == ("no_data", 1)
    report = silent.reports.get()
    accept(by=None, report=report, version=report.version, on=TODAY)
    found = whole(target, viewer)
    assert (found.verdict, found.share_text, found.figure_text, found.tally.waiting) == ("not_met", "66,7%", "2/3", 0)
    (failing,) = judged(Assignment.objects.of(target).falling_short(), viewer=viewer, as_of=TODAY)
    assert (failing.assignment, failing.verdict, failing.figure_text) == (silent, "not_met", "0/1")


def test_zero_not_applicable_and_not_reported_are_three_things(country, viewer):
    target = a_target(a_document(country["old-04"]), kind="count_per_unit", value=Decimal(2), measured_in="cuộc")
    zero, excused, _silent = given(target, *[country[key] for key in COMMUNES])
    accepted(zero, "0")
    accepted(excused, None)
    tally = whole(target, viewer).tally
    assert (tally.reported, tally.not_applicable, tally.silent, tally.short) == (1, 1, 1, 1)
    answers = Assignment.objects.of(target).in_list_order().values_list("answer", "numerator", "outcome")
    assert list(answers) == [
        ("figure", Decimal(0), "short"),
        ("not_applicable", None, "not_applicable"),
        ("", None, ""),
    ]


def test_amounts_are_measured_by_what_each_part_was_given(country, viewer):
    target = a_target(a_document(country["old-04"]), kind="amount", value=Decimal(100), measured_in="công trình")
    parts = given(target, *[country[k] for k in COMMUNES], values=[Decimal(50), Decimal(30), Decimal(20)])
    for assignment, figure in zip(parts, ("60", "30/30", "5,5"), strict=True):
        accepted(assignment, figure)
    found = whole(target, viewer)
    assert (found.figure_text, found.verdict, found.tally.failing) == ("95,5/100", "not_met", 1)
    rows = progress_by_unit(target, year=2024, tier=Tier.COMMUNE, viewer=viewer, as_of=TODAY).rows
    assert [r.verdict for r in rows if r.tally.assigned] == ["exceeded", "met", "not_met"]
    inside = whole(target, viewer, within=country["old-01321"])
    assert (inside.figure_text, inside.verdict) == ("60/50", "exceeded")


def test_periods_are_added_or_the_last_one_stands(country, viewer):
    document = a_document(country["old-04"])
    quarters = [
        open_period(by=None, kind="quarter", name=f"Quý {n}", starts_on=date(2024, 3 * n - 2, 1), ends_on=end,
                    cut_off=end, unit=None)
        for n, end in ((1, date(2024, 3, 31)), (2, date(2024, 6, 30)))
    ]  # fmt: skip
    shared = {"kind": "count_per_unit", "value": Decimal(5), "measured_in": "cuộc"}
    for accumulation, figure in (("in_period", Decimal(5)), ("cumulative", Decimal(3))):
        target = a_target(document, accumulation=accumulation, **shared)
        (assignment,) = given(target, country["old-01321"])
        for period, typed in zip(quarters, ("2", "3"), strict=True):
            accepted(assignment, typed, period=period)
        assignment.refresh_from_db()
        assert assignment.numerator == figure
        accepted(assignment, "4", period=the_year(2024))
        assignment.refresh_from_db()
        assert assignment.numerator == 4  # the whole year's report stands for its quarters


def test_a_leaders_total_counts_what_she_sees(country):
    target = a_target(a_document(country["old-04"]))
    for assignment in given(target, country["old-01321"], country["old-01291"]):
        accepted(assignment, "1/1")
    district = leader("old-042")
    found = whole(target, district)
    assert (found.completeness, found.whole) == ("1/1", False)
    rows = progress_by_unit(target, year=2024, tier=Tier.DISTRICT, viewer=district, as_of=TODAY).rows
    assert [(r.name, r.completeness) for r in rows if r.tally.assigned] == [("Huyện Bảo Lâm", "1/1")]


@pytest.mark.parametrize("tier", [Tier.PROVINCE, Tier.DISTRICT, Tier.COMMUNE])
@pytest.mark.parametrize("on", [date(2024, 12, 31), date(2026, 1, 1)])
def test_a_target_that_names_a_measure_is_the_engines_figure_at_every_tier(country, viewer, tier, on):
    if tier == Tier.DISTRICT and on.year == 2026:
        pytest.skip("no districts then")
    for key, times in (("old-01321", 2), ("old-01327", 1), ("old-04", 1), ("old-01291", 1)):
        for _ in range(times):
            a_registration(country[key], year=2024)
    target = a_target(
        a_document(country["old-04"]), text="Mỗi nơi mỗi năm đăng ký ít nhất 1 mô hình", kind="count_per_unit",
        value=Decimal(1), measured_in="mô hình", measure="registered",
    )  # fmt: skip
    given(target, *[country[key] for key in (*COMMUNES, "old-01291")])
    within = country["old-04"]
    table = progress_by_unit(target, year=2024, tier=tier, viewer=viewer, as_of=TODAY, on=on, within=within)
    question = Question(measure="registered", tier=tier, year_from=2024, year_to=2024, on=on, within=within)
    answer = rollup(question, viewer)
    assert [(row.unit.id, row.sums.numerator) for row in table.rows] == [(r.unit.id, r.total) for r in answer.rows]
    assert (table.held_above.sums.numerator, table.not_allocated.sums.numerator, table.total.sums.numerator) == (
        answer.held_above.total, answer.not_allocated.total, answer.total.total,
    )  # fmt: skip
    assert table.total.sums.numerator == Registration.objects.count() == 5
    # Three of the four communes registered something; the one that did not has a zero and no silence.
    assert (table.total.figure_text, table.total.verdict, table.total.completeness) == ("3/4", "not_met", "4/4")
    assert whole(target, viewer).figure_text == "3/4"
    # By unit beside a typed target, and over the years, it stands with the others.
    typed = a_target(target.document, text="Có kế hoạch")
    given(typed, country["old-01321"])
    asked = {"viewer": viewer, "within": within}
    both = standing_by_unit([typed, target], year=2024, tier=tier, on=on, **asked)
    alone = progress_by_unit(typed, year=2024, tier=tier, on=on, as_of=TODAY, **asked)
    assert {row.unit.id: row.tally for row in both.rows if row.tally.assigned} == {
        unit: tally for unit in {row.unit.id for row in (*table.rows, *alone.rows)}
        if (tally := sum((r.tally for r in (*table.rows, *alone.rows) if r.unit.id == unit), Tally())).assigned
    }  # fmt: skip
    assert both.total == table.total.tally + alone.total.tally == Tally(met=2, short=1, exceeded=1, silent=1)
    drawn = trends([typed, target], years=(2023, 2024), as_of=TODAY, **asked)
    assert {pk: [p.figure_text for p in series] for pk, series in drawn.items()} == {typed.pk: ["", ""], target.pk: ["", "3/4"]}
    # Each unit's own figure is the engine's line for it, on the day it stood.
    then = Question(measure="registered", tier=Tier.COMMUNE, year_from=2024, year_to=2024, on=date(2024, 12, 31), within=within)
    lines = {line.unit.id: str(line.total) for line in rollup(then, viewer).rows}
    found = judged(target.assignments.in_list_order(), viewer=viewer, as_of=TODAY)
    assert {one.assignment.unit_id: one.figure_text for one in found} == {
        country[key].id: lines[country[key].id] for key in (*COMMUNES, "old-01291")
    }
    assert sorted(one.verdict for one in found) == ["exceeded", "met", "met", "not_met"]


def test_records_of_communes_make_up_the_figure_of_the_districts_they_are_asked_of_in_every_geography(country, viewer):
    for _ in range(2):
        a_registration(country["old-01321"], year=2024)
    target = a_target(
        a_document(country["old-04"]), text="Huyện đăng ký 4 mô hình", kind="amount", value=Decimal(8), measured_in="mô hình",
        measure="registered",
    )  # fmt: skip
    given(target, country["old-042"], country["old-043"], values=[Decimal(4)] * 2)
    asked = {"year": 2024, "viewer": viewer, "as_of": TODAY, "within": country["old-04"]}
    then, now = (
        progress_by_unit(target, tier=tier, on=on, **asked)
        for tier, on in ((Tier.DISTRICT, date(2024, 12, 31)), (Tier.COMMUNE, date(2026, 1, 1)))
    )
    told = {
        on: [(line.figure_text, line.verdict_label) for line in (*told_of(table), table.held_above, table.total)]
        for on, table in (("then", then), ("now", now))
    }
    assert told["then"] == [("2/4", "Chưa đạt"), ("0/4", "Chưa đạt"), ("", "Không áp dụng"), ("2/8", "Chưa đạt")]
    # None of today's communes was asked, and nothing lies above them: who was asked there is neither red nor silent.
    assert told["now"] == [("2", "Không áp dụng"), ("0", "Không đánh giá riêng"), ("2/8", "Chưa đạt")]


def told_of(table) -> list:
    return [row for row in table.rows if row.figure_text]


def test_a_measure_is_asked_for_organisations_by_their_own_records(country, viewer):
    school, other = (
        Organisation.objects.create(name=name, folded_name=name, kind="school", unit=country["old-01321"])
        for name in ("a", "b")
    )
    a_registration(country["old-01321"], year=2024, organisation=school)
    a_registration(country["old-01321"], year=2024)
    target = a_target(
        a_document(country["old-04"]), kind="count_per_unit", value=Decimal(1), measured_in="mô hình", measure="models"
    )
    assign_to(by=None, target=target, parts=[Part(school.unit, school), Part(other.unit, other)], year=2024)
    assert whole(target, viewer).figure_text == "1/2"
    # Beside the communes it was given to as well, and beside one whose records are added.
    communes = [Part(country[key]) for key in ("old-01321", "old-01327")]
    assign_to(by=None, target=target, parts=communes, year=2024)
    added = a_target(target.document, kind="amount", value=Decimal(4), measured_in="mô hình", measure="registered")
    assign_to(by=None, target=added, parts=[Part(school.unit, school, Decimal(1)), Part(other.unit, other, Decimal(2)),
                                            Part(school.unit, None, Decimal(1))], year=2024)  # fmt: skip
    by_kind = progress_by_organisation_kind([target, added], year=2024, viewer=viewer, as_of=TODAY)
    assert {kind: [(p.target, p.figure_text, p.completeness) for p in found] for kind, found in by_kind.items()} == {
        "": [(target, "1/2", "2/2")], "school": [(target, "1/2", "2/2"), (added, "1/3", "2/2")],
    }  # fmt: skip


def test_every_measure_is_asked_for_an_organisation_or_refused_in_words(country, viewer):
    school = Organisation.objects.create(name="a", folded_name="a", kind="school", unit=country["old-01321"])
    a_registration(school.unit, year=2024, organisation=school)
    document, found = a_document(country["old-04"]), {}
    for key, measure in catalogue().items():
        kind = {"kind": "rate_by_end"} if isinstance(measure, Ratio) else {"kind": "count_per_unit", "measured_in": "việc"}
        target = a_target(document, value=Decimal(1), measure=key, **kind)
        try:
            (given_to,) = assign_to(by=None, target=target, parts=[Part(school.unit, school)], year=2024)
        except DomainErrors as refused:
            found[key] = refused.errors[0].field
            continue
        (line,) = judged([given_to], viewer=viewer, as_of=TODAY)
        found[key] = line.figure_text
        target.assignments.update(state="taken_back", reason="Chỉ để thử")
    refused = {key for key, told in found.items() if told == "organisation"}
    assert refused == {"replicas", "documents_issued", "documents_reported"}
    assert {key: told for key, told in found.items() if told not in ("0", "organisation")} == {
        "registered": "1", "accepted": "1", "models": "1", "active_communes": "1", "recognition_rate": "0/1",
        "targets_assigned": "1", "targets_silent": "1", "targets_reaching_rate": "0/1", "targets_reported_rate": "0/1",
        "alive_rate": "",
    }  # fmt: skip


def test_trend_organisations_and_order(country, viewer):
    document = a_document(country["old-04"])
    rising = a_target(
        document, kind="rate_by_end", recurrence="by_date", due_on=date(2025, 12, 31), value=Decimal(86),
        road_map={2023: Decimal(80), 2024: Decimal(83)},
    )  # fmt: skip
    met = a_target(document)
    for year, figure in ((2023, "81/100"), (2024, "82/100")):
        (assignment,) = given(rising, country["old-01321"], year=year)
        accepted(assignment, figure)
    (assignment,) = given(met, country["old-01321"])
    accepted(assignment, "1/1")
    silent = a_target(document)
    given(silent, country["old-01321"])
    found = trend(rising, years=range(2022, 2026), viewer=viewer, as_of=TODAY)
    assert [(p.year, p.verdict, p.step) for p in found] == [
        (2022, "not_applicable", None), (2023, "not_due", 80), (2024, "at_risk", 83), (2025, "not_applicable", None),
    ]  # fmt: skip
    listed = worst_first(progress_of([met, silent, rising], year=2024, viewer=viewer, as_of=TODAY))
    assert [p.target for p in listed] == [rising, silent, met]
    by_kind = progress_by_organisation_kind([met, silent], year=2024, viewer=viewer, as_of=TODAY)
    assert {kind: [p.target for p in found] for kind, found in by_kind.items()} == {"": [met, silent]}


def test_the_number_of_questions_is_that_of_the_page_and_not_of_the_units(country, viewer):
    document = a_document(country["old-04"])
    targets = [a_target(document) for _ in range(5)]
    counts = []
    current_atlas()  # kept by every process that has answered before
    for units in (COMMUNES[:1], COMMUNES):
        for target in targets:
            for assignment in given(target, *[country[key] for key in units]):
                if assignment.outcome == "":
                    accepted(assignment, "1/1")
        with CaptureQueriesContext(connection) as asked:
            progress_of(targets, year=2024, viewer=viewer, as_of=TODAY)
        with CaptureQueriesContext(connection) as by_unit:
            progress_by_unit(targets[0], year=2024, tier=Tier.COMMUNE, viewer=viewer, as_of=TODAY)
        counts.append((len(asked), len(by_unit)))
    assert counts == [(4, 5)] * 2
