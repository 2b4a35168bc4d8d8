"""Scoring and concluding: each for herself, bound to the dossier, concluded by the head."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.choices import Role
from audit.errors import DomainError, Overtaken
from audit.models import Event
from models_registry.attachments import attach
from models_registry.registration import NotAllowed, edit
from recognition.appraising import confirm_scores, save_scores, why_not_score
from recognition.concluding import conclude, draw_up_minutes, why_not_conclude
from recognition.models import Conclusion, ScoreSheet
from recognition.recusing import why_recused
from recognition.results import ranking, why_hidden
from recognition.teams import change_team, dossiers_before, form_team
from tests.casts import assigned, clerk, person
from tests.factories import a_registration, under_appraisal
from tests.recognition.offices import TODAY, D, Office, answers_of, fresh, seen, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _autumn(time_machine):
    time_machine.move_to("2026-10-01 09:00+07:00")


@pytest.fixture
def office() -> Office:
    return Office()


def the_conclusion(office, held, outcome="recognised", reason="", by=None, on=TODAY):
    return conclude(
        by=fresh(by or office.head), registration=held, outcome=outcome, reason=reason, on=on, entered_on=TODAY, seen=seen(held)
    )


def test_three_scores_make_one_percent_and_a_suggestion(office):
    held = office.dossier()
    for user, one, two in ((office.head, 60, 40), (office.one, 50, 30), (office.two, 40, 20)):
        office.score(user, held, one, two)
    said = told(held).verdict
    assert (said.percent, said.outcome.value, said.counted) == (D("80.00"), "exemplary", 3)
    made = the_conclusion(office, held, "exemplary")
    assert (made.percent, made.suggested, made.outcome, made.counted) == (D("80.00"), "exemplary", "exemplary", 3)


def test_who_is_not_done_counts_for_nothing_and_is_waited_for(office):
    held = office.dossier()
    office.score(office.head, held, 60, 40)
    office.score(office.one, held, 0, 0, done=False)
    dossier = told(held)
    assert (dossier.verdict.percent, dossier.verdict.counted) == (D("100.00"), 1)
    assert why_not_conclude(fresh(office.head), dossier) == (
        "Còn chờ điểm của Lục Văn Một, Mã Thị Hai; ai không chấm được thì đưa ra khỏi tổ."
    )
    with pytest.raises(DomainError, match="Còn chờ điểm"):
        the_conclusion(office, held)


def test_nobody_sees_another_s_scores_before_she_is_done(office):
    held = office.dossier()
    office.score(office.one, held, 60, 40)
    office.score(office.two, held, 30, 20, done=False)
    hidden = "Điểm của người khác chỉ xem được khi anh/chị đã chấm xong hồ sơ này."
    only_team = "Điểm chấm chỉ dành cho tổ thẩm định và người duyệt."
    dossier = told(held)
    assert [why_hidden(fresh(u), dossier) for u in (office.head, office.two, office.one, office.approver, office.clerk)] == [
        hidden, hidden, "", "", only_team,
    ]  # fmt: skip
    office.score(office.two, held, 30, 20)
    assert why_hidden(fresh(office.two), told(held)) == ""


def test_what_is_done_stands_once_another_could_have_been_seen(office):
    held = office.dossier()
    office.score(office.one, held, 6, 40)
    office.score(office.one, held, 60, 40)  # a slip of the pen, while nobody else is done
    office.score(office.two, held, 30, 20)
    with pytest.raises(DomainError, match="Anh/chị đã chấm xong; điểm chỉ chấm lại khi hồ sơ thay đổi."):
        office.score(office.one, held, 0, 0)
    kept = ScoreSheet.objects.filter(appraiser=office.one).order_by("id")
    assert [(s.is_current, s.state) for s in kept] == [(False, "done"), (True, "done")]
    assert [line.points for line in kept[0].lines.order_by("criterion__position")] == [D(6), D(40), None]


def test_scores_go_stale_when_the_dossier_changes_and_count_again_when_confirmed(office):
    held = office.dossier()
    for user in (office.head, office.one, office.two):
        office.score(user, held, 60, 40)
    paper = SimpleUploadedFile("anh.pdf", b"%PDF-1.4\n%%EOF")
    edit(by=None, registration=held, version=held.version, changes={"results": "Xong 20 tuyến"}, entered_on=TODAY)
    assert (told(held).verdict.percent, [s.is_stale for s in told(held).seats]) == (None, [True] * 3)
    confirm_scores(by=fresh(office.one), registration=held, seen=seen(held))
    office.score(office.two, held, 30, 20)
    dossier = told(held)
    assert (dossier.verdict.percent, dossier.verdict.counted) == (D("75.00"), 2)
    assert [s.member.user.username for s in dossier.waited_for] == ["to.truong"]
    attach(by=office.clerk, registration=held, upload=paper)
    assert [s.is_stale for s in told(held).seats] == [True] * 3
    confirm_scores(by=fresh(office.one), registration=held, seen=seen(held))
    with pytest.raises(DomainError, match="Không có điểm nào chờ giữ lại"):
        confirm_scores(by=fresh(office.one), registration=held, seen=seen(held))


def test_a_dossier_that_changes_while_it_is_scored_is_read_again(office):
    held = office.dossier()
    looked_at = seen(held)
    attach(by=office.clerk, registration=held, upload=SimpleUploadedFile("anh.pdf", b"%PDF-1.4\n%%EOF"))
    with pytest.raises(Overtaken, match="Hồ sơ vừa thay đổi trong lúc anh/chị xem"):
        save_scores(
            by=office.one, registration=held, answers=answers_of(1, 20), note="", seen=looked_at, done=True
        )
    assert ScoreSheet.objects.count() == 0


@pytest.mark.parametrize(
    ("answers", "fields"),
    [(answers_of(61, 40), ["1"]), ({"1": answers_of(1, 1)["1"]}, ["2", "3"]), (answers_of(-1, 41), ["1", "2"])],
)
def test_points_outside_the_range_and_missing_ones_are_named(office, answers, fields):
    held = office.dossier()
    with pytest.raises(DomainError) as refused:
        save_scores(by=office.one, registration=held, answers=answers, note="", seen=seen(held), done=True)
    assert [error.field for error in refused.value.errors] == fields


def test_whoever_is_of_the_registering_unit_or_entered_it_is_recused_and_it_is_said(office):
    assigned(office.one, Role.LEADER, "new-01327")
    assigned(office.two, Role.CLERK, "new-04")
    held = office.dossier(by=fresh(office.two))
    why = {u.username: why_recused(fresh(u), told(held).registration) for u in (office.head, office.one, office.two)}
    assert why == {
        "to.truong": "",
        "cham.mot": "Lục Văn Một công tác ở Xã Cô Ba, nơi đăng ký mô hình, nên không chấm.",
        "cham.hai": "Mã Thị Hai đã nhập hồ sơ này nên không chấm.",
    }
    with pytest.raises(NotAllowed, match="nơi đăng ký mô hình, nên không chấm"):
        office.score(office.one, held, 60, 40)
    office.score(office.head, held, 60, 40)
    assert the_conclusion(office, held, "exemplary").counted == 1
    other = office.dossier("Mô hình xã khác", unit="new-01321")
    office.score(office.one, other, 60, 40)
    assert told(other).verdict.counted == 1


def test_a_commune_s_own_team_is_not_recused_for_being_of_the_commune(office):
    """Its office is that unit; only who entered the dossier steps back."""
    member = clerk("new-01327", "xa.hai")
    form_team(
        by=None, unit=office.commune, year=2026, field="", name="Tổ xã", members=[member, office.clerk], head=member, on=TODAY
    )
    held = a_registration("new-01327", by=office.clerk, year=2026, level="grassroots", results="Xong")
    assert (why_recused(fresh(member), held), bool(why_recused(fresh(office.clerk), held))) == ("", True)


def test_a_recused_head_leaves_the_conclusion_to_the_approver(office):
    assigned(office.head, Role.CLERK, "new-04")
    held = office.dossier(by=fresh(office.head))
    office.score(office.one, held, 60, 40)
    office.score(office.two, held, 60, 40)
    with pytest.raises(NotAllowed, match="Người duyệt của Tỉnh Cao Bằng kết luận thay."):
        the_conclusion(office, held, "exemplary")
    assert the_conclusion(office, held, "exemplary", by=office.approver).counted == 2
    assert why_hidden(fresh(office.head), told(held)) == ""


def test_another_conclusion_than_the_scores_say_has_a_reason(office):
    held = office.dossier()
    for user in (office.head, office.one, office.two):
        office.score(user, held, 60, 40)
    with pytest.raises(DomainError) as refused:
        the_conclusion(office, held, "not_met")
    assert [(e.field, e.sentence) for e in refused.value.errors] == [("reason", "Kết luận khác với điểm thì phải ghi lý do.")]
    the_conclusion(office, held, "not_met", "Bị đơn thư đúng sự thật")
    assert Conclusion.objects.get().reason == "Bị đơn thư đúng sự thật"
    the_conclusion(office, held, "exemplary")
    assert [(e.verb, (e.after or {}).get("outcome")) for e in Event.objects.filter(verb="conclude").order_by("id")] == [
        ("conclude", "not_met"), ("conclude", "exemplary"),
    ]  # fmt: skip


def test_only_the_head_concludes_and_not_in_the_future(office):
    held = office.dossier()
    for user in (office.head, office.one, office.two):
        office.score(user, held, 60, 40)
    for somebody in (office.one, office.approver, office.clerk):
        with pytest.raises(NotAllowed, match="Kết luận là việc của tổ trưởng Hà Thị Trưởng."):
            the_conclusion(office, held, "exemplary", by=somebody)
    for day, sentence in (
        (date(2026, 10, 2), "Ngày ở tương lai; hãy xem lại."),
        (date(2026, 9, 30), "Ngày kết luận trước ngày đưa vào thẩm định (01/10/2026)."),
    ):
        with pytest.raises(DomainError) as refused:
            the_conclusion(office, held, "exemplary", on=day)
        assert [e.sentence for e in refused.value.errors] == [sentence]


def test_without_criteria_the_team_concludes_with_a_reason(time_machine):
    office = Office(criteria=False)
    held = under_appraisal(a_registration("new-01327", year=2026, level="province"), on=TODAY)
    assert why_not_score(office.one, told(held)) == "Chưa có bộ tiêu chí áp dụng cho năm, cấp và loại của hồ sơ này."
    made = the_conclusion(office, held, "recognised", "Tổ thống nhất sau khi xem thực tế")
    assert (made.percent, made.suggested, made.criteria_set) == (None, "", None)


def test_who_leaves_the_team_is_neither_waited_for_nor_counted(office):
    held = office.dossier()
    office.score(office.head, held, 60, 40)
    office.score(office.one, held, 0, 20)
    change_team(by=office.approver, team=office.team, version=1, name="Tổ", members=[office.head], head=office.head, on=TODAY)
    assert (told(held).verdict.percent, told(held).waited_for) == (D("100.00"), [])
    assert why_not_score(fresh(office.one), told(held)) == "Chấm điểm là việc của thành viên Tổ."


def test_ties_share_a_rank_and_what_is_hidden_takes_none(office):
    equal, best, unseen = (office.dossier(f"Mô hình {n}") for n in ("một", "hai", "ba"))
    also = office.dossier("Mô hình bốn")
    for held, points in ((equal, 30), (best, 60), (also, 30)):
        office.score(office.one, held, points, 40)
    office.score(office.two, unseen, 40, 40)
    found, hidden = ranking(fresh(office.one), [told(r) for r in (equal, best, unseen, also)])
    assert [(p.rank, p.tied, d.registration.pk) for p, d in found] == [
        (1, False, best.pk), (2, True, equal.pk), (2, True, also.pk),
    ]  # fmt: skip
    assert [d.registration.pk for d in hidden] == [unseen.pk]


def test_a_team_of_its_own_field_comes_before_the_one_for_all(office):
    own = form_team(
        by=None, unit=office.province, year=2026, field="economy", name="Tổ kinh tế", members=[office.two], head=office.two,
        on=TODAY,
    )  # fmt: skip
    held, other = office.dossier(), office.dossier("Giữ rừng", field="defence_security")
    assert (told(held).team, told(other).team) == (own, office.team)
    assert [list(dossiers_before(t)) for t in (own, office.team)] == [[held], [other]]


def test_minutes_hold_the_conclusions_as_they_stood(office):
    first, second = office.dossier("Mô hình một"), office.dossier("Mô hình hai")
    for held, points in ((first, 30), (second, 60)):
        for user in (office.head, office.one, office.two):
            office.score(user, held, points, 40)
        the_conclusion(office, held, "recognised" if held is first else "exemplary")
    made = draw_up_minutes(
        by=office.one, team=office.team, registrations=[first, second], held_on=TODAY, entered_on=TODAY, place="Trụ sở",
        discussion="", present=[office.head, office.one], secretary=office.one,
    )  # fmt: skip
    assert [(line.registration_id, line.rank, line.percent, line.outcome) for line in made.lines.all()] == [
        (second.pk, 1, D("100.00"), "exemplary"), (first.pk, 2, D("70.00"), "recognised"),
    ]  # fmt: skip
    with pytest.raises(DomainError, match="1 hồ sơ đã chọn chưa có kết luận hoặc đã ở biên bản khác"):
        draw_up_minutes(
            by=office.one, team=office.team, registrations=[first], held_on=TODAY, entered_on=TODAY, place="", discussion="",
            present=[office.head], secretary=None,
        )  # fmt: skip


def test_only_who_works_for_the_office_sits_in_its_team(office):
    stranger = person("la", Role.LEADER, "new-04", full_name="Người Lạ")
    with pytest.raises(DomainError, match="Người Lạ không được giao thẩm định, duyệt hay nhập liệu ở Tỉnh Cao Bằng"):
        change_team(by=None, team=office.team, version=1, name="Tổ", members=[office.head, stranger], head=office.head, on=TODAY)
