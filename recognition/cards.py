"""What recognition shows on a model's page: the steps open to the person, and the steps it went."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.deciding import deciding_units, is_finished, may_decide, may_list
from models_registry.campaign_state import due_badge
from models_registry.cards import Card, declare_card
from models_registry.choices import Stage
from models_registry.models import Registration
from recognition.appraising import dossier_of, is_settled, why_not_score
from recognition.choices import DecisionKind
from recognition.criteria import rules_of
from recognition.dossier_lines import line_of, sum_in_words, verdict_in_words
from recognition.models import SelfAssessment
from recognition.queues import APPRAISE_TO, SELF_ASSESS_BY, with_days
from recognition.results import why_hidden
from recognition.revoking import why_not_revoke_by
from recognition.self_assessing import said, stored_answers
from recognition.workflow import STEPS, label_of_step, steps_open_to

_PAGES = {"self_assess": "recognition:self_assess"}
"""Steps that have a page of their own, by key."""
_AT_A_DESK = {
    Stage.SUBMITTED: gettext_lazy("Hồ sơ đã gửi, đang chờ %(unit)s tiếp nhận."),
    Stage.SELF_ASSESSED: gettext_lazy("Đã gửi tự đánh giá, đang chờ %(unit)s đưa vào thẩm định."),
}


def steps_card(user, registration) -> Card | None:
    """What may be done now, by whom it is waited for, and each step taken with both its days."""
    # The page has read them, with who took each.
    taken = sorted(registration.stage_changes.all(), key=lambda row: -row.pk)
    open_steps = steps_open_to(user, registration)
    waits = "" if open_steps else _waits_for(registration)
    if not (taken or open_steps or waits):
        return None
    context = {
        "steps": [
            {"label": step.label, "url": address_of(step, registration), "asks": bool(step.note)}
            for step in open_steps
        ],
        "taken": [
            {
                "label": label_of_step(row.step),
                "on": row.happened_on,
                "entered": row.entered_at,
                "by": row.by.display_name if row.by else "",
                "stage": row.get_to_stage_display(),
                "note": row.note,
            }
            for row in taken
        ],
        "waits": waits,
        "desk": registration.desk if registration.stage in _UNDER_WAY else None,
        "is_late": registration.is_late,
        "due": _due(registration),
    }
    return Card("recognition/_steps_card.html", context, above=True, order=10)


def _due(registration) -> dict | None:
    """The campaign's day by which the unit, or the office, has its part to do, as includes/state_badge.html prints it."""
    name = _DUE.get(registration.stage)
    if name is None or is_finished(registration.year):
        return None
    day = with_days(Registration.objects.filter(pk=registration.pk)).values_list(name, flat=True).first()
    if day is None:
        return None
    return due_badge(day, timezone.localdate()) | {"on": day, "what": _DUE_IN_WORDS[name]}


def _waits_for(registration) -> str:
    """For whoever may do nothing now: whose turn it is at the office the registration lies with; "" where it is none's."""
    if registration.desk is None or registration.stage not in _AT_A_DESK:
        return ""
    return _AT_A_DESK[registration.stage] % {"unit": registration.desk.name}


def address_of(step, registration) -> str:
    """The page on which the step is taken."""
    if step.key in _PAGES:
        return reverse(_PAGES[step.key], args=[registration.pk])
    return reverse("recognition:step", args=[registration.pk, step.key])


def self_assessment_card(user, registration) -> Card | None:
    """What the unit answered to the criteria, once it was sent, for whoever sees the registration."""
    if registration.stage not in _ASSESSED:
        return None
    mine = SelfAssessment.objects.filter(registration=registration).select_related("criteria_set").first()
    if mine is None:
        return None
    answers, criteria = stored_answers(mine), list(mine.criteria_set.criteria.all())
    rows = [
        {"criterion": c, "said": said(answers[c.code]), "text": answers[c.code].text} for c in criteria if c.code in answers
    ]
    total = sum_in_words(rules_of(mine.criteria_set, criteria).items, criteria, answers)
    context = {"set": mine.criteria_set, "rows": rows, "total": total}
    return Card("recognition/_self_assessment_card.html", context, order=20)


def appraisal_card(user, registration) -> Card | None:
    """How far the appraisal is, for those it is shown to: the team, the approver; to everybody once it is over what was
    concluded, and never whose scores."""
    if registration.stage not in _APPRAISED:
        return None
    dossier = dossier_of(registration)
    if dossier is None:
        return None
    hidden, seat = why_hidden(user, dossier), dossier.seat_of(user)
    over = not dossier.is_open and dossier.conclusion is not None
    if hidden and seat is None and not over:
        return None
    context = {
        "team": dossier.team,
        "line": line_of(user, dossier, None),
        "conclusion": dossier.conclusion if over or not hidden else None,
        "verdict": None if hidden else verdict_in_words(dossier),
        "is_stale": not hidden and dossier.is_conclusion_stale,
        "may_score": seat is not None and not why_not_score(user, dossier) and not is_settled(dossier, seat),
        "may_open": seat is not None or not hidden,
    }
    return Card("recognition/_appraisal_card.html", context, order=10)


def decided_card(user, registration) -> Card | None:
    """The awards of its people, and the way to a decision that revokes what stands, for whoever records such decisions."""
    awards = list(registration.awards.standing().select_related("decision").order_by("granted_on", "id"))
    revocable = []
    if registration.recognised_level and may_decide(user) and may_list(user, registration):
        begin = reverse("recognition:begin", args=[DecisionKind.REVOCATION])
        standing = registration.recognitions.standing().select_related("decision__unit").order_by("recognised_on", "id")
        revocable = [
            {
                "label": row.get_level_display(),
                "url": f"{begin}?{urlencode({'registration': registration.pk, 'level': row.level})}",
            }
            for row in standing
            if _may_revoke(user, row)
        ]
    if not awards and not revocable:
        return None
    return Card("recognition/_decided_card.html", {"awards": awards, "revocable": revocable}, order=20)


def _may_revoke(user, row) -> bool:
    """Whether some office whose decisions the person records revokes what was recognised."""
    return user.is_superuser or any(not why_not_revoke_by(unit, row) for unit in deciding_units(user))


_APPRAISED = frozenset({Stage.UNDER_APPRAISAL, Stage.RECOGNISED, Stage.NOT_MET, Stage.REVOKED})
_ASSESSED = _APPRAISED | {Stage.SELF_ASSESSED}
_DUE = {
    Stage.ACCEPTED: SELF_ASSESS_BY, Stage.IMPLEMENTING: SELF_ASSESS_BY,
    Stage.SELF_ASSESSED: APPRAISE_TO, Stage.UNDER_APPRAISAL: APPRAISE_TO,
}  # fmt: skip
_DUE_IN_WORDS = {SELF_ASSESS_BY: gettext_lazy("Hạn tự đánh giá"), APPRAISE_TO: gettext_lazy("Thẩm định đến ngày")}
_UNDER_WAY = frozenset(source for step in STEPS.values() for source in step.sources)
"""Stages in which the registration lies with somebody who is still to do something."""

declare_card(steps_card)
declare_card(self_assessment_card)
declare_card(appraisal_card)
declare_card(decided_card)
