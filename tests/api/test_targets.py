"""Documents, targets, assignments, reports and progress over the API: the pages' scope, the deeds' rules, the same figures."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Event
from resolutions.models import ProgressReport
from resolutions.progress import progress_of
from tests.api.conftest import FAR_COMMUNE, TOWN
from tests.resolutions.setting import a_document, a_target, accepted, given, sent, the_year

LISTS = ("documents", "targets", "assignments", "progress-reports")


@pytest.fixture
def targets(country):
    """A rate of 72,5% given to the town and to a commune of the neighbouring district; both reported."""
    document = a_document(country["old-04"], number="04-NQ/TU")
    rate = a_target(document, text="Tỷ lệ tập hợp", kind="rate_by_end", value=Decimal("72.5"))
    town, far = given(rate, country[TOWN], country[FAR_COMMUNE])
    ours = accepted(town, "1/10")
    theirs = accepted(far, "9/10", narrative="DẤU-RIÊNG-BẢO-LÂM")
    works = a_target(document, text="Công trình", kind="amount", value=Decimal(10), measured_in="việc")
    (open_one,) = given(works, country[TOWN])
    foreign = a_document(country["old-02"], number="09-NQ/TU", title="DẤU-RIÊNG-HÀ-GIANG")
    (beyond,) = given(a_target(foreign), country["old-02"])
    return SimpleNamespace(document=document, rate=rate, town=town, far=far, ours=ours, theirs=theirs,
                           works=works, open_one=open_one, foreign=foreign, beyond=beyond)  # fmt: skip


def ids(answer) -> list[int]:
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["results"]]


def test_each_list_holds_what_the_person_sees_and_nothing_foreign(targets, people, asking):
    client = asking(people.district)
    assert ids(client.get("/api/v1/documents/")) == [targets.document.id]
    assert ids(client.get("/api/v1/targets/", {"document": targets.document.id})) == [targets.rate.id, targets.works.id]
    assert set(ids(client.get("/api/v1/assignments/", {"year": 2024}))) == {targets.town.id, targets.open_one.id}
    assert ids(client.get("/api/v1/progress-reports/", {"year": 2024, "stage": "accepted"})) == [targets.ours.id]
    for name in LISTS:
        assert "DẤU-RIÊNG" not in client.get(f"/api/v1/{name}/").content.decode()
    for name, hidden in (("documents", targets.foreign), ("assignments", targets.far), ("progress-reports", targets.theirs)):
        assert client.get(f"/api/v1/{name}/{hidden.id}/").status_code == 404


def test_filters_are_those_of_the_pages_and_a_wrong_one_is_refused(targets, people, asking):
    client = asking(people.province)
    assert ids(client.get("/api/v1/documents/", {"search": "nq tu 04", "kind": "resolution"})) == [targets.document.id]
    assert ids(client.get("/api/v1/documents/", {"holds_in": 2026})) == []
    assert ids(client.get("/api/v1/assignments/", {"answer": "none"})) == [targets.open_one.id]
    assert ids(client.get("/api/v1/assignments/", {"within": "old-042"})) == [targets.far.id]
    assert ids(client.get("/api/v1/progress-reports/", {"within": "old-043"})) == [targets.ours.id]
    for name, asked in (("documents", {"kind": "x"}), ("targets", {"document": "một"}), ("assignments", {"stage": "draft"})):
        assert client.get(f"/api/v1/{name}/", asked).status_code == 400


def test_progress_is_the_pages_own_answer(targets, people, asking):
    client = asking(people.province)
    answer = client.get("/api/v1/progress/", {"document": targets.document.id, "year": 2024}).json()["progress"]
    (wanted,) = progress_of([targets.rate], year=2024, viewer=people.province, as_of=timezone.localdate())
    first = answer[0]
    assert (first["numerator"], first["denominator"], first["share"]) == (10, 20, 0.5)
    assert (first["verdict"], first["verdict_label"], first["value"]) == (wanted.verdict, wanted.verdict_label, 72.5)
    assert first["units"]["assigned"] == 2
    assert answer[1]["verdict"] == "no_data"
    asked = {"target": targets.rate.id, "year": 2024, "tier": "district", "geography": "2024-12-31"}
    table = client.get("/api/v1/progress/", asked).json()
    rows = {row["unit"]["key"]: (row["numerator"], row["denominator"]) for row in table["rows"] if row["units"]["assigned"]}
    assert rows == {"old-043": (1, 10), "old-042": (9, 10)}
    assert (table["total"]["numerator"], table["held_above"]["units"]["assigned"]) == (10, 0)
    # Who is given a district counts the district alone.
    own = asking(people.district).get("/api/v1/progress/", {"target": targets.rate.id, "year": 2024}).json()["progress"]
    assert (own[0]["numerator"], own[0]["denominator"]) == (1, 10)
    for asked in ({}, {"document": targets.document.id, "tier": "district"}, {"target": "x"}, {"nam": 2024}):
        assert client.get("/api/v1/progress/", asked).status_code == 400
    assert asking(people.district).get("/api/v1/progress/", {"document": targets.foreign.id}).json() == {"progress": []}


@pytest.fixture
def writing(targets, people, asking):
    client = asking(people.province)

    def send(method: str, path: str, body: dict):
        return getattr(client, method)(f"/api/v1/progress-reports/{path}", body, content_type="application/json")

    return send


def test_a_report_is_written_changed_and_sent_by_the_deeds(targets, writing):
    period = the_year()
    new = {"assignment": targets.open_one.id, "period": period.id, "numerator": "7"}
    made = writing("post", "", new)
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["stage"], told["answer"], told["numerator"], told["version"]) == ("draft", "figure", 7.0, 1)
    again = writing("post", "", new)
    assert (again.status_code, again.json()["current"]["id"]) == (409, told["id"])
    changed = writing("patch", f"{told['id']}/", {"version": 1, "narrative": "Xong sớm"}).json()
    assert (changed["numerator"], changed["narrative"], changed["version"]) == (7.0, "Xong sớm", 2)
    assert writing("patch", f"{told['id']}/", {"version": 1, "numerator": 8}).status_code == 409
    done = writing("post", f"{told['id']}/submit/", {"version": 2}).json()
    assert (done["stage"], done["late"]) == ("submitted", True)
    assert writing("patch", f"{told['id']}/", {"version": 3, "numerator": 8}).status_code == 400
    verbs = Event.objects.filter(subject_id=told["id"], subject_type="resolutions.progressreport").order_by("id")
    assert list(verbs.values_list("verb", "door")) == [("save_report", "api"), ("save_report", "api"), ("submit", "api")]


def test_what_breaks_a_rule_or_is_not_hers_is_refused_and_nothing_is_written(targets, writing, people, asking):
    period, before = the_year(), ProgressReport.objects.count()
    of = {"assignment": targets.open_one.id, "period": period.id}
    for body, status in (
        (of | {"answer": "not_applicable", "numerator": 3}, 400),
        (of | {"answer": "figure"}, 400),
        (of | {"numerator": -1}, 400),
        (of | {"numerator": 1, "denominator": 0}, 400),
        (of | {"numerator": 1, "extra": 1}, 400),
        (of | {"assignment": targets.beyond.id, "numerator": 1}, 400),
        (of | {"period": 10**9, "numerator": 1}, 400),
    ):
        assert writing("post", "", body).status_code == status, body
    reader = asking(people.leader)
    refused = reader.post("/api/v1/progress-reports/", of | {"numerator": 1}, content_type="application/json")
    assert refused.status_code == 403
    assert ProgressReport.objects.count() == before


def test_a_list_costs_the_same_with_one_row_and_with_three(people, asking, country):
    client, document = asking(people.province), a_document(country["old-04"])
    counts = {}
    for number in (1, 2, 3):
        target = a_target(document, text=f"Chỉ tiêu {number}")
        (assignment,) = given(target, country[TOWN])
        sent(assignment, "1/1")
        if number == 2:
            a_document(country["old-04"])
        for name in LISTS:
            with CaptureQueriesContext(connection) as run:
                assert client.get(f"/api/v1/{name}/").status_code == 200
            counts.setdefault(name, set()).add(len(run))
    assert {name: len(numbers) for name, numbers in counts.items()} == dict.fromkeys(LISTS, 1), counts
    assert max(max(numbers) for numbers in counts.values()) <= 10


def test_a_day_of_the_future_is_not_a_day_of_figures(targets, writing):
    body = {"assignment": targets.open_one.id, "period": the_year().id, "numerator": 1, "figures_on": date(2099, 1, 1).isoformat()}
    answer = writing("post", "", body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "figures_on")
