"""What points make of a dossier: no database, exact to the two decimals that are shown."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.scoring import Item, Joining, Mark, Outcome, Place, Rules, percent_of, ranked, verdict

D = Decimal
ITEMS = (
    Item("1", D(40)),
    Item("2", D(20), weight=D(2)),
    Item("3", D(20), compulsory=True, floor=D(10)),
    Item("4", D(0), compulsory=True, met_or_not=True),
)
RULES = Rules(ITEMS, D(50), D(80))


def sheet(one, two, three, met=True) -> dict:
    return {"1": Mark(D(one)), "2": Mark(D(two)), "3": Mark(D(three)), "4": Mark(met=met)}


def test_a_score_is_the_weighed_points_in_percent_of_the_weighed_maximum():
    assert percent_of(ITEMS, sheet(30, 15, 20)) == D("80.00")
    assert percent_of(ITEMS, sheet("33.33", 0, 0)) == D("33.33")
    assert percent_of(ITEMS, {}) == D("0.00")
    assert percent_of((Item("4", D(0), met_or_not=True),), {"4": Mark(met=True)}) == D("0.00")


def test_an_item_met_or_not_gives_all_its_points_or_none():
    items = (Item("a", D(6), met_or_not=True), Item("b", D(4)))
    assert [percent_of(items, {"a": Mark(met=met), "b": Mark(D(2))}) for met in (True, False)] == [D("80.00"), D("20.00")]


def test_mean_and_median_of_an_odd_and_an_even_number():
    sheets = [sheet(10, 10, 10), sheet(20, 10, 10), sheet(40, 20, 20), sheet(40, 20, 20)]
    found = {
        (joining, n): verdict(Rules(ITEMS, D(50), None, joining), sheets[:n]).percent
        for joining in Joining
        for n in (1, 3, 4)
    }
    assert found == {
        (Joining.MEAN, 1): D("40.00"), (Joining.MEAN, 3): D("63.33"), (Joining.MEAN, 4): D("72.50"),
        (Joining.MEDIAN, 1): D("40.00"), (Joining.MEDIAN, 3): D("50.00"), (Joining.MEDIAN, 4): D("75.00"),
    }  # fmt: skip


def test_thresholds_are_reached_from_the_percent_that_is_shown():
    wanted = {"79.99": Outcome.RECOGNISED, "80": Outcome.EXEMPLARY, "50": Outcome.RECOGNISED, "49.99": Outcome.NOT_MET}
    rules = Rules((Item("1", D(100)),), D(50), D(80))
    assert {p: verdict(rules, [{"1": Mark(D(p))}]).outcome for p in wanted} == wanted
    assert verdict(Rules(rules.items, D(50)), [{"1": Mark(D(100))}]).outcome == Outcome.RECOGNISED


@pytest.mark.parametrize("failing", [sheet(40, 20, 9), sheet(40, 20, 20, met=False)])
def test_a_compulsory_item_that_fails_is_not_met_whatever_the_points(failing):
    said = verdict(RULES, [failing])
    assert (said.outcome, said.percent > 80) == (Outcome.NOT_MET, True)


def test_half_of_the_appraisers_fail_a_compulsory_item_and_fewer_are_shown_to_differ():
    good, bad = sheet(40, 20, 20), sheet(40, 20, 9)
    half, third = verdict(RULES, [good, bad]), verdict(RULES, [good, good, bad])
    assert (half.outcome, half.failed, half.disputed) == (Outcome.NOT_MET, ("3",), ("3",))
    assert (third.outcome, third.failed, third.disputed) == (Outcome.EXEMPLARY, (), ("3",))


def test_nobody_s_score_says_nothing():
    said = verdict(RULES, [])
    assert (said.percent, said.outcome, said.counted) == (None, None, 0)


def test_equal_percents_share_a_rank_and_the_next_rank_is_left_out():
    given_percents = {"a": D("70.00"), "b": D("90.00"), "c": None, "d": D("70.00"), "e": D("60.00")}
    assert ranked(given_percents) == [
        Place("b", D("90.00"), 1), Place("a", D("70.00"), 2, True), Place("d", D("70.00"), 2, True),
        Place("e", D("60.00"), 4), Place("c", None),
    ]  # fmt: skip


_points = st.integers(0, 4000).map(lambda n: D(n) / 100)
_sheets = st.fixed_dictionaries(
    {
        "1": _points.map(Mark),
        "2": _points.map(lambda p: Mark(min(p, D(20)))),
        "3": _points.map(lambda p: Mark(min(p, D(20)))),
        "4": st.booleans().map(lambda met: Mark(met=met)),
    }
)
_rules = st.sampled_from([Rules(ITEMS, D(50), D(80), joining) for joining in Joining])


@given(_rules, st.lists(_sheets, min_size=1, max_size=7), st.randoms(use_true_random=False))
def test_in_whatever_order_the_appraisers_come_the_verdict_is_the_same(rules, sheets, chance):
    shuffled = list(sheets)
    chance.shuffle(shuffled)
    assert verdict(rules, shuffled) == verdict(rules, sheets)


@given(_rules, st.dictionaries(st.text(max_size=3), st.lists(_sheets, min_size=1, max_size=4), min_size=1, max_size=4), st.data())
def test_recusing_one_appraiser_of_one_dossier_changes_nothing_else(rules, dossiers, data):
    """Her sheet goes as if it had never been; every other dossier says what it said, and the ranks among them stand."""
    one = data.draw(st.sampled_from(sorted(dossiers)))
    gone = data.draw(st.integers(0, len(dossiers[one]) - 1))
    left = dossiers | {one: dossiers[one][:gone] + dossiers[one][gone + 1 :]}
    before = {name: verdict(rules, sheets) for name, sheets in dossiers.items()}
    after = {name: verdict(rules, sheets) for name, sheets in left.items()}
    assert {n: v for n, v in after.items() if n != one} == {n: v for n, v in before.items() if n != one}
    others = [name for name in dossiers if name != one]
    order_before = [p.key for p in ranked({n: v.percent for n, v in before.items()}) if p.key in others]
    order_after = [p.key for p in ranked({n: v.percent for n, v in after.items()}) if p.key in others]
    assert order_before == order_after
    assert all(0 <= v.percent <= 100 for v in before.values())


@given(st.dictionaries(st.text(max_size=3), st.none() | st.sampled_from([D("50.00"), D("60.00"), D("70.50")]), max_size=8))
def test_ranks_follow_percents_and_ties_are_shared(percents):
    places = ranked(percents)
    assert sorted(p.key for p in places) == sorted(percents)
    for a in places:
        if a.percent is None:
            assert (a.rank, a.tied) == (None, False)
        else:
            higher = [b for b in places if b.percent is not None and b.percent > a.percent]
            alike = [b for b in places if b.percent == a.percent]
            assert (a.rank, a.tied) == (len(higher) + 1, len(alike) > 1)
