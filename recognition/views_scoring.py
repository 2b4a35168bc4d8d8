"""The dossiers a person appraises, and scoring one of them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.errors import DomainError, Overtaken
from models_registry.models import Registration
from models_registry.registration import NotAllowed
from models_registry.views_detail import files_of
from recognition.appraisal_waits import waits_for
from recognition.appraising import confirm_scores, dossier_of, is_settled, save_scores, why_not_score
from recognition.concluding import may_draw_up, why_not_conclude, without_minutes
from recognition.dossier_lines import (
    line_of,
    outcome_state,
    percent_in_words,
    seats_in_words,
    sum_in_words,
    verdict_in_words,
)
from recognition.forms_scoring import ScoresForm, SeenForm
from recognition.models import SelfAssessment
from recognition.results import Dossier, dossiers_of, why_hidden
from recognition.sections import section_tabs
from recognition.self_assessing import Answer, said, stored_answers, unanswered
from recognition.teams import dossiers_before, my_teams
from vietnamese.numbers import format_points

SHOWN = 300


@require_safe
def to_appraise(request: HttpRequest) -> HttpResponse:
    """By team, what is still to be scored first."""
    groups = []
    for team in my_teams(request.user):
        rows = dossiers_before(team).visible_to(request.user).select_related(
            "model", "unit__parent__parent", "organisation", "desk"
        )
        dossiers = dossiers_of(team, rows.order_by("id"))
        mine = [d for d in dossiers if _waits_for(request.user, d)]
        others = [d for d in dossiers if not _waits_for(request.user, d)]
        lines = [line_of(request.user, d) for d in (*mine, *others)[:SHOWN]]
        groups.append(
            {
                "team": team,
                "lines": lines,
                "waiting": len(mine),
                "more": max(0, len(dossiers) - SHOWN),
                "for_minutes": without_minutes(rows).exists(),
            }
        )
    context = {"groups": groups, "tabs": section_tabs(request, "appraisal"), "context_bar": None}
    return render(request, "recognition/to_appraise.html", context)


def _waits_for(user, dossier: Dossier) -> bool:
    seat = dossier.seat_of(user)
    return dossier.is_open and dossier.criteria_set is not None and seat is not None and seat.is_waited_for


@require_http_methods(["GET", "HEAD", "POST"])
def score(request: HttpRequest, pk: int) -> HttpResponse:
    """The dossier beside one's own scores; those of the others, and the conclusion, once they may be seen."""
    registration, dossier = _asked(request, pk)
    form = _form(request, dossier)
    if request.method != "POST":
        return _page(request, registration, dossier, form)
    if form is None:
        raise PermissionDenied(why_not_score(request.user, dossier) or _("Điểm của anh/chị đã chấm xong."))
    if not form.is_valid():
        return _page(request, registration, dossier, form, status=422)
    done = "done" in request.POST
    try:
        save_scores(
            by=request.user,
            registration=registration,
            answers=form.answers(),
            note=form.cleaned_data["note"],
            seen=form.seen(),
            done=done,
        )
    except Overtaken as overtaken:
        return _overtaken(request, pk, form, overtaken)
    except NotAllowed as refused:
        raise PermissionDenied(refused.sentence) from None
    except DomainError as refused:
        form.take_refusals(refused)
        return _page(request, registration, dossier, form, status=422)
    messages.success(request, _("Đã chấm xong hồ sơ này.") if done else _("Đã lưu điểm, chưa gửi."))
    return redirect("recognition:score", pk=pk)


@require_POST
def confirm_score(request: HttpRequest, pk: int) -> HttpResponse:
    """The scores given before stand for the dossier as it is now."""
    registration, _dossier = _asked(request, pk)
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        confirm_scores(by=request.user, registration=registration, seen=form.seen())
        messages.success(request, _("Đã giữ điểm cho hồ sơ sau khi thay đổi."))
    except NotAllowed as refused:
        raise PermissionDenied(refused.sentence) from None
    except DomainError as refused:
        messages.error(request, refused.sentence)
    return redirect("recognition:score", pk=pk)


@require_POST
def sum_of_scores(request: HttpRequest, pk: int) -> HttpResponse:
    """The sum of what stands in the boxes, as it is typed; nothing is kept."""
    _registration, dossier = _asked(request, pk)
    if refusal := why_not_score(request.user, dossier):
        raise PermissionDenied(refusal)
    form = _form(request, dossier)
    if form is None:
        # Asked for while the scores themselves were on their way: there is nothing left to sum.
        return HttpResponse(status=204)
    form.is_valid()
    return render(request, "recognition/_score_sum.html", {"sum": _sum(dossier, form, {})})


def _asked(request, pk: int) -> tuple[Registration, Dossier]:
    """The registration before its team. Somebody who neither sits in the team nor may see its scores is told so."""
    found = Registration.objects.visible_to(request.user)
    registration = get_object_or_404(
        found.select_related("model", "unit__parent__parent", "organisation", "desk"), pk=min(pk, 2**62)
    )
    dossier = dossier_of(registration)
    refusal = why_not_score(request.user, dossier)
    if dossier is None or (refusal and dossier.seat_of(request.user) is None and why_hidden(request.user, dossier)):
        raise PermissionDenied(refusal)
    return registration, dossier


