"""Appraisal teams: formed for an office by field, their members, and which team a dossier belongs to."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Assignment, User
from accounts.people import NotYours
from accounts.scoping import acted_on_by
from audit.errors import DomainError, Overtaken
from audit.recording import difference, record_change
from models_registry.choices import Level, Stage
from models_registry.models import Registration
from models_registry.routes import last_station
from models_registry.secrecy import marked_secret
from recognition.models import AppraisalTeam, TeamMember
from recognition.querysets import KEEPING_ROLES, TEAM_ROLES
from units.choices import Tier
from units.models import Unit
from units.querysets import predecessors
from vietnamese.folding import clean_line

LEVEL_OF_TIER = {Tier.PROVINCE: Level.PROVINCE, Tier.DISTRICT: Level.DISTRICT, Tier.COMMUNE: Level.GRASSROOTS}
"""The level an office of the tier appraises."""
APPRAISED_STAGES = (Stage.UNDER_APPRAISAL, Stage.RECOGNISED, Stage.NOT_MET, Stage.REVOKED)
"""Stages in which a dossier stands in a team's list; after the first for reading."""


def keeps_teams(user, unit: Unit) -> bool:
    """Whether the person forms the teams of the office."""
    return user is None or acted_on_by(user, KEEPING_ROLES).holds(unit.id)


def may_form_teams(user) -> bool:
    """Whether the person forms the teams of any office."""
    return not acted_on_by(user, KEEPING_ROLES).is_empty


def keeping_units(user) -> list[Unit]:
    """Offices standing today for which the person forms teams, those of the highest tiers first: at most 200."""
    scope = acted_on_by(user, KEEPING_ROLES)
    found = Unit.objects.filter(valid_to__isnull=True).order_by("position")
    if not scope.is_everything:
        found = found.filter(id__in=scope.unit_ids)
    above = list(found.exclude(tier=Tier.COMMUNE)[:100])
    return above if scope.is_everything else [*above, *found.filter(tier=Tier.COMMUNE)[:200]]


def may_sit(unit: Unit, on: date) -> QuerySet[User]:
    """The people who may be members of the office's teams: they appraise, decide or enter for the office itself."""
    held = Assignment.objects.on(on).filter(unit=unit, organisation__isnull=True, role__in=sorted(TEAM_ROLES))
    return User.objects.filter(id__in=held.values("user_id"), is_active=True).order_by("full_name", "id")


@transaction.atomic
def form_team(
    *, by, unit: Unit, year: int, field: str, name: str, members: Sequence[User], head: User | None, on: date
) -> AppraisalTeam:
    """A new team of the office, at the level its tier appraises; `field` empty for every field without a team of its
    own. Raises NotYours outside, DomainError for a field that has one or for members who may not sit."""
    _require_keeper(by, unit)
    team = AppraisalTeam(unit=unit, year=year, level=LEVEL_OF_TIER[unit.tier], field=field, created_by=by)
    Unit.objects.select_for_update().get(pk=unit.pk)
    if AppraisalTeam.objects.filter(unit=unit, year=year, level=team.level, field=field).exists():
        raise DomainError(_("Lĩnh vực này đã có tổ thẩm định trong năm; hãy mở tổ ấy để sửa."), field="field")
    return _kept(by, team, name, members, head, on)


@transaction.atomic
def change_team(
    *, by, team: AppraisalTeam, version: int, name: str, members: Sequence[User], head: User | None, on: date
) -> AppraisalTeam:
    """The team with another name or other members; who leaves has left on the day, and her scores count no more.
    `version` is the one the person saw: raises Overtaken when somebody was faster."""
    held = AppraisalTeam.objects.select_for_update(of=("self",)).select_related("unit").get(pk=team.pk)
    _require_keeper(by, held.unit)
    if held.version != version:
        raise Overtaken(_("Tổ thẩm định vừa được người khác sửa; hãy xem lại trước khi lưu."), held)
    return _kept(by, held, name, members, head, on)


def _kept(by, team: AppraisalTeam, name: str, members: Sequence[User], head: User | None, on: date) -> AppraisalTeam:
    before = {"name": team.name, "members": named(team)} if team.pk else {}
    team.name = clean_line(name)
    if not team.name:
        raise DomainError(_("Hãy ghi tên tổ thẩm định."), field="name")
    if secret := marked_secret({"name": team.name}):
        raise secret[0]
    wanted = {user.pk: user for user in members}
    if not wanted:
        raise DomainError(_("Tổ thẩm định phải có ít nhất một thành viên."), field="members")
    if head is None or head.pk not in wanted:
        raise DomainError(_("Hãy chọn tổ trưởng trong số các thành viên."), field="head")
    sitting = {m.user_id: m for m in members_of(team)} if team.pk else {}
    new = [user for pk, user in wanted.items() if pk not in sitting]
    allowed = set(may_sit(team.unit, on).filter(pk__in=[u.pk for u in new]).values_list("pk", flat=True))
    if strange := [user.display_name for user in new if user.pk not in allowed]:
        raise DomainError(
            _("%(names)s không được giao thẩm định, duyệt hay nhập liệu ở %(unit)s nên không vào tổ được.")
            % {"names": ", ".join(strange), "unit": team.unit.name},
            field="members",
        )
    team.version += bool(before)
    team.save()
    for pk, row in sitting.items():
        row.is_head = False
        row.left_on = None if pk in wanted else on
        row.save(update_fields=["is_head", "left_on"])
    TeamMember.objects.bulk_create(TeamMember(team=team, user=user) for user in new)
    TeamMember.objects.filter(team=team, user=head, left_on__isnull=True).update(is_head=True)
    old, after = difference(before, {"name": team.name, "members": named(team)})
    if after:
        verb = "edit" if before else "create"
        record_change(by=by, verb=verb, subject=team, before=old if before else None, after=after)
    return team


