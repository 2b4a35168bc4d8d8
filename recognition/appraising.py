"""Scoring a dossier: each appraiser for herself, bound to the dossier as it stood when she scored it."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.errors import DomainError, DomainErrors, Overtaken
from audit.recording import record_change
from models_registry.choices import Stage
from models_registry.models import Registration
from models_registry.registration import NotAllowed
from models_registry.secrecy import marked_secret
from recognition.choices import SheetState
from recognition.criteria import EDITED_MEANWHILE, hold_set
from recognition.models import ScoreLine, ScoreSheet
from recognition.results import Dossier, DossierState, Seat, dossiers_of
from recognition.self_assessing import Answer, refuse_marks, unanswered
from recognition.teams import member, team_of
from vietnamese.folding import clean_text


def dossier_of(registration: Registration) -> Dossier | None:
    """The registration before its team; None where no team appraises it."""
    team = team_of(registration)
    return dossiers_of(team, [registration])[0] if team else None


def why_not_score(user, dossier: Dossier | None) -> str:
    """Why the person may not score the dossier now, in a sentence; "" while she may."""
    if dossier is None:
        return _("Chưa có tổ thẩm định cho lĩnh vực, cấp và năm của hồ sơ này.")
    seat = dossier.seat_of(user)
    if seat is None or member(dossier.team, user) is None:
        return _("Chấm điểm là việc của thành viên %(team)s.") % {"team": dossier.team.name}
    if seat.recused:
        return seat.recused
    if not dossier.is_open:
        return _("Hồ sơ đang ở bước “%(stage)s” nên không chấm điểm.") % {
            "stage": dossier.registration.get_stage_display()
        }
    if dossier.criteria_set is None:
        return _("Chưa có bộ tiêu chí áp dụng cho năm, cấp và loại của hồ sơ này.")
    return ""


def is_settled(dossier: Dossier, seat: Seat) -> bool:
    """Whether the member's scores stand: she is done, the dossier is as it was, and another's scores could have been
    seen since. Until then a slip of the pen is hers to mend."""
    others = [one for one in dossier.seats if one is not seat and one.is_done]
    return seat.is_done and not seat.is_stale and (bool(others) or dossier.conclusion is not None)


@transaction.atomic
def save_scores(
    *, by, registration: Registration, answers: Mapping[str, Answer], note: str, seen: DossierState, done: bool
) -> ScoreSheet:
    """The person's sheet with these scores by the code of the criterion, kept for later or done. Raises NotAllowed where
    it is not hers to score, Overtaken where the dossier is no longer as `seen`, DomainError where her scores stand or,
    to be done, are not complete."""
    dossier, seat = _held(by, registration, seen)
    if is_settled(dossier, seat):
        raise DomainError(_("Anh/chị đã chấm xong; điểm chỉ chấm lại khi hồ sơ thay đổi."))
    refuse_marks(dossier.criteria, answers)
    note = clean_text(note)
    if secret := marked_secret({"note": note}):
        raise secret[0]
    if done and (missing := unanswered(dossier.criteria, answers)):
        raise DomainErrors(
            [DomainError(_("Mục %(code)s chưa chấm.") % {"code": c.code}, field=c.code) for c in missing]
        )
    _hold_criteria(dossier)
    sheet = seat.sheet
    if sheet is None or sheet.is_done or sheet.criteria_set_id != dossier.criteria_set.pk:
        sheet = _new_sheet(by, dossier, sheet)
    sheet.dossier_version, sheet.dossier_files, sheet.note = seen.version, seen.files, note
    before = {"state": seat.sheet.state} if seat.sheet else None
    if done:
        sheet.state, sheet.done_at = SheetState.DONE, timezone.now()
    sheet.save()
    sheet.lines.all().delete()
    given = {c: answers.get(c.code, Answer()) for c in dossier.criteria}
    ScoreLine.objects.bulk_create(
        ScoreLine(sheet=sheet, criterion=c, points=a.points, is_met=a.is_met, text=clean_text(a.text))
        for c, a in given.items()
    )
    # No points in the log: whoever reads it may still have to score.
    record_change(by=by, verb="score", subject=sheet, before=before, after=_told(sheet))
    return sheet


@transaction.atomic
def confirm_scores(*, by, registration: Registration, seen: DossierState) -> ScoreSheet:
    """The person's scores, kept for the dossier as it is now: she read what changed and it changes nothing."""
    dossier, seat = _held(by, registration, seen)
    if not seat.is_stale or seat.sheet.criteria_set_id != dossier.criteria_set.pk:
        raise DomainError(_("Không có điểm nào chờ giữ lại ở hồ sơ này."))
    sheet = seat.sheet
    before = {"dossier_version": sheet.dossier_version, "dossier_files": sheet.dossier_files}
    sheet.dossier_version, sheet.dossier_files, sheet.confirmed_at = seen.version, seen.files, timezone.now()
    sheet.save()
    record_change(by=by, verb="confirm_score", subject=sheet, before=before, after=_told(sheet))
    return sheet


def hold_dossier(registration: Registration) -> Registration:
    """The registration, locked until the transaction ends: whoever edits it waits, or was first and is seen."""
    rows = Registration.objects.select_for_update(of=("self",)).select_related(
        "model", "unit__parent__parent", "organisation", "desk"
    )
    return rows.get(pk=registration.pk)


def require_as_seen(dossier: Dossier, seen: DossierState) -> None:
    """Raises Overtaken where the dossier, or what it is scored by, changed since it was looked at."""
    if dossier.state.criteria != seen.criteria:
        raise Overtaken(EDITED_MEANWHILE, dossier.registration)
    if dossier.state != seen:
        raise Overtaken(
            _("Hồ sơ vừa thay đổi trong lúc anh/chị xem; hãy đọc lại hồ sơ rồi gửi lại."), dossier.registration
        )


def _held(by, registration: Registration, seen: DossierState) -> tuple[Dossier, Seat]:
    held = hold_dossier(registration)
    dossier = dossier_of(held)
    if refusal := why_not_score(by, dossier):
        raise (NotAllowed if held.stage == Stage.UNDER_APPRAISAL else DomainError)(refusal)
    require_as_seen(dossier, seen)
    return dossier, dossier.seat_of(by)


def _hold_criteria(dossier: Dossier) -> None:
    """Locks the set before it is named. Raises Overtaken where somebody edited it since the dossier was read: the edit
    either waits for the lock and finds the set named, or was first and is seen here by its stamp and its criteria, which
    were read one after the other."""
    held = hold_set(dossier.criteria_set)
    if held.stamp != dossier.criteria_set.stamp or [c.pk for c in held.criteria.all()] != [c.pk for c in dossier.criteria]:
        raise Overtaken(EDITED_MEANWHILE, dossier.registration)


def _new_sheet(by, dossier: Dossier, former: ScoreSheet | None) -> ScoreSheet:
    if former is not None:
        ScoreSheet.objects.filter(pk=former.pk).update(is_current=False)
        record_change(by=by, verb="replace", subject=former, before={"is_current": True}, after={"is_current": False})
    return ScoreSheet(
        registration=dossier.registration, team=dossier.team, criteria_set=dossier.criteria_set, appraiser=by
    )


def _told(sheet: ScoreSheet) -> dict:
    return {
        "state": str(sheet.state),
        "dossier_version": sheet.dossier_version,
        "dossier_files": sheet.dossier_files,
    }
