"""Criteria sets: versions, what locks one, copies, what applies; and self-assessments that answer to them."""

import pytest

from accounts.people import NotYours
from audit.errors import DomainError
from audit.models import Event
from models_registry.choices import Stage
from recognition.choices import SetState
from recognition.criteria import NewItem, copy_set, create_set, edit_set, put_into_use, set_for
from recognition.models import CriteriaSet, SelfAssessment
from recognition.self_assessing import Answer, save_self_assessment, stored_answers
from recognition.workflow import advance, advance_many
from tests.casts import approver, clerk, leader
from tests.factories import a_registration, a_small_country
from tests.recognition.offices import (
    HEADER,
    ITEMS,
    TODAY,
    D,
    Office,
    a_set_in_use,
    answers_of,
    fresh,
    stamp_for,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _autumn(time_machine):
    time_machine.move_to("2026-10-01 09:00+07:00")


@pytest.fixture
def country():
    return a_small_country()


def acting(unit="new-01327", **values):
    """A registration of the province's level that is being carried out."""
    held = a_registration(unit, year=2026, level="province", **values)
    advance(by=None, registration=held, step="start", on=TODAY, entered_on=TODAY)
    held.refresh_from_db()
    return held


def assess(held, answers, results="", by=None):
    save_self_assessment(
        by=by, registration=held, answers=answers, results=results, version=held.version,
        criteria_stamp=stamp_for(held), entered_on=TODAY,
    )  # fmt: skip
    held.refresh_from_db()


def send(held):
    advance(by=None, registration=held, step="self_assess", on=TODAY, entered_on=TODAY)
    held.refresh_from_db()


def refusal_of(deed) -> str:
    with pytest.raises(DomainError) as refused:
        deed()
    return refused.value.sentence


def test_a_set_is_edited_until_a_self_assessment_names_it(country):
    held = a_set_in_use(country["new-04"])
    edit_set(by=None, criteria_set=held, edition=1, header=HEADER | {"recognised_from": D(60)}, items=ITEMS[:2])
    held.refresh_from_db()
    assert (held.recognised_from, [c.code for c in held.criteria.all()]) == (D(60), ["1", "2"])
    assess(acting(), {"1": Answer(points=D(3))})
    assert refusal_of(lambda: edit_set(by=None, criteria_set=held, edition=2, header=HEADER, items=ITEMS)) == (
        "Bộ tiêu chí này đã dùng để tự đánh giá hoặc chấm điểm nên không sửa được nữa; hãy lập phiên bản mới."
    )


def test_a_new_version_replaces_the_one_in_use_and_keeps_what_names_it(country):
    first = a_set_in_use(country["new-04"])
    held = acting(results="Xong")
    assess(held, answers_of(50, 30, text="Biên bản"), "Xong")
    second = copy_set(by=None, criteria_set=first, year=2026)
    assert (second.version, second.state, set_for(held)) == (2, SetState.DRAFT, first)
    put_into_use(by=None, criteria_set=second)
    first.refresh_from_db()
    assert (first.state, set_for(held)) == (SetState.REPLACED, second)
    assert SelfAssessment.objects.get().criteria_set == first
    assert "đã có phiên bản mới" in refusal_of(lambda: send(held))
    assess(held, stored_answers(SelfAssessment.objects.get()), "Xong")
    send(held)
    assert (SelfAssessment.objects.get().criteria_set, held.stage) == (second, Stage.SELF_ASSESSED)
    assert [e.verb for e in Event.objects.filter(subject_id=first.pk, subject_type="recognition.criteriaset").order_by("id")] == [
        "create", "put_into_use", "replace",
    ]  # fmt: skip


def test_copied_to_a_new_year_it_has_the_same_criteria_and_is_no_demo(country):
    first = create_set(
        by=None, unit=country["new-04"], year=2026, level="province", kind="collective", header=HEADER, items=ITEMS, is_demo=True
    )
    copy = copy_set(by=None, criteria_set=first, year=2027, kind="individual")
    assert [(c.code, c.text, c.max_points, c.floor) for c in copy.criteria.all()] == [
        (c.code, c.text, c.max_points, c.floor) for c in first.criteria.all()
    ]
    assert (copy.year, copy.kind, copy.version, copy.is_demo, copy.copied_from) == (2027, "individual", 1, False, first)


def test_a_set_applies_to_its_province_year_level_and_kind_in_both_geographies(country):
    held = a_set_in_use(country["new-04"], year=2025)
    same = [a_registration(unit, year=2025, level="province") for unit in ("old-01327", "new-01327")]
    others = [
        a_registration("new-01327", year=2026, level="province"),
        a_registration("new-01327", year=2025, level="grassroots"),
        a_registration("new-01327", year=2025, level="province", kind="individual"),
        a_registration("new-00700", year=2025, level="province"),
    ]
    assert [set_for(r) for r in (*same, *others)] == [held, held, None, None, None, None]


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        ([NewItem("1", "A", max_points=D(1)), NewItem("1", "B", max_points=D(1))],
         "Số mục “1” có hơn một tiêu chí; mỗi tiêu chí một số mục."),
        ([NewItem("1", "A")], "Tiêu chí “1” chấm điểm thì phải có điểm tối đa lớn hơn 0."),
        ([NewItem("1", "A", max_points=D(5), is_compulsory=True)],
         "Tiêu chí bắt buộc “1”: hãy ghi điểm phải đạt, trên 0 và không quá điểm tối đa."),
        ([NewItem("", "A", max_points=D(5))], "Tiêu chí “A”: hãy ghi đủ số mục và nội dung."),
    ],
)  # fmt: skip
def test_what_cannot_be_scored_by_is_refused_in_words(country, items, sentence):
    def made():
        create_set(
            by=None, unit=country["new-04"], year=2026, level="province", kind="collective", header=HEADER, items=items
        )

    assert sentence in refusal_of(made)
    assert CriteriaSet.objects.count() == 0


