"""The way of a registration to recognition, as one table, and the deed that goes along it.

Buttons, the API's actions and the checks of the deed are all read from STEPS. Recognising, revoking and withdrawing are
deeds of their own: they need more than a day and a note, and end in the same rows through models_registry.staging."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import APPRAISING_ROLES, APPROVING_ROLES
from accounts.scoping import SYSTEM, acted_on_by, may_change
from audit.errors import DomainError, Overtaken
from audit.recording import event, record_change, record_changes
from audit.wording import declare_words
from models_registry.choices import WITHDRAWABLE, Stage
from models_registry.models import Registration, StageChange
from models_registry.registration import NotAllowed
from models_registry.routes import last_station, next_station
from models_registry.secrecy import marked_secret
from models_registry.staging import RECEIVING_ROLES, move
from recognition.notices import tell_when_kept
from recognition.self_assessing import why_incomplete
from vietnamese.dates import format_date
from vietnamese.folding import clean_text


class Side(Enum):
    """Whose step it is."""

    UNIT = "unit"
    """Of those who register for the unit."""
    OFFICE = "office"
    """Of the office the registration lies with, by one of the step's roles there or in a unit it stands in."""


@dataclass(frozen=True)
class Step:
    """One way from some stages to another. `onward`: only while an office follows on the way; `last`: only at the last
    office. `note`: a reason must be given, whose label it is. `lacking`: what the dossier still lacks for the step, in a
    sentence; asked by the deed, whatever the door."""

    key: str
    label: str
    sources: frozenset[str]
    to: str
    side: Side
    roles: frozenset[str] = frozenset()
    note: str = ""
    onward: bool = False
    last: bool = False
    lacking: Callable[[Registration], str] | None = None


_DECIDING = RECEIVING_ROLES | APPRAISING_ROLES

STEPS = {
    step.key: step
    for step in (
        Step("forward", gettext_lazy("Chuyển cấp trên"), frozenset({Stage.SUBMITTED}), Stage.SUBMITTED, Side.OFFICE,
             RECEIVING_ROLES, onward=True),
        Step("accept", gettext_lazy("Tiếp nhận"), frozenset({Stage.SUBMITTED}), Stage.ACCEPTED, Side.OFFICE,
             RECEIVING_ROLES, last=True),
        Step("return", gettext_lazy("Trả lại"), frozenset({Stage.SUBMITTED}), Stage.RETURNED, Side.OFFICE,
             RECEIVING_ROLES, note=gettext_lazy("Lý do trả lại, cần hoàn thiện gì")),
        Step("resubmit", gettext_lazy("Gửi lại"), frozenset({Stage.RETURNED}), Stage.SUBMITTED, Side.UNIT),
        Step("start", gettext_lazy("Bắt đầu thực hiện"), frozenset({Stage.ACCEPTED}), Stage.IMPLEMENTING, Side.UNIT),
        Step("self_assess", gettext_lazy("Gửi tự đánh giá"), frozenset({Stage.IMPLEMENTING}), Stage.SELF_ASSESSED,
             Side.UNIT, lacking=why_incomplete),
        Step("send_back", gettext_lazy("Yêu cầu tự đánh giá lại"), frozenset({Stage.SELF_ASSESSED}), Stage.IMPLEMENTING,
             Side.OFFICE, _DECIDING, note=gettext_lazy("Lý do, cần bổ sung gì")),
        Step("take_up", gettext_lazy("Đưa vào thẩm định"), frozenset({Stage.SELF_ASSESSED}), Stage.UNDER_APPRAISAL,
             Side.OFFICE, _DECIDING),
        Step("not_met", gettext_lazy("Kết luận không đạt"), frozenset({Stage.UNDER_APPRAISAL}), Stage.NOT_MET,
             Side.OFFICE, APPROVING_ROLES, note=gettext_lazy("Lý do không đạt")),
        Step("stop", gettext_lazy("Dừng thực hiện"),
             frozenset({Stage.ACCEPTED, Stage.IMPLEMENTING, Stage.SELF_ASSESSED}), Stage.STOPPED, Side.UNIT,
             note=gettext_lazy("Lý do dừng")),
    )
}  # fmt: skip
"""Every step by its key, in the order in which buttons are shown."""
@dataclass(frozen=True)
class Elsewhere:
    """A step that another deed takes: recognising and revoking by a decision, withdrawing. The deed itself asks more than
    whence it leads."""

    label: str
    sources: frozenset[str]
    to: str


DECIDED_ELSEWHERE = {
    "recognise": Elsewhere(gettext_lazy("Công nhận"), frozenset({Stage.UNDER_APPRAISAL}), Stage.RECOGNISED),
    "back_enter": Elsewhere(
        gettext_lazy("Nhập bổ sung công nhận"),
        frozenset(Stage) - {Stage.WITHDRAWN, Stage.UNDER_APPRAISAL, Stage.RECOGNISED},
        Stage.RECOGNISED,
    ),
    "revoke": Elsewhere(gettext_lazy("Thu hồi công nhận"), frozenset({Stage.RECOGNISED}), Stage.REVOKED),
    "reinstate": Elsewhere(gettext_lazy("Khôi phục công nhận"), frozenset({Stage.REVOKED}), Stage.RECOGNISED),
    "withdraw": Elsewhere(gettext_lazy("Rút đăng ký"), WITHDRAWABLE, Stage.WITHDRAWN),
}


def label_of_step(key: str) -> str:
    """The step in words, whichever deed took it."""
    found = STEPS.get(key) or DECIDED_ELSEWHERE.get(key)
    return str(found.label) if found else key


