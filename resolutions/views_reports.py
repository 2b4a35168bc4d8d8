"""What a unit owes, and its reports: written, sent, accepted, returned, opened again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.scoping import seen_by
from audit.telling import story_of
from audit.versioned_form import VersionedForm
from models_registry.attachments import size_label
from models_registry.page_links import page_links, page_number
from resolutions.accepting import accept, accept_many, reopen, return_
from resolutions.attaching import attach_evidence
from resolutions.choices import WRITABLE, Answer, Stage
from resolutions.deed_pages import deed_page, refused_in_words
from resolutions.figures import number_text
from resolutions.forms_reports import ReasonForm, ReportForm
from resolutions.judging import judged, versions_of
from resolutions.last_period import OfPredecessors, last_sent, of_predecessors, sent_before
from resolutions.models import Assignment, ProgressReport, ReportingPeriod
from resolutions.owing import owed_by, own_work
from resolutions.places import place_of
from resolutions.reporting import save_draft, submit
from resolutions.rights import may_report, require_accepting, require_reporting, why_not_accept
from resolutions.seen import crumbs_of, page_of, seen_assignment, seen_report
from resolutions.views_targets import figure_line
from resolutions.wording import figure_words, owed_badge, stage_badge, value_words
from vietnamese.numbers import format_integer

PAGE_SIZE, SHOWN = 50, 200
_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def owed(request: HttpRequest) -> HttpResponse:
    """The targets of the unit of the context bar in its year, each with its periods: what the unit owes. A person who
    reports for one organisation sees that organisation's. With `mine`, what waits for the person, whatever unit or year."""
    place, mine = place_of(request), request.GET.get("mine", "")
    mine = mine if mine in ("owed", "returned") and not request.user.is_superuser else ""
    everywhere = place.within is None and seen_by(request.user).is_everything
    found = Assignment.objects.visible_to(request.user).given().in_year(place.year)
    found = found.none() if everywhere else found if place.within is None else found.filter(unit=place.within)
    if mine:
        found = own_work(request.user, place.today, mine)
    held = list(found.in_list_order().select_related("target__document", "unit__parent__parent", "organisation")[:SHOWN])
    others = [] if held or mine or everywhere else _years_of(request.user, place)
    years = {a.year for a in held} | {place.year}
    periods = ReportingPeriod.objects.visible_to(request.user).filter(ends_on__year__in=years)
    periods = list(periods.order_by("ends_on", "starts_on", "id"))
    lines = owed_by(held, periods, viewer=request.user, today=place.today)
    rows = [
        figure_line(request.user, one) | {"periods": [period_line(request.user, o, one.version) for o in lines[one.assignment.pk]]}
        for one in judged(held, viewer=request.user, as_of=place.today)
    ]
    due = [o for a in held for o in lines[a.pk] if o.is_open and not _measured(rows, a)]
    context = {
        "title": _("Chỉ tiêu của đơn vị"),
        "lead": _("Chỉ tiêu chờ anh/chị báo cáo, ở mọi nơi và mọi năm")
        if mine
        else f"{request.context_bar.unit_name} · {_('Năm %(year)s') % {'year': place.year}}",
        "mine": bool(mine),
        "cut": len(held) == SHOWN,
        "crumbs": crumbs_of(),
        "rows": rows,
        "periods": periods,
        "chosen": not everywhere,
        "action": {"url": place.link("resolutions:owed", year=others[-1]), "label": _("Xem năm %(year)s") % {"year": others[-1]}}
        if others
        else None,
        "workbook_url": place.link("intake:targets") if any(may_report(request.user, a) for a in held) else "",
        "owed_label": ngettext("Còn %(n)s báo cáo phải gửi", "Còn %(n)s báo cáo phải gửi", len(due))
        % {"n": format_integer(len(due))},
        "overdue": len([o for o in due if o.is_overdue]),
        "owed": len(due),
    }
    return render(request, "resolutions/owed.html", context)


