"""Accepting a unit's report, returning it with a reason, and opening an accepted one again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from audit.errors import DomainError, Overtaken
from audit.recording import record_change
from models_registry.secrecy import marked_secret
from resolutions.choices import AssignmentState, Stage
from resolutions.models import Assignment, ProgressReport
from resolutions.reporting import note_step, told_of
from resolutions.rights import NotAllowed, require_accepting
from resolutions.standing import settle
from vietnamese.folding import clean_text


@transaction.atomic
def accept(*, by, report: ProgressReport, version: int, on: date) -> ProgressReport:
    """The report, accepted on the day: its figure counts from now on, and the unit can no longer change it. `version` is
    the one the person read. Raises Overtaken, NotAllowed (whoever sent it among others), DomainError where it does not
    wait for an answer."""
    held = _locked(by, report, version)
    _require_stage(held, Stage.SUBMITTED)
    held.stage, held.accepted_on, held.accepted_by = Stage.ACCEPTED, on, by
    return _moved(held, by=by, verb="accept", before=Stage.SUBMITTED, on=on)


@dataclass(frozen=True)
class Answered:
    """One of many reports that were to be accepted; `refusal` says why it was not, "" where it was."""

    report: ProgressReport
    refusal: str


def accept_many(*, by, versions: Mapping[int, int], on: date) -> list[Answered]:
    """What became of each report, in their order: `versions` are those the person read. One that cannot be accepted keeps no
    other back; the log holds a line for each."""
    found = ProgressReport.objects.select_related("assignment__unit", "assignment__organisation")
    outcomes = []
    for report in found.filter(pk__in=versions).order_by("id"):
        try:
            accept(by=by, report=report, version=versions[report.pk], on=on)
            outcomes.append(Answered(report, ""))
        except (DomainError, Overtaken) as refused:
            outcomes.append(Answered(report, refused.sentence))
    return outcomes


@transaction.atomic
def return_(*, by, report: ProgressReport, version: int, on: date, reason: str) -> ProgressReport:
    """The report, back with its unit, which reads the reason and sends it again. Raises as `accept`, and DomainError
    without a reason."""
    held = _locked(by, report, version)
    _require_stage(held, Stage.SUBMITTED)
    held.return_reason = _sound_reason(reason, _("Hãy ghi lý do trả lại báo cáo."))
    held.stage = Stage.RETURNED
    return _moved(held, by=by, verb="return_report", before=Stage.SUBMITTED, on=on, reason=held.return_reason)


@transaction.atomic
def reopen(*, by, report: ProgressReport, version: int, on: date, reason: str) -> ProgressReport:
    """The accepted report, back with its unit: its figure counts no longer until it is accepted again. The steps it went
    through, with every figure, stay in its history. Raises as `return_`."""
    held = _locked(by, report, version, reopening=True)
    _require_stage(held, Stage.ACCEPTED)
    held.return_reason = _sound_reason(reason, _("Hãy ghi lý do mở lại báo cáo."))
    held.stage, held.accepted_on, held.accepted_by = Stage.RETURNED, None, None
    return _moved(held, by=by, verb="reopen", before=Stage.ACCEPTED, on=on, reason=held.return_reason)


def _locked(by, report: ProgressReport, version: int, *, reopening: bool = False) -> ProgressReport:
    """The report as it now is, its assignment held first: in the order in which every deed of reporting takes them."""
    assignment = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("target__document__unit", "unit", "organisation")
        .get(pk=report.assignment_id)
    )
    held = ProgressReport.objects.select_related("period").get(pk=report.pk)
    held.assignment = assignment
    require_accepting(by, held)
    if reopening and assignment.state == AssignmentState.PASSED_ON:
        raise NotAllowed(_("Chỉ tiêu đã chuyển cho đơn vị kế tục; báo cáo cũ giữ nguyên."))
    if held.version != version:
        raise Overtaken(_("Báo cáo vừa được người khác sửa; hãy xem lại trước khi duyệt."), held)
    return held


def _moved(held: ProgressReport, *, by, verb: str, before: str, on: date, reason: str = "") -> ProgressReport:
    held.version += 1
    held.save()
    note_step(held, before=before, by=by, on=on, reason=reason)
    settle(held.assignment)
    record_change(by=by, verb=verb, subject=held, before={"stage": before}, after=told_of(held), reason=reason)
    return held


def _require_stage(held: ProgressReport, stage: str) -> None:
    if held.stage != stage:
        raise DomainError(
            _("Báo cáo đang ở trạng thái “%(stage)s”, không làm được việc này.") % {"stage": held.get_stage_display()}
        )


def _sound_reason(reason: str, missing: str) -> str:
    reason = clean_text(reason)
    if not reason:
        raise DomainError(missing, field="reason")
    if secret := marked_secret({"reason": reason}):
        raise secret[0]
    return reason
