"""What decisions do: from the draft to the signature, and what later decisions end, restore and change."""

from datetime import date

import pytest

from audit.errors import DomainError, Overtaken
from audit.models import Event
from models_registry.choices import Stage
from models_registry.registration import NotAllowed
from recognition.drafting import discard_draft, edit_draft
from recognition.listing import add_lines, edit_line, remove_lines
from recognition.models import Award, Decision, DecisionLine, Recognition
from recognition.recognising import recognise_many
from recognition.signing import sign
from rollups.engine import rollup
from rollups.question import Question
from tests.casts import administrator, approver, clerk, leader
from tests.factories import a_registration, a_small_country, under_appraisal
from tests.recognition.deciding import ENTERED, a_draft, recognised, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(db):
    return a_small_country()


def standing(*registrations) -> list[tuple[str, str]]:
    """(stage, highest recognised level) of each, fresh."""
    for row in registrations:
        row.refresh_from_db()
    return [(row.stage, row.recognised_level) for row in registrations]


def test_a_draft_decides_nothing_and_its_signature_everything_at_once(country):
    clerk_ = clerk("old-04")
    held = [a_registration("old-01330", name=name) for name in ("Một", "Hai")]
    draft = a_draft(country["old-04"], registrations=held, by=clerk_)
    assert (draft.state, draft.number, draft.signed_on, Recognition.objects.count()) == ("draft", "", None, 0)
    assert standing(*held) == [("accepted", "")] * 2
    done = signed(draft, by=clerk_)
    assert (done.state, done.number, done.number_key, done.term, done.entered_by) == (
        "signed", "1-QĐ/BDVTU", "1-QĐ/BDVTU", "2020-2025", clerk_,
    )  # fmt: skip
    assert standing(*held) == [(Stage.RECOGNISED, "province")] * 2
    lines = {(line.registration_id, line.level) for line in done.lines.all()}
    assert lines == {(r.registration_id, r.level) for r in done.recognitions.all()} == {(r.pk, "province") for r in held}
    verbs = Event.objects.filter(subject_type="recognition.decision").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["draft", "edit_draft", "sign"]


def test_in_the_running_year_the_clerk_drafts_and_the_approver_signs_what_was_appraised(country, time_machine):
    time_machine.move_to("2026-11-20 09:00+07:00")
    clerk_, chief = clerk("new-04"), approver("new-04")
    held = under_appraisal(a_registration("new-01327", by=clerk_, year=2026, level="province"))
    early = a_registration("new-01290", by=clerk_, year=2026, level="province", name="Chưa thẩm định")
    draft = a_draft(country["new-04"], registrations=[held, early], by=clerk_)
    given = {"decision": draft, "number": "5-QĐ/BTGDVTU", "signed_on": date(2026, 11, 19), "entered_on": date(2026, 11, 20)}
    with pytest.raises(NotAllowed, match="do người duyệt của Tỉnh Cao Bằng ghi"):
        sign(by=clerk_, **given)
    with pytest.raises(DomainError, match="Chưa thẩm định: đang ở bước “Đã tiếp nhận”, chưa qua thẩm định"):
        sign(by=chief, **given)
    draft.refresh_from_db()
    assert (draft.state, Recognition.objects.count()) == ("draft", 0)
    remove_lines(by=chief, decision=draft, lines=[draft.lines.get(registration=early).pk])
    sign(by=chief, **given)
    assert standing(held, early) == [(Stage.RECOGNISED, "province"), (Stage.ACCEPTED, "")]


def test_a_draft_is_seen_by_those_who_may_record_it_and_by_nobody_else(country):
    draft = a_draft(country["new-04"], registrations=[a_registration("new-01327", year=2025)])
    people = [clerk("old-04", "a"), approver("old-04", "b"), leader("old-04", "c"), clerk("old-043", "d"), clerk("old-02", "e")]
    assert [Decision.objects.visible_to(p).filter(pk=draft.pk).exists() for p in people] == [True, True, False, False, False]
    for person in people[2:]:
        with pytest.raises(NotAllowed):
            edit_draft(by=person, decision=draft, about="khác")


