"""One figure of one unit: what was asked, its reports, and the questions of leaders with their answers."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from models_registry.page_links import page_links, page_number
from resolutions.choices import AssignmentState
from resolutions.deed_pages import deed_page, refused_in_words
from resolutions.explaining import answer, ask_explanation
from resolutions.figures import Figure
from resolutions.forms_reports import QuestionForm, ReplyForm
from resolutions.judging import judged, versions_of
from resolutions.models import Explanation, InheritanceNotice, ReportingPeriod
from resolutions.owing import owed_by
from resolutions.rights import may_ask, may_keep, may_report, require_asking
from resolutions.seen import crumbs_of, page_of, seen_assignment, seen_explanation
from resolutions.views_reports import period_line
from resolutions.views_targets import figure_line
from resolutions.wording import verdict_badge
from rollups.measures import catalogue
from vietnamese.numbers import format_integer

PAGE_SIZE = 50
_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def figure(request: HttpRequest, pk: int) -> HttpResponse:
    held = seen_assignment(request.user, pk)
    today = timezone.localdate()
    (line,) = judged([held], viewer=request.user, as_of=today)
    periods = ReportingPeriod.objects.visible_to(request.user).open_to(held.unit).in_year(held.year).order_by("ends_on", "starts_on", "id")
    asked = held.explanations.select_related("asked_by", "replied_by").order_by("-id")
    told = [explanation_line(request.user, one) for one in asked]
    passed = InheritanceNotice.objects.filter(predecessor=held).select_related("successor__unit")
    came = InheritanceNotice.objects.filter(successor=held).select_related("predecessor__unit")
    owed = owed_by([held], periods, viewer=request.user, today=today)[held.pk]
    context = figure_line(request.user, line) | {
        "version": line.version,
        "measure_label": catalogue()[line.version.measure].label if line.version.measure else "",
        "crumbs": crumbs_of(held.target.document, held.target),
        "periods": [period_line(request.user, one, line.version) for one in owed],
        "explanations": told,
        "may_ask": may_ask(request.user, held) and not any(one["open"] for one in told),
        "may_stop": held.state == AssignmentState.GIVEN and may_keep(request.user, held.target.document),
        "stands": held.state == AssignmentState.GIVEN,
        "passed_on": list(passed),
        "inherited": list(came),
        "print_head": None,
        "context_bar": None,
    }
    return render(request, "resolutions/figure.html", context)


@_methods
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    held = seen_assignment(request.user, pk)
    with refused_in_words():
        require_asking(request.user, held)
    (line,) = judged([held], viewer=request.user, as_of=timezone.localdate())
    return deed_page(
        request,
        QuestionForm(request.POST or None),
        lambda **told: ask_explanation(by=request.user, assignment=held, on=timezone.localdate(), **told),
        title=_("Yêu cầu giải trình"),
        button=_("Gửi yêu cầu"),
        said=_("Đã gửi yêu cầu giải trình; đơn vị được báo ở mục việc chờ."),
        back=page_of(held),
        lead=f"{held.target.text} · {held.place} · {held.year}: {line.figure_text or line.verdict.label}",
        crumbs=crumbs_of(held.target.document, held.target, held),
    )


@_methods
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """The question, and its answer: written here by the unit, once."""
    held = seen_explanation(request.user, pk)
    writes = may_report(request.user, held.assignment)
    if request.method == "POST" and not writes:
        raise PermissionDenied(
            _("Giải trình của %(place)s là việc của người nhập liệu nơi ấy.") % {"place": held.assignment.place}
        )
    about = held.assignment
    return deed_page(
        request,
        ReplyForm(request.POST or None),
        lambda reply: answer(by=request.user, explanation=held, reply=reply, on=timezone.localdate()),
        template="resolutions/explain.html",
        title=_("Giải trình số liệu"),
        button=_("Gửi giải trình"),
        said=_("Đã gửi giải trình; người hỏi đọc được ngay ở số liệu này."),
        back=page_of(about),
        lead=f"{about.target.text} · {about.place} · {about.year}",
        crumbs=crumbs_of(about.target.document, about.target, about),
        line=explanation_line(request.user, held),
        writes=writes and not held.reply,
    )


@require_safe
def explanations(request: HttpRequest) -> HttpResponse:
    """Questions at figures the person sees: those that wait for her unit first, then open, then answered."""
    seen = Explanation.objects.visible_to(request.user)
    lists = {
        "mine": (_("Chờ đơn vị tôi giải trình"), Explanation.objects.answerable_by_own_unit(request.user)),
        "asked": (_("Tôi đã hỏi"), seen.filter(asked_by=request.user)),
        "open": (_("Chưa giải trình"), seen.open()),
        "answered": (_("Đã giải trình"), seen.answered()),
    }
    state = request.GET.get("state", "")
    state = state if state in lists else "mine" if lists["mine"][1].exists() else "open"
    found = lists[state][1]
    counted = found.order_by().count()
    page, last = page_number(request.GET), max(1, -(-counted // PAGE_SIZE))
    if page > last:
        raise Http404
    start = (page - 1) * PAGE_SIZE
    held = found.select_related("assignment__unit", "assignment__organisation", "asked_by", "replied_by").order_by("-id")
    shown = list(held[start : start + PAGE_SIZE])
    versions = versions_of([e.assignment for e in shown])
    context = {
        "title": _("Giải trình số liệu"),
        "crumbs": crumbs_of(),
        "lines": [explanation_line(request.user, one) | {"text": versions[one.assignment_id].text} for one in shown],
        "count_label": ngettext("%(n)s yêu cầu giải trình", "%(n)s yêu cầu giải trình", counted)
        % {"n": format_integer(counted)},
        "tabs": [{"label": label, "url": f"{request.path}?state={key}", "here": key == state} for key, (label, _rows) in lists.items()],
        "pages": page_links(page, last, lambda n: f"{request.path}?state={state}&page={n}") | {"label": ""},
        "context_bar": None,
    }  # fmt: skip
    return render(request, "resolutions/explanations.html", context)


def explanation_line(user, held: Explanation) -> dict:
    """A question with the figure as it was when it was asked, and the answer where there is one."""
    figure = "" if held.numerator is None else str(Figure(held.numerator, held.denominator))
    return {
        "held": held,
        "figure": figure,
        "state": verdict_badge(held.verdict) if held.verdict else None,
        "open": not held.reply,
        "overdue": not held.reply and held.due_on is not None and held.due_on < timezone.localdate(),
        "may_answer": not held.reply and may_report(user, held.assignment),
    }
