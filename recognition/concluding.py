"""What the head of a team concludes of a dossier, and the minutes of a meeting that hold such conclusions."""

import hashlib
from collections.abc import Sequence
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import APPROVING_ROLES
from accounts.models import User
from accounts.scoping import acted_on_by
from audit.errors import DomainError, DomainErrors
from audit.recording import difference, record_change
from models_registry.attachments import stored, take
from models_registry.file_contents import TYPES
from models_registry.models import Registration
from models_registry.registration import NotAllowed
from models_registry.secrecy import marked_secret
from recognition.appraising import dossier_of, hold_dossier, require_as_seen
from recognition.choices import Outcome
from recognition.models import AppraisalTeam, Conclusion, Minutes, MinutesLine
from recognition.results import Dossier, DossierState, dossiers_of
from recognition.scoring import ranked
from recognition.teams import dossiers_before, member, members_of
from vietnamese.dates import format_date
from vietnamese.folding import clean_line, clean_text
from vietnamese.numbers import format_integer

_TOLD = ("percent", "counted", "suggested", "outcome", "reason", "concluded_on")


def why_not_conclude(user, dossier: Dossier | None) -> str:
    """Why the person may not conclude on the dossier now, in a sentence; "" while she may. It is the head's; where the
    head is recused, the office's approver's."""
    if dossier is None:
        return _("Chưa có tổ thẩm định cho lĩnh vực, cấp và năm của hồ sơ này.")
    if refusal := _not_hers(user, dossier):
        return refusal
    if not dossier.is_open:
        return _("Hồ sơ đang ở bước “%(stage)s” nên không kết luận.") % {
            "stage": dossier.registration.get_stage_display()
        }
    if dossier.criteria_set is not None and dossier.waited_for:
        names = ", ".join(seat.member.user.display_name for seat in dossier.waited_for)
        return _("Còn chờ điểm của %(names)s; ai không chấm được thì đưa ra khỏi tổ.") % {"names": names}
    return ""


def _not_hers(user, dossier: Dossier) -> str:
    head = next((seat for seat in dossier.seats if seat.member.is_head), None)
    if head is None:
        return _("%(team)s chưa có tổ trưởng.") % {"team": dossier.team.name}
    if head.recused:
        if acted_on_by(user, APPROVING_ROLES).holds(dossier.team.unit_id) and not _is_recused(user, dossier):
            return ""
        return _("%(why)s Người duyệt của %(unit)s kết luận thay.") % {
            "why": head.recused, "unit": dossier.team.unit.name,
        }  # fmt: skip
    if head.member.user_id != user.pk or member(dossier.team, user) is None:
        return _("Kết luận là việc của tổ trưởng %(head)s.") % {"head": head.member.user.display_name}
    return ""


def _is_recused(user, dossier: Dossier) -> bool:
    seat = dossier.seat_of(user)
    return seat is not None and bool(seat.recused)


@transaction.atomic
def conclude(
    *,
    by,
    registration: Registration,
    outcome: str,
    reason: str,
    on: date,
    entered_on: date,
    seen: DossierState,
) -> Conclusion:
    """The team's conclusion on the dossier as it stands, or another instead of the one before. Raises NotAllowed where it
    is not hers, Overtaken where the dossier changed since it was `seen`, DomainError while scores are waited for, for an
    outcome other than the scores say without a reason, and for a day before the appraisal or in the future."""
    held = hold_dossier(registration)
    dossier = dossier_of(held)
    if refusal := why_not_conclude(by, dossier):
        hers = dossier is not None and not _not_hers(by, dossier)
        raise (DomainError if hers else NotAllowed)(refusal)
    require_as_seen(dossier, seen)
    said, reason = dossier.verdict, clean_text(reason)
    suggested = said.outcome.value if said.outcome else ""
    wrong = marked_secret({"reason": reason})
    if outcome not in Outcome.values:
        wrong.append(DomainError(_("Hãy chọn kết luận."), field="outcome"))
    elif outcome != suggested and not reason:
        wrong.append(DomainError(_("Kết luận khác với điểm thì phải ghi lý do."), field="reason"))
    if on > entered_on:
        wrong.append(DomainError(_("Ngày ở tương lai; hãy xem lại."), field="on"))
    elif held.stage_on and on < held.stage_on:
        wrong.append(
            DomainError(
                _("Ngày kết luận trước ngày đưa vào thẩm định (%(day)s).") % {"day": format_date(held.stage_on)},
                field="on",
            )
        )
    if wrong:
        raise DomainErrors(wrong)
    row = Conclusion.objects.select_for_update(of=("self",)).filter(registration=held).first()
    before = {name: getattr(row, name) for name in _TOLD} if row else {}
    if row is None:
        row = Conclusion(registration=held, version=0)
    row.team, row.criteria_set, row.by = dossier.team, dossier.criteria_set, by
    row.percent, row.counted, row.suggested = said.percent, said.counted, suggested
    row.outcome, row.reason, row.concluded_on = outcome, reason if outcome != suggested else "", on
    row.dossier_version, row.dossier_files = seen.version, seen.files
    row.version += 1
    row.save()
    old, new = difference(before, {name: getattr(row, name) for name in _TOLD})
    record_change(by=by, verb="conclude", subject=row, before=old if before else None, after=new)
    return row


