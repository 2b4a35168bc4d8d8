"""Decisions and what stands on recognition: revoked it ends, awarded it is closed, and an award comes of a proposal."""

from datetime import date

import pytest

from audit.errors import DomainError, DomainErrors
from recognition.exemplary import choose_exemplary, end_exemplary
from recognition.ladder import violations
from recognition.models import Exemplary, Proposal
from recognition.proposing import propose, withdraw_proposal
from tests.casts import administrator
from tests.factories import a_small_country
from tests.recognition.deciding import ENTERED, a_draft, recognised, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(time_machine):
    time_machine.move_to("2026-01-15 09:00+07:00")
    return a_small_country()


def chosen_and_proposed(held, on=date(2024, 12, 1)):
    given = {"by": None, "registrations": held, "level": "province", "on": on, "entered_on": ENTERED}
    return choose_exemplary(**given), propose(form="bang_khen", granting_body="UBND tỉnh", **given)


def told(**asked) -> list[tuple]:
    return [(v.registration.model.name, v.rung, v.day) for v in violations(viewer=administrator(), **asked)]


def test_a_revocation_ends_what_stood_on_the_recognition_the_day_it_is_signed(country):
    _decision, held = recognised(country["old-04"])
    chosen_and_proposed(held)
    revoking = a_draft(country["old-04"], "revocation", held[:1], reason="Ngừng hoạt động")
    signed(revoking, "9-QĐ/BDVTU", on=date(2025, 3, 3))
    for kind in (Exemplary, Proposal):
        assert [(r.ended_on, r.end_reason) for r in kind.objects.order_by("registration_id")] == [
            (date(2025, 3, 3), "Ngừng hoạt động"), (None, ""),
        ]  # fmt: skip
    assert told() == []


def test_an_award_closes_the_proposal_which_then_stays(country):
    _decision, held = recognised(country["old-04"])
    exemplary, proposals = chosen_and_proposed(held)
    signed(a_draft(country["old-04"], "commendation", held[:1], form="bang_khen"), "10-QĐ/BDVTU", on=date(2024, 12, 20))
    assert [p.is_awarded for p in Proposal.objects.with_awards().order_by("registration_id")] == [True, False]
    given = {"by": None, "on": date(2025, 1, 5), "entered_on": ENTERED, "reason": "Vì thế"}
    for deed in (
        lambda: withdraw_proposal(proposal=proposals[0], **given),
        lambda: end_exemplary(exemplary=exemplary[0], **given),
    ):
        with pytest.raises(DomainError, match="Mô hình này đã được khen thưởng theo Quyết định 10-QĐ/BDVTU; hãy hủy khen thưởng trước."):
            deed()
    withdraw_proposal(proposal=proposals[1], **given)
    assert told() == []


def test_an_award_of_a_finished_year_entered_without_the_steps_between_is_named(country):
    _decision, held = recognised(country["old-04"])
    signed(a_draft(country["old-04"], "commendation", held[:1], form="bang_khen"), "10-QĐ/BDVTU", on=date(2024, 12, 20))
    assert told() == [(held[0].model.name, "awarded", date(2024, 12, 20))]
    assert [v.sentence for v in violations(viewer=administrator("b"))] == [
        "được khen thưởng, nhưng ngày 20/12/2024 không có đề nghị khen thưởng"
    ]


def test_in_the_running_year_only_the_proposed_are_awarded(country):
    _decision, held = recognised(country["old-04"])
    draft = a_draft(country["old-04"], "commendation", held, form="bang_khen")
    chosen_and_proposed(held[:1])
    with pytest.raises(DomainErrors) as refused:
        signed(draft, "2-QĐ/BDVTU", on=date(2026, 1, 10))
    assert [e.sentence for e in refused.value.errors] == [
        f"{held[1].model.name}: chưa được đề nghị khen thưởng; hãy lập đề nghị từ danh sách tiêu biểu trước."
    ]
    chosen_and_proposed(held[1:], on=date(2026, 1, 10))
    signed(draft, "2-QĐ/BDVTU", on=date(2026, 1, 10))
    assert told() == []