declare_words("step", label_of_step)


def steps_open_to(user, registration: Registration) -> list[Step]:
    """What the person may do with the registration now, in the order of the table. Reads unit, parents, organisation."""
    return [step for step in STEPS.values() if not why_not(user, registration, step)]


def why_not(user, registration: Registration, step: Step) -> str:
    """Why the person may not take the step, in a sentence; "" where she may."""
    told = {"step": str(step.label), "stage": registration.get_stage_display()}
    if registration.stage not in step.sources:
        return _("Hồ sơ đang ở bước “%(stage)s” nên không làm được việc “%(step)s”.") % told
    following = next_station(registration)
    if step.onward and following is None:
        return _("Hồ sơ đã ở cấp cuối cùng, không còn cấp nào để chuyển lên.")
    if step.last and following is not None:
        return _("Hồ sơ còn phải qua %(unit)s; hãy chuyển lên.") % {"unit": following.name}
    return _not_hers(user, registration, step)


def _not_hers(user, registration: Registration, step: Step) -> str:
    if user is None or user is SYSTEM:
        return ""
    if step.side is Side.UNIT:
        if may_change(user, registration):
            return ""
        return _("Việc “%(step)s” là của người nhập liệu đơn vị đăng ký.") % {"step": step.label}
    desk = registration.desk or last_station(registration)
    if acted_on_by(user, step.roles).holds(desk.id):
        return ""
    return _("Việc “%(step)s” là của người được giao ở %(unit)s.") % {"step": step.label, "unit": desk.name}


@transaction.atomic
def advance(
    *,
    by,
    registration: Registration,
    step: str,
    on: date,
    entered_on: date,
    note: str = "",
    version: int | None = None,
) -> StageChange:
    """The registration one step further, on the day it happened; answers the row of the step.

    Raises Overtaken where it has changed since `version`, NotAllowed where the step is not hers, DomainError where the
    stage does not allow it, the dossier lacks something for it, the note is missing, or the day is in the future or
    before the step that led here."""
    held = _held([registration.pk])[registration.pk]
    if version is not None and held.version != version:
        raise Overtaken(_("Hồ sơ vừa được người khác sửa; hãy xem lại trước khi làm tiếp."), held)
    wanted = STEPS[step]
    row = _moved(by, held, wanted, on, entered_on, clean_text(note), None)
    held.save(update_fields=["stage", "stage_on", "desk"])
    row.save()
    record_change(**_told(by, held, row))
    tell_when_kept([row])
    return row


@dataclass(frozen=True)
class Outcome:
    """What became of one registration of a bulk step; `refusal` is empty where it moved."""

    registration: Registration
    refusal: str = ""


@transaction.atomic
def advance_many(
    *, by, registrations: Sequence[Registration], step: str, on: date, entered_on: date, batch: UUID, note: str = ""
) -> list[Outcome]:
    """The same step for many in one transaction: those that may move do, and every other says why not, in order."""
    held = _held([r.pk for r in registrations])
    wanted, note = STEPS[step], clean_text(note)
    outcomes, rows = [], []
    for given in registrations:
        registration = held[given.pk]
        try:
            rows.append(_moved(by, registration, wanted, on, entered_on, note, batch))
            outcomes.append(Outcome(registration))
        except DomainError as refused:
            outcomes.append(Outcome(registration, refused.sentence))
    for row in rows:
        row.registration.save(update_fields=["stage", "stage_on", "desk"])
    StageChange.objects.bulk_create(rows)
    record_changes(event(**_told(by, row.registration, row), batch=batch) for row in rows)
    tell_when_kept(rows)
    return outcomes


def _moved(by, held: Registration, step: Step, on: date, entered_on: date, note: str, batch) -> StageChange:
    refusal = why_not(by, held, step)
    if refusal:
        raise (NotAllowed if held.stage in step.sources else DomainError)(refusal)
    if step.note and not note:
        raise DomainError(_("Hãy ghi: %(what)s.") % {"what": str(step.note).lower()}, field="note")
    if secret := marked_secret({"note": note}):
        raise secret[0]
    if on > entered_on:
        raise DomainError(_("Ngày ở tương lai; hãy xem lại."), field="on")
    before = held.stage_on or held.registered_on
    if before and on < before:
        raise DomainError(
            _("Ngày %(day)s trước bước liền trước của hồ sơ (ngày %(before)s); hãy xem lại.")
            % {"day": format_date(on), "before": format_date(before)},
            field="on",
        )
    if step.lacking and (sentence := step.lacking(held)):
        raise DomainError(sentence)
    desk = next_station(held) if step.onward else None
    if step.side is Side.OFFICE and held.desk_id is None:
        desk = last_station(held)
    return move(by=by, registration=held, step=step.key, to=step.to, on=on, note=note, desk=desk, batch=batch)


def _held(ids: Sequence[int]) -> dict[int, Registration]:
    rows = Registration.objects.select_for_update(of=("self",)).select_related(
        "model", "unit__parent__parent", "organisation", "desk"
    )
    return {r.pk: r for r in rows.filter(pk__in=ids).order_by("pk")}


def _told(by, registration: Registration, row: StageChange) -> dict:
    """A step that goes to the next office leaves the stage as it is: then the office is told."""
    onward = row.from_stage == row.to_stage
    return {
        "by": row.by,
        "verb": "advance",
        "subject": registration,
        "before": {} if onward else {"stage": row.from_stage},
        "after": {"step": row.step}
        | ({"desk": row.desk_id} if onward else {"stage": row.to_stage})
        | {"on": row.happened_on.isoformat()},
        "reason": row.note,
    }