def may_draw_up(user, team: AppraisalTeam) -> bool:
    """Whether the person draws up minutes of the team: its members and the office's approver."""
    return member(team, user) is not None or acted_on_by(user, APPROVING_ROLES).holds(team.unit_id)


def without_minutes(found: QuerySet[Registration]) -> QuerySet[Registration]:
    """Of the registrations before a team those on which it concluded and which no minutes hold yet."""
    return found.filter(conclusion__isnull=False, minutes_lines__isnull=True)


def concluded_dossiers(team: AppraisalTeam) -> list[Dossier]:
    """The dossiers on which the team concluded and which no minutes hold yet."""
    found = without_minutes(dossiers_before(team)).filter(conclusion__team=team).order_by("id")
    return dossiers_of(team, found.select_related("model", "unit__parent__parent", "organisation", "desk"))


@transaction.atomic
def draw_up_minutes(
    *,
    by,
    team: AppraisalTeam,
    registrations: Sequence[Registration],
    held_on: date,
    entered_on: date,
    place: str,
    discussion: str,
    present: Sequence[User],
    secretary: User | None,
) -> Minutes:
    """The minutes of a meeting, with the conclusions on these dossiers as they stand now, ranked among themselves.
    Raises NotAllowed where it is not hers, DomainError for a dossier without a conclusion, one whose conclusion is stale
    or one that stands in minutes already."""
    held_team = AppraisalTeam.objects.select_for_update(of=("self",)).select_related("unit").get(pk=team.pk)
    if not may_draw_up(by, held_team):
        raise NotAllowed(_("Biên bản do thành viên tổ thẩm định hoặc người duyệt của đơn vị lập."))
    place, discussion = clean_line(place), clean_text(discussion)
    if secret := marked_secret({"place": place, "discussion": discussion}):
        raise secret[0]
    if held_on > entered_on:
        raise DomainError(_("Ngày ở tương lai; hãy xem lại."), field="held_on")
    seated = {m.user_id: m for m in members_of(held_team)}
    chair = next((m.user for m in seated.values() if m.is_head), None)
    if chair is None or not present or any(user.pk not in seated for user in present):
        raise DomainError(_("Hãy chọn thành viên dự họp trong tổ."), field="present")
    wanted = {r.pk for r in registrations}
    chosen = [d for d in concluded_dossiers(held_team) if d.registration.pk in wanted]
    _refuse(chosen, wanted, held_on)
    row = Minutes(
        team=held_team, held_on=held_on, place=place, discussion=discussion, chair=chair, secretary=secretary, created_by=by
    )
    row.save()
    row.present.set(present)
    by_pk = {d.registration.pk: d.conclusion for d in chosen}
    MinutesLine.objects.bulk_create(
        MinutesLine(
            minutes=row, registration_id=p.key, percent=p.percent, rank=p.rank, is_tied=p.tied,
            outcome=by_pk[p.key].outcome, reason=by_pk[p.key].reason,
        )
        for p in ranked({pk: c.percent for pk, c in by_pk.items()})
    )  # fmt: skip
    record_change(
        by=by,
        verb="draw_up",
        subject=row,
        after={"held_on": held_on.isoformat(), "place": place, "registrations": len(chosen)},
    )
    return row


@transaction.atomic
def attach_scan(*, by, minutes: Minutes, upload: UploadedFile) -> Minutes:
    """The minutes with the signed paper; another one takes the place of the one before, which is kept in storage. Raises
    DomainError for what may not be taken in."""
    held = Minutes.objects.select_for_update(of=("self",)).select_related("team__unit").get(pk=minutes.pk)
    if not may_draw_up(by, held.team):
        raise NotAllowed(_("Biên bản do thành viên tổ thẩm định hoặc người duyệt của đơn vị lập."))
    name, kind, content = take(upload)
    before = {"name": held.scan_name, "sha256": held.scan_sha256} if held.scan else None
    held.scan_name, held.scan_type, held.scan_sha256 = name, TYPES[kind], hashlib.sha256(content).hexdigest()
    with stored(held.scan, kind, content):
        held.save()
        record_change(
            by=by,
            verb="attach",
            subject=held,
            before=before,
            after={"name": name, "size": len(content), "sha256": held.scan_sha256},
        )
    return held


def _refuse(chosen: Sequence[Dossier], wanted: set[int], held_on: date) -> None:
    if not wanted:
        raise DomainError(_("Hãy chọn ít nhất một hồ sơ."), field="registrations")
    if missing := len(wanted) - len(chosen):
        raise DomainError(
            ngettext(
                "%(n)s hồ sơ đã chọn chưa có kết luận hoặc đã ở biên bản khác; hãy xem lại danh sách.",
                "%(n)s hồ sơ đã chọn chưa có kết luận hoặc đã ở biên bản khác; hãy xem lại danh sách.",
                missing,
            )
            % {"n": format_integer(missing)},
            field="registrations",
        )
    for dossier in chosen:
        name = {"name": dossier.registration.model.name}
        if dossier.is_conclusion_stale:
            raise DomainError(
                _("Hồ sơ “%(name)s” đã thay đổi sau kết luận; tổ trưởng kết luận lại trước khi lập biên bản.") % name,
                field="registrations",
            )
        if dossier.conclusion.concluded_on > held_on:
            raise DomainError(
                _("Hồ sơ “%(name)s” được kết luận sau ngày họp.") % name, field="held_on"
            )