def _form(request, dossier: Dossier) -> ScoresForm | None:
    seat = dossier.seat_of(request.user)
    if why_not_score(request.user, dossier) or is_settled(dossier, seat):
        return None
    return ScoresForm(
        request.POST if request.method == "POST" else None,
        criteria=dossier.criteria,
        answers=seat.answers,
        text_label=_("Nhận xét"),
        initial={"note": seat.sheet.note if seat.sheet else ""} | SeenForm.told(dossier.state),
    )


def _overtaken(request, pk: int, form: ScoresForm, overtaken: Overtaken) -> HttpResponse:
    """The dossier, or the criteria, changed while it was scored: what was typed stays, beside what is there now."""
    registration, dossier = _asked(request, pk)
    form = _form(request, dossier) or form
    form.is_valid()
    form.renew(dossier.state, overtaken.sentence)
    return _page(request, registration, dossier, form, status=409)


def _page(request, registration, dossier: Dossier, form, *, status: int = 200) -> HttpResponse:
    user, seat, hidden = request.user, dossier.seat_of(request.user), why_hidden(request.user, dossier)
    mine = SelfAssessment.objects.filter(registration=registration, criteria_set=dossier.criteria_set).first()
    own = stored_answers(mine) if mine and dossier.criteria_set else {}
    for c in dossier.criteria:
        answer = own.get(c.code)
        c.self_said = said(answer) if answer else ""
        c.self_text = answer.text if answer else ""
        c.most = format_points(c.max_points)
        c.must = format_points(c.floor) if c.floor else ""
    refusal = why_not_conclude(user, dossier)
    context = {
        "title": _("Thẩm định: %(code)s") % {"code": registration.model.code},
        "registration": registration,
        "dossier": dossier,
        "team": dossier.team,
        "texts": _texts(registration),
        "attachments": files_of(registration),
        "self_sum": sum_in_words(dossier.rules.items, dossier.criteria, own) if own else None,
        "form": form,
        "sum": _sum(dossier, form, seat.answers if seat else {}),
        "mine": line_of(user, dossier)["mine"],
        "is_stale": seat is not None and seat.is_stale and not seat.recused,
        "seen_form": SeenForm(initial=SeenForm.told(dossier.state), auto_id=False),
        "refusal": why_not_score(user, dossier) if seat else "",
        "my_answers": _answers(dossier, seat) if seat and seat.is_done else [],
        "my_percent": percent_in_words(dossier.percent_of(seat)) if seat and seat.is_done else "",
        "why_hidden": hidden,
        "seats": [] if hidden else seats_in_words(dossier),
        "verdict": None if hidden else verdict_in_words(dossier),
        "conclusion": dossier.conclusion if not hidden else None,
        "outcome": outcome_state(dossier.conclusion.outcome) if dossier.conclusion and not hidden else None,
        "may_conclude": not refusal,
        "may_draw_up": dossier.conclusion is not None and may_draw_up(user, dossier.team)
        and without_minutes(Registration.objects.filter(pk=registration.pk)).exists(),
        "why_not_conclude": refusal if seat and seat.member.is_head and dossier.is_open else "",
        "next": _next(user, registration) if form is None or (seat and seat.is_done) else None,
        "crumbs": _crumbs(dossier),
        "context_bar": None,
    }
    return render(request, "recognition/score.html", context, status=status)


def _next(user, registration: Registration) -> Registration | None:
    """Another dossier that waits for the person: who scores eighty does not go back to the list each time."""
    waits = waits_for(user)
    if waits is None:
        return None
    found = Registration.objects.visible_to(user).filter(waits).exclude(pk=registration.pk)
    return found.select_related("model").order_by("stage_on", "id").first()


_TEXTS = ("aims", "content", "expected_results", "results", "sustainability")


def _texts(registration: Registration) -> list[dict]:
    return [
        {"label": Registration._meta.get_field(name).verbose_name, "text": getattr(registration, name)}
        for name in _TEXTS
        if getattr(registration, name)
    ]


def _answers(dossier: Dossier, seat) -> list[dict]:
    return [
        {"criterion": c, "said": said(seat.answers[c.code]), "text": seat.answers[c.code].text}
        for c in dossier.criteria
        if c.code in seat.answers
    ]


def _sum(dossier: Dossier, form: ScoresForm | None, kept: dict[str, Answer]) -> dict | None:
    """The sum of what stands in the boxes (`kept` before anything was sent), and which of them are still empty."""
    if form is None:
        return None
    answers = form.answers() if form.is_bound else kept
    left = ", ".join(c.code for c in unanswered(dossier.criteria, answers))
    return sum_in_words(dossier.rules.items, dossier.criteria, answers) | {"left": left}


def _crumbs(dossier: Dossier) -> list[dict]:
    return [
        {"label": pgettext("mục chính", "Thẩm định"), "url": reverse("recognition:to_appraise")},
        {"label": dossier.team.name, "url": reverse("recognition:team", args=[dossier.team.pk])},
    ]