def members_of(team: AppraisalTeam) -> list[TeamMember]:
    """Who sits in the team now, the head first."""
    return list(team.memberships.filter(left_on__isnull=True).select_related("user"))


def member(team: AppraisalTeam, user) -> TeamMember | None:
    """The person's seat in the team, None where she does not sit in it or no longer works for the office."""
    if user is None or user.pk is None:
        return None
    seat = team.memberships.filter(user_id=user.pk, left_on__isnull=True).select_related("user").first()
    return seat if seat and acted_on_by(user, TEAM_ROLES).holds(team.unit_id) else None


def my_teams(user) -> list[AppraisalTeam]:
    """The teams the person sits in, newest year first."""
    seats = TeamMember.objects.filter(user_id=user.pk, left_on__isnull=True)
    found = AppraisalTeam.objects.filter(id__in=seats.values("team_id")).select_related("unit")
    scope = acted_on_by(user, TEAM_ROLES)
    return [team for team in found if scope.holds(team.unit_id)]


def dossiers_before(team: AppraisalTeam) -> QuerySet[Registration]:
    """The registrations the team appraises or has appraised: what lies with its office, of its year, level and field."""
    found = (
        Registration.objects.filter(year=team.year, level=team.level, stage__in=APPRAISED_STAGES)
        .filter(desk_id__in=_offices(team.unit))
        .filter(Q(stage=Stage.UNDER_APPRAISAL) | Q(conclusion__isnull=False))
    )
    if team.field:
        return found.filter(field=team.field)
    return found.exclude(field__in=_fields_with_a_team(team))


def team_of(registration: Registration) -> AppraisalTeam | None:
    """The team before which the registration comes: of its field, else the one for every other field."""
    return teams_of([registration]).get(registration.pk)


def teams_of(registrations: Iterable[Registration]) -> dict[int, AppraisalTeam]:
    """By registration the team before which it comes; those without one are left out. One query for all that lie with
    offices standing today."""
    desks = {r.pk: r.desk or last_station(r) for r in registrations}
    heirs = {desk.id: _heirs(desk) for desk in {desk.id: desk for desk in desks.values()}.values()}
    offices = {pk: heirs[desk.id] for pk, desk in desks.items()}
    asked = {unit_id for ids in offices.values() for unit_id in ids}
    found: dict[tuple, AppraisalTeam] = {}
    for team in AppraisalTeam.objects.filter(unit_id__in=asked, year__in={r.year for r in registrations}).select_related("unit"):
        found[team.unit_id, team.year, team.level, team.field] = team
    chosen = {}
    for r in registrations:
        keys = [(unit_id, r.year, r.level, field) for field in (r.field, "") for unit_id in offices[r.pk]]
        if held := next((found[key] for key in keys if key in found), None):
            chosen[r.pk] = held
    return chosen


def _offices(unit: Unit) -> list[int]:
    return [unit.id, *predecessors([unit]).get(unit.id, [])]


def _heirs(desk: Unit) -> list[int]:
    """The office itself and the one of the same tier that took it over whole."""
    if desk.valid_to is None or desk.valid_to >= timezone.localdate():
        return [desk.id]
    rows = desk.placements.filter(geography__ends_on__isnull=True, **{f"{desk.tier}__isnull": False})
    return [desk.id, *rows.values_list(f"{desk.tier}_id", flat=True)]


def _fields_with_a_team(team: AppraisalTeam) -> Iterable[str]:
    alike = AppraisalTeam.objects.filter(unit_id=team.unit_id, year=team.year, level=team.level).exclude(field="")
    return list(alike.values_list("field", flat=True))


def named(team: AppraisalTeam) -> str:
    return ", ".join(
        _("%(name)s (tổ trưởng)") % {"name": m.user.display_name} if m.is_head else m.user.display_name
        for m in members_of(team)
    )


def _require_keeper(by, unit: Unit) -> None:
    if not keeps_teams(by, unit):
        raise NotYours(
            _("Tổ thẩm định của %(unit)s do người quản trị hoặc người duyệt của đơn vị lập.") % {"unit": unit.name},
            field="unit",
        )
