"""What is planted of appraisal: criteria of every province; of every unit a team, and scores, a conclusion and minutes of its
first registration; of one commune dossiers in each state that a deed needs."""

from datetime import date

from accounts.choices import Role
from models_registry.choices import Stage
from models_registry.models import Registration
from models_registry.numbering import province_of
from models_registry.registration import register
from recognition.appraising import save_scores
from recognition.concluding import conclude
from recognition.criteria import create_set, put_into_use
from recognition.models import (
    AppraisalTeam,
    Conclusion,
    Criterion,
    Minutes,
    MinutesLine,
    ScoreSheet,
    SelfAnswer,
    SelfAssessment,
    TeamMember,
)
from tests import casts
from tests.doors.country import LEVEL, NUMBER, PLANTED, PROVINCES
from tests.doors.marks import mark
from tests.factories import an_entry, under_appraisal
from tests.recognition.offices import HEADER, ITEMS, answers_of, seen

DAY = date(2026, 3, 1)
COMMUNE, PROVINCE, YEAR = "new-01327", "new-04", 2026


def plant_appraisals(planted) -> None:
    for key in PROVINCES:
        _criteria(planted, key)
    for key in PLANTED:
        _team(planted, key)


def with_a_team(planted, approver) -> None:
    """A team of the commune with its approver as head and only member, and a dossier in every state before it."""
    unit = planted.units[COMMUNE]
    team = AppraisalTeam.objects.create(
        unit=unit, year=YEAR, level=LEVEL[unit.tier], field="", name=mark(NUMBER[COMMUNE], "team")
    )
    TeamMember.objects.create(team=team, user=approver, is_head=True)
    planted.records["own_team"] = {COMMUNE: team}
    for kind in ("acting", "judged", "scored", "stale", "settled"):
        held = register(
            by=None, entered_on=DAY,
            entry=an_entry(unit, name=f"Hồ sơ {kind} {mark(NUMBER[COMMUNE], 'judged')}", year=YEAR, results="Xong"),
        )  # fmt: skip
        if kind == "acting":
            Registration.objects.filter(pk=held.pk).update(stage=Stage.IMPLEMENTING, stage_on=DAY)
        else:
            _assessed(held, planted.records["criteria"][PROVINCE], "Có biên bản")
            held = under_appraisal(held, DAY)
        if kind in ("scored", "stale", "settled"):
            save_scores(by=approver, registration=held, answers=answers_of(60, 40), note="", seen=seen(held), done=True)
        if kind == "stale":
            Registration.objects.filter(pk=held.pk).update(version=held.version + 1)
        if kind == "settled":
            conclude(
                by=approver, registration=held, outcome="exemplary", reason="", on=DAY, entered_on=DAY, seen=seen(held)
            )
        held.refresh_from_db()
        planted.records.setdefault(kind, {})[COMMUNE] = held


def _criteria(planted, key: str) -> None:
    for kind, name in (("criteria", "criteria"), ("draft_criteria", "draftcriteria")):
        made = create_set(
            by=None, unit=planted.units[key], year=YEAR if key == PROVINCE else 2025, level="grassroots", kind="collective",
            header=HEADER | {"name": f"Tiêu chí {mark(NUMBER[key], name)}"}, items=ITEMS,
        )  # fmt: skip
        if kind == "criteria":
            put_into_use(by=None, criteria_set=made)
        planted.records.setdefault(kind, {})[key] = made


def _team(planted, key: str) -> None:
    """Written as rows: the registration was recognised long ago, and no deed scores it any more."""
    unit = planted.units[key]
    # Who entered the registration would be recused.
    writer = casts.person(f"cham.{key}", Role.APPRAISER, unit, full_name=f"Người chấm {key}")
    held = planted.records["registration"][key]
    m = NUMBER[key]
    team = AppraisalTeam.objects.create(unit=unit, year=held.year, level=held.level, field="", name=mark(m, "team"))
    TeamMember.objects.create(team=team, user=writer, is_head=True)
    used = planted.records["criteria"].get(province_of(unit).key) or planted.records["criteria"][PROVINCE]
    _assessed(held, used, mark(m, "selfsaid"))
    ScoreSheet.objects.create(
        registration=held, team=team, criteria_set=used, appraiser=writer, state="done", done_at=held.created_at,
        dossier_version=held.version, dossier_files=1, note=mark(m, "score"),
    )  # fmt: skip
    Conclusion.objects.create(
        registration=held, team=team, criteria_set=used, percent=80, counted=1, suggested="recognised", outcome="exemplary",
        reason=mark(m, "concluded"), concluded_on=DAY, by=writer, dossier_version=held.version, dossier_files=1,
    )  # fmt: skip
    minutes = Minutes.objects.create(
        team=team, held_on=DAY, discussion=mark(m, "minutes"), chair=writer, created_by=writer
    )
    minutes.present.set([writer])
    MinutesLine.objects.create(minutes=minutes, registration=held, percent=80, rank=1, outcome="exemplary")
    planted.records.setdefault("team", {})[key] = team
    planted.records.setdefault("minutes", {})[key] = minutes


def _assessed(held: Registration, used, text: str) -> None:
    mine = SelfAssessment.objects.create(registration=held, criteria_set=used)
    SelfAnswer.objects.bulk_create(
        SelfAnswer(
            self_assessment=mine, criterion=c, points=None if c.is_met_or_not else 30,
            is_met=True if c.is_met_or_not else None, text=text,
        )
        for c in Criterion.objects.filter(criteria_set=used)
    )  # fmt: skip
