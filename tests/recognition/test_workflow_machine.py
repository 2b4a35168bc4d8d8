"""Random people take random steps on random days with random registrations; what may happen is told by a table written
here by hand, from what the offices say, and never read from the workflow's own."""

from collections import Counter
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.choices import Role
from audit.errors import DomainError
from audit.models import Event
from models_registry.models import Registration, StageChange
from models_registry.registration import register, withdraw
from recognition.recognising import recognise, record_decision
from recognition.replaying import stages_on
from recognition.signing import sign
from recognition.workflow import STEPS, advance, advance_many, steps_open_to
from tests.casts import person
from tests.factories import a_small_country, an_entry
from tests.recognition.deciding import a_draft

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TODAY = date(2025, 3, 20)
BEGAN = TODAY - timedelta(days=25)
"""Where days of steps begin, so that there are days before and after each."""
DISTRICT_OF = {"old-01321": "old-043", "old-01327": "old-043", "old-01291": "old-042"}
PROVINCE = "old-04"
AREA = {
    "old-01327": {"old-01327"},
    "old-043": {"old-043", "old-01321", "old-01327", "old-01330"},
    "old-042": {"old-042", "old-01291"},
    "old-04": {"old-04", "old-043", "old-042", "old-01321", "old-01327", "old-01330", "old-01291"},
    "old-02": {"old-02", "old-031", "old-00988", "old-00994"},
}
CAST = {
    "xa": ("old-01327", Role.CLERK),
    "huyen": ("old-043", Role.CLERK),
    "huyen.khac": ("old-042", Role.CLERK),
    "tinh": ("old-04", Role.CLERK),
    "duyet": ("old-04", Role.APPROVER),
    "tham.dinh": ("old-04", Role.APPRAISER),
    "lanh.dao": ("old-04", Role.LEADER),
    "tinh.khac": ("old-02", Role.CLERK),
}
RECEIVES, DECIDES, APPROVES = {"clerk", "approver"}, {"clerk", "approver", "appraiser"}, {"approver"}
OF_PAPERS = ("decide", "draft", "edit_draft", "sign")
"""What the log tells of decisions and not of registrations."""
UNIT = None
"""The step is the registering unit's: of a clerk in whose area it stands."""
# step: (from, to, whose, must give a reason)
TABLE = {
    "forward": ({"submitted"}, "submitted", RECEIVES, False),
    "accept": ({"submitted"}, "accepted", RECEIVES, False),
    "return": ({"submitted"}, "returned", RECEIVES, True),
    "resubmit": ({"returned"}, "submitted", UNIT, False),
    "start": ({"accepted"}, "implementing", UNIT, False),
    "self_assess": ({"implementing"}, "self_assessed", UNIT, False),
    "send_back": ({"self_assessed"}, "implementing", DECIDES, True),
    "take_up": ({"self_assessed"}, "under_appraisal", DECIDES, False),
    "not_met": ({"under_appraisal"}, "not_met", APPROVES, True),
    "stop": ({"accepted", "implementing", "self_assessed"}, "stopped", UNIT, True),
}
REACHABLE = {
    "submitted", "returned", "accepted", "implementing", "self_assessed", "under_appraisal", "recognised", "not_met",
    "stopped", "withdrawn", "revoked",
}  # fmt: skip
PEOPLE, UNITS = st.sampled_from(list(CAST)), st.sampled_from(list(DISTRICT_OF))
LEVELS = st.sampled_from(["grassroots", "district", "province"])
DAYS = st.integers(-25, 1).map(lambda n: TODAY + timedelta(days=n))


def way(unit: str, level: str) -> list[str]:
    return {"grassroots": [unit], "district": [DISTRICT_OF[unit]], "province": [DISTRICT_OF[unit], PROVINCE]}[level]


ONWARD = ("forward", "accept", "start", "self_assess", "take_up")
"""The way to a decision."""


class Held:
    """What this test knows of one registration, beside the product."""

    def __init__(self, pk: int, unit: str, level: str, by: str):
        self.pk, self.unit, self.level = pk, unit, level
        home, role = CAST[by]
        beyond = [desk for desk in way(unit, level) if desk not in AREA[home]]
        last_is_hers = way(unit, level)[-1] in AREA[home]
        self.stage, self.desk = ("accepted", way(unit, level)[-1]) if last_is_hers else ("submitted", beyond[0])
        self.begun = self.stage
        self.day: date | None = None
        self.steps: list[tuple[date, str]] = []

    def allows(self, by: str, step: str) -> bool:
        home, role = CAST[by]
        sources, _to, whose, _reason = TABLE[step]
        if self.stage not in sources:
            return False
        at_last = self.desk == way(self.unit, self.level)[-1]
        if (step == "forward" and at_last) or (step == "accept" and not at_last):
            return False
        if whose is UNIT:
            return role == Role.CLERK and self.unit in AREA[home]
        return role.value in whose and self.desk in AREA[home]

    def takes(self, step: str, on: date) -> None:
        if step == "forward":
            stations = way(self.unit, self.level)
            self.desk = stations[stations.index(self.desk) + 1]
        self.goes(TABLE[step][1], on)

    def goes(self, to: str, on: date) -> None:
        self.stage, self.day = to, on
        self.steps.append((on, to))

    def fits(self, on: date) -> bool:
        return on <= TODAY and (self.day is None or self.day <= on)

    def stage_on(self, day: date) -> str:
        return next((to for on, to in reversed(self.steps) if on <= day), self.begun)


