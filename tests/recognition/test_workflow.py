"""The way of a registration to recognition: who goes which step, in which order, on which days."""

from datetime import date
from uuid import uuid4

import pytest

from accounts.choices import Role
from audit.errors import DomainError, Overtaken
from audit.models import Event
from models_registry.choices import Stage
from models_registry.models import Campaign, CampaignLevel, Registration, StageChange
from models_registry.registration import NotAllowed, withdraw
from recognition.workflow import DECIDED_ELSEWHERE, STEPS, advance, advance_many, steps_open_to
from tests.casts import clerk, leader, person
from tests.factories import a_registration, a_small_country
from tests.pages import text_of
from tests.recognition.deciding import a_draft, recognised, signed
from units.models import Organisation

pytestmark = pytest.mark.django_db
TODAY = date(2025, 3, 20)


@pytest.fixture
def country(time_machine):
    time_machine.move_to("2025-03-20 09:00+07:00")
    return a_small_country()


def go(by, registration, step, on=TODAY, **more):
    row = advance(by=by, registration=registration, step=step, on=on, entered_on=TODAY, **more)
    registration.refresh_from_db()
    return row


def offered(user, registration) -> list[str]:
    registration.refresh_from_db()
    return [step.key for step in steps_open_to(user, registration)]


def test_a_commune_s_model_of_the_province_s_level_passes_the_district_first(country):
    commune, district, province = clerk("old-01327", "xa"), clerk("old-043", "huyen"), clerk("old-04", "tinh")
    held = a_registration("old-01327", by=commune, year=2025, level="province")
    assert (held.stage, held.desk.key) == (Stage.SUBMITTED, "old-043")
    assert (offered(commune, held), offered(district, held)) == ([], ["forward", "return"])
    with pytest.raises(DomainError, match="còn phải qua Tỉnh Cao Bằng"):
        go(district, held, "accept")
    go(district, held, "forward")
    assert (held.stage, held.desk.key) == (Stage.SUBMITTED, "old-04")
    assert (offered(district, held), offered(province, held)) == ([], ["accept", "return"])
    go(province, held, "accept")
    assert (held.stage, held.desk.key) == (Stage.ACCEPTED, "old-04")
    assert [(r.step, r.by.username) for r in held.stage_changes.all()] == [("forward", "huyen"), ("accept", "tinh")]


def test_the_armed_forces_go_straight_to_the_province(country):
    police = Organisation.objects.create(
        name="Công an xã", folded_name="cong an xa", kind="police", unit=country["old-01327"]
    )
    held = a_registration(
        "old-01327", by=clerk("old-01327", "xa"), year=2025, level="province", organisation=police
    )
    assert held.desk.key == "old-04"


def test_what_the_last_office_enters_itself_is_accepted_with_the_entry(country):
    own = a_registration("old-01327", by=clerk("old-01327", "xa"), year=2025, level="grassroots")
    theirs = a_registration("old-01327", by=clerk("old-04", "tinh"), year=2025, level="province")
    finished = a_registration("old-01330", by=clerk("old-01330", "coba"), year=2024, level="province")
    assert [(r.stage, r.desk.key) for r in (own, theirs, finished)] == [
        (Stage.ACCEPTED, "old-01327"),
        (Stage.ACCEPTED, "old-04"),
        (Stage.ACCEPTED, "old-04"),
    ]


def test_returned_with_a_reason_it_comes_back_to_the_unit_and_is_sent_again(country):
    commune, district = clerk("old-01327", "xa"), clerk("old-043", "huyen")
    held = a_registration("old-01327", by=commune, year=2025, level="district")
    with pytest.raises(DomainError) as refused:
        go(district, held, "return")
    assert (refused.value.field, refused.value.sentence) == ("note", "Hãy ghi: lý do trả lại, cần hoàn thiện gì.")
    go(district, held, "return", note="Thiếu phần kết quả")
    assert (offered(leader("old-043"), held), offered(commune, held)) == ([], ["resubmit"])
    go(commune, held, "resubmit")
    assert (held.stage, held.desk.key) == (Stage.SUBMITTED, "old-043")


def test_no_step_is_skipped_and_the_others_say_whose_work_it_is(country):
    commune, province, reads = clerk("old-01327", "xa"), clerk("old-04", "tinh"), leader("old-04")
    held = a_registration("old-01327", by=province, year=2025, level="province")
    with pytest.raises(DomainError, match="Hồ sơ đang ở bước “Đã tiếp nhận” nên không làm được việc “Đưa vào thẩm định”."):
        go(province, held, "take_up")
    go(commune, held, "start")
    with pytest.raises(NotAllowed, match="Việc “Gửi tự đánh giá” là của người nhập liệu đơn vị đăng ký."):
        go(reads, held, "self_assess")
    with pytest.raises(DomainError, match="Hãy ghi kết quả đạt được trước khi gửi tự đánh giá."):
        go(commune, held, "self_assess")
    Registration.objects.filter(pk=held.pk).update(results="12 tuyến đường có đèn")
    go(commune, held, "self_assess")
    with pytest.raises(NotAllowed, match="Việc “Đưa vào thẩm định” là của người được giao ở Tỉnh Cao Bằng."):
        go(commune, held, "take_up")
    go(person("tham.dinh", Role.APPRAISER, "old-04"), held, "take_up")
    assert held.stage == Stage.UNDER_APPRAISAL
    assert offered(reads, held) == []