def test_a_set_without_points_is_not_put_into_use(country):
    made = create_set(by=None, unit=country["new-04"], year=2026, level="province", kind="collective", header=HEADER)
    assert "chưa có tiêu chí nào có điểm" in refusal_of(lambda: put_into_use(by=None, criteria_set=made))


def test_only_whoever_keeps_the_province_draws_up_and_reads_drafts(country):
    keeper, reads, enters = approver("new-04"), leader("new-04"), clerk("new-01327", "xa")
    made = create_set(
        by=keeper, unit=country["new-04"], year=2026, level="province", kind="collective", header=HEADER, items=ITEMS
    )
    for somebody in (reads, enters):
        with pytest.raises(NotYours):
            put_into_use(by=somebody, criteria_set=made)
    seen_by = lambda user: list(CriteriaSet.objects.visible_to(fresh(user)))  # noqa: E731
    assert [seen_by(u) for u in (keeper, reads, enters)] == [[made], [], []]
    put_into_use(by=keeper, criteria_set=made)
    assert [seen_by(u) for u in (reads, enters, clerk("new-00700", "khac"))] == [[made], [made], []]


# --- self-assessment ----------------------------------------------------------------------------------------------


def test_sending_needs_every_answer_and_evidence_for_the_compulsory(country):
    a_set_in_use(country["new-04"])
    held = acting(results="Xong")
    assert refusal_of(lambda: send(held)) == "Hãy tự đánh giá theo “Tiêu chí mô hình tập thể” trước khi gửi."
    assess(held, {"1": Answer(points=D(50))}, "Xong")
    assert refusal_of(lambda: send(held)) == "Bản tự đánh giá còn thiếu mục 2, 3."
    assess(held, answers_of(50, 30), "Xong")
    assert refusal_of(lambda: send(held)) == "Tiêu chí bắt buộc phải ghi minh chứng: mục 2, 3."
    assess(held, answers_of(50, 30, text="Biên bản"), "Xong")
    send(held)
    assert held.stage == Stage.SELF_ASSESSED


def test_the_rule_holds_for_many_at_once_and_says_of_each_what_it_lacks(country):
    from uuid import uuid4

    told, silent = acting(results="Xong"), acting()
    done = advance_many(
        by=None, registrations=[told, silent], step="self_assess", on=TODAY, entered_on=TODAY, batch=uuid4()
    )
    assert [o.refusal for o in done] == ["", "Hãy ghi kết quả đạt được trước khi gửi tự đánh giá."]


def test_an_assessment_is_saved_only_while_the_model_is_carried_out_and_by_its_unit(country):
    a_set_in_use(country["new-04"])
    unit, reads = clerk("new-01327", "xa"), leader("new-01327")
    held = acting()
    with pytest.raises(DomainError, match="không nhập hay sửa đăng ký"):
        assess(held, answers_of(1, 1), by=reads)
    assess(held, answers_of(50, 30, text="Ảnh"), "Xong", by=unit)
    send(held)
    assert refusal_of(lambda: assess(held, answers_of(60, 40))) == (
        "Hồ sơ đang ở bước “Đã tự đánh giá”: tự đánh giá khi đang thực hiện."
    )


def test_an_office_walks_a_dossier_to_its_team(time_machine):
    office = Office()
    assert office.dossier().stage == Stage.UNDER_APPRAISAL
