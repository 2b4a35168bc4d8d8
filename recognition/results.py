"""Dossiers as their appraisal stands: whose scores count, what they say together, who may see them.

Everything about several dossiers is read at once, in the same number of queries however many they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.choices import APPROVING_ROLES
from accounts.scoping import acted_on_by
from models_registry.choices import Stage
from models_registry.models import Registration
from recognition import scoring
from recognition.counting import files_of_each
from recognition.criteria import rules_of, sets_in_use
from recognition.models import (
    AppraisalTeam,
    Conclusion,
    CriteriaSet,
    Criterion,
    ScoreLine,
    ScoreSheet,
    SelfAssessment,
    TeamMember,
)
from recognition.recusing import why_recused
from recognition.scoring import Mark, Place, Rules, Verdict, ranked, verdict
from recognition.self_assessing import Answer
from recognition.teams import members_of


@dataclass
class Seat:
    """A member before one dossier: `recused` says why she does not score it; `sheet` is her current one, if any."""

    member: TeamMember
    recused: str
    sheet: ScoreSheet | None
    marks: dict[int, Mark] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    is_stale: bool = False

    @property
    def is_done(self) -> bool:
        """She gave her scores, whether or not the dossier changed since."""
        return self.sheet is not None and self.sheet.is_done

    @property
    def is_counted(self) -> bool:
        return self.is_done and not self.is_stale and not self.recused

    @property
    def is_waited_for(self) -> bool:
        return not self.recused and not self.is_counted


@dataclass(frozen=True)
class DossierState:
    """A dossier as somebody looked at it: its registration's version, how many papers it had, and the stamp of the criteria
    it is scored by ("" where none apply)."""

    version: int
    files: int
    criteria: str = ""


@dataclass
class Dossier:
    """One registration before its team."""

    registration: Registration
    team: AppraisalTeam
    criteria_set: CriteriaSet | None
    criteria: Sequence[Criterion]
    files: int
    seats: list[Seat]
    conclusion: Conclusion | None

    @property
    def state(self) -> DossierState:
        return DossierState(
            self.registration.version, self.files, self.criteria_set.stamp if self.criteria_set is not None else ""
        )

    @property
    def rules(self) -> Rules | None:
        return rules_of(self.criteria_set, self.criteria) if self.criteria_set else None

    @property
    def verdict(self) -> Verdict:
        """What the counted scores say."""
        if self.criteria_set is None:
            return Verdict(None, None)
        return verdict(self.rules, [seat.marks for seat in self.seats if seat.is_counted])

    @property
    def waited_for(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.is_waited_for]

    @property
    def is_open(self) -> bool:
        return self.registration.stage == Stage.UNDER_APPRAISAL

    @property
    def is_conclusion_stale(self) -> bool:
        """Whether the dossier, or what the scores say of it, changed after it was concluded."""
        held = self.conclusion
        if held is None or not self.is_open:
            return False
        moved = (held.dossier_version, held.dossier_files) != (self.registration.version, self.files)
        return moved or (held.percent, held.counted) != (self.verdict.percent, self.verdict.counted)

    def seat_of(self, user) -> Seat | None:
        return next((seat for seat in self.seats if seat.member.user_id == user.pk), None)

    def percent_of(self, seat: Seat):
        """The percent of one member's scores, done or not; None without a sheet."""
        if seat.sheet is None or self.criteria_set is None:
            return None
        return scoring.percent_of(self.rules.items, seat.marks)


