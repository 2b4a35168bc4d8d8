"""The lists of decisions come from what was recognised before there were lists, and going back loses no figure."""

from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from models_registry.models import Registration
from recognition.models import Decision, DecisionLine, Recognition
from tests.factories import a_registration, a_small_country
from tests.recognition.deciding import a_draft, recognised, signed

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("recognition", "0001_initial")]


def migrate(targets) -> None:
    MigrationExecutor(connection).migrate(targets)


def counted() -> list[tuple]:
    return list(Registration.objects.order_by("id").values_list("id", "stage", "recognised_level", "recognised_on"))


def test_back_and_forward_on_a_filled_register_keeps_decisions_recognitions_and_figures():
    country = a_small_country()
    decision, (held, other) = recognised(country["old-04"])
    signed(a_draft(country["old-04"], "revocation", [held], reason="Dừng"), "2-QĐ/BDVTU", date(2024, 12, 1))
    signed(a_draft(country["old-04"], registrations=[held]), "3-QĐ/BDVTU", date(2024, 12, 20))
    a_draft(country["old-04"], registrations=[a_registration("old-01291")])
    before = counted()
    standing = set(Recognition.objects.standing().values_list("registration_id", "level", "decision_id"))
    last = MigrationExecutor(connection).loader.graph.leaf_nodes("recognition")
    migrate(BEFORE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM recognition_decision ORDER BY number")
        assert [row[0] for row in cursor.fetchall()] == ["1-QĐ/BDVTU", "2-QĐ/BDVTU", "3-QĐ/BDVTU"]
        cursor.execute("SELECT registration_id, level, decision_id FROM recognition_recognition")
        assert set(cursor.fetchall()) == standing
    assert counted() == before
    migrate(last)
    assert counted() == before
    assert set(Recognition.objects.standing().values_list("registration_id", "level", "decision_id")) == standing
    assert set(DecisionLine.objects.values_list("registration_id", "level", "decision_id")) == standing
    assert set(Decision.objects.values_list("state", flat=True)) == {"signed"}