def test_what_was_changed_meanwhile_is_looked_at_before_it_is_signed(country):
    draft = a_draft(country["old-04"], registrations=[a_registration("old-01330")])
    seen = draft.version
    add_lines(by=None, decision=draft, registrations=[a_registration("old-01291")], level="province")
    with pytest.raises(Overtaken):
        sign(by=None, decision=draft, number="1/QĐ", signed_on=date(2024, 11, 20), entered_on=ENTERED, version=seen)
    assert Recognition.objects.count() == 0


def test_a_signed_decision_is_not_changed_any_more(country):
    decision, _held = recognised(country["old-04"])
    line = decision.lines.first()
    for deed in (
        lambda: edit_draft(by=None, decision=decision, about="khác"),
        lambda: add_lines(by=None, decision=decision, registrations=[a_registration("old-01291")], level="province"),
        lambda: edit_line(by=None, line=line, level="district"),
        lambda: remove_lines(by=None, decision=decision, lines=[line.pk]),
        lambda: discard_draft(by=None, decision=decision),
        lambda: signed(decision, "2/QĐ"),
    ):
        with pytest.raises(DomainError, match="Quyết định này đã được ký: số 1-QĐ/BDVTU, ngày 20/11/2024."):
            deed()


def test_a_discarded_draft_leaves_its_word_in_the_log(country):
    draft = a_draft(country["old-04"], registrations=[a_registration("old-01330")])
    discard_draft(by=None, decision=draft)
    assert (Decision.objects.count(), DecisionLine.objects.count()) == (0, 0)
    last = Event.objects.filter(verb="discard").get()
    assert last.before == {"kind": "recognition", "about": "về việc recognition", "lines": 1}


def test_revoked_at_one_level_it_falls_back_to_the_next_and_at_the_last_to_revoked(country):
    province = country["old-04"]
    _decision, (held, other) = recognised(province)
    signed(a_draft(province, registrations=[held], level="grassroots"), "1a-QĐ/BDVTU")
    signed(a_draft(province, "revocation", [held], reason="Không còn hoạt động"), "2-QĐ/BDVTU", date(2025, 3, 1))
    assert standing(held, other) == [(Stage.RECOGNISED, "grassroots"), (Stage.RECOGNISED, "province")]
    last = a_draft(province, "revocation", [held], level="grassroots", reason="Không còn hoạt động")
    second = signed(last, "3-QĐ/BDVTU", date(2025, 4, 1))
    assert standing(held) == [(Stage.REVOKED, "")]
    row = Recognition.objects.get(registration=held, level="grassroots")
    assert (row.revoked_on, row.revoked_by, row.revocation_reason) == (date(2025, 4, 1), second, "Không còn hoạt động")
    assert Recognition.objects.filter(registration=held).count() == 2
    step = held.stage_changes.order_by("id").last()
    assert (step.step, step.from_stage, step.happened_on, step.note) == (
        "revoke", Stage.RECOGNISED, date(2025, 4, 1), "Không còn hoạt động",
    )  # fmt: skip


def test_figures_count_what_stands(country):
    _decision, (held, other) = recognised(country["old-04"])
    asked = Question(measure="recognised", tier="province", year_from=2024, year_to=2024, on=date(2024, 12, 31))
    viewer = administrator()
    counted = [rollup(asked, viewer).total.total]
    revocation = signed(a_draft(country["old-04"], "revocation", [held], reason="Dừng"), "2-QĐ/BDVTU", date(2025, 3, 1))
    counted.append(rollup(asked, viewer).total.total)
    signed(a_draft(country["old-04"], "annulment", amends=revocation, reason="Xét lại"), "3-QĐ/BDVTU", date(2025, 3, 9))
    counted.append(rollup(asked, viewer).total.total)
    assert counted == [2, 1, 2]


def test_what_a_higher_office_recognised_a_lower_one_does_not_revoke(country):
    _decision, (held,) = recognised(country["old-04"], 1)
    draft = a_draft(country["old-043"], "revocation", [held], reason="Dừng")
    with pytest.raises(DomainError, match="do Tỉnh Cao Bằng công nhận; quyết định của cấp dưới không thu hồi được"):
        signed(draft, "9-QĐ/HU")


