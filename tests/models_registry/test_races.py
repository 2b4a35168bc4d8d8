"""People doing the same thing at the same moment, on two connections. SQLite has one writer, so PostgreSQL decides."""

import threading
from contextlib import suppress
from datetime import date

import pytest
from django.db import connection, connections
from django.utils.module_loading import import_string

from audit.errors import DomainError, Overtaken
from audit.models import Event
from models_registry.bulk import search_text
from models_registry.models import MobilizationModel, Registration
from models_registry.registration import edit, place_by_hand, register
from recognition.models import Decision, Recognition
from recognition.recognising import recognise, record_decision
from tests.factories import a_registration, a_small_country, an_entry
from tests.recognition.deciding import a_draft, signed

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
TODAY = date(2026, 1, 15)


@pytest.fixture(autouse=True)
def _two_connections():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: SQLite has one writer")


@pytest.fixture
def country(db):
    return a_small_country()


def at_once(deed, times: int = 2) -> tuple[list, list[DomainError]]:
    """Runs the deed on as many connections, let go together; answers what came back and what was refused."""
    barrier, done, refused, broken = threading.Barrier(times), [], [], []

    def run(number):
        try:
            barrier.wait(timeout=20)
            done.append(deed(number))
        except DomainError as error:
            refused.append(error)
        except Exception as error:  # noqa: BLE001  a thread's fault must reach the test
            broken.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert broken == []
    return done, refused


def test_two_people_registering_the_same_model_leave_one_and_one_is_told(country):
    done, refused = at_once(
        lambda _: register(
            by=None, entry=an_entry(country["old-01321"], name="Thắp sáng đường quê"), entered_on=TODAY
        )
    )
    assert (len(done), len(refused)) == (1, 1)
    assert refused[0].sentence == "Mô hình này đã đăng ký cấp cơ sở năm 2024 (mã CB-2024-00001)."
    assert Registration.objects.count() == MobilizationModel.objects.count() == 1
    assert Event.objects.filter(verb="register").count() == 1


def test_ten_people_registering_at_once_get_ten_codes_in_a_row(country):
    done, refused = at_once(
        lambda n: register(
            by=None, entry=an_entry(country["old-01321"], name=f"Mô hình thứ {n}"), entered_on=TODAY
        ),
        times=10,
    )
    assert refused == []
    assert sorted(r.model.code for r in done) == [f"CB-2024-{n:05d}" for n in range(1, 11)]


def meet_after(monkeypatch, where: str) -> None:
    """From here on two people who both come past the function meet there; a lock keeps the second from it."""
    meeting, called = threading.Barrier(2), import_string(where)

    def then_met(*args, **kwargs):
        answer = called(*args, **kwargs)
        with suppress(threading.BrokenBarrierError):
            meeting.wait(timeout=1)
        return answer

    monkeypatch.setattr(where, then_met)


@pytest.mark.parametrize("name", [None, "Tên"], ids=["as it was called", "renamed"])
def test_of_two_editors_the_second_is_told_and_the_first_text_stands(country, monkeypatch, name):
    seen = a_registration(country["old-01321"], notes="ban đầu")
    meet_after(monkeypatch, "models_registry.registration.refusals")  # versions are read by then
    done, refused = at_once(
        lambda n: edit(
            by=None, registration=seen, version=seen.version, changes={"notes": f"bản {n}"}, entered_on=TODAY,
            name=name and f"{name} {n}",
        )  # fmt: skip
    )
    assert [type(e) for e in refused] == [Overtaken]
    assert refused[0].current.model.name == done[0].model.name
    assert Registration.objects.get().notes == done[0].notes == refused[0].current.notes
    assert Registration.objects.get().version == 2