@_methods
def write_report(request: HttpRequest, pk: int, period: int) -> HttpResponse:
    held = seen_assignment(request.user, pk)
    asked = get_object_or_404(ReportingPeriod.objects.visible_to(request.user).open_to(held.unit), pk=period)
    version = held.target.version_in(held.year)
    with refused_in_words():
        require_reporting(request.user, held)
    if version.measure or asked.ends_on.year != held.year:
        raise Http404
    report = held.reports.filter(period=asked).first()
    if report is not None and report.stage not in WRITABLE and request.method != "POST":
        raise PermissionDenied(_("Báo cáo đã gửi hoặc đã duyệt thì không sửa ở đây; muốn sửa hãy đề nghị trả lại."))
    before = None if report else last_sent([held], asked.ends_on).get(held.pk)
    parts = None if report or before else of_predecessors([held], asked.ends_on, viewer=request.user).get(held.pk)
    initial = _of_parts(parts, version) if parts else _initial(report or before, version, report)
    form = ReportForm(request.POST or None, request.FILES or None, version=version, initial=initial)

    @transaction.atomic
    def deed(version, contents, evidence):
        told = {"by": request.user, "assignment": held, "period": asked, "on": timezone.localdate()}
        if evidence or request.POST.get("deed") != "submit":
            written = save_draft(contents=contents, version=version, **told)
            for upload in evidence:
                attach_evidence(by=request.user, report=written, upload=upload)
            if request.POST.get("deed") != "submit":
                return written
            return submit(version=written.version, **told)
        return submit(contents=contents, version=version, **told)

    sent = request.POST.get("deed") == "submit"
    return deed_page(
        request,
        form,
        deed,
        template="resolutions/report_form.html",
        title=_("Báo cáo chỉ tiêu: %(period)s") % {"period": asked.name},
        button=_("Gửi báo cáo"),
        said=_("Đã gửi báo cáo; báo cáo chờ đơn vị giao chỉ tiêu duyệt.") if sent else _("Đã lưu nháp báo cáo."),
        back=page_of(held),
        lead=held.target.text,
        crumbs=crumbs_of(held.target.document, held.target, held),
        assignment=held,
        asked=value_words(version, held.value),
        period=asked,
        report=report,
        before=before and {"period": before.period, "figure": figure_words(before, version)},
        parts=parts and _told_of_parts(parts, version),
        overdue=timezone.localdate() > asked.cut_off,
    )


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A report as it was sent, its steps, and what the office that gave the target may answer."""
    held = seen_report(request.user, pk)
    version = held.assignment.target.version_in(held.assignment.year)
    refusal = why_not_accept(request.user, held)
    context = {
        "report": held,
        "state": stage_badge(held.stage),
        "figure": figure_words(held, version),
        "asked": value_words(version, held.assignment.value),
        "crumbs": crumbs_of(held.assignment.target.document, held.assignment.target, held.assignment),
        "may_accept": not refusal and held.stage == Stage.SUBMITTED,
        "may_reopen": not refusal and held.stage == Stage.ACCEPTED,
        "may_write": held.stage in WRITABLE and may_report(request.user, held.assignment),
        "refusal": refusal if held.stage == Stage.SUBMITTED and not may_report(request.user, held.assignment) else "",
        "changes": [
            {"change": c, "state": stage_badge(c.stage), "figure": figure_words(c, version)}
            for c in held.changes.select_related("by").order_by("-id")
        ],
        "evidence": [{"paper": paper, "size": size_label(paper.size)} for paper in held.evidence.all()],
        "events": story_of(held),
        "print_head": None,
        "context_bar": None,
    }
    return render(request, "resolutions/report.html", context)


@_methods
def accept_report(request: HttpRequest, pk: int) -> HttpResponse:
    return _answered(
        request, pk, accept, VersionedForm, _("Duyệt báo cáo"), _("Duyệt"), _("Đã duyệt báo cáo; số liệu được tính từ bây giờ."),
    )  # fmt: skip


@require_POST
def accept_chosen(request: HttpRequest) -> HttpResponse:
    """Every report that is ticked, each as it was read; what cannot be accepted any more is told by name, and a report out of
    the person's sight stops the whole of it."""
    chosen = dict(filter(None, map(_chosen, request.POST.getlist("reports"))))
    refusal = ""
    if not chosen:
        refusal = _("Hãy chọn ít nhất một báo cáo.")
    elif len(chosen) > PAGE_SIZE:
        refusal = _("Mỗi lần duyệt nhiều nhất %(n)s báo cáo.") % {"n": PAGE_SIZE}
    elif ProgressReport.objects.visible_to(request.user).filter(pk__in=chosen).count() != len(chosen):
        refusal = _("Có báo cáo đã chọn nằm ngoài phạm vi của anh/chị; chưa duyệt báo cáo nào.")
    if refusal:
        return _to_accept(request, refusal=refusal, chosen=chosen, status=422)
    outcomes = accept_many(by=request.user, versions=chosen, on=timezone.localdate())
    told = [f"{one.report.assignment.place}: {one.refusal}" for one in outcomes if one.refusal]
    done = len(outcomes) - len(told)
    if not done:
        return _to_accept(request, refusal=" ".join(told), chosen=chosen, status=422)
    messages.success(request, ngettext("Đã duyệt %(n)s báo cáo.", "Đã duyệt %(n)s báo cáo.", done) % {"n": done})
    for sentence in told:
        messages.warning(request, sentence)
    return redirect("resolutions:to_accept")