def test_a_step_has_its_own_day_and_the_moment_it_was_entered(country):
    held = a_registration("old-01327", by=None, year=2025, level="province", registered_on=date(2025, 2, 10))
    row = go(None, held, "start", on=date(2025, 3, 1))
    assert (row.happened_on, row.entered_at.date(), held.stage_on) == (date(2025, 3, 1), TODAY, date(2025, 3, 1))
    for day, sentence in (
        (date(2025, 2, 28), "Ngày 28/02/2025 trước bước liền trước của hồ sơ (ngày 01/03/2025); hãy xem lại."),
        (date(2025, 3, 21), "Ngày ở tương lai; hãy xem lại."),
    ):
        with pytest.raises(DomainError) as refused:
            go(None, held, "self_assess", on=day)
        assert (refused.value.field, refused.value.sentence) == ("on", sentence)


def test_a_dossier_changed_since_it_was_looked_at_is_looked_at_again(country):
    held = a_registration("old-01327", by=None, year=2025, level="province")
    with pytest.raises(Overtaken):
        go(None, held, "start", version=held.version + 1)


def test_a_bulk_step_moves_those_that_may_and_says_of_each_other_why_not(country):
    province = clerk("old-04", "tinh")
    ready = a_registration("old-01327", by=clerk("old-043", "huyen"), year=2025, level="province")
    done = a_registration("old-01330", by=province, year=2025, level="province")
    batch = uuid4()
    outcomes = advance_many(
        by=province, registrations=[ready, done], step="accept", on=TODAY, entered_on=TODAY, batch=batch
    )
    assert [(o.registration.pk, o.refusal) for o in outcomes] == [
        (ready.pk, ""),
        (done.pk, "Hồ sơ đang ở bước “Đã tiếp nhận” nên không làm được việc “Tiếp nhận”."),
    ]
    ready.refresh_from_db()
    assert ready.stage == Stage.ACCEPTED
    assert Event.objects.filter(batch=batch, verb="advance").count() == 1
    assert StageChange.objects.filter(batch=batch).count() == 1


def test_late_is_taken_and_flagged(country):
    campaign = Campaign.objects.create(
        unit=country["old-04"], year=2025, name="Đợt 2025", opens_on=date(2025, 1, 5)
    )
    CampaignLevel.objects.create(campaign=campaign, level="province", deadline=date(2025, 2, 28))
    of_february = a_registration("old-01327", year=2025, level="province", registered_on=date(2025, 2, 28))
    of_march = a_registration("old-01330", year=2025, level="province")
    other_level = a_registration("old-01330", year=2025, level="grassroots")
    assert [r.is_late for r in (of_february, of_march, other_level)] == [False, True, False]


def test_every_step_leads_from_a_stage_of_the_table_to_one_of_it():
    stages = set(Stage.values)
    assert all(step.sources <= stages and step.to in stages for step in STEPS.values())


def test_the_table_says_whence_every_step_leads_also_those_that_other_deeds_take():
    """What was recognised once is not withdrawn: the paper that ends it is a decision."""
    open_or_ended = {
        "submitted", "returned", "accepted", "implementing", "self_assessed", "under_appraisal", "not_met", "stopped",
    }  # fmt: skip
    assert {key: ({str(s) for s in step.sources}, str(step.to)) for key, step in DECIDED_ELSEWHERE.items()} == {
        "recognise": ({"under_appraisal"}, "recognised"),
        "back_enter": ((open_or_ended | {"revoked"}) - {"under_appraisal"}, "recognised"),
        "revoke": ({"recognised"}, "revoked"),
        "reinstate": ({"revoked"}, "recognised"),
        "withdraw": (open_or_ended, "withdrawn"),
    }
    leading = [*STEPS.values(), *DECIDED_ELSEWHERE.values()]
    assert {str(stage) for stage in Stage} == {"submitted"} | {str(step.to) for step in leading}


def test_a_revoked_recognition_is_an_ended_life_and_no_withdrawn_registration(cast):
    """Kept, counted as registered, and told by its two decisions; reinstated it stands as before."""
    by = cast.people["canbo_caobang"]
    _first, (held,) = recognised(cast["old-04"], 1)
    revocation = signed(a_draft(cast["old-04"], "revocation", [held], reason="Không còn"), "2-QĐ/BDVTU", date(2024, 12, 1))
    page = cast.client("canbo_caobang")
    assert f"/mo-hinh/{held.pk}/rut/" not in text_of(page.get(f"/mo-hinh/{held.pk}/"))
    said = "Công nhận đã bị thu hồi bằng quyết định: hồ sơ kết thúc ở đó và giữ nguyên trong sổ, không rút."
    with pytest.raises(DomainError) as refused:
        withdraw(by=by, registration=held, reason="Không làm nữa", on=date(2026, 1, 15))
    assert refused.value.sentence == said
    held.refresh_from_db()
    assert said in text_of(page.post(f"/mo-hinh/{held.pk}/rut/", {"reason": "Không làm nữa", "version": held.version}))
    assert (held.stage, held.is_counted, held.stage_changes.filter(step="withdraw").count()) == (Stage.REVOKED, True, 0)
    signed(a_draft(cast["old-04"], "annulment", amends=revocation, reason="Nhầm"), "3-QĐ/BDVTU", date(2024, 12, 9))
    held.refresh_from_db()
    assert (held.stage, held.recognised_level) == (Stage.RECOGNISED, "province")
