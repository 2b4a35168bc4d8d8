"""Two people at the same report at the same moment, on two connections. SQLite has one writer, so PostgreSQL decides."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection

from audit.errors import Overtaken
from audit.models import Event
from resolutions.accepting import accept
from resolutions.assigning import Rule, assign_by_rule
from resolutions.inheriting import inherit
from resolutions.models import Assignment, InheritanceNotice, ProgressReport, Target, TargetVersion
from resolutions.reporting import save_draft, submit
from resolutions.targeting import revise_target
from resolutions.terms import terms_of
from tests.factories import a_small_country
from tests.models_registry.test_races import at_once
from tests.resolutions.setting import TODAY, a_document, a_target, contents, given, sent, the_year

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _two_connections():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: SQLite has one writer")


@pytest.fixture
def assignment(db):
    country = a_small_country()
    (found,) = given(a_target(a_document(country["old-04"])), country["old-01321"])
    return found


def test_of_two_clerks_beginning_one_report_the_second_is_told(assignment):
    period = the_year()
    done, refused = at_once(
        lambda n: save_draft(by=None, assignment=assignment, period=period, contents=contents(f"{n}/1"), on=TODAY)
    )
    assert ([type(e) for e in refused], ProgressReport.objects.count()) == ([Overtaken], 1)
    assert ProgressReport.objects.get().numerator == done[0].numerator


def test_a_report_sent_twice_at_once_is_sent_once(assignment):
    period = the_year()
    draft = save_draft(by=None, assignment=assignment, period=period, contents=contents("1/1"), on=TODAY)
    done, refused = at_once(
        lambda _: submit(by=None, assignment=assignment, period=period, on=TODAY, version=draft.version)
    )
    assert (len(done), [type(e) for e in refused]) == (1, [Overtaken])
    assert Assignment.objects.get().waiting == Event.objects.filter(verb="submit").count() == 1


def test_a_report_accepted_twice_at_once_counts_once(assignment):
    report = sent(assignment, "1/1")
    done, refused = at_once(lambda _: accept(by=None, report=report, version=report.version, on=TODAY))
    assert (len(done), [type(e) for e in refused]) == (1, [Overtaken])
    held = Assignment.objects.get()
    assert (held.outcome, held.waiting, report.changes.filter(stage="accepted").count()) == ("met", 0, 1)


def test_a_figure_accepted_while_its_target_is_revised_is_judged_by_the_new_version(db):
    country = a_small_country()
    target = a_target(a_document(country["old-04"]), kind="count_per_unit", value=Decimal(2), measured_in="cuộc")
    (assignment,) = given(target, country["old-01321"])
    report = sent(assignment, "2")
    terms = replace(terms_of(target.latest), value=Decimal(3))

    def deed(n):
        if n:
            return accept(by=None, report=report, version=report.version, on=TODAY)
        return revise_target(by=None, target=target, number=1, terms=terms, from_year=2024, reason="Nâng mức")

    done, refused = at_once(deed)
    assert (len(done), refused, Assignment.objects.get().outcome) == (2, [], "short")


def test_a_target_revised_or_given_by_two_at_once_is_so_once(db):
    country = a_small_country()
    target = a_target(a_document(country["old-04"]))
    terms = replace(terms_of(target.latest), text="Nội dung mới")
    done, refused = at_once(
        lambda n: revise_target(by=None, target=target, number=1, terms=terms, from_year=2024, reason=f"Lần {n}")
    )
    assert (len(done), [type(e) for e in refused], TargetVersion.objects.count()) == (1, [Overtaken], 2)
    rule = Rule(within=country["old-04"], tiers=("commune",))
    done, refused = at_once(lambda _: assign_by_rule(by=None, target=target, rule=rule, years=[2025]))
    assert (sorted(len(made) for made in done), refused) == ([0, 4], [])
    done, refused = at_once(lambda _: inherit(by=None, target=Target.objects.get(), year=2025))
    assert (refused, InheritanceNotice.objects.count()) == ([], 4)