def test_a_revocation_gives_its_reason_and_finds_what_it_revokes(country):
    registration = a_registration("old-01330", name="Chưa có gì")
    with pytest.raises(DomainError, match="Hãy ghi lý do vào dự thảo trước khi ký."):
        signed(a_draft(country["old-04"], "revocation", [registration]))
    with pytest.raises(DomainError, match="Chưa có gì: hiện không được công nhận ở cấp này"):
        signed(a_draft(country["old-04"], "revocation", [registration], reason="Dừng"))


def test_what_was_revoked_may_be_recognised_again(country):
    _decision, (held,) = recognised(country["old-04"], 1)
    signed(a_draft(country["old-04"], "revocation", [held], reason="Dừng"), "2-QĐ/BDVTU", date(2024, 12, 1))
    signed(a_draft(country["old-04"], registrations=[held]), "3-QĐ/BDVTU", date(2024, 12, 20))
    assert standing(held) == [(Stage.RECOGNISED, "province")]
    assert Recognition.objects.standing().get(registration=held).decision.number == "3-QĐ/BDVTU"


def test_awards_are_written_when_the_commendation_is_signed(country):
    _decision, (held, other) = recognised(country["old-04"])
    draft = a_draft(country["old-04"], "commendation", [held], form="bang_khen", reason="Thành tích năm 2024", amount=1_500_000)
    add_lines(
        by=None, decision=draft, registrations=[other], form="giay_khen", recipient_kind="individual", recipient_name="Nông Văn Tám"
    )
    add_lines(
        by=None, decision=draft, registrations=[other], form="giay_khen", recipient_kind="household", recipient_name="Hộ ông Lý A"
    )
    assert Award.objects.count() == 0
    decision = signed(draft, "7-QĐ/BDVTU", date(2024, 12, 25))
    assert sorted(
        Award.objects.values_list(
            "registration_id", "form", "granting_body", "recipient_kind", "recipient_name", "reason", "amount", "granted_on", "decision_id"
        )
    ) == [
        (held.pk, "bang_khen", "Ban Dân vận Tỉnh ủy Cao Bằng", "collective", "", "Thành tích năm 2024", 1_500_000,
         date(2024, 12, 25), decision.pk),
        (other.pk, "giay_khen", "Ban Dân vận Tỉnh ủy Cao Bằng", "household", "Hộ ông Lý A", "", None, date(2024, 12, 25), decision.pk),
        (other.pk, "giay_khen", "Ban Dân vận Tỉnh ủy Cao Bằng", "individual", "Nông Văn Tám", "", None, date(2024, 12, 25), decision.pk),
    ]  # fmt: skip


def test_only_recognised_models_are_commended(country):
    registration = a_registration("old-01330", name="Mới đăng ký")
    draft = a_draft(country["old-04"], "commendation", [registration], form="giay_khen")
    with pytest.raises(DomainError, match="Mới đăng ký: chưa được công nhận nên chưa khen thưởng."):
        signed(draft)
    assert (Award.objects.count(), Decision.objects.signed().count()) == (0, 0)


def test_an_amendment_adds_takes_off_and_corrects_and_the_first_paper_stays_as_it_was_signed(country):
    first, (kept, gone) = recognised(country["old-04"])
    new = a_registration("old-01291", name="Bổ sung")
    draft = a_draft(country["old-04"], "amendment", [new], amends=first, reason="Sót tên", corrections={"signer": "Nông Văn B"})
    add_lines(by=None, decision=draft, registrations=[gone], level="province", change="remove", reason="Trùng")
    amendment = signed(draft, "2-QĐ/BDVTU", date(2024, 12, 1))
    assert standing(kept, gone, new) == [(Stage.RECOGNISED, "province"), (Stage.REVOKED, ""), (Stage.RECOGNISED, "province")]
    assert Recognition.objects.get(registration=gone).revoked_by == amendment
    assert Recognition.objects.get(registration=new).decision == amendment
    first.refresh_from_db()
    assert (amendment.corrections, first.signer, first.lines.count()) == ({"signer": ["", "Nông Văn B"]}, "", 2)


