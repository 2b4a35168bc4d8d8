"""A report from draft to accepted and back: who may, in which order, and what is left of each step."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from accounts.choices import Role
from audit.errors import DomainError, Overtaken
from audit.models import Event
from resolutions.accepting import accept, reopen, return_
from resolutions.assigning import Part, assign_to
from resolutions.attaching import attach_evidence, attach_scan
from resolutions.explaining import answer, ask_explanation
from resolutions.figures import Figure, read_figure
from resolutions.models import Explanation, ProgressReport
from resolutions.reporting import Contents, save_draft, submit
from resolutions.rights import NotAllowed
from tests.casts import assigned, clerk, leader, person
from tests.factories import a_small_country
from tests.resolutions.setting import TODAY, a_document, a_target, accepted, contents, given, sent, the_year
from units.models import Organisation


@pytest.fixture
def country(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return a_small_country()


@pytest.fixture
def assignment(country):
    target = a_target(a_document(country["old-04"]))
    (given_to,) = given(target, country["old-01321"])
    return given_to


def test_a_report_goes_from_draft_to_accepted_returned_and_opened_again(assignment):
    period = the_year()
    village, office = clerk("old-01321", "xa"), clerk("old-04", "tinh")
    draft = save_draft(by=village, assignment=assignment, period=period, contents=contents("0/1"), on=TODAY)
    draft = save_draft(
        by=village, assignment=assignment, period=period, contents=contents("1/1"), on=TODAY, version=draft.version
    )
    waiting = submit(by=village, assignment=assignment, period=period, on=TODAY, version=draft.version)
    assert list(ProgressReport.objects.acceptable_by(office)) == [waiting]
    back = return_(by=office, report=waiting, version=waiting.version, on=TODAY, reason="Thiếu minh chứng")
    waiting = submit(by=village, assignment=assignment, period=period, on=TODAY, version=back.version)
    done = accept(by=office, report=waiting, version=waiting.version, on=TODAY)
    with pytest.raises(DomainError, match="đã duyệt thì không sửa"):
        save_draft(by=village, assignment=assignment, period=period, contents=contents("0/1"), on=TODAY,
                   version=done.version)  # fmt: skip
    assignment.refresh_from_db()
    assert (assignment.answer, assignment.outcome, assignment.waiting) == ("figure", "met", 0)
    opened = reopen(by=office, report=done, version=done.version, on=TODAY, reason="Số liệu nhầm xã")
    assignment.refresh_from_db()
    assert (assignment.answer, assignment.outcome, assignment.numerator) == ("", "", None)
    assert [(c.stage_before, c.stage, c.numerator, c.reason) for c in opened.changes.all()] == [
        ("", "draft", 0, ""),
        ("draft", "submitted", 1, ""),
        ("submitted", "returned", 1, "Thiếu minh chứng"),
        ("returned", "submitted", 1, ""),
        ("submitted", "accepted", 1, ""),
        ("accepted", "returned", 1, "Số liệu nhầm xã"),
    ]
    verbs = Event.objects.filter(subject_type="resolutions.progressreport").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["save_report", "save_report", "submit", "return_report", "submit", "accept", "reopen"]
    assert {e.unit_id for e in Event.objects.filter(verb="submit")} == {assignment.unit_id}


def test_who_sent_it_does_not_accept_it_and_neither_does_a_stranger(country, assignment):
    office = clerk("old-04", "tinh")
    own = sent(assignment, "1/1", by=office)  # a province's clerk writes for her communes
    for wrong in (office, clerk("old-01321", "xa"), clerk("old-02", "ngoai"), leader("old-04", "lanhdao")):
        with pytest.raises(NotAllowed):
            accept(by=wrong, report=own, version=own.version, on=TODAY)
        assert own not in ProgressReport.objects.acceptable_by(wrong)
    other = person("duyet", Role.APPROVER, "old-04")
    assert accept(by=other, report=own, version=own.version, on=TODAY).stage == "accepted"


def test_a_unit_reports_for_itself_alone(country, assignment):
    for wrong in (clerk("old-01327", "xa.khac"), clerk("old-02", "ngoai"), leader("old-01321", "lanhdao")):
        with pytest.raises(NotAllowed):
            sent(assignment, "1/1", by=wrong)
    assert ProgressReport.objects.count() == 0


def test_an_organisations_clerk_reports_for_it_and_for_nothing_beside_it(country):
    union = Organisation.objects.create(name="Hội", folded_name="hoi", kind="farmers", unit=country["new-01321"])
    target = a_target(a_document(country["new-04"], period_to=2026))
    own, beside = assign_to(
        by=None, target=target, parts=[Part(union.unit, union), Part(union.unit)], year=2026
    )
    member = person("hoi.vien")
    assigned(member, Role.CLERK, union.unit, organisation=union)
    report = sent(own, "1/1", by=member)
    with pytest.raises(NotAllowed):
        sent(beside, "1/1", by=member)
    assert list(ProgressReport.objects.visible_to(member)) == [report]


def test_a_draft_is_seen_by_who_writes_it_and_by_those_above_once_it_is_sent(assignment):
    village, district = clerk("old-01321", "xa"), leader("old-043", "huyen")
    draft = save_draft(by=village, assignment=assignment, period=the_year(), contents=contents("1/1"), on=TODAY)
    assert list(ProgressReport.objects.visible_to(village)) == [draft]
    assert list(ProgressReport.objects.visible_to(district)) == []
    sent_ = submit(by=village, assignment=assignment, period=draft.period, on=TODAY, version=draft.version)
    assert list(ProgressReport.objects.visible_to(district)) == [sent_]


def test_of_two_editors_the_second_is_told(assignment):
    period = the_year()
    first = save_draft(by=None, assignment=assignment, period=period, contents=contents("1/1"), on=TODAY)
    with pytest.raises(Overtaken) as told:
        save_draft(by=None, assignment=assignment, period=period, contents=contents("0/1"), on=TODAY, version=0)
    assert told.value.current == first
    waiting = submit(by=None, assignment=assignment, period=period, on=TODAY, version=first.version)
    with pytest.raises(Overtaken):
        accept(by=None, report=waiting, version=first.version, on=TODAY)


@pytest.mark.parametrize(
    "kind, figure, field",
    [
        ("units_each_year", "3", "figure"),
        ("units_each_year", "22/21", "figure"),
        ("rate_by_end", "72,5%", "figure"),
        ("yes_no", "2", "figure"),
        ("count_per_unit", "1/3", "figure"),
    ],
)
def test_a_figure_of_another_kind_is_refused_at_its_field(country, kind, figure, field):
    value = None if kind == "yes_no" else Decimal(2)
    target = a_target(a_document(country["old-04"]), kind=kind, value=value, measured_in="nội dung")
    (assignment,) = given(target, country["old-01321"])
    with pytest.raises(DomainError) as refused:
        sent(assignment, figure)
    assert [e.field for e in refused.value.errors] == [field]
    assert ProgressReport.objects.count() == 0


def test_more_than_planned_is_a_figure_like_any_other(country):
    target = a_target(a_document(country["old-04"]), kind="amount", value=Decimal(90000), measured_in="việc")
    (assignment,) = given(target, country["old-01321"])
    accepted(assignment, "45.799/36.875")
    assignment.refresh_from_db()
    assert (assignment.numerator, assignment.denominator, assignment.outcome) == (45799, 36875, "exceeded")


def test_what_is_missing_stops_the_sending_and_not_the_draft(assignment):
    period = the_year()
    draft = save_draft(by=None, assignment=assignment, period=period, contents=Contents(narrative="Đang tổng hợp"), on=TODAY)
    with pytest.raises(DomainError, match="Hãy ghi số liệu"):
        submit(by=None, assignment=assignment, period=period, on=TODAY, version=draft.version)
    excused = Contents(answer="not_applicable")
    with pytest.raises(DomainError, match="vì sao không áp dụng"):
        submit(by=None, assignment=assignment, period=period, on=TODAY, version=draft.version, contents=excused)
    secret = Contents(figure=Figure(Decimal(1), Decimal(1)), narrative="Theo công văn MẬT")
    with pytest.raises(DomainError, match="mang dấu mật"):
        save_draft(by=None, assignment=assignment, period=period, contents=secret, on=TODAY, version=draft.version)


def test_a_late_report_is_taken_and_flagged(assignment):
    report = submit(by=None, assignment=assignment, period=the_year(), on=date(2025, 1, 11), contents=contents("1/1"))
    assert report.is_late
    assert (report.figures_on, report.submitted_on) == (date(2024, 12, 31), date(2025, 1, 11))


def test_the_database_itself_refuses_what_no_deed_writes(assignment):
    report = accepted(assignment, "1/1")
    for wrong in ({"numerator": None}, {"denominator": 0}, {"accepted_on": None}, {"answer": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProgressReport.objects.filter(pk=report.pk).update(**wrong)


def test_a_computed_target_takes_no_report(country):
    target = a_target(
        a_document(country["old-04"]), kind="count_per_unit", value=Decimal(1), measured_in="mô hình", measure="registered"
    )
    (assignment,) = given(target, country["old-01321"])
    with pytest.raises(DomainError, match="không nhập tay"):
        sent(assignment, "3")


def test_papers_go_with_a_report_until_it_is_sent_and_with_a_document(country, assignment):
    paper = SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF")
    draft = save_draft(by=None, assignment=assignment, period=the_year(), contents=contents("1/1"), on=TODAY)
    assert attach_evidence(by=None, report=draft, upload=paper).name == "bien-ban.pdf"
    submit(by=None, assignment=assignment, period=draft.period, on=TODAY, version=draft.version)
    with pytest.raises(DomainError, match="không thêm tài liệu"):
        attach_evidence(by=None, report=draft, upload=paper)
    document = assignment.target.document
    assert attach_scan(by=clerk("old-04", "tinh"), document=document, upload=paper).document == document
    with pytest.raises(NotAllowed):
        attach_scan(by=clerk("old-02", "ngoai"), document=document, upload=paper)
    with pytest.raises(DomainError):
        attach_scan(by=None, document=document, upload=SimpleUploadedFile("x.pdf", b"MZ\x90"))


def test_a_leader_asks_the_unit_answers_once_and_both_stay_with_the_figure(assignment):
    accepted(assignment, "0/1")
    head, village = leader("old-04", "lanhdao"), clerk("old-01321", "xa")
    for wrong in (village, leader("old-02", "ngoai"), clerk("old-04", "tinh")):
        with pytest.raises(NotAllowed):
            ask_explanation(by=wrong, assignment=assignment, question="Vì sao?", on=TODAY)
    asked = ask_explanation(by=head, assignment=assignment, question="Vì sao chưa làm?", on=TODAY)
    assert (asked.verdict, asked.numerator, asked.denominator) == ("not_met", 0, 1)
    with pytest.raises(DomainError, match="chưa trả lời"):
        ask_explanation(by=head, assignment=assignment, question="Lần nữa", on=TODAY)
    assert list(Explanation.objects.answerable_by(village)) == [asked]
    with pytest.raises(NotAllowed):
        answer(by=head, explanation=asked, reply="Tự trả lời", on=TODAY)
    told = answer(by=village, explanation=asked, reply="Do bão lũ", on=TODAY)
    assert (told.reply, told.replied_by, list(Explanation.objects.answerable_by(village))) == ("Do bão lũ", village, [])
    with pytest.raises(DomainError, match="đã được giải trình"):
        answer(by=village, explanation=asked, reply="Khác", on=TODAY)
    assert list(Explanation.objects.visible_to(head)) == [asked]
    assert list(Explanation.objects.visible_to(leader("old-02", "ngoai2"))) == []


def test_a_figure_read_and_shown_is_the_same():
    assert str(read_figure("8.799/16.627")) == "8.799/16.627"
