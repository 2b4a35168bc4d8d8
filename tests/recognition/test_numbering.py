"""A decision's number is one however it is typed, and the database holds it."""

import unicodedata
from datetime import date

import pytest

from audit.errors import DomainError
from recognition.models import Decision
from recognition.recognising import record_decision
from vietnamese.paper_numbers import number_key

ONE = "1/QĐ-UBND"


@pytest.mark.parametrize(
    "typed",
    [
        "01/QĐ-UBND",
        "001/QĐ-UBND",
        "1/QÐ-UBND",  # Ð of Icelandic, as some keyboards write it
        "1/qð-ubnd",
        " 01 / qđ-ubnd ",
        "01/QĐ – UBND",
        unicodedata.normalize("NFD", "01/QĐ-UBND"),
    ],
)
def test_every_way_of_typing_it_is_one_number(typed):
    assert number_key(typed) == ONE


@pytest.mark.parametrize("other", ["1/QD-UBND", "10/QĐ-UBND", "1/QĐ-HĐND", "1-QĐ/UBND"])
def test_another_number_stays_another(other):
    assert number_key(other) != ONE


def test_two_spellings_of_one_number_are_refused_by_the_database(cast):
    given = {
        "by": None, "signed_on": date(2024, 10, 1), "issuing_body": "UBND tỉnh", "unit": cast["old-04"],
        "entered_on": date(2026, 1, 15),
    }  # fmt: skip
    record_decision(number="01/QĐ-UBND", **given)
    with pytest.raises(DomainError, match="đã có quyết định số 1/QÐ-UBND"):
        record_decision(number="1/QÐ-UBND", **given)
    assert Decision.objects.count() == 1
