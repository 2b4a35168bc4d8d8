"""Figures as of a day: by the day things happened, told apart by when they were entered, the same as a replay by hand."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.scoping import SYSTEM
from audit.errors import DomainError
from models_registry.filters import RegistrationFilter
from models_registry.models import Registration, StageChange
from models_registry.registration import register, withdraw
from recognition.exemplary import choose_exemplary
from recognition.measures import FUNNEL
from recognition.models import Award, Exemplary, Proposal, Recognition
from recognition.proposing import propose
from recognition.recognising import recognise, record_decision
from recognition.workflow import STEPS, advance
from rollups.crossing import entered_later, wholes
from rollups.engine import rollup
from rollups.measures import steps
from rollups.question import Question, read_question
from tests.casts import administrator, clerk
from tests.factories import a_registration, a_small_country, a_unit, an_entry, under_appraisal
from tests.recognition.deciding import a_draft, signed
from units.choices import Tier
from units.placing import rebuild_placements

pytestmark = pytest.mark.django_db
JUNE, AUGUST = date(2026, 6, 30), date(2026, 8, 31)


def asked(measure, **changes) -> Question:
    return Question(**dict(measure=measure, tier="province", year_from=2026, year_to=2026, on=AUGUST) | changes)


def total(measure, viewer=SYSTEM, **changes) -> int:
    return rollup(asked(measure, **changes), viewer).total.total


@pytest.fixture
def two_recognised(time_machine):
    """Both recognised on 10 May; the one entered the next day, the other in August."""
    time_machine.move_to("2026-02-01 09:00+07:00")
    country = a_small_country()
    held = [
        register(
            by=None, entry=an_entry("new-01327", year=2026, level="province", name=name, registered_on=date(2026, 2, 1)),
            entered_on=date(2026, 2, 1),
        )
        for name in ("Đúng lúc", "Nhập muộn")
    ]  # fmt: skip
    for one in held:
        under_appraisal(one, on=date(2026, 4, 1))
    decision = record_decision(
        by=None, number="5-QĐ/BDV", signed_on=date(2026, 5, 10), issuing_body="Ban Dân vận", unit=country["new-04"],
        entered_on=date(2026, 8, 5),
    )  # fmt: skip
    for one, now in zip(held, ("2026-05-11 09:00+07:00", "2026-08-05 09:00+07:00"), strict=True):
        time_machine.move_to(now)
        recognise(by=None, decision=decision, registrations=[(one, "province")])
    time_machine.move_to("2026-09-01 09:00+07:00")
    return held


def test_a_recognition_of_may_entered_in_august_counts_as_of_june_and_is_told_apart(two_recognised):
    assert total("recognised", as_of=JUNE) == 2
    assert total("recognised", as_of=JUNE, known_by=JUNE) == 1
    assert total("recognised", as_of=JUNE, known_by=date(2026, 8, 5)) == 2
    assert total("recognised", as_of=date(2026, 5, 9)) == 0
    later = entered_later(asked("registered", as_of=JUNE), FUNNEL, SYSTEM)
    assert {key: n for key, n in later.items() if n} == {"recognised": 1}


def test_the_list_behind_a_figure_is_as_long_as_the_figure(two_recognised):
    for key in steps():
        for day in (None, date(2026, 3, 1), date(2026, 5, 9), JUNE):
            narrowed = {"reached": key, "year": "2026"} | ({"as_of": day.isoformat()} if day else {})
            listed = RegistrationFilter.asked_by(SYSTEM, narrowed)
            assert (key, day, listed.qs.count()) == (key, day, total(key, as_of=day))
    not_yet = RegistrationFilter.asked_by(SYSTEM, {"recognised": "false", "as_of": "2026-05-09"})
    assert not_yet.qs.count() == 2


def test_the_api_takes_both_days_and_says_them_back(two_recognised, client):
    client.force_login(administrator())
    address = "/api/v1/rollups/?measure=recognised&year=2026&as_of=2026-06-30"
    answer = client.get(f"{address}&known_by=2026-06-30").json()
    assert answer["total"]["total"] == 1
    assert (answer["question"]["as_of"], answer["question"]["known_by"]) == ("2026-06-30", "2026-06-30")
    answer = client.get(address).json()
    assert (answer["total"]["total"], answer["question"]["known_by"]) == (2, None)
    refused = client.get("/api/v1/rollups/?measure=recognised&as_of=2026-09-02")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "as_of")
    listed = client.get("/api/v1/registrations/?year=2026&reached=recognised&as_of=2026-06-30").json()
    assert listed["count"] == 2


def test_nobody_is_counted_on_a_past_day_who_may_not_be_seen(two_recognised):
    held = clerk("new-01327")
    elsewhere = clerk("old-00988", "xa.khac")
    assert total("recognised", held, as_of=JUNE) == 2
    assert total("recognised", elsewhere, as_of=JUNE) == 0
    assert set(entered_later(asked("registered", as_of=JUNE), FUNNEL, elsewhere).values()) == {0}


def test_what_was_withdrawn_since_counts_on_the_day_before(time_machine):
    time_machine.move_to("2026-02-01 09:00+07:00")
    a_small_country()
    held = a_registration("new-01327", year=2026, registered_on=date(2026, 1, 12))
    time_machine.move_to("2026-07-10 09:00+07:00")
    withdraw(by=None, registration=held, reason="Đăng ký nhầm", on=date(2026, 7, 1))
    days = [date(2026, 1, 11), date(2026, 1, 12), date(2026, 6, 30), date(2026, 7, 1)]
    assert [total("registered", as_of=day) for day in days] == [0, 1, 1, 0]
    assert [total("withdrawn", as_of=day) for day in days] == [0, 0, 0, 1]
    # That it was withdrawn was entered on 10 July alone.
    known = [total("registered", as_of=date(2026, 7, 1), known_by=date(2026, 7, n)) for n in (9, 10)]
    assert known == [1, 0]
    assert (total("registered"), total("withdrawn")) == (0, 1)


def test_a_revoked_recognition_stood_until_it_was_revoked_and_nobody_knew_before_it_was_entered(time_machine):
    time_machine.move_to("2026-01-10 09:00+07:00")
    units = a_small_country()
    province = units["old-04"]
    held = [a_registration("old-01330", year=2024, name="Mô hình")]
    signed(a_draft(province, registrations=held), on=date(2024, 11, 20))
    time_machine.move_to("2026-01-15 09:00+07:00")
    signed(a_draft(province, "revocation", held, reason="Không còn"), number="2-QĐ", on=date(2025, 3, 1))
    of_2024 = dict(year_from=2024, year_to=2024)
    days = [date(2024, 11, 19), date(2024, 11, 20), date(2025, 2, 28), date(2025, 3, 1)]
    assert [total("recognised", as_of=day, **of_2024) for day in days] == [0, 1, 1, 0]
    assert [total("revoked", as_of=day, **of_2024) for day in days] == [0, 0, 0, 1]
    assert [total("appraised", as_of=day, **of_2024) for day in days] == [0, 1, 1, 1]
    known = [total("recognised", as_of=days[3], known_by=date(2026, 1, n), **of_2024) for n in (9, 14, 15)]
    assert known == [0, 1, 0]


FIRST, DAYS = date(2026, 1, 1), 10
days = st.integers(0, DAYS - 1)
RUNGS = ["registered", "recognised", "exemplary", "proposed", "awarded"]
deeds = st.lists(
    st.tuples(
        # Most take the way on; alone, few would ever come to its end.
        st.sampled_from(["on"] * 12 + ["send_back", "stop", "not_met", "withdraw", "start", "recognise", "choose", "award"]),
        st.integers(0, 2),
        st.integers(0, 2),
    ),
    min_size=8,
    max_size=30,
)  # fmt: skip
THE_WAY = {
    "accepted": "start", "implementing": "self_assess", "self_assessed": "take_up", "under_appraisal": "recognise",
}  # fmt: skip
LAST = {"under_appraisal", "not_met", "recognised"}
AFTER_IT = ("choose", "propose", "award")


def day(n: int) -> date:
    return FIRST + timedelta(days=n)


class AsOfIsAReplay(TestCase):
    """Small worlds: what the roll-up counts on a day is what the rows, read one by one, say of it."""

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.none() | days, min_size=2, max_size=3), deeds, st.lists(days, min_size=40, max_size=40))
    def test_every_step_on_every_day_by_either_clock(self, begun, done, entered):
        province = a_unit(Tier.PROVINCE)
        commune = a_unit(Tier.COMMUNE, province)
        rebuild_placements()
        held = [a_registration(commune, year=2026, registered_on=None if n is None else day(n)) for n in begun]
        clocks = [0] * len(held)
        for what, at, n in done:
            at %= len(held)
            clocks[at] = min(clocks[at] + n, DAYS - 1)
            row = Registration.objects.get(pk=held[at].pk)
            steps_ = [THE_WAY.get(row.stage, "")] if row.stage != "recognised" else AFTER_IT
            for step in steps_ if what == "on" else [what]:
                if self._try(step, row, province, day(clocks[at])):
                    break
        self._enter(entered)
        today = timezone.localdate()
        for n in range(0, DAYS, 2):
            for known in (None, day(n), day(DAYS - 1)):
                question = asked("registered", as_of=day(n), known_by=known)
                found = wholes(question, FUNNEL, SYSTEM)
                assert {k: found[k] for k in self.BY_HAND} == {
                    k: sum(by_hand(r, day(n), known) for r in counted(day(n), known)) for k, by_hand in self.BY_HAND.items()
                }
                if known is None:
                    rungs = [found[key] for key in RUNGS]
                    assert rungs == sorted(rungs, reverse=True)
                    way = [found[key] for key in FUNNEL[:6]]
                    assert way == sorted(way, reverse=True)
        # As of today is what stands today.
        assert wholes(asked("registered", as_of=today), FUNNEL, SYSTEM) == wholes(asked("registered"), FUNNEL, SYSTEM)
        for key in ("returned", "not_met", "stopped", "revoked", "withdrawn"):
            assert total(key, as_of=today) == total(key)

    def _try(self, what, registration, province, on) -> bool:
        row = Registration.objects.select_related("model", "unit").get(pk=registration.pk)
        common = {"by": None, "on": on, "entered_on": timezone.localdate()}
        many = {**common, "registrations": [row], "level": "grassroots"}
        try:
            if what in STEPS:
                advance(registration=row, step=what, note="Vì", **common)
            elif what == "withdraw":
                withdraw(by=None, registration=row, reason="Nhầm", on=on)
            elif what == "recognise":
                number = f"{Recognition.objects.count() + 1}-QĐ"
                decision = record_decision(
                    by=None, number=number, signed_on=on, issuing_body="Ban Dân vận", unit=province,
                    entered_on=timezone.localdate(),
                )  # fmt: skip
                recognise(by=None, decision=decision, registrations=[(row, "grassroots")])
            elif what == "choose":
                choose_exemplary(**many)
            elif what == "propose":
                propose(form="bang_khen", granting_body="Tỉnh ủy", **many)
            elif what == "award" and Proposal.objects.standing().filter(registration=row, happened_on__lte=on).exists():
                draft = a_draft(province, "commendation", [row], form="bang_khen")
                signed(draft, f"{Award.objects.count() + 1}-KT", on)
            else:
                return False
        except DomainError:
            return False
        return True

    def _enter(self, entered) -> None:
        """The moments things were entered at, on days of this world."""
        moments = iter(entered)
        at = lambda: timezone.make_aware(timezone.datetime(2026, 1, 1 + next(moments), 12))  # noqa: E731
        for kind, column in (
            (Registration, "created_at"), (StageChange, "entered_at"), (Recognition, "created_at"), (Award, "created_at"),
            (Exemplary, "entered_at"), (Proposal, "entered_at"),
        ):  # fmt: skip
            for pk in kind.objects.values_list("pk", flat=True):
                kind.objects.filter(pk=pk).update(**{column: at()})

    BY_HAND = {
        "registered": lambda r, on, known: True,
        # Entered by the last office itself, all of them.
        "accepted": lambda r, on, known: True,
        "implementing": lambda r, on, known: walked(r, on, known, {"implementing", "self_assessed", *LAST}),
        "self_assessed": lambda r, on, known: walked(r, on, known, {"self_assessed", *LAST}),
        "appraised": lambda r, on, known: walked(r, on, known, LAST),
        "recognised": lambda r, on, known: stands(r.recognitions.all(), "recognised_on", "created_at", on, known),
        "exemplary": lambda r, on, known: stands(r.exemplary.all(), "happened_on", "entered_at", on, known),
        "proposed": lambda r, on, known: stands(r.proposals.all(), "happened_on", "entered_at", on, known),
        "awarded": lambda r, on, known: stands(r.awards.all(), "granted_on", "created_at", on, known),
    }  # fmt: skip


def told(moment, known) -> bool:
    return known is None or timezone.localtime(moment).date() <= known


def counted(on, known) -> list[Registration]:
    found = []
    for row in Registration.objects.all():
        steps_ = list(row.stage_changes.all())
        entered = timezone.localtime(row.created_at).date()
        begun = row.registered_on or entered
        if not (begun <= on or any(s.happened_on <= on for s in steps_)) or not told(row.created_at, known):
            continue
        if not any(s.to_stage == "withdrawn" and s.happened_on <= on and told(s.entered_at, known) for s in steps_):
            found.append(row)
    return found


def walked(row, on, known, stages) -> bool:
    by_steps = any(s.to_stage in stages and s.happened_on <= on and told(s.entered_at, known) for s in row.stage_changes.all())
    return by_steps or any(r.recognised_on <= on and told(r.created_at, known) for r in row.recognitions.all())


def stands(rows, begins, entered, on, known) -> bool:
    return any(getattr(r, begins) <= on and told(getattr(r, entered), known) for r in rows)


def test_the_question_of_an_address_is_answered_as_of_the_day(two_recognised):
    question = read_question({"measure": "recognition_rate", "as_of": "2026-06-30"}, today=AUGUST)
    answer = rollup(question, SYSTEM).total.total
    assert (answer.numerator, answer.denominator) == (2, 2)
