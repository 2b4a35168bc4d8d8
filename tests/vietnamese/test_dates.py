from datetime import date, datetime

import pytest

from vietnamese.dates import UnreadableDate, format_date, format_date_in_words, parse_date


@pytest.mark.parametrize(
    "written",
    [
        "09/10/2024",
        "9/10/2024",
        "9-10-2024",
        "9.10.2024",
        " 09 / 10 / 2024 ",
        "09/10/2024 00:00:00",
        "2024-10-09",
        "2024-10-09T07:30:00",
        "ngày 09 tháng 10 năm 2024",
        "Ngày 9 tháng 10 năm 2024",
        "9 tháng 10 năm 2024",
        datetime(2024, 10, 9, 7, 30),
        date(2024, 10, 9),
        45574,
        45574.31,
        "45574",
    ],
)
def test_every_office_way_of_writing_9_october(written):
    assert parse_date(written) == date(2024, 10, 9)


@pytest.mark.parametrize(
    "written",
    [
        "10/25/2024",
        "31/02/2024",
        "29/02/2023",
        "00/10/2024",
        "9/10/24",
        "2024",
        2024,
        316,
        True,
        "",
        None,
        "tháng 10/2024",
    ]
    + ["#N/A", "09/10/1024", datetime(1900, 1, 1), "9/10", 10**9],
)
def test_a_day_that_is_not_certain_or_not_on_the_calendar_is_refused_in_words(written):
    with pytest.raises(UnreadableDate) as refusal:
        parse_date(written)
    assert str(refusal.value).endswith(".")


def test_month_first_is_never_read():
    assert parse_date("03/04/2026") == date(2026, 4, 3)
    with pytest.raises(UnreadableDate, match="viết ngày trước, tháng sau"):
        parse_date("12/31/2024")


def test_dates_are_printed_day_first():
    assert format_date(date(2026, 8, 5)) == "05/08/2026"
    assert format_date(None) == ""
    assert format_date_in_words(date(2026, 2, 5)) == "ngày 05 tháng 02 năm 2026"
    assert format_date_in_words(date(2026, 10, 15)) == "ngày 15 tháng 10 năm 2026"
