"""Figures say no more than lists: what is counted for a person is what she may see, to the row."""

import json
import logging

import pytest
from drf_spectacular.generators import SchemaGenerator

from tests.doors.country import NUMBER
from tests.doors.marks import body_of, marks_in
from tests.doors.people import PEOPLE
from tests.doors.planting import NAMESAKE
from tests.doors.walking import doors

pytestmark = pytest.mark.django_db
LISTS = ("registrations", "models", "decisions")


@pytest.fixture(scope="module", autouse=True)
def _quiet():
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("person", PEOPLE, ids=str)
def test_a_total_counts_what_the_person_sees(world, person):
    """Each unit counts two registrations of its year; a school's people count the one of the school."""
    client = world.client(person)
    for year, scheme in ((2024, "old-"), (2025, "new-")):
        expected = 2 * len([key for key in person.sees if key.startswith(scheme)])
        if year == 2025 and ("new-01327" in person.sees or person.organisation):
            expected += 1
        if year == 2024 and "new-00700" in person.sees:
            expected += 1  # placed there by hand
        asked = {"measure": "registered", "tier": "commune", "year": year, "geography": "2026-03-02"}
        assert _read(client, "/api/v1/rollups/", asked)["total"]["total"] == expected, year
        counted = _read(client, "/api/v1/registrations/", {"year": year})["count"]
        assert counted == expected, year


@pytest.mark.parametrize("person", PEOPLE, ids=str)
def test_a_list_says_how_many_it_shows(world, person):
    client = world.client(person)
    for name in LISTS:
        answer = _read(client, f"/api/v1/{name}/", {"page_size": "200"})
        assert answer["count"] == len(answer["results"]), name
    for decision in _read(client, "/api/v1/decisions/", {"page_size": "200"})["results"]:
        shown = _read(client, f"/api/v1/decisions/{decision['id']}/lines/")
        assert decision["size"] == len(shown["results"]) == shown["count"], decision["number"]


@pytest.mark.parametrize("person", PEOPLE, ids=str)
def test_a_report_on_one_person_stays_inside(world, person):
    """Somebody of that name is in charge in every unit; whoever keeps people reads of those of hers, the others none."""
    client = world.client(person)
    for address in ("/quan-tri/du-lieu-ca-nhan/", "/quan-tri/du-lieu-ca-nhan/tep/"):
        response = client.post(address, {"name": NAMESAKE})
        expected = {(NUMBER[key], "free") for key in person.keeps}
        assert marks_in(response) == expected, address
        assert response.status_code == (200 if person.keeps else 403)


def test_every_address_of_the_description_is_a_door_that_was_walked():
    known = {f"/{door.route}".replace("<pk>", "{id}").replace("<key>", "{key}") for door in doors()}
    described = set(SchemaGenerator().get_schema(request=None, public=True)["paths"])
    assert described - known == set()


def _read(client, address: str, asked: dict | None = None) -> dict:
    return json.loads(body_of(client.get(address, asked)))
