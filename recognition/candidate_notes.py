"""What the office knows of each candidate of a decision: how it was appraised, what it is proposed for, how it was last
found. Who decides sees it where she ticks."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from models_registry.models import Registration
from recognition.appraisal_notes import appraisal_notes
from recognition.choices import CheckState, DecisionKind, LineChange
from recognition.models import Proposal, YearlyCheck

NOTED_APPRAISAL = pgettext_lazy("mục chính", "Thẩm định")


def notes_for(does: str) -> tuple[str, Callable]:
    """(heading, notes) for the candidates of a decision that recognises, commends or revokes."""
    return _NOTES[DecisionKind(does)]


def proposal_notes(user, registrations: Sequence[Registration]) -> dict[int, dict]:
    """By registration {state, text}: the forms of award it is proposed for, and by whom they would be given."""
    held = Proposal.objects.visible_to(user).standing().filter(registration__in=[r.pk for r in registrations])
    said: dict[int, list[str]] = {}
    for row in held.order_by("id"):
        said.setdefault(row.registration_id, []).append(f"{row.get_form_display()}, {row.granting_body}")
    return {pk: {"state": None, "text": "; ".join(texts)} for pk, texts in said.items()}


def check_notes(user, registrations: Sequence[Registration]) -> dict[int, dict]:
    """By registration {state, text}: what the last yearly check found of its model, and why."""
    held = YearlyCheck.objects.visible_to(user).standing().filter(model__in=[r.model_id for r in registrations])
    last = {row.model_id: row for row in held.order_by("year")}
    return {r.pk: {"state": None, "text": _found(last[r.model_id])} for r in registrations if r.model_id in last}


def _found(row: YearlyCheck) -> str:
    told = {"year": row.year, "state": CheckState(row.state).label, "reason": row.reason}
    return (_("%(year)s: %(state)s. %(reason)s") if row.reason else _("%(year)s: %(state)s")) % told


_NOTES = {
    DecisionKind.RECOGNITION: (NOTED_APPRAISAL, appraisal_notes),
    DecisionKind.COMMENDATION: (gettext_lazy("Đề nghị khen thưởng"), proposal_notes),
    DecisionKind.REVOCATION: (gettext_lazy("Kiểm tra gần nhất"), check_notes),
}

EMPTY = {
    LineChange.REMOVE: (gettext_lazy("Danh sách của quyết định đầu không còn dòng nào"), ""),
    DecisionKind.RECOGNITION: (
        gettext_lazy("Không còn đăng ký nào chờ công nhận"),
        gettext_lazy(
            "Đổi năm hoặc đơn vị ở thanh phía trên, hoặc bỏ bớt điều kiện tìm. Của năm đang chạy chỉ chọn được hồ sơ đang thẩm"
            " định."
        ),
    ),
    DecisionKind.COMMENDATION: (
        gettext_lazy("Không có mô hình nào để khen thưởng"),
        gettext_lazy("Chỉ khen thưởng mô hình đã được công nhận; hãy đổi năm, đơn vị hoặc bỏ bớt điều kiện tìm."),
    ),
    DecisionKind.REVOCATION: (
        gettext_lazy("Không có công nhận nào ở cấp này để thu hồi"),
        gettext_lazy("Đổi cấp, năm, đơn vị hoặc bỏ bớt điều kiện tìm."),
    ),
}
"""What is said where nothing may come into the list: a heading and what to do."""
