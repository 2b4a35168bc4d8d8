"""Exemplary models and proposals: chosen from the recognised, by the office of the level, dated and never deleted."""

from datetime import date

import pytest

from audit.errors import DomainError, DomainErrors
from audit.models import Event
from models_registry.registration import NotAllowed
from recognition.ending import end_standing
from recognition.exemplary import choose_exemplary, end_exemplary
from recognition.models import Exemplary, Proposal
from recognition.proposing import propose, withdraw_proposal
from recognition.recognising import recognise, record_decision
from tests.casts import approver, clerk, leader
from tests.factories import a_registration, a_small_country

pytestmark = pytest.mark.django_db
NOW = date(2025, 3, 20)


@pytest.fixture
def country(time_machine):
    time_machine.move_to("2025-03-20 09:00+07:00")
    return a_small_country()


def recognised(unit, *levels, year=2024, on=date(2024, 11, 20), **values):
    """A registration recognised at the levels by one decision of the province."""
    held = a_registration(unit, year=year, **values)
    decision = record_decision(
        by=None, number=f"{held.pk}-QĐ/BDV", signed_on=on, issuing_body="Ban Dân vận", unit=held.unit, entered_on=NOW
    )
    recognise(by=None, decision=decision, registrations=[(held, level) for level in levels or ("grassroots",)])
    return held


def choose(by, *registrations, level="grassroots", on=date(2024, 12, 1)):
    return choose_exemplary(by=by, registrations=registrations, level=level, on=on, entered_on=NOW)


def proposed(by, *registrations, level="grassroots", on=date(2024, 12, 5), form="giay_khen", body="UBND huyện"):
    return propose(
        by=by, registrations=registrations, level=level, form=form, granting_body=body, on=on, entered_on=NOW
    )


def test_only_what_is_recognised_at_the_level_on_the_day_is_chosen(country):
    at_both, at_one = recognised("old-01327", "grassroots", "district"), recognised("old-01330", name="Chợ quê")
    (row,) = choose(None, at_both, level="district")
    assert (row.level, row.unit.key, row.happened_on, row.back_entered, row.ended_on) == (
        "district", "old-043", date(2024, 12, 1), True, None,
    )  # fmt: skip
    with pytest.raises(DomainErrors) as refused:
        choose(None, at_both, at_one, level="district")
    assert [e.sentence.partition(": ")[2] for e in refused.value.errors] == [
        "đã là tiêu biểu cấp huyện.",
        "chưa được công nhận cấp huyện nên không chọn là tiêu biểu được.",
    ]
    with pytest.raises(DomainErrors, match="Chợ quê: được công nhận ngày 20/11/2024, sau ngày chọn; hãy xem lại ngày."):
        choose(None, at_one, on=date(2024, 11, 19))
    with pytest.raises(DomainError, match="Ngày ở tương lai"):
        choose(None, at_one, on=date(2025, 3, 21))
    assert Exemplary.objects.count() == 1


def test_it_is_the_office_of_the_level_that_chooses_and_the_others_are_told_whose_work_it_is(country):
    held = recognised("old-01327", "grassroots", "district", "province", name="Đường hoa")
    of_commune, of_district = approver("old-01327", "duyet.xa"), approver("old-043", "duyet.huyen")
    cases = [
        (of_commune, "district", "việc này do người duyệt của Huyện Bảo Lạc làm."),
        (of_district, "grassroots", "việc này do người duyệt của Xã Thượng Hà làm."),
        (leader("old-04"), "province", "việc này do người duyệt của Tỉnh Cao Bằng làm."),
        (clerk("old-043", "nhap.huyen"), "province", "việc này do người duyệt của Tỉnh Cao Bằng làm."),
    ]
    for by, level, why in cases:
        with pytest.raises(DomainErrors) as refused:
            choose(by, held, level=level)
        assert refused.value.sentence == f"Đường hoa: {why}"
    for by, level in ((of_commune, "grassroots"), (of_district, "district"), (clerk("old-04", "nhap.tinh"), "province")):
        choose(by, held, level=level)
    assert sorted(Exemplary.objects.values_list("level", flat=True)) == ["district", "grassroots", "province"]


def test_in_the_running_year_the_approver_chooses_and_nobody_what_she_entered(country):
    by = approver("old-043", "duyet.huyen")
    held = recognised("old-01327", "district", name="Đường hoa")
    clerk_of_it = clerk("old-043", "nhap.huyen")
    with pytest.raises(DomainErrors, match="năm đang chạy do người duyệt của Huyện Bảo Lạc làm"):
        choose(clerk_of_it, held, level="district", on=date(2025, 1, 10))
    own = recognised("old-01330", "district", name="Của mình")
    type(own).objects.filter(pk=own.pk).update(created_by=by)
    with pytest.raises(DomainErrors, match="Của mình: anh/chị đã nhập đăng ký này, người nhập không tự chọn"):
        choose(by, own, level="district", on=date(2025, 1, 10))
    (row,) = choose(by, held, level="district", on=date(2025, 1, 10))
    assert (row.by, row.back_entered) == (by, False)


