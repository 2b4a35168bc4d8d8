"""A leader asks a unit about a figure; the unit answers; both stay with the figure."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scoping import SYSTEM
from audit.errors import DomainError
from audit.recording import record_change
from models_registry.secrecy import marked_secret
from resolutions.judging import judged
from resolutions.models import Assignment, Explanation
from resolutions.rights import require_asking, require_reporting
from vietnamese.folding import clean_text


@transaction.atomic
def ask_explanation(
    *, by, assignment: Assignment, question: str, on: date, due_on: date | None = None
) -> Explanation:
    """The question, with the figure and its verdict as they were on the day. The unit finds it in
    `Explanation.objects.answerable_by(user)`. Raises DomainError without words or while an earlier question at this
    figure is open, NotAllowed for whoever does not lead the unit or one above it."""
    held = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("target__document", "unit", "organisation")
        .get(pk=assignment.pk)
    )
    require_asking(by, held)
    question = _sound(question, _("Hãy ghi điều cần giải trình."), "question")
    if due_on is not None and due_on < on:
        raise DomainError(_("Hạn trả lời phải từ hôm nay trở đi."), field="due_on")
    if held.explanations.open().exists():
        raise DomainError(_("Đơn vị đang được yêu cầu giải trình số liệu này và chưa trả lời."))
    (stands,) = judged([held], viewer=by or SYSTEM, as_of=on)
    explanation = Explanation.objects.create(
        assignment=held, verdict=stands.verdict, numerator=stands.numerator, denominator=stands.denominator,
        question=question, asked_on=on, asked_by=by, due_on=due_on,
    )  # fmt: skip
    record_change(by=by, verb="ask_explanation", subject=explanation, after={"question": question})
    return explanation


@transaction.atomic
def answer(*, by, explanation: Explanation, reply: str, on: date) -> Explanation:
    """The question with the unit's answer, given once. Raises DomainError without words or where it was answered,
    NotAllowed for whoever does not report for the unit."""
    held = (
        Explanation.objects.select_for_update(of=("self",))
        .select_related("assignment__target__document", "assignment__unit", "assignment__organisation")
        .get(pk=explanation.pk)
    )
    require_reporting(by, held.assignment)
    if held.reply:
        raise DomainError(_("Yêu cầu này đã được giải trình ngày %(day)s.") % {"day": held.replied_on.strftime("%d/%m/%Y")})
    held.reply = _sound(reply, _("Hãy ghi nội dung giải trình."), "reply")
    held.replied_on, held.replied_by, held.replied_at = on, by, timezone.now()
    held.save(update_fields=["reply", "replied_on", "replied_by", "replied_at"])
    record_change(by=by, verb="answer_explanation", subject=held, after={"reply": held.reply})
    return held


def _sound(text: str, missing: str, field: str) -> str:
    text = clean_text(text)
    if not text:
        raise DomainError(missing, field=field)
    if secret := marked_secret({field: text}):
        raise secret[0]
    return text