def test_an_annulment_ends_all_that_the_first_and_its_amendments_did(country):
    province = country["old-04"]
    first, (kept, gone) = recognised(province)
    new = a_registration("old-01291", name="Bổ sung")
    draft = a_draft(province, "amendment", [new], amends=first, reason="Sót tên")
    add_lines(by=None, decision=draft, registrations=[gone], level="province", change="remove")
    signed(draft, "2-QĐ/BDVTU", date(2024, 12, 1))
    annulment = signed(a_draft(province, "annulment", amends=first, reason="Sai thẩm quyền"), "3-QĐ/BDVTU", date(2024, 12, 5))
    assert standing(kept, gone, new) == [(Stage.REVOKED, "")] * 3
    assert set(Recognition.objects.filter(revoked_by=annulment).values_list("registration_id", flat=True)) == {kept.pk, new.pk}
    assert Recognition.objects.get(registration=gone).revoked_by.number == "2-QĐ/BDVTU"
    with pytest.raises(DomainError, match="Quyết định 1-QĐ/BDVTU đã bị hủy bỏ bởi Quyết định 3-QĐ/BDVTU."):
        recognise_many(by=None, pairs=[(first, kept, "district")])


def test_a_revocation_annulled_the_recognition_stands_again(country):
    _decision, (held,) = recognised(country["old-04"], 1)
    revocation = signed(a_draft(country["old-04"], "revocation", [held], reason="Dừng"), "2-QĐ/BDVTU", date(2024, 12, 1))
    signed(a_draft(country["old-04"], "annulment", amends=revocation, reason="Xét lại"), "3-QĐ/BDVTU", date(2024, 12, 9))
    assert standing(held) == [(Stage.RECOGNISED, "province")]
    assert list(held.stage_changes.order_by("id").values_list("step", flat=True)) == ["back_enter", "revoke", "reinstate"]
    assert Recognition.objects.standing().filter(registration=held).count() == 1


def test_a_commendation_annulled_its_awards_end(country):
    _decision, (held,) = recognised(country["old-04"], 1)
    given = signed(a_draft(country["old-04"], "commendation", [held], form="giay_khen"), "2-QĐ/BDVTU", date(2024, 12, 1))
    signed(a_draft(country["old-04"], "annulment", amends=given, reason="Nhầm"), "3-QĐ/BDVTU", date(2024, 12, 9))
    assert (Award.objects.count(), Award.objects.standing().count()) == (1, 0)


def test_a_decision_is_annulled_once_and_no_change_is_changed(country):
    first, _held = recognised(country["old-04"])
    drafts = [a_draft(country["old-04"], "annulment", amends=first, reason="Sai") for _ in range(2)]
    done = signed(drafts[0], "2-QĐ/BDVTU")
    with pytest.raises(DomainError, match="đã bị hủy bỏ bởi Quyết định 2-QĐ/BDVTU"):
        signed(drafts[1], "3-QĐ/BDVTU")
    with pytest.raises(DomainError, match="Chỉ sửa đổi, hủy bỏ quyết định đầu"):
        a_draft(country["old-04"], "amendment", amends=done)


def test_a_number_is_given_once_a_body_kind_and_term(country):
    recognised(country["old-04"], number="12-QĐ/BDVTU")
    other = a_draft(country["old-04"], registrations=[a_registration("old-01291")])
    with pytest.raises(DomainError, match="đã có quyết định số 12 - qđ/bdvtu trong nhiệm kỳ 2020-2025"):
        signed(other, "12 - qđ/bdvtu")
    other.refresh_from_db()
    assert (other.state, other.number) == ("draft", "")
    drafts = [a_draft(country["old-04"], registrations=[a_registration("old-01291", name=f"D{n}")]) for n in (1, 2)]
    assert {d.number_key for d in drafts} == {""}
