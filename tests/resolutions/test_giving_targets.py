"""Defining and revising targets; giving them by rule and list; what a merger does to them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from audit.errors import DomainError, Overtaken
from audit.models import Event
from resolutions.assigning import Part, Rule, assign_by_rule, assign_to, parts_against_whole, take_back
from resolutions.inheriting import inherit
from resolutions.linking import add_task_group, issued_to_carry_out, link_documents, report_issued
from resolutions.models import Assignment, Document, Target
from resolutions.recording import amend_document
from resolutions.rights import NotAllowed
from resolutions.targeting import affected_reports, define_target, revise_target
from resolutions.terms import Terms, terms_of
from tests.casts import administrator, clerk, leader
from tests.factories import a_small_country
from tests.resolutions.setting import TODAY, a_document, a_target, accepted, given
from units.models import Organisation


@pytest.fixture
def country(db):
    return a_small_country()


def test_a_target_changes_only_by_a_version_with_a_reason_and_says_what_it_touches(country):
    target = a_target(a_document(country["old-04"]), kind="count_per_unit", value=Decimal(2), measured_in="cuộc")
    (before,), (after,) = given(target, country["old-01321"], year=2023), given(target, country["old-01321"], year=2024)
    accepted(before, "2")
    report = accepted(after, "2")
    terms = replace(terms_of(target.latest), value=Decimal(3))
    assert affected_reports(target, 2024) == [report]
    with pytest.raises(DomainError, match="lý do"):
        revise_target(by=None, target=target, number=1, terms=terms, from_year=2024, reason=" ")
    revision = revise_target(by=None, target=target, number=1, terms=terms, from_year=2024, reason="Theo 12-KL/TU")
    assert (revision.version.number, revision.affected) == (2, [report])
    target = Target.objects.with_versions().get()
    assert [target.version_in(year).value for year in (2021, 2023, 2024, 2025)] == [2, 2, 3, 3]
    outcomes = Assignment.objects.order_by("year").values_list("year", "numerator", "outcome")
    assert list(outcomes) == [(2023, 2, "met"), (2024, 2, "short")]
    with pytest.raises(Overtaken):
        revise_target(by=None, target=target, number=1, terms=terms, from_year=2024, reason="Lần nữa")
    with pytest.raises(DomainError, match="Chưa có gì thay đổi"):
        revise_target(by=None, target=target, number=2, terms=terms, from_year=2024, reason="Lần nữa")
    told = Event.objects.get(verb="revise")
    assert (told.after, told.before) == ({"value": "3", "from_year": 2024, "reports": 1}, {"value": "2", "from_year": 2021})


def test_terms_that_cannot_stand_are_refused_each_at_its_field(country):
    document = a_document(country["old-04"])
    wrong = {
        "kind": Terms(text="a", kind="khac"),
        "value": Terms(text="a", kind="amount", measured_in="cái"),
        "due_on": Terms(text="a", kind="rate_by_end", value=Decimal(1), recurrence="by_date"),
        "aggregation": Terms(text="a", kind="rate_by_end", value=Decimal(1), aggregation="sum"),
        "text": Terms(text=" ", kind="yes_no"),
        "measure": Terms(text="a", kind="rate_by_end", value=Decimal(1), measure="registered"),
    }
    for field, terms in wrong.items():
        with pytest.raises(DomainError) as refused:
            define_target(by=None, document=document, terms=terms)
        assert field in {e.field for e in refused.value.errors}
    with pytest.raises(DomainError):
        define_target(by=None, document=document, terms=Terms(text="a", kind="yes_no", value=Decimal(1)))
    assert Target.objects.count() == 0


def test_documents_targets_and_assignments_are_their_units_to_keep(country):
    document = a_document(country["old-04"])
    target = a_target(document)
    terms = Terms(text="Chỉ tiêu mới", kind="yes_no", measured_in="có/không")
    for wrong in (clerk("old-043", "huyen"), clerk("old-02", "ngoai"), leader("old-04", "lanhdao")):
        for deed in (
            lambda by: define_target(by=by, document=document, terms=terms),
            lambda by: assign_to(by=by, target=target, parts=[Part(country["old-01321"])], year=2024),
            lambda by: add_task_group(by=by, document=document, title="Nhóm"),
            lambda by: amend_document(by=by, document=document, version=1, changes={}, entered_on=TODAY),
        ):
            with pytest.raises(NotAllowed):
                deed(wrong)
    office = clerk("old-04", "tinh")
    own = define_target(by=office, document=document, terms=terms, parent=None)
    child_document = a_document(country["old-043"], issuer="Huyện ủy Bảo Lạc")
    child = define_target(by=office, document=child_document, terms=terms, parent=own)
    assert list(own.children.all()) == [child]
    with pytest.raises(NotAllowed):  # another province's commune
        assign_to(by=office, target=own, parts=[Part(country["old-00994"])], year=2024)


def test_a_rule_means_the_units_that_stood_that_year(country):
    target = a_target(a_document(country["old-04"], period_to=2026))
    rule = Rule(within=country["old-04"], tiers=("commune",))
    made = assign_by_rule(by=clerk("old-04", "tinh"), target=target, rule=rule, years=[2024, 2026])
    keys = {year: [a.unit.key for a in made if a.year == year] for year in (2024, 2026)}
    assert keys == {
        2024: ["old-01321", "old-01327", "old-01330", "old-01291"],
        2026: ["new-01321", "new-01327", "new-01290"],
    }
    assert assign_by_rule(by=None, target=target, rule=rule, years=[2024, 2026]) == []
    with pytest.raises(DomainError, match="không tồn tại trong năm 2026"):
        assign_to(by=None, target=target, parts=[Part(country["old-01321"])], year=2026)


def test_a_rule_means_organisations_of_a_kind(country):
    for key in ("old-04", "old-01321", "old-02"):
        Organisation.objects.create(name="Hội Nông dân", folded_name="hoi nong dan", kind="farmers", unit=country[key])
    target = a_target(a_document(country["old-04"]))
    rule = Rule(within=country["old-04"], organisations=("farmers",))
    made = assign_by_rule(by=None, target=target, rule=rule, years=[2024])
    assert [a.organisation.unit.key for a in made] == ["old-04", "old-01321"]


def test_parts_are_checked_against_the_whole(country):
    target = a_target(a_document(country["old-04"]), kind="amount", value=Decimal(100), measured_in="công trình")
    parts = [Part(country["old-01321"], None, Decimal(60)), Part(country["old-01327"], None, Decimal(30))]
    with pytest.raises(DomainError, match="cộng lại là 90, khác với mức chung 100"):
        assign_to(by=None, target=target, parts=parts, year=2024, complete=True)
    assert Assignment.objects.count() == 0
    assign_to(by=None, target=target, parts=parts, year=2024)
    assert parts_against_whole(target, 2024).difference == -10
    parts.append(Part(country["old-01330"], None, Decimal(10)))
    assign_to(by=None, target=target, parts=parts, year=2024, complete=True)
    assert parts_against_whole(target, 2024).fits


def test_a_new_value_judges_the_accepted_figure_anew_and_taking_back_needs_a_reason(country):
    target = a_target(a_document(country["old-04"]), kind="amount", value=Decimal(100), measured_in="công trình")
    (assignment,) = given(target, country["old-01321"], values=[Decimal(10)])
    accepted(assignment, "8")
    given(target, country["old-01321"], values=[Decimal(8)])
    assignment.refresh_from_db()
    assert assignment.outcome == "met"
    with pytest.raises(DomainError, match="lý do"):
        take_back(by=None, assignment=assignment, reason="")
    take_back(by=None, assignment=assignment, reason="Giao nhầm")
    assert list(Assignment.objects.given()) == []


def test_a_merger_hands_targets_on_with_a_line_for_each(country):
    target = a_target(a_document(country["old-04"]), kind="amount", value=Decimal(100), measured_in="công trình")
    keys = ("old-01321", "old-01327", "old-01330")
    values = [Decimal(10), Decimal(20), Decimal(30)]
    given(target, *[country[key] for key in keys], year=2025, values=values)
    notices = inherit(by=None, target=target, year=2025)
    assert [(n.predecessor.unit.key, n.successor.unit.key, n.whole, n.on) for n in notices] == [
        ("old-01321", "new-01321", True, date(2025, 7, 1)),
        ("old-01327", "new-01327", True, date(2025, 7, 1)),
        ("old-01330", "new-01327", True, date(2025, 7, 1)),
    ]
    standing = Assignment.objects.given().in_list_order().values_list("unit__key", "value")
    assert list(standing) == [("new-01321", 10), ("new-01327", 50)]
    assert inherit(by=None, target=target, year=2025) == []


def test_of_a_divided_unit_the_value_is_settled_by_hand(country):
    target = a_target(a_document(country["old-02"]), kind="amount", value=Decimal(100), measured_in="công trình")
    given(target, country["old-00988"], country["old-031"], year=2025, values=[Decimal(10), Decimal(5)])
    notices = inherit(by=None, target=target, year=2025)
    assert [(n.successor.unit.key, n.whole, n.successor.value) for n in notices] == [
        ("new-00700", False, None), ("new-00994", False, None),
    ]  # fmt: skip
    # A district has no successor of its own tier: what it was given stays with it.
    assert [a.unit.key for a in Assignment.objects.given().filter(unit__tier="district")] == ["old-031"]


def test_documents_are_amended_linked_and_counted(country):
    resolution = a_document(country["old-04"])
    plan = a_document(country["old-04"], kind="plan", issuer_kind="party_committee")
    with pytest.raises(Overtaken):
        amend_document(by=None, document=plan, version=7, changes={"title": "Khác"}, entered_on=TODAY)
    amended = amend_document(by=None, document=plan, version=1, changes={"number": " 05 - kh/tu "}, entered_on=TODAY)
    assert (amended.number_key, amended.version) == ("5-KH/TU", 2)
    link_documents(by=None, document=plan, kind="carries_out", other=resolution)
    for wrong in ({"document": plan, "other": resolution}, {"document": resolution, "other": plan},
                  {"document": plan, "other": plan}):  # fmt: skip
        with pytest.raises(DomainError):
            link_documents(by=None, kind="carries_out", **wrong)
    hanoi = {"by": None, "document": resolution, "unit": country["old-04"], "year_from": 2009, "year_to": 2024}
    report_issued(issuer_kind="party_committee", number=15290, **hanoi)
    report_issued(issuer_kind="party_committee", number=15295, **hanoi)
    report_issued(issuer_kind="mass_mobilization", number=2038, **hanoi)
    found = {line["issuer_kind"]: (line["written_down"], line["reported"]) for line in
             issued_to_carry_out(resolution, administrator())}  # fmt: skip
    assert (found["party_committee"], found["mass_mobilization"]) == ((1, 15295), (0, 2038))
    assert [e.after["issued"] for e in Event.objects.filter(verb="report_issued").order_by("id")] == [15290, 15295, 2038]
    assert Document.objects.count() == 2
