"""The back office rolls targets up by the one engine, in the district and in the whole."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.casts import administrator
from tests.factories import a_small_country
from tests.resolutions.setting import a_document, a_target, accepted, given

COMMUNES = ("old-01321", "old-01327", "old-01330")
ASKED = {"within": "old-04", "tier": "district", "year": "2024", "geography": "2024-12-31"}


@pytest.fixture
def back_office(db):
    units = a_small_country()
    target = a_target(a_document(units["old-04"], applies_to="province"))
    one, other, _silent = given(target, *(units[key] for key in COMMUNES))
    accepted(one, "1/1")
    accepted(other, "0/1")
    client = Client()
    client.force_login(administrator())
    return client


def table(client, **asked):
    page = client.get(reverse("admin:resolutions_document_summary"), ASKED | asked)
    assert page.status_code == 200
    # A number leads nowhere rather than to a list that would not be narrowed by it.
    assert {cell.url for row in page.context["rows"] for cell in row.cells} == {""}
    return {row.name: [cell.text for cell in row.cells] for row in page.context["rows"] if row.cells[-1].text not in "0–"}


@pytest.mark.parametrize(
    ("measure", "shown"),
    [
        ("targets_assigned", "3"),
        ("targets_reported", "2"),
        ("targets_reaching", "1"),
        ("targets_short", "1"),
        ("targets_silent", "1"),
        ("targets_reaching_rate", "33,3%"),
        ("reports_accepted", "2"),
    ],
)
def test_every_measure_of_targets_is_rolled_up(back_office, measure, shown):
    assert table(back_office, measure=measure) == {"Huyện Bảo Lạc": [shown], "Tổng cộng": [shown]}


def test_outcomes_and_levels_of_documents_are_columns(back_office):
    by_outcome = table(back_office, measure="targets_assigned", split="outcome")
    assert by_outcome["Tổng cộng"] == ["1", "0", "1", "1", "0", "0", "3"]
    documents = table(back_office, measure="documents_issued", split="document_level", tier="province", year="2021")
    assert documents["Tổng cộng"][-1] == "1"
