"""Drafts of decisions: begun, written, signed, dropped."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods

from accounts.deciding import may_follow, taken_over_by, why_not_decide
from audit.errors import DomainError, Overtaken
from models_registry.models import Registration
from models_registry.registration import NotAllowed
from recognition.candidates import beginning, read_keys
from recognition.choices import DecisionKind
from recognition.drafting import EDITED, discard_draft, draft_decision, edit_draft
from recognition.forms import deciding_units, unit_choices
from recognition.forms_drafting import DraftForm, SignForm, beginnings
from recognition.listing import add_lines
from recognition.models import Decision
from recognition.papers.decision_paper import number_of
from recognition.papers.issuing import issuer_of_decision
from recognition.signing import require_first, sign
from recognition.views import require_decider
from units.models import Unit
from vietnamese.dates import format_date
from vietnamese.numbers import format_integer

_ENTERING = require_http_methods(["GET", "HEAD", "POST"])


@_ENTERING
def begin(request: HttpRequest, kind: str) -> HttpResponse:
    """A new draft of the kind; ?of= names the decision that is amended or annulled, each ?registration= one that the list
    begins with, revoked at the ?level= given."""
    require_decider(request)
    if kind not in DecisionKind.values:
        raise Http404
    first = _first(request, kind)
    bar, level = request.context_bar, request.GET.get("level", "")
    keys = read_keys(request.GET.getlist("registration"))
    listed = beginning(request.user, keys, kind=kind, level=level) if keys else []
    left = len(keys) - len(listed)
    given = {"by": request.user, "kind": kind, "first": first, "begins_with": listed}
    if request.method != "POST":
        years = {r.year for r in listed} or {bar.year_from, bar.year_to}
        unit, day = _usual_unit(request, listed), _about_when(max(years))
        if first is not None:
            unit, day = _following(request.user, first, day)
        initial = beginnings(kind, unit, first=first, what=years_in_words(years), day=day)
        return _page(request, DraftForm(initial=initial, also=bar.unit, **given), kind, first, left=left)
    form = DraftForm(request.POST, also=first.unit if first else bar.unit, **given)
    if form.is_valid():
        try:
            with transaction.atomic():
                draft = draft_decision(
                    by=request.user,
                    kind=kind,
                    unit=form.cleaned_data["unit"],
                    amends=first,
                    corrections=form.corrections(),
                    **form.texts(),
                )
                _list_at_once(request.user, draft, form.listed(), level)
            return redirect("recognition:decision", pk=draft.pk)
        except NotAllowed as refused:
            raise PermissionDenied(refused.sentence) from None
        except DomainError as refused:
            form.take_refusals(refused)
    return _page(request, form, kind, first, left=left, status=422)


@_ENTERING
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of a draft."""
    draft = draft_for(request, pk)
    given = {"by": request.user, "kind": draft.kind, "of": draft, "first": draft.amends}
    if request.method != "POST":
        initial = {name: getattr(draft, name) for name in EDITED}
        initial |= {f"new_{name}": pair[1] for name, pair in draft.corrections.items()}
        return _page(request, DraftForm(initial=initial, **given), draft.kind, draft.amends, draft=draft)
    form = DraftForm(request.POST, **given)
    if form.is_valid():
        try:
            edit_draft(by=request.user, decision=draft, corrections=form.corrections(), **form.texts())
            return redirect("recognition:decision", pk=pk)
        except NotAllowed as refused:
            raise PermissionDenied(refused.sentence) from None
        except DomainError as refused:
            form.take_refusals(refused)
    return _page(request, form, draft.kind, draft.amends, draft=draft, status=422)