def test_a_proposal_stands_on_an_exemplary_model_of_the_same_level(country):
    held, other = recognised("old-01327", name="Đường hoa"), recognised("old-01330", name="Chợ quê")
    choose(None, held)
    with pytest.raises(DomainErrors) as refused:
        proposed(None, held, other)
    assert refused.value.sentence == "Chợ quê: chưa là tiêu biểu cấp cơ sở nên không đề nghị khen thưởng được."
    with pytest.raises(DomainErrors, match="được chọn là tiêu biểu ngày 01/12/2024, sau ngày đề nghị"):
        proposed(None, held, on=date(2024, 11, 30))
    (row,) = proposed(None, held)
    assert (row.form, row.granting_body, row.unit.key) == ("giay_khen", "UBND huyện", "old-01327")
    with pytest.raises(DomainErrors, match="Đường hoa: đã được đề nghị hình thức này."):
        proposed(None, held)
    proposed(None, held, form="bang_khen", body="UBND tỉnh")
    with pytest.raises(DomainErrors) as refused:
        proposed(None, held, form="", body=" ")
    assert [e.field for e in refused.value.errors] == ["form", "granting_body"]


def test_an_end_has_a_day_and_a_reason_and_takes_the_standing_proposals_along(country):
    held = recognised("old-01327", name="Đường hoa")
    (row,) = choose(None, held)
    (early,) = proposed(None, held)
    (late,) = proposed(None, held, form="bang_khen", on=date(2024, 12, 20))
    withdraw_proposal(by=None, proposal=early, on=date(2024, 12, 10), entered_on=NOW, reason="Đề nghị nhầm")

    def end(**given):
        return end_exemplary(
            by=None, exemplary=row, **{"on": date(2025, 1, 5), "entered_on": NOW, "reason": "Không còn hoạt động"} | given
        )

    for given, sentence in (
        ({"reason": "  "}, "Hãy ghi lý do."),
        ({"on": date(2024, 12, 19)}, "Ngày thôi phải từ 20/12/2024: đến ngày ấy mô hình còn được chọn hoặc được đề nghị khen thưởng."),
    ):
        with pytest.raises(DomainError) as refused:
            end(**given)
        assert refused.value.sentence == sentence
    assert end() == 1
    rows = [*Exemplary.objects.all(), *Proposal.objects.order_by("pk")]
    assert [(r.ended_on, r.end_reason) for r in rows] == [
        (date(2025, 1, 5), "Không còn hoạt động"),
        (date(2024, 12, 10), "Đề nghị nhầm"),
        (date(2025, 1, 5), "Không còn hoạt động"),
    ]
    with pytest.raises(DomainError, match="Mô hình này đã thôi là tiêu biểu từ ngày 05/01/2025."):
        end()
    assert sorted(Event.objects.filter(reason__gt="").values_list("verb", "subject_id")) == sorted(
        [("end_exemplary", row.pk), ("withdraw_proposal", early.pk), ("withdraw_proposal", late.pk)]
    )
    choose(None, held, on=date(2025, 2, 1))
    assert Exemplary.objects.standing().count() == 1


def test_what_is_not_hers_is_ended_by_nobody(country):
    held = recognised("old-01327", name="Đường hoa")
    (row,) = choose(None, held)
    (proposal,) = proposed(None, held)
    by = approver("old-01330", "duyet.khac")
    with pytest.raises(NotAllowed, match="Đường hoa: việc này do người duyệt của Xã Thượng Hà làm."):
        end_exemplary(by=by, exemplary=row, on=NOW, entered_on=NOW, reason="Vì thế")
    with pytest.raises(NotAllowed):
        withdraw_proposal(by=by, proposal=proposal, on=NOW, entered_on=NOW, reason="Vì thế")


def test_a_revoked_recognition_ends_what_stood_on_it_at_its_level_the_same_day(country):
    held = recognised("old-01327", "grassroots", "district")
    for level in ("grassroots", "district"):
        choose(None, held, level=level)
        proposed(None, held, level=level)
    on = date(2024, 12, 3)
    assert end_standing(registration=held, level="grassroots", on=on, by=None, reason="Thu hồi công nhận") == 2
    assert [(r.level, r.ended_on) for r in (*Exemplary.objects.order_by("pk"), *Proposal.objects.order_by("pk"))] == [
        ("grassroots", on), ("district", None), ("grassroots", on), ("district", None),
    ]  # fmt: skip
    assert not Proposal.objects.get(level="grassroots").stands_on(date(2024, 12, 5))
