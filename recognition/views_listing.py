"""The list of a draft: candidates ticked and put in, a line described, lines taken out."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from audit.errors import DomainError
from models_registry.choices import Level
from recognition.candidate_notes import EMPTY, notes_for
from recognition.candidates import SHOWN, candidates_for, chosen_registrations, read_keys
from recognition.carried_out import carried_out
from recognition.choices import DecisionKind, LineChange
from recognition.forms_drafting import LineForm
from recognition.listing import add_lines, edit_line, remove_lines
from recognition.models import DecisionLine
from recognition.ticking import narrowing_of, rows_to_tick
from recognition.views_deciding import refuse_unseen, usual_level
from recognition.views_drafting import crumbs, draft_for
from vietnamese.numbers import format_integer

_ENTERING = require_http_methods(["GET", "HEAD", "POST"])


@_ENTERING
def list_more(request: HttpRequest, pk: int, change: str = LineChange.ADD) -> HttpResponse:
    """Candidates for the list of the draft, ticked and put in; of an amendment also what it takes off."""
    draft = draft_for(request, pk)
    if draft.kind == DecisionKind.ANNULMENT or (change == LineChange.REMOVE and draft.kind != DecisionKind.AMENDMENT):
        raise PermissionDenied(_("Dự thảo này không có danh sách như vậy."))
    usual = {"level": usual_level(draft.unit.tier), "form": "giay_khen"}
    if request.method != "POST" or "find" in request.POST:
        asked = {name: request.POST.get(name, usual.get(name, "")) for name in LineForm.base_fields}
        return _page(request, draft, change, LineForm(initial=asked, does=draft.does))
    form = LineForm(request.POST, does=draft.does)
    keys = read_keys(request.POST.getlist("registrations"))
    chosen = chosen_registrations(request.user, keys)
    refuse_unseen(form, keys, chosen)
    if form.is_valid() and not chosen:
        form.add_error(None, _("Hãy chọn ít nhất một mô hình."))
    told = {"by": request.user, "decision": draft, "registrations": chosen, "change": change}
    if form.is_valid() and carried_out(form, lambda: add_lines(**told, **form.cleaned_data)):
        return redirect("recognition:decision", pk=pk)
    return _page(request, draft, change, form, status=422)


@_ENTERING
def take_off(request: HttpRequest, pk: int) -> HttpResponse:
    """What an amendment takes off the first decision's list."""
    return list_more(request, pk, change=LineChange.REMOVE)


@_ENTERING
def line(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """One line of the list of the draft."""
    draft = draft_for(request, pk)
    seen = DecisionLine.objects.visible_to(request.user).filter(decision=draft)
    row = get_object_or_404(seen.select_related("decision", "registration__model", "registration__unit"), pk=line)
    form, status = LineForm(request.POST or None, does=draft.does, of=row), 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and carried_out(form, lambda: edit_line(by=request.user, line=row, **form.cleaned_data)):
            return redirect("recognition:decision", pk=pk)
    context = {
        "title": _("Sửa dòng trong danh sách"),
        "line": row,
        "form": form,
        "crumbs": crumbs(draft),
        "cancel_url": reverse("recognition:decision", args=[pk]),
        "context_bar": None,
    }
    return render(request, "recognition/line_form.html", context, status=status)


@require_http_methods(["POST"])
def unlist(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the ticked lines out of the draft."""
    draft = draft_for(request, pk)
    seen = DecisionLine.objects.visible_to(request.user).filter(decision=draft)
    ticked = seen.filter(pk__in=read_keys(request.POST.getlist("lines")))
    try:
        remove_lines(by=request.user, decision=draft, lines=list(ticked.values_list("pk", flat=True)))
    except DomainError as refused:
        raise PermissionDenied(refused.sentence) from None
    return redirect("recognition:decision", pk=pk)


def _page(request, draft, change: str, form, status=200) -> HttpResponse:
    bar = request.context_bar
    asked = str(form["level"].value() or "") if "level" in form.fields else ""
    level = asked if asked in Level.values else ""
    keys = read_keys(request.POST.getlist("registrations"))
    narrowing, narrowed = narrowing_of(request)
    removing = change == LineChange.REMOVE
    if removing:
        narrowed = {}
    found = candidates_for(
        draft, by=request.user, level=level, removing=removing, within=None if removing else bar.unit, narrowed=narrowed
    )
    others = found.exclude(pk__in=keys)
    noted, notes = notes_for(draft.does)
    rows = rows_to_tick(request.user, keys, others, shown=SHOWN, notes=notes)
    n = others.order_by().values_list("id")[:1001].count()
    label = ngettext("%(n)s đăng ký để chọn", "%(n)s đăng ký để chọn", n) % {"n": _("hơn 1.000") if n > 1000 else format_integer(n)}
    if n > SHOWN:
        label = _("%(n)s đăng ký để chọn; hiện %(shown)s đăng ký đầu, hãy lọc thêm") % {
            "n": _("hơn 1.000") if n > 1000 else format_integer(n),
            "shown": SHOWN,
        }
    context = {
        "title": _("Đưa ra khỏi danh sách") if removing else _("Thêm vào danh sách"),
        "lead": str(draft),
        "crumbs": crumbs(draft),
        "cancel_url": reverse("recognition:decision", args=[draft.pk]),
        "submit_label": _("Đưa vào dự thảo"),
        "form": form,
        "paper_title": _("Nội dung cho các mô hình được chọn"),
        "list_title": _("Chọn mô hình"),
        "decision": draft,
        "candidates": rows,
        "noted": noted if any(row.note for row in rows) else "",
        "chosen_count": sum(row.is_chosen for row in rows),
        "empty": EMPTY[LineChange.REMOVE if removing else DecisionKind(draft.does)],
        "candidate_filter": None if removing else narrowing,
        "candidate_label": label,
        "context_bar": None,
    }
    return render(request, "recognition/decision_form.html", context, status=status)
