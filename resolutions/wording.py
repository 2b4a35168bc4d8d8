"""States as pages show them: a word and a shape besides the colour."""

from django.utils.translation import gettext as _

from resolutions.choices import Answer, Recurrence, Stage, Verdict
from resolutions.figures import Figure, number_text
from vietnamese.dates import format_date

_VERDICT_SHAPES = {
    Verdict.NOT_MET: "error",
    Verdict.AT_RISK: "warning",
    Verdict.NO_DATA: "dash",
    Verdict.MET: "ok",
    Verdict.EXCEEDED: "up",
    Verdict.NOT_DUE: "clock",
    Verdict.NOT_APPLICABLE: "circle",
}
_STAGES = {
    Stage.DRAFT: ("draft", "edit"),
    Stage.SUBMITTED: ("registered", "clock"),
    Stage.RETURNED: ("at_risk", "undo"),
    Stage.ACCEPTED: ("met", "ok"),
}


def verdict_badge(verdict: str, label: str = "") -> dict:
    """For includes/state_badge.html; `label` where the word alone says too little."""
    verdict = Verdict(verdict)
    return {"key": verdict.value, "icon": _VERDICT_SHAPES[verdict], "label": label or verdict.label}


def stage_badge(stage: str) -> dict:
    key, icon = _STAGES[stage]
    return {"key": key, "icon": icon, "label": Stage(stage).label}


def owed_badge(*, is_overdue: bool) -> dict:
    """Of a report that is not there at all."""
    if is_overdue:
        return {"key": "no_data", "icon": "dash", "label": _("Chưa báo cáo, quá hạn")}
    return {"key": "not_due", "icon": "clock", "label": _("Chưa báo cáo")}


def figure_words(held, version) -> str:
    """What a report, or an assignment, says of its figure by the terms it was asked by: "20/21", "0", "Đã thực hiện", "Không áp
    dụng", "Chưa có số liệu". Zero, not applicable and nothing are three things."""
    if held.answer == Answer.FIGURE:
        return number_words(version, held.numerator, held.denominator)
    return str(Answer(held.answer).label)


def number_words(version, numerator, denominator) -> str:
    """ "20/21", "3"; of a thing that is done or not, which."""
    if version.is_done_or_not:
        return _("Đã thực hiện") if numerator else _("Chưa thực hiện")
    return str(Figure(numerator, denominator))


def value_words(version, value=None) -> str:
    """What is asked: "≥ 86%", "≥ 2 cuộc"; "" for yes/no and qualitative targets. `value` is a unit's own."""
    value = version.value if value is None else value
    if value is None:
        return ""
    sign = {"at_least": "≥", "at_most": "≤", "exactly": "="}[version.direction]
    return f"{sign}\u00a0{amount_words(version, value)}"


def amount_words(version, number) -> str:
    """ "86%", "2 cuộc"."""
    return number_text(number) + (version.measured_in if version.measured_in == "%" else f"\u00a0{version.measured_in}")


def document_words(document) -> str:
    """ "Nghị quyết số 04-NQ/TU ngày 19/11/2021 của Ban Thường vụ Tỉnh ủy Nghệ An"."""
    return _("%(kind)s số %(number)s ngày %(day)s của %(issuer)s") % {
        "kind": document.get_kind_display(), "number": document.number, "day": format_date(document.issued_on),
        "issuer": document.issuer,
    }  # fmt: skip


def due_words(version) -> str:
    """By when: "Hằng năm", "Đến 31/12/2025", "Cả giai đoạn"."""
    if version.recurrence == Recurrence.BY_DATE and version.due_on:
        return _("Đến %(day)s") % {"day": format_date(version.due_on)}
    return str(version.get_recurrence_display())
