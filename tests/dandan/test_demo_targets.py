"""Nghệ An's targets in the demo: real documents, figures labelled as invented, every state a leader meets."""

from datetime import date

import pytest

from accounts.models import User
from audit.models import Event
from dandan import demo
from dandan.demo_figures import INVENTED
from resolutions.models import Document, Explanation, InheritanceNotice, ProgressReport, Target
from resolutions.progress import progress_of
from units import official
from units.models import Organisation

DISTRICTS = ("old-415", "old-416", "old-417", "old-418", "old-419")
PEOPLE = {"canbo.nghean", "lanhdao.nghean", "duyet.nghean"}


@pytest.fixture
def part_of_nghe_an(db, monkeypatch):
    """The province in both geographies, five of its districts and two communes of each."""
    rows = official._rows
    taken, kept = dict.fromkeys(DISTRICTS, 0), {"old-40", "new-40", *DISTRICTS}
    for row in rows("units.csv"):
        if taken.get(row["parent_key"], 2) < 2:
            taken[row["parent_key"]] += 1
            kept.add(row["key"])
    links = [r for r in rows("succession.csv") if r["old_key"] in kept]
    kept |= {row["new_key"] for row in links}

    def some_rows(name):
        for row in rows(name):
            if name != "units_ceased.csv" and not {row.get("key"), row.get("old_key"), row.get("new_key")} - {None} - kept:
                yield row

    monkeypatch.setattr(official, "_rows", some_rows)
    official.load_official_units()


@pytest.fixture
def seeded(part_of_nghe_an, monkeypatch):
    monkeypatch.setattr(demo, "REGISTERS", {})
    monkeypatch.setattr(demo, "ACCOUNTS", [row for row in demo.ACCOUNTS if row[0] in PEOPLE])
    monkeypatch.setattr(demo, "ASSIGNMENTS", [row for row in demo.ASSIGNMENTS if row[0] in PEOPLE])
    resolutions = {"old-40": demo.RESOLUTIONS["old-40"]}
    monkeypatch.setattr(demo, "RESOLUTIONS", {})
    demo.seed(lambda line: None)
    monkeypatch.setattr(demo, "RESOLUTIONS", resolutions)
    # As a demo of the release before, that now starts again.
    demo.seed(lambda line: None)


def test_a_leader_of_nghe_an_meets_every_state(seeded):
    leader = User.objects.get(username="lanhdao.nghean")
    targets = list(Target.objects.filter(document__unit__key="old-40").order_by("document_id", "position"))
    assert [t.document.number for t in targets] == ["04-NQ/TU"] * 10 + ["07-ĐA/TU"] * 4
    asked = date(2025, 6, 1)
    met = {y: progress_of(targets, year=y, viewer=leader, as_of=asked) for y in range(2021, 2026)}
    assert {p.verdict for y in met for p in met[y]} == {
        "met", "exceeded", "not_met", "at_risk", "no_data", "not_due",
    }  # fmt: skip
    assert {p.tally.reported for p in met[2021]} == {0}
    assert met[2024][1].verdict_label == "Chưa có số liệu (1)"
    assert met[2024][1].completeness == "15/16"
    assert ProgressReport.objects.exclude(narrative__contains=INVENTED).count() == 0
    stages = ProgressReport.objects.exclude(stage="accepted").values_list("assignment__unit__key", "stage")
    assert set(stages) == {("old-415", "draft"), ("old-417", "submitted"), ("old-418", "returned")}
    assert [bool(e.reply) for e in Explanation.objects.order_by("assignment__unit__key")] == [False, True]
    assert InheritanceNotice.objects.filter(predecessor__year=2025).exists()
    assert Organisation.objects.filter(unit__key="old-415").count() == 6


def test_the_second_start_adds_nothing(seeded):
    before = Event.objects.count(), Document.objects.count(), ProgressReport.objects.count()
    demo.seed(lambda line: None)
    assert (Event.objects.count(), Document.objects.count(), ProgressReport.objects.count()) == before


def test_what_was_not_checked_against_the_original_says_so(seeded):
    said = Document.objects.filter(summary__contains="chưa đối chiếu được với bản gốc")
    assert [document.number for document in said] == ["43-KL/TW"]
    # Whose day is not known is not written down at all.
    assert not Document.objects.filter(number="23-QĐ/TW").exists()
