"""A page costs the same queries with one row and with three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import TOWN
from tests.factories import a_registration

# Session, person, her units and the edition of the lists, then: count, keys, rows.
EXPECTED = {
    "/api/v1/registrations/": 7,
    "/api/v1/models/": 7,
    "/api/v1/decisions/": 7,
    "/api/v1/units/?within=old-043": 8,
}


@pytest.mark.parametrize("address", EXPECTED)
def test_a_list_costs_the_same_with_one_row_and_with_three(people, asking, country, address):
    from datetime import date

    from recognition.recognising import recognise, record_decision

    client = asking(people.province)
    for number in (1, 2, 3):
        registration = a_registration(TOWN, year=2024)
        decision = record_decision(
            by=None, number=f"{number}-QĐ/TU", signed_on=date(2024, 11, number), issuing_body="Tỉnh ủy",
            unit=country["old-04"], entered_on=date(2026, 1, 1),
        )  # fmt: skip
        recognise(by=None, decision=decision, registrations=[(registration, "province")])
        if number in (1, 3):
            with CaptureQueriesContext(
                connection,
            ) as run:
                answer = client.get(address)
            assert answer.status_code == 200
            assert len(run) == EXPECTED[address], [q["sql"][:120] for q in run]