@_ENTERING
def sign_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The signature: number, day and signer, and then all that the draft says is done."""
    draft = draft_for(request, pk)
    today = timezone.localdate()
    issuer = issuer_of_decision(draft, today)
    initial = {
        "number": number_of(draft, issuer).strip(),
        "signed_on": today,
        "issuing_body": draft.issuing_body,
        "signer": draft.signer,
        "version": draft.version,
    }
    form, status = SignForm(request.POST or None, initial=initial, unit=draft.unit, today=today), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                sign(by=request.user, decision=draft, entered_on=today, **form.cleaned_data)
                request.session["just_decided"] = {"pk": pk, "signed": True}
                return redirect("recognition:decision", pk=pk)
            except Overtaken as overtaken:
                form.renew(overtaken)
                status = 409
            except NotAllowed as refused:
                form.take_refusals(refused)
                status = 403
            except DomainError as refused:
                form.take_refusals(refused)
    context = {
        "title": _("Ký quyết định"),
        "lead": draft.about,
        "draft": draft,
        "form": form,
        "lines": draft.lines.count(),
        "cancel_url": reverse("recognition:decision", args=[pk]),
        "crumbs": crumbs(draft),
        "context_bar": None,
    }
    return render(request, "recognition/sign.html", context, status=status)


@require_http_methods(["POST"])
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    draft = draft_for(request, pk)
    try:
        discard_draft(by=request.user, decision=draft)
    except DomainError as refused:
        raise PermissionDenied(refused.sentence) from None
    return redirect("recognition:decisions")


def draft_for(request: HttpRequest, pk: int) -> Decision:
    """The draft, for whoever may change it; a signed decision answers 403 in words."""
    found = Decision.objects.visible_to(request.user).select_related("unit__parent", "amends__unit")
    draft = get_object_or_404(found, pk=pk)
    if draft.is_signed:
        raise PermissionDenied(_("Quyết định đã ký không sửa được nữa; muốn thay đổi phải có quyết định sửa đổi hoặc hủy bỏ."))
    return draft


def crumbs(draft: Decision | None = None) -> list[dict]:
    held = [{"label": pgettext("mục chính", "Công nhận"), "url": reverse("recognition:decisions")}]
    if draft is not None:
        held.append({"label": str(draft), "url": reverse("recognition:decision", args=[draft.pk])})
    return held


def _about_when(year: int) -> date:
    """The last day of the year, or today: what is written down of a finished year was signed in it."""
    return min(timezone.localdate(), date(year, 12, 31))


def years_in_words(years: set[int]) -> str:
    """ " năm 2024" of one year."""
    first, last = min(years), max(years)
    return f" năm {last}" if first == last else f" giai đoạn {first}-{last}"


def _first(request, kind: str) -> Decision | None:
    if kind not in (DecisionKind.AMENDMENT, DecisionKind.ANNULMENT):
        return None
    key = request.GET.get("of", "")
    if not (key.isascii() and key.isdigit() and len(key) < 18):
        raise Http404
    found = Decision.objects.visible_to(request.user).signed().select_related("unit")
    first = get_object_or_404(found, pk=int(key))
    if not may_follow(request.user, first.unit):
        raise PermissionDenied(
            _("Anh/chị không được giao ghi quyết định của %(unit)s.") % {"unit": first.unit.name}
        )
    try:
        require_first(first)
    except DomainError as refused:
        raise PermissionDenied(refused.sentence) from None
    return first


def _usual_unit(request, listed: list[Registration]) -> Unit | None:
    """The office that all of those listed lie with, else the unit looked at, where the person records its decisions."""
    offered = deciding_units(request.user, request.context_bar.unit)
    desks = {r.desk for r in listed}
    unit = request.context_bar.unit
    if len(desks) == 1 and (desk := desks.pop()) in offered:
        unit = desk
    return unit if unit in offered else offered[0] if offered else None


def _following(by, first: Decision, day: date) -> tuple[Unit, date]:
    """(whose paper changes the first decision, about when it is signed): today, by the unit or the one that took it over,
    where the person may sign today; else on the day looked at, by the unit while it stood."""
    today = timezone.localdate()
    heir = taken_over_by(by, first.unit)
    if not why_not_decide(by, heir or first.unit, today):
        day = today
    return (first.unit if heir is None or first.unit.stood_on(day) else heir), day


def _list_at_once(by, draft: Decision, listed: list[Registration], level: str) -> None:
    """Puts what the list begins with into it: to be recognised each at its own level, or revoked at the one asked."""
    by_level: dict[str, list[Registration]] = {}
    for r in listed:
        own = r.level if draft.kind == DecisionKind.RECOGNITION else level or r.recognised_level
        by_level.setdefault(own, []).append(r)
    for own, rows in by_level.items():
        add_lines(by=by, decision=draft, registrations=rows, level=own)


def _about_first(first: Decision) -> str:
    """Which decision is changed, and whose it was: its office may be gone."""
    told = {
        "number": first.number,
        "day": format_date(first.signed_on),
        "body": first.issuing_body,
        "unit": unit_choices([first.unit])[0][1],
        "about": first.about or first.get_kind_display(),
    }
    return _("Về Quyết định %(number)s ngày %(day)s của %(body)s, %(unit)s: %(about)s") % told


def _page(request, form, kind: str, first: Decision | None, *, draft: Decision | None = None, left: int = 0, status=200) -> HttpResponse:
    words = {
        DecisionKind.RECOGNITION: _("Dự thảo quyết định công nhận"),
        DecisionKind.COMMENDATION: _("Dự thảo quyết định khen thưởng"),
        DecisionKind.REVOCATION: _("Dự thảo quyết định thu hồi công nhận"),
        DecisionKind.AMENDMENT: _("Dự thảo quyết định sửa đổi, bổ sung"),
        DecisionKind.ANNULMENT: _("Dự thảo quyết định hủy bỏ"),
    }
    context = {
        "title": words[DecisionKind(kind)],
        "lead": _about_first(first) if first else "",
        "form": form,
        "first": first,
        "draft": draft,
        "left_out": ngettext(
            "%(n)s hồ sơ đã chọn không còn chờ quyết định nên không đưa vào danh sách.",
            "%(n)s hồ sơ đã chọn không còn chờ quyết định nên không đưa vào danh sách.",
            left,
        )
        % {"n": format_integer(left)}
        if left
        else "",
        "crumbs": crumbs(draft),
        "cancel_url": reverse("recognition:decision", args=[(draft or first).pk]) if draft or first else reverse("recognition:decisions"),
        "context_bar": None,
    }
    return render(request, "recognition/draft_form.html", context, status=status)
