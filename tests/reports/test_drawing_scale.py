"""Scales, map classes, lettering and figures."""

from hypothesis import given
from hypothesis import strategies as st

from reports.drawing.figures import count_text, percent_text, short_text
from reports.drawing.lettering import spread, told_places, wrapped
from reports.drawing.scale import Linear, MapClass, class_of, map_classes


def test_a_length_is_in_proportion_and_zero_without_values():
    assert [Linear(200, 0, 50)(value) for value in (0, 100, 200)] == [0, 25, 50]
    assert Linear(0, 10, 50)(0) == 10


def test_figures_are_printed_as_offices_print_them():
    assert [count_text(number) for number in (0, 9, 13268, 160013, None)] == [
        "0",
        "9",
        "13.268",
        "160.013",
        "–",
    ]
    assert [percent_text(*pair) for pair in ((29, 40), (1, 1), (0, 5), (3, 0), (None, 4))] == [
        "72,5%",
        "100%",
        "0,0%",
        "–",
        "–",
    ]
    assert [short_text(number) for number in (950, 160_013, 3_020_000, 12_340_000, 2_000_000_000)] == [
        "950",
        "160 nghìn",
        "3,02 triệu",
        "12,3 triệu",
        "2 tỷ",
    ]


def test_classes_of_equal_sizes_with_round_limits():
    classes = map_classes(range(100, 3500, 100))
    assert [one.label for one in classes] == [
        "1–700",
        "701–1.000",
        "1.001–2.000",
        "2.001–2.500",
        "2.501–3.400",
    ]
    assert [class_of(value, classes) for value in (None, 0, 1, 700, 701, 3400)] == [
        "map-none",
        "map-zero",
        "map-1",
        "map-1",
        "map-2",
        "map-5",
    ]


def test_few_distinct_values_give_fewer_classes():
    assert map_classes([]) == map_classes([0, None]) == []
    assert map_classes([5, 5, 5]) == [MapClass(1, 1, 5)]


@given(st.lists(st.one_of(st.none(), st.integers(0, 10**7)), max_size=63))
def test_every_value_falls_in_exactly_one_class(values):
    classes = map_classes(values)
    assert len(classes) <= 5
    for value in values:
        assert sum(one.low <= value <= one.high for one in classes) == 1 if value else True


def test_words_break_into_lines_of_like_length_and_never_before_a_dash():
    assert wrapped("Quốc phòng - an ninh", 100) == ["Quốc phòng\u00a0-", "an ninh"]
    assert wrapped("Kinh tế", 100) == ["Kinh tế"]
    assert wrapped("Nghiêngngảngoằnngoèo", 10) == ["Nghiêngngảngoằnngoèo"]


def test_labels_that_would_overlap_move_apart_inside_their_room():
    assert spread([10, 12, 90], [10, 10, 10], 0, 100) == [10, 20, 90]
    assert spread([98, 99], [10, 10], 0, 100) == [85, 95]


def test_the_last_column_is_always_told():
    assert told_places(5, ["2024"], 40) == [True] * 5
    assert told_places(5, ["2024"], 20) == [True, False, True, False, True]
