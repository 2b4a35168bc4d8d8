"""Calls made up from the API's own description: what fits it and what does not is answered, and never by a fault; an
answer that says it went well has the shape the description promises."""

import logging

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from knox.models import AuthToken
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from tests.resolutions.setting import a_document, a_target, sent
from tests.resolutions.setting import given as given_to

FITTING, UNFITTING = 6, 4
"""Calls of each kind an operation."""
METHODS = ("get", "post", "patch", "put", "delete")


def _operations() -> list[str]:
    """Every operation of the description but the two that give and take tokens."""
    found = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    return [
        f"{method.upper()} {path}"
        for path, verbs in found.items()
        for method in METHODS
        if method in verbs and "/auth/" not in path
    ]


@pytest.fixture(scope="module")
def description():
    made = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True))
    made.app = WSGIHandler()
    return made


@pytest.fixture
def records(register) -> dict[str, dict]:
    """What stands in an address by what it names, so that calls meet records and not only their absence."""
    return {
        "registrations": {"id": register.saving.id},
        "models": {"id": register.saving.model_id},
        "decisions": {"id": register.decision.id},
        "units": {"key": "old-043"},
        **_of_targets(register.units),
    }


def _of_targets(units) -> dict[str, dict]:
    document = a_document(units["old-04"])
    (assignment,) = given_to(a_target(document, kind="rate_by_end"), units["old-04"])
    report = sent(assignment, "1/2")
    return {
        "documents": {"id": document.id},
        "targets": {"id": assignment.target_id},
        "assignments": {"id": assignment.id},
        "progress-reports": {"id": report.id},
    }


@pytest.fixture(autouse=True)
def _one_connection():
    """As Django's own test client does: the test's connection, with its transaction, is not closed after a request."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("who", ["province", "admin"])
@pytest.mark.parametrize("operation", _operations())
def test_calls_made_from_the_description_make_no_fault(description, records, people, operation, who):
    method, path = operation.split()
    _, token = AuthToken.objects.create(getattr(people, who))
    there = records.get(path.split("/")[3], {}) if "{" in path else {}
    answered = []

    def knock(case):
        # Called in the process itself, where nobody unpacks what travels compressed.
        answer = case.call(headers={"Authorization": f"Token {token}", "Accept-Encoding": "identity"})
        answered.append(answer.status_code)
        checks = [not_a_server_error]
        if answer.status_code < 300:
            checks += [response_schema_conformance, content_type_conformance]
        case.validate_response(answer, checks=checks)

    made = description[path][method]
    logging.disable(logging.ERROR)
    try:
        for mode, number, held in (
            (GenerationMode.POSITIVE, FITTING, there),
            (GenerationMode.NEGATIVE, UNFITTING, {}),
        ):
            calls = made.as_strategy(generation_mode=mode, path_parameters=held or None)
            _bounded(number)(given(calls)(knock))()
    finally:
        logging.disable(logging.NOTSET)
    assert set(answered) - {401}, answered


def _bounded(number: int):
    """The same calls on every run, each operation its share; nothing is kept between runs."""
    return settings(
        max_examples=number, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
