"""The ladder, read on any day: what breaks it is named, and a count by hand finds the same."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.scoping import SYSTEM
from audit.errors import DomainError
from models_registry.models import Registration
from recognition.ending import end_standing
from recognition.exemplary import choose_exemplary, end_exemplary
from recognition.ladder import first_gap, violations
from recognition.models import Exemplary, Proposal, Recognition
from recognition.proposing import propose, withdraw_proposal
from recognition.recognising import recognise, record_decision
from tests.casts import clerk
from tests.factories import a_registration, a_small_country, a_unit
from units.choices import Tier
from units.placing import rebuild_placements

pytestmark = pytest.mark.django_db
FIRST = date(2024, 1, 1)
DAYS = 8
TODAY = FIRST + timedelta(days=DAYS)
days = st.integers(0, DAYS - 1)


def day(n: int) -> date:
    return FIRST + timedelta(days=n)


spans = st.tuples(days, days)


@given(spans, st.lists(spans, max_size=4), st.none() | days)
def test_the_first_gap_is_the_first_day_nothing_below_covers(span, below, on):
    """Spans that end before they begin hold no day."""
    span, on = (day(span[0]), day(span[1])), None if on is None else day(on)
    below = [(day(first), day(last)) for first, last in below]
    held = [d for d in map(day, range(DAYS)) if span[0] <= d < span[1] and on in (None, d)]
    bare = [d for d in held if not any(first <= d < last for first, last in below)]
    assert first_gap(span, below, on) == (bare[0] if bare else None)


WITHDRAW, END, CHOOSE, PROPOSE, REVOKE = "withdraw", "end", "choose", "propose", "revoke"
LEVELS = ("grassroots", "district")
deeds = st.lists(
    st.tuples(st.sampled_from([CHOOSE, CHOOSE, PROPOSE, PROPOSE, WITHDRAW, END, REVOKE]), st.integers(0, 1), st.sampled_from(LEVELS), days),
    max_size=12,
)  # fmt: skip


class LadderOfAnyDeeds(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.integers(0, 1), st.sampled_from(LEVELS), days), max_size=4), deeds)
    def test_whatever_the_deeds_allow_each_rung_stands_on_the_one_below_on_every_day(self, recognised, done):
        """Deeds at random, on random days: those refused write nothing, and no day finds a rung without the one below."""
        province = a_unit(Tier.PROVINCE)
        commune = a_unit(Tier.COMMUNE, a_unit(Tier.DISTRICT, province))
        rebuild_placements()
        held = [a_registration(commune, year=2024) for _ in range(2)]
        decision = record_decision(
            by=None, number="1-QĐ/BDV", signed_on=FIRST, issuing_body="Ban Dân vận", unit=commune, entered_on=TODAY
        )
        for at, level, on in recognised:
            try:
                recognise(by=None, decision=decision, registrations=[(held[at], level)])
            except DomainError:
                continue
            Recognition.objects.filter(registration=held[at], level=level).update(recognised_on=day(on))
        for what, at, level, on in done:
            self._try(what, held[at], level, day(on))
        assert [v for v in violations(viewer=SYSTEM) if v.rung != "revoked"] == []
        for n in range(DAYS):
            self._stands(held, day(n))

    def _try(self, what, registration, level, on):
        given = {"by": None, "on": on, "entered_on": TODAY}
        try:
            if what == CHOOSE:
                choose_exemplary(registrations=[registration], level=level, **given)
            elif what == PROPOSE:
                propose(registrations=[registration], level=level, form="giay_khen", granting_body="UBND", **given)
            elif what == REVOKE:
                # A recognition that is revoked takes along what stands on it; itself it is the business of its decision.
                end_standing(registration=registration, level=level, on=on, by=None, reason="Thu hồi")
            else:
                kind, deed, name = {
                    END: (Exemplary, end_exemplary, "exemplary"), WITHDRAW: (Proposal, withdraw_proposal, "proposal"),
                }[what]  # fmt: skip
                row = kind.objects.filter(registration=registration, level=level).last()
                if row is not None:
                    deed(reason="Vì thế", **{name: row}, **given)
        except DomainError:
            pass

    def _stands(self, held, on):
        sets = [{(r.registration_id, r.level) for r in Recognition.objects.all() if r.recognised_on <= on}]
        sets += [{(r.registration_id, r.level) for r in kind.objects.all() if r.stands_on(on)} for kind in (Exemplary, Proposal)]
        assert sets[0] >= sets[1] >= sets[2], on
        assert {pk for pk, _level in sets[0]} <= {r.pk for r in held}


@pytest.fixture
def broken(time_machine):
    """Rows that came in by no deed: each breaks the ladder in its own way."""
    time_machine.move_to("2025-03-20 09:00+07:00")
    country = a_small_country()
    rows = {name: a_registration("old-01327", name=name) for name in ("Rút rồi", "Chưa công nhận", "Đề nghị sớm", "Đúng")}
    far = a_registration("old-00994", name="Ở Hà Giang")
    decision = record_decision(
        by=None, number="1-QĐ/BDV", signed_on=date(2024, 11, 20), issuing_body="Ban Dân vận", unit=country["old-01327"],
        entered_on=date(2025, 3, 20),
    )  # fmt: skip
    named = ("Rút rồi", "Đề nghị sớm", "Đúng")
    recognise(by=None, decision=decision, registrations=[(rows[n], "grassroots") for n in named])
    Registration.objects.filter(pk=rows["Rút rồi"].pk).update(
        stage="withdrawn", withdrawn_on=date(2024, 12, 1), withdrawal_reason="Nhầm"
    )
    standing = {"level": "grassroots", "unit": country["old-01327"], "entered_at": timezone.now()}
    for held, on in (("Chưa công nhận", date(2024, 12, 1)), ("Đề nghị sớm", date(2024, 12, 10)), ("Đúng", date(2024, 12, 1))):
        Exemplary.objects.create(registration=rows[held], happened_on=on, **standing)
    Exemplary.objects.create(registration=far, happened_on=date(2024, 12, 1), **standing)
    for held in ("Đề nghị sớm", "Đúng"):
        Proposal.objects.create(
            registration=rows[held], happened_on=date(2024, 12, 5), form="giay_khen", granting_body="UBND", **standing
        )
    return country


def told(**asked) -> list[tuple]:
    return [(v.registration.model.name, v.rung, v.day) for v in violations(**{"viewer": SYSTEM} | asked)]


def test_each_record_that_breaks_the_ladder_is_named_with_its_first_day(broken):
    of_hers = [
        ("Rút rồi", "recognised", date(2024, 12, 1)),
        ("Chưa công nhận", "exemplary", date(2024, 12, 1)),
        ("Đề nghị sớm", "proposed", date(2024, 12, 5)),
    ]
    assert told(viewer=clerk("old-04")) == of_hers
    assert told(unit=broken["old-043"]) == of_hers
    assert told(unit=broken["old-042"]) == []
    assert told() == [of_hers[0], of_hers[1], ("Ở Hà Giang", "exemplary", date(2024, 12, 1)), of_hers[2]]
    assert [v.sentence for v in violations(viewer=clerk("old-04", "b"))] == [
        "được công nhận cấp cơ sở, nhưng ngày 01/12/2024 không có đăng ký còn hiệu lực",
        "là tiêu biểu cấp cơ sở, nhưng ngày 01/12/2024 không được công nhận ở cấp này",
        "được đề nghị khen thưởng cấp cơ sở, nhưng ngày 05/12/2024 không là tiêu biểu ở cấp này",
    ]


def test_on_one_day_only_what_stands_that_day_is_told(broken):
    assert told(on=date(2024, 11, 30)) == []
    assert [name for name, _rung, _day in told(on=date(2024, 12, 9))] == [
        "Rút rồi", "Chưa công nhận", "Ở Hà Giang", "Đề nghị sớm",
    ]  # fmt: skip
    assert [name for name, _rung, _day in told(on=date(2024, 12, 10))] == ["Rút rồi", "Chưa công nhận", "Ở Hà Giang"]


def test_the_command_names_them_and_fails(broken):
    out = StringIO()
    with pytest.raises(CommandError, match="4 chỗ sai trên bậc thang."):
        call_command("check_ladder", stdout=out)
    assert "Chưa công nhận (Xã Thượng Hà, 2024): là tiêu biểu cấp cơ sở, nhưng ngày 01/12/2024" in out.getvalue()
    call_command("check_ladder", "--on", "2024-11-30", stdout=out)
    assert out.getvalue().endswith("Bậc thang đúng.\n")