@_methods
def return_report(request: HttpRequest, pk: int) -> HttpResponse:
    return _answered(request, pk, return_, ReasonForm, _("Trả lại báo cáo"), _("Trả lại"), _("Đã trả lại báo cáo kèm lý do."))


@_methods
def reopen_report(request: HttpRequest, pk: int) -> HttpResponse:
    return _answered(
        request, pk, reopen, ReasonForm, _("Mở lại báo cáo đã duyệt"), _("Mở lại"),
        _("Đã mở lại báo cáo; số liệu này không tính cho đến khi được duyệt lại."),
    )  # fmt: skip


@require_safe
def to_accept(request: HttpRequest) -> HttpResponse:
    """Reports that wait for the person's answer, those waiting longest first."""
    return _to_accept(request)


def _to_accept(request: HttpRequest, *, refusal: str = "", chosen=(), status: int = 200) -> HttpResponse:
    found = ProgressReport.objects.acceptable_by(request.user)
    counted = found.order_by().count()
    page, last = page_number(request.GET), max(1, -(-counted // PAGE_SIZE))
    if page > last:
        raise Http404
    start = (page - 1) * PAGE_SIZE
    held = found.select_related("period", "assignment__unit", "assignment__organisation", "submitted_by")
    shown = list(held.order_by("submitted_on", "id")[start : start + PAGE_SIZE])
    versions, before = versions_of([r.assignment for r in shown]), sent_before(shown)
    context = {
        "title": _("Báo cáo chờ duyệt"),
        "crumbs": crumbs_of(),
        "refusal": refusal,
        "lines": [
            {"report": r, "figure": figure_words(r, version), "text": version.text, "chosen": r.pk in chosen,
             "asked": value_words(version, r.assignment.value),
             "before": figure_words(before[r.pk], version) if r.pk in before else ""}
            for r in shown if (version := versions[r.assignment_id])
        ],
        "count_label": ngettext("%(n)s báo cáo chờ duyệt", "%(n)s báo cáo chờ duyệt", counted)
        % {"n": format_integer(counted)},
        "pages": page_links(page, last, lambda n: f"{request.path}?page={n}") | {"label": ""},
        "context_bar": None,
    }  # fmt: skip
    return render(request, "resolutions/to_accept.html", context, status=status)


def _chosen(text: str) -> tuple[int, int] | None:
    """The number of a ticked report and the version of it that was read."""
    pk, _colon, version = text.partition(":")
    known = all(part.isascii() and part.isdigit() and len(part) < 10 for part in (pk, version))
    return (int(pk), int(version)) if known else None


def _answered(request, pk: int, deed, form, title: str, button: str, said: str) -> HttpResponse:
    held = seen_report(request.user, pk)
    with refused_in_words():
        require_accepting(request.user, held)
    version = held.assignment.target.version_in(held.assignment.year)
    return deed_page(
        request,
        form(request.POST or None, initial={"version": held.version}),
        lambda **told: deed(by=request.user, report=held, on=timezone.localdate(), **told),
        title=title,
        button=button,
        said=said,
        back=page_of(held),
        lead=f"{version.text} · {held.assignment.place} · {held.period.name}: {figure_words(held, version)}",
        crumbs=crumbs_of(held.assignment.target.document, held.assignment.target, held.assignment),
    )


def period_line(user, owed, version) -> dict:
    """One period of one target: the report's state, or that there is none, and the way to it."""
    report = owed.report
    writes = owed.is_open and may_report(user, owed.assignment)
    to_write = reverse("resolutions:write_report", args=[owed.assignment.pk, owed.period.pk])
    return {
        "period": owed.period,
        "state": stage_badge(report.stage) if report else owed_badge(is_overdue=owed.is_overdue),
        "figure": figure_words(report, version) if report else "",
        "late": bool(report and report.is_late),
        "reason": report.return_reason if report and report.stage == Stage.RETURNED else "",
        "url": to_write if writes else page_of(report) if report else "",
        "writes": writes,
    }


def _years_of(user, place) -> list[int]:
    """The years for which the unit looked at was given anything."""
    found = Assignment.objects.visible_to(user).given()
    return (found if place.within is None else found.filter(unit=place.within)).years()


def _measured(rows: list[dict], assignment: Assignment) -> bool:
    return any(row["measured"] for row in rows if row["assignment"].pk == assignment.pk)


def _of_parts(parts: OfPredecessors, version) -> dict:
    """What stands in the boxes of a unit made by a merger: the figures added, where they can be; of a unit that only took the
    place of another its words too."""
    if parts.figure is None:
        return {"version": 0}
    if len(parts.reports) == 1:
        return _initial(parts.reports[0], version, None)
    below = number_text(parts.figure.denominator) if version.is_share else ""
    return {"version": 0, "answer": Answer.FIGURE, "figure": number_text(parts.figure.numerator), "below": below}


def _told_of_parts(parts: OfPredecessors, version) -> str:
    told = "; ".join(f"{r.assignment.unit.name} ({r.period.name}): {figure_words(r, version)}" for r in parts.reports)
    if parts.figure is None:
        sentence = _("Kỳ trước các đơn vị hợp thành đã báo cáo: %(told)s. Các số này không cộng được với nhau; hãy ghi số của kỳ này.")
        return sentence % {"told": told}
    if len(parts.reports) == 1:
        return _("Đã điền sẵn theo kỳ trước của đơn vị cũ: %(told)s. Hãy sửa lại cho kỳ này.") % {"told": told}
    return _("Đã điền sẵn tổng số liệu kỳ trước của các đơn vị hợp thành: %(told)s. Hãy sửa lại cho kỳ này.") % {"told": told}


def _initial(last: ProgressReport | None, version, report: ProgressReport | None) -> dict:
    """What stands in the boxes: the report there is, else the figure and words of the last period."""
    if last is None:
        return {"version": 0}
    told = {"version": report.version if report else 0, "narrative": last.narrative, "obstacles": last.obstacles}
    if report:
        told["figures_on"] = report.figures_on
    if last.answer == Answer.FIGURE and version.is_done_or_not:
        return told | {"answer": str(int(last.numerator))}
    if last.answer == Answer.FIGURE:
        below = "" if last.denominator is None or not version.is_share else number_text(last.denominator)
        return told | {"answer": last.answer, "figure": number_text(last.numerator), "below": below}
    return told | {"answer": last.answer}