def test_of_two_renaming_one_model_through_two_years_the_second_is_told(country, monkeypatch):
    first = a_registration(country["old-01321"], name="Đường hoa", year=2023)
    again = an_entry(country["old-01321"], name="Đường hoa", year=2024, phase="maintained")
    seen = [first, register(by=None, entry=again, model=first.model, entered_on=TODAY)]
    meet_after(monkeypatch, "models_registry.registration.refusals")  # versions are read by then
    done, refused = at_once(
        lambda n: edit(
            by=None, registration=seen[n], version=1, changes={"notes": f"bản {n}"}, entered_on=TODAY, name=f"Tên {n}"
        )
    )
    assert [type(e) for e in refused] == [Overtaken]
    model = MobilizationModel.objects.get()
    assert model.name == done[0].model.name == refused[0].current.model.name
    assert {row.search_text for row in Registration.objects.all()} == {search_text(model)}
    assert sorted(Registration.objects.values_list("version", "notes")) == sorted([(2, done[0].notes), (2, "")])


def test_of_two_placing_one_record_by_hand_the_second_is_told(country):
    seen = a_registration(country["old-00988"])
    places = [country["new-00700"], country["new-00994"]]
    done, refused = at_once(
        lambda n: place_by_hand(by=None, registration=seen, version=seen.version, unit=places[n])
    )
    assert [type(e) for e in refused] == [Overtaken]
    assert Registration.objects.get().hand_unit == done[0].hand_unit == refused[0].current.hand_unit
    assert Event.objects.filter(verb="place").count() == 1


def test_a_decision_number_written_down_by_two_at_once_stands_once(country):
    spellings = ["01/QĐ-UBND", " 1 / qđ-ubnd"]
    done, refused = at_once(
        lambda n: record_decision(
            by=None,
            number=spellings[n],
            signed_on=date(2024, 10, 1),
            issuing_body="UBND tỉnh",
            unit=country["old-04"],
            entered_on=TODAY,
        )  # fmt: skip
    )
    assert (len(done), len(refused)) == (1, 1)
    assert refused[0].field == "number"
    assert Decision.objects.count() == 1


def test_one_model_recognised_by_two_at_once_is_recognised_once(country, monkeypatch):
    registration = a_registration(country["old-01321"])
    papers = [
        record_decision(
            by=None,
            number=f"{n}/QĐ",
            signed_on=date(2024, 10, n),
            issuing_body="Ban Dân vận",
            unit=country["old-04"],
            entered_on=TODAY,
        )  # fmt: skip
        for n in (1, 2)
    ]
    meet_after(monkeypatch, "recognition.recognising._locked")
    done, refused = at_once(
        lambda n: recognise(by=None, decision=papers[n], registrations=[(registration, "grassroots")])
    )
    assert (len(done), len(refused)) == (1, 1)
    assert "đã được công nhận ở cấp này" in refused[0].sentence
    assert Recognition.objects.count() == 1


def test_two_approvers_signing_one_draft_at_once_leave_one_decision(country):
    draft = a_draft(country["old-04"], registrations=[a_registration(country["old-01321"])])
    done, refused = at_once(lambda n: signed(draft, f"{n + 1}-QĐ/BDVTU"))
    assert (len(done), len(refused)) == (1, 1)
    assert "Quyết định này đã được ký: số " in refused[0].sentence
    assert (Decision.objects.signed().count(), Recognition.objects.count()) == (1, 1)
    assert Event.objects.filter(verb="sign").count() == 1


def test_two_drafts_signed_at_once_under_one_number_leave_one_decision(country):
    drafts = [
        a_draft(country["old-04"], registrations=[a_registration(country["old-01321"], name=f"Mô hình {n}")]) for n in (1, 2)
    ]
    done, refused = at_once(lambda n: signed(drafts[n], "1-QĐ/BDVTU"))
    assert (len(done), len(refused)) == (1, 1)
    assert refused[0].field == "number"
    assert (Decision.objects.signed().count(), Recognition.objects.count()) == (1, 1)


def test_a_recognition_revoked_by_two_at_once_is_revoked_once(country):
    registration = a_registration(country["old-01321"])
    signed(a_draft(country["old-04"], registrations=[registration]))
    drafts = [a_draft(country["old-04"], "revocation", [registration], reason="Dừng") for _ in range(2)]
    done, refused = at_once(lambda n: signed(drafts[n], f"{n + 2}-QĐ/BDVTU", date(2024, 12, 1)))
    assert (len(done), len(refused)) == (1, 1)
    assert Recognition.objects.get().revoked_by == done[0]
    assert registration.stage_changes.filter(step="revoke").count() == 1
