"""Figures as offices type them, read strictly."""

from decimal import Decimal

import pytest

from resolutions.figures import Figure, read_figure, read_value
from vietnamese.numbers import UnreadableNumber


@pytest.mark.parametrize(
    "typed, read, printed",
    [
        (("45.799/36.875",), Figure(Decimal(45799), Decimal(36875)), "45.799/36.875"),
        (("21/21",), Figure(Decimal(21), Decimal(21)), "21/21"),
        ((" 8.799 / 16.627 ",), Figure(Decimal(8799), Decimal(16627)), "8.799/16.627"),
        (("72,5%",), Figure(Decimal("72.5"), Decimal(100), is_share=True), "72,5%"),
        (("8.799", "16.627"), Figure(Decimal(8799), Decimal(16627)), "8.799/16.627"),
        (("03",), Figure(Decimal(3)), "3"),
        ((0,), Figure(Decimal(0)), "0"),
        (("1,25",), Figure(Decimal("1.25")), "1,25"),
        (("5", ""), Figure(Decimal(5)), "5"),
    ],
)
def test_a_figure_is_read_with_both_its_parts(typed, read, printed):
    assert read_figure(*typed) == read
    assert str(read) == printed


@pytest.mark.parametrize(
    "typed", ["", "21/0", "1.53/2", "3/4/5", "12/15%", "-1/5", "1,234", "abc", "1/2 xã", "99999999999999", True, "1.538,5.2"]
)
def test_what_has_two_readings_or_none_is_refused_in_words(typed):
    with pytest.raises(UnreadableNumber) as refused:
        read_figure(typed)
    assert str(refused.value)


@pytest.mark.parametrize("typed, value", [("72,5%", "72.5"), ("86 %", "86"), ("1.500", "1500"), (98, "98")])
def test_a_value_is_read_with_or_without_its_sign(typed, value):
    assert read_value(typed) == Decimal(value)
