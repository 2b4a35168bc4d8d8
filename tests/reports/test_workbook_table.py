"""Declared sheets worked out without Excel: formulas, totals, headings over groups."""

import pytest

from reports import workbook as w
from reports.workbook import Column, DoesNotAddUp, Row, Sheet, Total
from reports.workbook_formulas import NOTHING, difference_of, growth_of, ratio_of, sum_of
from reports.workbook_heading import Heading, headings
from reports.workbook_table import lines

COLUMNS = [
    Column("unit", "Đơn vị", w.TEXT, 20),
    Column("economy", "Kinh tế", w.COUNT, 9, ("Đăng ký",)),
    Column("society", "Văn hóa", w.COUNT, 9, ("Đăng ký",)),
    Column("registered", "Cộng", w.COUNT, 9, ("Đăng ký",), sum_of("economy", "society")),
    Column("recognised", "Công nhận", w.COUNT),
    Column("rate", "Tỷ lệ", w.SHARE, formula=ratio_of("recognised", "registered")),
]


def a_sheet(rows, total=None, columns=COLUMNS):
    return Sheet("Biểu 1", "TIÊU ĐỀ", columns, rows, total=total)


def values(sheet):
    return [[cell.value for cell in line.cells] for line in lines(sheet)]


def test_each_row_and_the_total_are_worked_out():
    rows = [
        Row({"unit": "Huyện A", "economy": 3, "society": 5, "recognised": 6}),
        Row({"unit": "Huyện B", "economy": 0, "society": 2, "recognised": 1}),
    ]
    total = Total("Tổng cộng", {"economy": 3, "society": 7, "registered": 10, "recognised": 7})
    assert values(a_sheet(rows, total)) == [
        ["Huyện A", 3, 5, 8, 6, 0.75],
        ["Huyện B", 0, 2, 2, 1, 0.5],
        ["Tổng cộng", 3, 7, 10, 7, 0.7],
    ]


def test_nothing_to_divide_by_is_a_dash_and_never_an_error():
    assert values(a_sheet([Row({"unit": "Huyện A", "economy": 0, "society": 0, "recognised": 0})])) == [
        ["Huyện A", 0, 0, 0, 0, NOTHING]
    ]


def test_a_table_without_rows_has_a_total_of_nothing():
    total = Total("Tổng cộng", {"economy": 0, "registered": 0})
    assert values(a_sheet([], total)) == [["Tổng cộng", 0, 0, 0, 0, NOTHING]]


@pytest.mark.parametrize(
    ("row", "total"),
    [
        (Row({"economy": 3, "society": 5}), Total("Tổng cộng", {"economy": 4})),
        (Row({"economy": 3, "society": 5}), Total("Tổng cộng", {"registered": 7})),
        (Row({"economy": 3, "society": 5}, given={"registered": 9}), None),
    ],
)
def test_figures_that_do_not_add_up_are_refused(row, total):
    with pytest.raises(DoesNotAddUp):
        lines(a_sheet([row], total))


def test_a_formula_may_look_at_another_row():
    columns = [Column("what", "Chỉ tiêu"), Column("last", "2023", w.COUNT), Column("this", "2024", w.COUNT)]
    columns += [
        Column("change", "Tăng", w.CHANGE, formula=difference_of("this", "last")),
        Column("growth", "Tỷ lệ", w.GROWTH, formula=growth_of("this", "last")),
    ]
    rates = {key: ratio_of(f"{key}:done", f"{key}:all") for key in ("last", "this")}
    rows = [
        Row({"what": "Đăng ký", "last": 10, "this": 12}, key="all"),
        Row({"what": "Công nhận", "last": 0, "this": 9}, key="done"),
        Row({"what": "Tỷ lệ", "growth": None} | rates),
    ]
    assert values(a_sheet(rows, columns=columns)) == [
        ["Đăng ký", 10, 12, 2, 0.2],
        ["Công nhận", 0, 9, 9, NOTHING],
        ["Tỷ lệ", 0.0, 0.75, 0.75, None],
    ]


def test_the_change_of_a_rate_that_is_not_there_is_a_dash():
    columns = [
        Column("last", "2023", w.COUNT),
        Column("this", "2024", w.COUNT),
        Column("change", "Tăng", w.CHANGE),
    ]
    row = Row({"last": ratio_of("this", "this"), "this": 0, "change": difference_of("this", "last")})
    assert values(a_sheet([row], columns=columns)) == [[NOTHING, 0, NOTHING]]


def test_headings_stand_over_their_columns():
    assert headings(COLUMNS) == [
        [
            Heading("Đơn vị", 0, 0, 2, 1, 20),
            Heading("Đăng ký", 0, 1, 1, 3, 27),
            Heading("Công nhận", 0, 4, 2, 1, 9),
            Heading("Tỷ lệ", 0, 5, 2, 1, 9),
        ],
        [
            Heading("Kinh tế", 1, 1, 1, 1, 9),
            Heading("Văn hóa", 1, 2, 1, 1, 9),
            Heading("Cộng", 1, 3, 1, 1, 9),
        ],
    ]


def test_headings_of_three_rows():
    columns = [
        Column("a", "A", groups=("Một",)),
        Column("b", "B", groups=("Một", "Hai")),
        Column("c", "C", groups=("Một", "Hai")),
        Column("d", "D", groups=("Ba", "Hai")),
    ]
    assert headings(columns) == [
        [Heading("Một", 0, 0, 1, 3, 27), Heading("Ba", 0, 3, 1, 1, 9)],
        [Heading("A", 1, 0, 2, 1, 9), Heading("Hai", 1, 1, 1, 2, 18), Heading("Hai", 1, 3, 1, 1, 9)],
        [Heading("B", 2, 1, 1, 1, 9), Heading("C", 2, 2, 1, 1, 9), Heading("D", 2, 3, 1, 1, 9)],
    ]