def dossiers_of(team: AppraisalTeam, registrations: Iterable[Registration]) -> list[Dossier]:
    """The registrations with all that is known of their appraisal, in the order given."""
    registrations = list(registrations)
    ids = [r.pk for r in registrations]
    members = members_of(team)
    sheets = _sheets(ids)
    marks, answers = _marks(sheets.values())
    assessed = dict(SelfAssessment.objects.filter(registration_id__in=ids).values_list("registration_id", "criteria_set_id"))
    in_use = sets_in_use(registrations)
    governing = {
        r.pk: _first(
            assessed.get(r.pk),
            *(sheet.criteria_set_id for (of, _person), sheet in sheets.items() if of == r.pk),
            in_use[r.pk].pk if r.pk in in_use else None,
        )
        for r in registrations
    }
    sets = CriteriaSet.objects.in_bulk({pk for pk in governing.values() if pk})
    criteria: dict[int, list[Criterion]] = {}
    for row in Criterion.objects.filter(criteria_set_id__in=sets):
        criteria.setdefault(row.criteria_set_id, []).append(row)
    files = files_of_each(ids)
    conclusions = {
        c.registration_id: c for c in Conclusion.objects.filter(registration_id__in=ids).select_related("by")
    }
    found = []
    for r in registrations:
        held = sets.get(governing[r.pk])
        seats = []
        for m in members:
            sheet = sheets.get((r.pk, m.user_id))
            seat = Seat(m, why_recused(m.user, r), sheet)
            if sheet is not None:
                seat.marks, seat.answers = marks.get(sheet.pk, {}), answers.get(sheet.pk, {})
                seat.is_stale = sheet.is_done and (
                    (sheet.dossier_version, sheet.dossier_files) != (r.version, files.get(r.pk, 0))
                    or sheet.criteria_set_id != governing[r.pk]
                )
            seats.append(seat)
        found.append(
            Dossier(r, team, held, criteria.get(held.pk, []) if held else [], files.get(r.pk, 0), seats, conclusions.get(r.pk))
        )
    return found


def why_hidden(user, dossier: Dossier) -> str:
    """Why the person may not see the scores of the others, in a sentence; "" where she may.

    Whoever scores sees them when she is done; whoever is recused, when the team concluded; the office's approver and the
    system's administrator, who score nothing, always. To everybody else they are not shown."""
    seat = dossier.seat_of(user)
    if seat is not None:
        if seat.recused:
            return "" if dossier.conclusion else _("%(why)s Điểm được xem sau khi tổ kết luận.") % {"why": seat.recused}
        if seat.is_done or not dossier.is_open or dossier.criteria_set is None:
            return ""
        return _("Điểm của người khác chỉ xem được khi anh/chị đã chấm xong hồ sơ này.")
    if user.is_superuser or acted_on_by(user, APPROVING_ROLES).holds(dossier.team.unit_id):
        return ""
    return _("Điểm chấm chỉ dành cho tổ thẩm định và người duyệt.")


def ranking(user, dossiers: Sequence[Dossier]) -> tuple[list[tuple[Place, Dossier]], list[Dossier]]:
    """(places, hidden): those whose scores the person may see, ranked among themselves by percent, ties as ties; and those
    she may not see yet, which take no rank, so that no gap in the ranks tells of them."""
    open_to_her = {d.registration.pk: d for d in dossiers if not why_hidden(user, d)}
    places = ranked({pk: d.verdict.percent for pk, d in open_to_her.items()})
    hidden = [d for d in dossiers if d.registration.pk not in open_to_her]
    return [(place, open_to_her[place.key]) for place in places], hidden


def _sheets(ids: Sequence[int]) -> dict[tuple[int, int], ScoreSheet]:
    rows = ScoreSheet.objects.filter(registration_id__in=ids, is_current=True)
    return {(row.registration_id, row.appraiser_id): row for row in rows}


def _marks(sheets: Iterable[ScoreSheet]) -> tuple[dict[int, dict[int, Mark]], dict[int, dict[str, Answer]]]:
    marks: dict[int, dict[int, Mark]] = {}
    answers: dict[int, dict[str, Answer]] = {}
    for line in ScoreLine.objects.filter(sheet__in=[s.pk for s in sheets]).select_related("criterion"):
        marks.setdefault(line.sheet_id, {})[line.criterion_id] = Mark(line.points or 0, bool(line.is_met))
        answers.setdefault(line.sheet_id, {})[line.criterion.code] = Answer(line.points, line.is_met, line.text)
    return marks, answers


def _first(*ids: int | None) -> int | None:
    return next((pk for pk in ids if pk), None)
