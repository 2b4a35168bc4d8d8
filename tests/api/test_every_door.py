"""Doors found in the API's own description, so that a new one is tested the day it is added: hostile values of every
parameter, and strangers. What a door shows to whom, and what it changes, is asked in tests/doors."""

import pytest
from drf_spectacular.generators import SchemaGenerator

NASTY = [
    "\0", "%", "_", "'", '"', "\\", "a" * 3000, "-1", "0", "1e9", "99999999999999999999", "٢٠٢٤", "null", "NaN", "true",
    "[]", "{}", "2024-02-30", "old-04\0", "𝕬", "\ufffe", "\u202e", "__class__", "id", "-id", "?", ",", "-", "../x",
]  # fmt: skip


@pytest.fixture
def doors():
    """(path, method, operation) of everything the description names."""
    found = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    return [(path, method, operation) for path, verbs in found.items() for method, operation in verbs.items()]


def addresses(path: str, register) -> str:
    """The path with the keys of records put in."""
    record = register.roads
    number = {
        "registrations": record.id,
        "models": record.model_id,
        "decisions": register.decision.id,
    }.get(path.split("/")[3], 1)
    return path.replace("{id}", str(number)).replace("{key}", "old-043")


def test_no_value_of_any_parameter_makes_a_fault(register, people, asking, doors):
    client = asking(people.province)
    tried = 0
    for path, method, operation in doors:
        if method != "get":
            continue
        names = [p["name"] for p in operation.get("parameters", []) if p["in"] == "query"]
        for name in [*names, "unknown", "id__in", "unit__key"]:
            for value in NASTY:
                answer = client.get(addresses(path, register), {name: value})
                tried += 1
                assert answer.status_code < 500, (path, name, value)
    assert tried > 1500


def test_every_door_is_shut_to_strangers(register, client, doors):
    for path, method, _ in doors:
        answer = getattr(client, method)(addresses(path, register), content_type="application/json")
        assert answer.status_code == 401, (method, path)
