"""Where a registration stands, as pages show it: the badge of its stage, and the whole way as a ladder."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from models_registry.choices import Stage
from models_registry.models import Registration, StageChange
from vietnamese.dates import format_date

_BADGES = {
    Stage.SUBMITTED: ("info", "clock"),
    Stage.RETURNED: ("at_risk", "undo"),
    Stage.ACCEPTED: ("registered", "circle"),
    Stage.IMPLEMENTING: ("registered", "half"),
    Stage.SELF_ASSESSED: ("info", "edit"),
    Stage.UNDER_APPRAISAL: ("info", "search"),
    Stage.RECOGNISED: ("recognised", "ok"),
    Stage.NOT_MET: ("not_met", "error"),
    Stage.REVOKED: ("not_met", "close"),
    Stage.STOPPED: ("no_data", "dash"),
    Stage.WITHDRAWN: ("withdrawn", "withdraw"),
}
_WAY = (
    (Stage.ACCEPTED, gettext_lazy("Tiếp nhận")),
    (Stage.IMPLEMENTING, gettext_lazy("Thực hiện")),
    (Stage.SELF_ASSESSED, gettext_lazy("Tự đánh giá")),
    (Stage.UNDER_APPRAISAL, gettext_lazy("Thẩm định")),
)
"""The rungs between sending and the decision, in order."""
_BEGUN = {Stage.SUBMITTED: gettext_lazy("Chờ tiếp nhận"), Stage.RETURNED: gettext_lazy("Trả lại để hoàn thiện")}
_ENDS = (Stage.NOT_MET, Stage.REVOKED, Stage.STOPPED, Stage.WITHDRAWN)


def stage_badge(stage: str) -> dict:
    """The stage as includes/state_badge.html prints it: a word and a shape beside the colour."""
    key, icon = _BADGES[stage]
    return {"key": key, "icon": icon, "label": Stage(stage).label}


def ladder_of(registration: Registration, changes: list[StageChange], decisions) -> list[dict]:
    """The whole way: sent, accepted, carried out, assessed, appraised, decided; `changes` are its steps in their order.
    Each rung that was reached says on which day; what a finished year skipped is left out."""
    days = {row.to_stage: row.happened_on for row in changes}
    first = changes[0].from_stage if changes else registration.stage
    days.setdefault(first, registration.registered_on)
    begun = format_date(registration.registered_on) or _("Năm %(year)s") % {"year": registration.year}
    here = registration.stage
    rungs = [{"label": _("Đăng ký"), "detail": begun, "state": "done"}]
    if here in _BEGUN:
        rungs[0] |= {"state": "here", "detail": str(_BEGUN[here])}
    order = [stage for stage, _label in _WAY]
    last = max((order.index(stage) for stage in days if stage in order), default=-1)
    at = order.index(here) if here in order else last
    decided = bool(decisions) or here in _ENDS
    for place, (stage, label) in enumerate(_WAY):
        passed = stage in days and place <= at
        if decided and not passed:
            continue
        state = "here" if stage == here else "done" if passed else "next"
        rungs.append({"label": str(label), "detail": format_date(days[stage]) if passed else "", "state": state})
    return [*rungs, *_end(registration, decisions, days)]


def _end(registration: Registration, decisions, days: dict) -> list[dict]:
    rungs = [rung for row in decisions for rung in _recognised(row)]
    here = registration.stage
    if here in _ENDS and not (here == Stage.REVOKED and decisions):
        day = registration.withdrawn_on if here == Stage.WITHDRAWN else days.get(here) or registration.stage_on
        rungs.append({"label": registration.get_stage_display(), "detail": format_date(day), "state": "stopped"})
    elif not decisions:
        rungs.append({"label": _("Công nhận"), "detail": _("Chưa có quyết định"), "state": "next"})
    return rungs


def _recognised(row):
    """A recognition and, where it was taken away, that."""
    told = {"level": row.get_level_display().lower()}
    yield {
        "label": _("Công nhận %(level)s") % told,
        "detail": format_date(row.recognised_on),
        "url": reverse("recognition:decision", args=[row.decision_id]),
        "state": "stopped" if row.revoked_on else "done",
    }
    if row.revoked_on:
        yield {
            "label": _("Thu hồi công nhận %(level)s") % told,
            "detail": format_date(row.revoked_on),
            "url": reverse("recognition:decision", args=[row.revoked_by_id]),
            "state": "stopped",
        }
