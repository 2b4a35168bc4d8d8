"""Writing down a decision of a finished year with what it recognises, or adding to one written down before."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods

from accounts.deciding import why_not_decide
from audit.errors import DomainError
from models_registry.choices import Level
from models_registry.models import Registration
from models_registry.registration import NotAllowed
from recognition.appraisal_notes import appraisal_notes
from recognition.candidate_notes import EMPTY, NOTED_APPRAISAL
from recognition.candidates import SHOWN, candidates, chosen_registrations, read_keys
from recognition.carried_out import carried_out
from recognition.choices import DecisionKind
from recognition.forms import DecisionForm, LevelForm, deciding_units
from recognition.models import Decision
from recognition.recognising import recognise, record_decision, why_not_add
from recognition.ticking import narrowing_of, rows_to_tick
from recognition.views import require_decider
from vietnamese.numbers import format_integer

_ENTERING = require_http_methods(["GET", "HEAD", "POST"])


@_ENTERING
def create(request: HttpRequest) -> HttpResponse:
    """A new decision; with ?registration= one registration is ticked already."""
    require_decider(request)
    bar = request.context_bar
    if request.method != "POST" or "find" in request.POST:
        return _page(request, DecisionForm(initial=_beginnings(request), by=request.user, also=bar.unit))
    form = DecisionForm(request.POST, by=request.user, also=bar.unit)
    keys = read_keys(request.POST.getlist("registrations"))
    chosen = chosen_registrations(request.user, keys)
    refuse_unseen(form, keys, chosen)
    if form.is_valid():
        try:
            with transaction.atomic():
                decision = record_decision(
                    by=request.user,
                    entered_on=timezone.localdate(),
                    **{name: form.cleaned_data[name] for name in _PAPER},
                )
                _recognise(request.user, decision, chosen, form.cleaned_data["level"])
            return _done(request, decision, len(chosen))
        except NotAllowed as refused:
            # What was typed stays on the page: the day of signing may be a slip of the pen.
            form.take_refusals(refused)
            return _page(request, form, status=403)
        except DomainError as refused:
            form.take_refusals(refused)
    return _page(request, form, status=422)


@_ENTERING
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """More registrations for a decision that is written down."""
    decision = get_object_or_404(Decision.objects.visible_to(request.user).signed().select_related("unit"), pk=pk)
    refusal = why_not_decide(request.user, decision.unit, decision.signed_on) or why_not_add(decision)
    if refusal:
        raise PermissionDenied(refusal)
    if request.method != "POST" or "find" in request.POST:
        level = request.POST.get("level") or usual_level(decision.unit.tier)
        return _page(request, LevelForm(initial={"level": level}), decision=decision)
    form = LevelForm(request.POST)
    keys = read_keys(request.POST.getlist("registrations"))
    chosen = chosen_registrations(request.user, keys)
    refuse_unseen(form, keys, chosen)
    if form.is_valid() and not chosen:
        form.add_error(None, _("Hãy chọn ít nhất một mô hình."))
    if form.is_valid() and carried_out(
        form, lambda: _recognise(request.user, decision, chosen, form.cleaned_data["level"])
    ):
        return _done(request, decision, len(chosen))
    return _page(request, form, decision=decision, status=422)


def refuse_unseen(form, keys: set[int], chosen: list[Registration]) -> None:
    """Ticked, and not (or no longer) to be seen: said, and nothing written; the page comes back with the others."""
    if unseen := len(keys) - len(chosen):
        form.add_error(
            None,
            ngettext(
                "%(n)s mô hình đã chọn không có trong phạm vi của anh/chị nên đã được bỏ ra; chưa ghi gì."
                " Hãy xem lại danh sách rồi gửi lại.",
                "%(n)s mô hình đã chọn không có trong phạm vi của anh/chị nên đã được bỏ ra; chưa ghi gì."
                " Hãy xem lại danh sách rồi gửi lại.",
                unseen,
            )
            % {"n": format_integer(unseen)},
        )


_PAPER = ("number", "signed_on", "issuing_body", "signer", "unit")


def _recognise(by, decision: Decision, chosen: list[Registration], level: str) -> None:
    late = next((r for r in chosen if r.year > decision.signed_on.year), None)
    if late is not None:
        raise DomainError(
            _("%(name)s đăng ký năm %(year)s, sau ngày ký quyết định.")
            % {"name": late.model.name, "year": late.year}
        )
    if chosen:
        recognise(by=by, decision=decision, registrations=[(r, level) for r in chosen])


def _page(request, form, *, decision=None, status=200) -> HttpResponse:
    bar = request.context_bar
    asked_level = str(form["level"].value() or "")
    level = asked_level if asked_level in Level.values else Level.PROVINCE
    keys = read_keys(request.POST.getlist("registrations") or request.GET.getlist("registration"))
    narrowing, narrowed = narrowing_of(request)
    found = candidates(by=request.user, level=level, within=bar.unit, narrowed=narrowed)
    others = found.exclude(pk__in=keys)
    rows = rows_to_tick(request.user, keys, others, shown=SHOWN, notes=appraisal_notes)
    cancel = (
        reverse("recognition:decision", args=[decision.pk]) if decision else reverse("recognition:decisions")
    )
    context = {
        "title": _("Thêm mô hình vào Quyết định %(number)s") % {"number": decision.number}
        if decision
        else _("Ghi quyết định công nhận"),
        "lead": _(
            "Ghi quyết định đã ban hành rồi chọn những mô hình có trong danh sách. Quyết định của năm nay do người duyệt "
            "của đơn vị ghi; người nhập liệu ghi bù các năm đã xong."
        ),
        "crumbs": [{"label": pgettext("mục chính", "Công nhận"), "url": reverse("recognition:decisions")}],
        "cancel_url": cancel,
        "submit_label": _("Thêm vào quyết định") if decision else _("Ghi quyết định"),
        "form": form,
        "decision": decision,
        "candidates": rows,
        "noted": NOTED_APPRAISAL if any(row.note for row in rows) else "",
        "chosen_count": sum(row.is_chosen for row in rows),
        "empty": EMPTY[DecisionKind.RECOGNITION],
        "candidate_filter": narrowing,
        "candidate_label": _candidate_label(others, narrowed),
        "context_bar": None,
    }
    return render(request, "recognition/decision_form.html", context, status=status)


def _candidate_label(others, narrowed: dict) -> str:
    n = others.order_by().values_list("id")[:1001].count()
    year = narrowed.get("year")
    words = {
        "n": _("hơn 1.000") if n > 1000 else format_integer(n),
        "year": _(" năm %(year)s") % {"year": year} if year else "",
    }
    label = _("%(n)s đăng ký%(year)s chưa công nhận ở cấp này") % words
    return label + (_("; hiện %(shown)s đăng ký đầu, hãy lọc thêm") % {"shown": SHOWN} if n > SHOWN else "")


def _beginnings(request) -> dict:
    """What was typed before "Tìm" was pressed; at first the unit and level one would expect."""
    if request.method == "POST":
        return {name: request.POST.get(name, "") for name in DecisionForm.base_fields}
    unit = request.context_bar.unit
    offered = deciding_units(request.user, unit)
    first = unit if unit in offered else offered[0] if offered else None
    return {"unit": first.key, "level": usual_level(first.tier)} if first else {}


def usual_level(tier: str) -> str:
    return {"commune": Level.GRASSROOTS, "district": Level.DISTRICT}.get(tier, Level.PROVINCE)


def _done(request, decision: Decision, count: int) -> HttpResponse:
    request.session["just_decided"] = {"pk": decision.pk, "recognised": count}
    return redirect("recognition:decision", pk=decision.pk)
