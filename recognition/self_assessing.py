"""What a unit says of its own model: its answers to the criteria with their evidence, saved as they come and sent with
the step of the workflow, which asks here whether they are complete."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from audit.errors import DomainError, DomainErrors, Overtaken
from audit.recording import record_change
from models_registry.choices import Stage
from models_registry.models import Registration
from models_registry.registration import edit, require_right
from models_registry.secrecy import marked_secret
from recognition.criteria import EDITED_MEANWHILE, hold_set, set_for
from recognition.models import Criterion, SelfAnswer, SelfAssessment
from vietnamese.folding import clean_text
from vietnamese.numbers import format_points


@dataclass(frozen=True)
class Answer:
    """Points, or met / not met, with its evidence or remark; None is not answered yet."""

    points: Decimal | None = None
    is_met: bool | None = None
    text: str = ""


@transaction.atomic
def save_self_assessment(
    *,
    by,
    registration: Registration,
    answers: Mapping[str, Answer],
    results: str,
    version: int,
    criteria_stamp: str,
    entered_on: date,
) -> Registration:
    """The registration with its results, and the answers by the code of the criterion, complete or not. They belong to
    the set that applies now; of a set since replaced nothing but what was written stays. Raises Overtaken where the
    dossier changed since `version` or another set, or that set as corrected, applies than the one of the stamp ("" where
    none did), NotAllowed where it is not hers, DomainError outside the time for it."""
    held = (
        Registration.objects.select_for_update(of=("self",))
        .select_related("model", "unit__parent__parent", "organisation")
        .get(pk=registration.pk)
    )
    require_right(by, held)
    if held.version != version:
        raise Overtaken(_("Hồ sơ vừa được người khác sửa; hãy xem lại trước khi lưu."), held)
    if held.stage != Stage.IMPLEMENTING:
        raise DomainError(
            _("Hồ sơ đang ở bước “%(stage)s”: tự đánh giá khi đang thực hiện.") % {"stage": held.get_stage_display()}
        )
    applying = set_for(held)
    if applying is not None:
        applying = hold_set(applying)
    if (applying.stamp if applying else "") != criteria_stamp:
        raise Overtaken(EDITED_MEANWHILE, held)
    if applying is not None:
        _keep_answers(by, held, applying, answers)
    results = clean_text(results)
    if results != held.results:
        held = edit(by=by, registration=held, version=held.version, changes={"results": results}, entered_on=entered_on)
    return held


def _keep_answers(by, registration: Registration, applying, answers: Mapping[str, Answer]) -> None:
    criteria = list(applying.criteria.all())
    refuse_marks(criteria, answers)
    mine = SelfAssessment.objects.select_for_update().filter(registration=registration).first()
    former = stored_answers(mine) if mine and mine.criteria_set_id == applying.pk else None
    given = {c.code: answers.get(c.code, Answer()) for c in criteria}
    if former == given:
        return
    if mine is None:
        mine = SelfAssessment(registration=registration, version=0)
    else:
        mine.answers.all().delete()
    mine.criteria_set, mine.saved_by = applying, by
    mine.version += 1
    mine.save()
    SelfAnswer.objects.bulk_create(
        SelfAnswer(
            self_assessment=mine,
            criterion=c,
            points=given[c.code].points,
            is_met=given[c.code].is_met,
            text=clean_text(given[c.code].text),
        )
        for c in criteria
    )
    record_change(
        by=by,
        verb="self_assess",
        subject=mine,
        before={"answers": in_lines(criteria, former)} if former else None,
        after={"answers": in_lines(criteria, given)},
    )


def stored_answers(mine: SelfAssessment) -> dict[str, Answer]:
    """The answers as they were given, by the code of the criterion."""
    rows = mine.answers.select_related("criterion")
    return {row.criterion.code: Answer(row.points, row.is_met, row.text) for row in rows}


def refuse_marks(criteria: Sequence[Criterion], answers: Mapping[str, Answer]) -> None:
    """Raises DomainErrors for points outside a criterion's range and for texts that carry a mark of secrecy; what is not
    answered is no error here. The field named is the code."""
    wrong = []
    for c in criteria:
        points = answers.get(c.code, Answer()).points
        if points is not None and not 0 <= points <= c.max_points:
            wrong.append(
                DomainError(
                    _("Mục %(code)s: điểm từ 0 đến %(most)s.") % {"code": c.code, "most": format_points(c.max_points)},
                    field=c.code,
                )
            )
    wrong += marked_secret({code: answer.text for code, answer in answers.items()})
    if wrong:
        raise DomainErrors(wrong)


def unanswered(criteria: Sequence[Criterion], answers: Mapping[str, Answer]) -> list[Criterion]:
    """The criteria without points, or without met or not met."""
    given = {c.code: answers.get(c.code, Answer()) for c in criteria}
    return [c for c in criteria if (given[c.code].is_met if c.is_met_or_not else given[c.code].points) is None]


def why_incomplete(registration: Registration) -> str:
    """What the self-assessment still lacks before it may be sent, in a sentence; "" where nothing. Where a criteria set
    applies every criterion is answered, a compulsory one with its evidence; where none does, the results are told."""
    applying = set_for(registration)
    if applying is None:
        return "" if registration.results.strip() else _("Hãy ghi kết quả đạt được trước khi gửi tự đánh giá.")
    mine = SelfAssessment.objects.filter(registration=registration).first()
    if mine is None:
        return _("Hãy tự đánh giá theo “%(set)s” trước khi gửi.") % {"set": applying.name}
    if mine.criteria_set_id != applying.pk:
        return _("“%(set)s” đã có phiên bản mới; hãy mở bản tự đánh giá, xem lại và lưu trước khi gửi.") % {
            "set": applying.name
        }
    criteria, answers = list(applying.criteria.all()), stored_answers(mine)
    if missing := unanswered(criteria, answers):
        return _("Bản tự đánh giá còn thiếu mục %(codes)s.") % {"codes": ", ".join(c.code for c in missing)}
    unproved = [c.code for c in criteria if c.is_compulsory and not answers[c.code].text]
    if unproved:
        return _("Tiêu chí bắt buộc phải ghi minh chứng: mục %(codes)s.") % {"codes": ", ".join(unproved)}
    return ""


def in_lines(criteria: Sequence[Criterion], answers: Mapping[str, Answer]) -> str:
    """Answers as the log tells them."""
    lines = []
    for c in criteria:
        answer = answers.get(c.code, Answer())
        lines.append(f"{c.code}: {said(answer)}" + (f" · {answer.text}" if answer.text else ""))
    return "; ".join(lines)


def said(answer: Answer) -> str:
    """The answer in words: "7,5", "đạt", "không đạt", "chưa trả lời"."""
    if answer.is_met is not None:
        return _("đạt") if answer.is_met else _("không đạt")
    return _("chưa trả lời") if answer.points is None else format_points(answer.points)