class Offices(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        self.savepoint = transaction.savepoint()
        self.held: list[Held] = []
        self.told = Counter()
        # One of each level to begin with, sent by the commune; chance alone seldom brings one to a decision.
        for level, stage in (("grassroots", "accepted"), ("district", "under_appraisal"), ("province", "recognised")):
            self.registered("xa", "old-01327", level)
            self.led(self.held[-1], stage)

    def led(self, known: Held, stage: str) -> None:
        while known.stage not in (stage, "under_appraisal"):
            by, step = next((by, step) for step in ONWARD for by in CAST if known.allows(by, step))
            self.tried(known, by, step, BEGAN, True)
        if known.stage != stage:
            self.recognised(known, BEGAN)

    @precondition(lambda self: len(self.held) < 6)
    @rule(by=st.sampled_from(["xa", "huyen", "tinh"]), unit=UNITS, level=LEVELS)
    def another(self, by, unit, level):
        self.registered(by, unit, level)

    def registered(self, by: str, unit: str, level: str) -> None:
        entry = an_entry(unit, year=2025, level=level, results="Đã xong")
        try:
            made = register(by=self.account(by), entry=entry, entered_on=TODAY)
        except DomainError as refused:
            return self.judged(unit in AREA[CAST[by][0]], refused)
        self.judged(unit in AREA[CAST[by][0]])
        self.held.append(Held(made.pk, unit, level, by))
        self.told["register"] += 1

    @rule(data=st.data(), by=PEOPLE, step=st.sampled_from(list(TABLE)), on=DAYS, reason=st.booleans())
    def any_step(self, data, by, step, on, reason):
        known = data.draw(st.sampled_from(self.held))
        self.tried(known, by, step, on, reason)

    @rule(data=st.data(), days=st.integers(0, 3))
    def a_step_that_is_hers(self, data, days):
        """What random choice seldom meets. Those that end the way are taken seldom."""
        known, by, step = data.draw(st.sampled_from(self.open_steps() or [(self.held[0], "xa", "start")]))
        if step == "stop" and data.draw(st.integers(0, 3)):
            return
        self.tried(known, by, step, min(TODAY, (known.day or BEGAN) + timedelta(days=days)), True)

    @rule(
        data=st.data(),
        broken=st.sampled_from(["person", "step", "before", "future", "reason"]),
        days=st.integers(0, 3),
    )
    def a_step_with_one_thing_wrong(self, data, broken, days):
        known, by, step = data.draw(st.sampled_from(self.open_steps() or [(self.held[0], "xa", "start")]))
        on, reason = min(TODAY, (known.day or BEGAN) + timedelta(days=days)), True
        if broken == "person":
            by = data.draw(PEOPLE)
        elif broken == "step":
            step = data.draw(st.sampled_from(list(TABLE)))
        elif broken == "before" and known.day:
            on = known.day - timedelta(days=1 + days)
        elif broken == "future":
            on = TODAY + timedelta(days=1 + days)
        elif broken == "reason":
            reason = False
        self.tried(known, by, step, on, reason)

    def judged(self, expected: bool, refused: DomainError | None = None) -> None:
        """What happened is what was to happen, and a refusal says why in words."""
        assert expected is (refused is None), refused and refused.sentence
        assert refused is None or refused.sentence

    def open_steps(self) -> list[tuple]:
        return [
            (known, by, step) for known in self.held for step in TABLE for by in CAST if known.allows(by, step)
        ]

    def tried(self, known: Held, by: str, step: str, on: date, reason: bool) -> None:
        expected = known.allows(by, step) and known.fits(on) and (reason or not TABLE[step][3])
        try:
            advance(
                by=self.account(by), registration=Registration.objects.get(pk=known.pk), step=step, on=on,
                entered_on=TODAY, note="Vì còn thiếu" if reason else "",
            )  # fmt: skip
        except DomainError as refused:
            return self.judged(expected, refused)
        self.judged(expected)
        known.takes(step, on)
        self.told["advance"] += 1

    @rule(by=PEOPLE, step=st.sampled_from(list(TABLE)), on=DAYS)
    def step_with_all(self, by, step, on):
        rows = [Registration.objects.get(pk=known.pk) for known in self.held]
        outcomes = advance_many(
            by=self.account(by), registrations=rows, step=step, on=on, entered_on=TODAY, batch=uuid4(), note="Chung",
        )  # fmt: skip
        for known, outcome in zip(self.held, outcomes, strict=True):
            expected = known.allows(by, step) and known.fits(on)
            assert (outcome.refusal == "") == expected, outcome.refusal
            if expected:
                known.takes(step, on)
                self.told["advance"] += 1

    @precondition(lambda self: len(self.held) > 3)
    @rule(data=st.data(), by=PEOPLE)
    def withdraw(self, data, by):
        known = data.draw(st.sampled_from(self.held))
        home, role = CAST[by]
        hers = role == Role.CLERK and known.unit in AREA[home]
        expected = hers and known.stage not in ("withdrawn", "recognised", "revoked")
        row = Registration.objects.get(pk=known.pk)
        try:
            withdraw(by=self.account(by), registration=row, reason="Đăng ký nhầm", on=TODAY)
        except DomainError as refused:
            return self.judged(expected, refused)
        self.judged(expected)
        known.goes("withdrawn", TODAY)
        self.told["withdraw"] += 1

    @precondition(lambda self: any(known.stage == "under_appraisal" for known in self.held))
    @rule(data=st.data(), on=DAYS)
    def recognise(self, data, on):
        known = data.draw(st.sampled_from([known for known in self.held if known.stage == "under_appraisal"]))
        if on <= TODAY:
            self.recognised(known, on)

    def recognised(self, known: Held, on: date) -> None:
        row = Registration.objects.select_related("model").get(pk=known.pk)
        decision = record_decision(
            by=None, number=f"{uuid4().hex[:8]}-QĐ", signed_on=on, issuing_body="Tỉnh ủy", unit=self.units[PROVINCE],
            entered_on=TODAY,
        )  # fmt: skip
        try:
            recognise(by=None, decision=decision, registrations=[(row, known.level)])
        except DomainError as refused:
            return self.judged(known.fits(on), refused)
        self.judged(known.fits(on))
        known.goes("recognised", on)
        self.told["recognise"] += 1

    @precondition(lambda self: any(known.stage == "recognised" for known in self.held))
    @rule(data=st.data(), on=DAYS)
    def revoke(self, data, on):
        known = data.draw(st.sampled_from([known for known in self.held if known.stage == "recognised"]))
        if on > TODAY:
            return
        row = Registration.objects.get(pk=known.pk)
        draft = a_draft(self.units[PROVINCE], "revocation", [row], level=known.level, reason="Không còn")
        try:
            with transaction.atomic():
                sign(by=None, decision=draft, number=f"{uuid4().hex[:8]}-QĐ", signed_on=on, entered_on=TODAY)
        except DomainError as refused:
            return self.judged(known.fits(on), refused)
        self.judged(known.fits(on))
        known.goes("revoked", on)
        self.told["revoke"] += 1

    @invariant()
    def nothing_is_lost_and_nothing_else_happened(self):
        stored = dict(Registration.objects.values_list("pk", "stage"))
        assert stored == {known.pk: known.stage for known in self.held}
        assert set(stored.values()) <= REACHABLE
        assert StageChange.objects.count() == sum(len(known.steps) for known in self.held)
        told = Counter(Event.objects.exclude(verb__in=OF_PAPERS).values_list("verb", flat=True))
        assert told == self.told

    @invariant()
    def replayed_by_the_day_it_happened_it_is_what_is_stored(self):
        for back in (0, 5, 15, 22):
            day = TODAY - timedelta(days=back)
            found = dict(stages_on(Registration.objects.all(), day).values_list("pk", "stage_then"))
            for pk, stage in found.items():
                known = next(known for known in self.held if known.pk == pk)
                assert stage == known.stage_on(day)
            if back == 0:
                assert found == dict(Registration.objects.values_list("pk", "stage"))

    @rule(data=st.data(), by=PEOPLE)
    def what_is_offered_is_what_may_be_done(self, data, by):
        known = data.draw(st.sampled_from(self.held))
        row = Registration.objects.select_related("unit__parent__parent", "organisation", "desk").get(pk=known.pk)
        offered = [step.key for step in steps_open_to(self.account(by), row)]
        assert offered == [step for step in STEPS if known.allows(by, step)]

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.savepoint_rollback(self.savepoint)

    @classmethod
    def account(cls, name: str):
        # Rights are worked out once a request; here they do not change.
        return cls.people[name]


def test_the_table_of_the_product_is_the_one_written_here():
    assert {key: (set(step.sources), str(step.to), bool(step.note)) for key, step in STEPS.items()} == {
        key: (sources, to, reason) for key, (sources, to, _whose, reason) in TABLE.items()
    }


def test_random_offices_never_go_a_forbidden_step_and_lose_none(time_machine):
    time_machine.move_to("2025-03-20 09:00+07:00", tick=False)
    Offices.units = a_small_country()
    Offices.people = {name: person(name, role, unit) for name, (unit, role) in CAST.items()}
    run_state_machine_as_test(
        Offices,
        settings=settings(
            max_examples=12, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck),
            # What fails says itself which step it was; making it shorter takes minutes.
            phases=[Phase.explicit, Phase.generate], print_blob=True,
        ),
    )
