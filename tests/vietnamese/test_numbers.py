from decimal import Decimal

import pytest

from vietnamese.numbers import (
    UnreadableNumber,
    format_decimal,
    format_integer,
    format_percent,
    parse_amount,
    parse_decimal,
    parse_integer,
)


@pytest.mark.parametrize(
    "written, meant",
    [
        ("1.538", 1538),
        ("08", 8),
        ("0", 0),
        (" 13.268 ", 13268),
        ("13\u00a0268", 13268),
        ("1.234.567", 1234567),
        ("1538", 1538),
        ("1.538,0", 1538),
        (316.0, 316),
        (316, 316),
        (Decimal(7), 7),
    ],
)
def test_whole_numbers_are_read_as_vietnamese_offices_write_them(written, meant):
    assert parse_integer(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "1.53",
        "1,538",
        "1.5383",
        "12.34.567",
        "72,5",
        "-5",
        "",
        None,
        True,
        "20-30",
        "khoảng 100",
        "1e3",
        1.538,
        "١٢",
        "NaN",
    ]
    + [float("nan"), float("inf")],
)
def test_a_number_with_two_readings_is_refused_in_words(written):
    with pytest.raises(UnreadableNumber) as refusal:
        parse_integer(written)
    assert str(refusal.value).endswith(".")


def test_a_refused_number_is_named_in_the_sentence():
    with pytest.raises(ValueError, match="Không hiểu chắc số “1.53”"):
        parse_integer("1.53")


@pytest.mark.parametrize(
    "written, meant", [("72,5", "72.5"), ("-1.250,75", "-1250.75"), (72.5, "72.5"), ("0,05", "0.05")]
)
def test_decimals_take_a_comma(written, meant):
    assert parse_decimal(written) == Decimal(meant)


@pytest.mark.parametrize(
    "written, multiplier, dong",
    [
        ("273.000.000", 1, 273_000_000),
        (273000000.0, 1, 273_000_000),
        ("1.250.000", 1, 1_250_000),
        ("273 triệu", 1, 273_000_000),
        ("273 triệu đồng", 1, 273_000_000),
        ("273trđ", 1, 273_000_000),
        ("1,5 tỷ", 1, 1_500_000_000),
        ("1,5 tỉ đồng", 1, 1_500_000_000),
        ("2 tỷ 300 triệu", 1, 2_300_000_000),
        ("500 nghìn", 1, 500_000),
        ("300.000đ", 1, 300_000),
        ("300.000 đồng", 10**6, 300_000),
        ("1,5", 10**6, 1_500_000),
        ("1.500", 10**6, 1_500_000_000),
        (0.3, 10**6, 300_000),
        ("2 tỷ", 10**6, 2_000_000_000),
    ],
)
def test_money_is_read_in_dong(written, multiplier, dong):
    assert parse_amount(written, multiplier) == dong


@pytest.mark.parametrize(
    "written",
    [
        "1.53",
        "1.5 tỷ",
        "273 bò",
        "triệu",
        "",
        None,
        "300 triệu 2 tỷ",
        "5 triệu 20",
        "-5",
        "10 - 20 triệu",
        0.5,
        "1/2",
    ],
)
def test_money_that_is_not_certain_is_refused(written):
    with pytest.raises(UnreadableNumber):
        parse_amount(written)


def test_numbers_are_printed_with_dots_and_commas():
    assert [format_integer(n) for n in (0, 999, 13268, -1500)] == ["0", "999", "13.268", "-1.500"]
    assert format_decimal(1538.25, 2) == "1.538,25"
    assert [format_percent(r) for r in (0.725, 1, 0, Decimal("0.8714"), None)] == [
        "72,5%",
        "100%",
        "0%",
        "87,1%",
        "",
    ]


def test_halves_are_rounded_up_as_excel_rounds_them():
    # 244 of 320: a page said 76,2% beside the workbook's 76,3%.
    assert [format_decimal(n) for n in (76.25, Decimal("76.25"), 0.25, 28.45, -0.25)] == ["76,3", "76,3", "0,3", "28,5", "-0,3"]
    assert [format_percent(n) for n in (244 / 320, 0.2845)] == ["76,3%", "28,5%"]
    assert [format_decimal(n, 0) for n in (0.5, 1.5, 2.5)] == ["1", "2", "3"]
    assert format_decimal(Decimal("9" * 60), 2) == ("999." * 20)[:-1] + ",00"
