"""Two people after recognition at the same moment, on two connections: one is first, the other is told in words."""

import pytest
from django.db import connection

from audit.models import Event
from recognition.checking import Finding, check_models
from recognition.exemplary import choose_exemplary, end_exemplary
from recognition.models import Exemplary, Proposal, Replication, YearlyCheck
from recognition.proposing import propose
from recognition.recognising import recognise, record_decision
from recognition.replicating import replicate
from tests.factories import a_registration, a_small_country
from tests.models_registry.test_races import TODAY, at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _two_connections():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: SQLite has one writer")


@pytest.fixture
def held(db):
    """Two models recognised in one commune."""
    country = a_small_country()
    rows = [a_registration(country["old-01321"], name=name) for name in ("Đường hoa", "Chợ quê")]
    decision = record_decision(
        by=None, number="1-QĐ", signed_on=TODAY.replace(year=2024), issuing_body="Ban Dân vận", unit=country["old-01321"],
        entered_on=TODAY,
    )  # fmt: skip
    recognise(by=None, decision=decision, registrations=[(r, "grassroots") for r in rows])
    return rows


def choose(rows):
    return choose_exemplary(by=None, registrations=rows, level="grassroots", on=TODAY, entered_on=TODAY)


def proposed(rows):
    return propose(
        by=None, registrations=rows, level="grassroots", form="giay_khen", granting_body="UBND", on=TODAY, entered_on=TODAY
    )


def test_two_who_choose_the_same_leave_one_choice(held):
    done, refused = at_once(lambda n: choose(held if n else held[::-1]))
    assert (len(done), Exemplary.objects.count(), Event.objects.filter(verb="choose_exemplary").count()) == (1, 2, 2)
    assert [e.sentence for e in refused[0].errors] in (
        ["Đường hoa: đã là tiêu biểu cấp cơ sở.", "Chợ quê: đã là tiêu biểu cấp cơ sở."],
        ["Chợ quê: đã là tiêu biểu cấp cơ sở.", "Đường hoa: đã là tiêu biểu cấp cơ sở."],
    )


def test_two_who_propose_the_same_leave_one_proposal(held):
    choose(held)
    done, refused = at_once(lambda n: proposed(held[:1]))
    assert (len(done), Proposal.objects.count()) == (1, 1)
    assert refused[0].sentence == "Đường hoa: đã được đề nghị hình thức này."


def test_nothing_is_proposed_on_what_is_ended_at_the_same_moment(held):
    (row,) = choose(held[:1])
    deeds = [
        lambda: end_exemplary(by=None, exemplary=row, on=TODAY, entered_on=TODAY, reason="Vì thế"),
        lambda: proposed(held[:1]),
    ]
    at_once(lambda n: deeds[n]())
    assert Exemplary.objects.standing().count() == Proposal.objects.standing().count() == 0


def test_of_two_who_check_the_same_model_the_second_is_told(held):
    def check(n):
        finding = Finding(held[0], "working" if n else "stopped", "" if n else "Giải thể")
        return check_models(by=None, year=2026, findings=[finding], on=TODAY, entered_on=TODAY)

    done, refused = at_once(check)
    assert (len(done), YearlyCheck.objects.count()) == (1, 1)
    assert refused[0].sentence == "Đường hoa: vừa được người khác kiểm tra; hãy xem lại trước khi ghi."


def test_two_links_that_would_close_a_circle_leave_one(held):
    one, two = held[0].model, held[1].model

    def link(n):
        source, replica = (one, two) if n else (two, one)
        return replicate(by=None, source=source, replica=replica, unit=replica.unit, on=TODAY, entered_on=TODAY)

    done, refused = at_once(link)
    assert (len(done), len(refused), Replication.objects.count()) == (1, 1, 1)
    assert "sẽ thành vòng tròn" in refused[0].sentence
