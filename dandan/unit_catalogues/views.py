"""Pages of the catalogues: list, add, correct, end. Outside one's units a record is not there (404)."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.choices import CATALOGUE_ROLES
from accounts.keeping_catalogues import kept_units, may_keep_catalogues
from accounts.refusing import keepers_only
from accounts.scoping import assigned_units
from accounts.unit_options import unit_picker
from audit.errors import DomainError, Overtaken
from audit.telling import story_of
from dandan.unit_catalogues.forms import EndForm, ListQuestion
from dandan.unit_catalogues.kinds import ORGANISATIONS, TAGS, Catalogue
from dandan.unit_catalogues.listing import address, chips, found, line, page_links, page_of, state_of

_ENTERING = require_http_methods(["GET", "HEAD", "POST"])


def for_keepers(view):
    """Refuses, in words, whoever keeps nothing of the catalogue."""

    @wraps(view)
    def refusing(request, *args, of: Catalogue, **kwargs):
        if not may_keep_catalogues(request.user):
            raise PermissionDenied(keepers_only())
        if not of.may_keep(request.user):
            raise PermissionDenied(str(of.refusal))
        return view(request, *args, of=of, **kwargs)

    return refusing


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return redirect(f"catalogues:{ORGANISATIONS.name}")


@require_safe
@for_keepers
def listing(request: HttpRequest, of: Catalogue) -> HttpResponse:
    question = ListQuestion(request.GET, by=request.user, kinds=of.kinds, kind_label=of.kind_label)
    page = page_of(found(of, question), request.GET.get("page", "1"))
    chosen = question.cleaned_data.get("unit")
    context = {
        "question": question,
        "filters": [question[name] for name in ("search", "kind", "state")],
        "picker": _picker(request.user, request.GET.get("unit_q", ""), chosen),
        "lines": [line(of, record) for record in page.object_list],
        "count_label": of.counted(page.paginator.count),
        "chips": chips(of, question),
        "clear_url": reverse(f"catalogues:{of.name}"),
        "pages": page_links(of, question, page),
        "add_url": reverse(f"catalogues:create_{of.subject}"),
        "places": _places(request.user, of),
        "here_url": address(of, question),
    }
    return _page(request, "catalogues/list.html", of, context, status=400 if question.errors else 200)


@_ENTERING
@for_keepers
def create(request: HttpRequest, of: Catalogue) -> HttpResponse:
    sent = request.POST or None
    form = of.new_form(sent, by=request.user, initial={"unit": _usual_unit(request.user, of)})
    searching = "find_unit" in request.POST
    if request.method == "POST" and not searching and form.is_valid():
        try:
            made = of.create(by=request.user, **form.cleaned_data)
            messages.success(request, _("Đã thêm “%(name)s”.") % {"name": made.name})
            return redirect(of.record_name, made.pk)
        except DomainError as refused:
            _take(form, refused)
    status = 422 if form.is_bound and form.errors and not searching else 200
    if searching:
        form.errors.clear()
    context = {"title": of.add_label, "form": form, "crumbs": [_crumb(of)], "cancel_url": _crumb(of)["url"]}
    if of is ORGANISATIONS:
        context["picker"] = _picker(request.user, request.POST.get("unit_q", ""), form.chosen_unit)
    return _page(request, "catalogues/new.html", of, context, status=status)


@_ENTERING
@for_keepers
def record(request: HttpRequest, pk: int, of: Catalogue) -> HttpResponse:
    held, status = _held(request, pk, of), 200
    form = of.form(request.POST or None, initial=of.form.values_of(held))
    if request.method == "POST" and form.is_valid():
        try:
            of.edit(by=request.user, **of.of(held), **form.cleaned_data)
            messages.success(request, _("Đã lưu."))
            return redirect(of.record_name, pk)
        except Overtaken as overtaken:
            form.renew(overtaken)
            status = 409
        except DomainError as refused:
            _take(form, refused)
    status = 422 if form.errors and status == 200 else status
    context = {
        "record": held,
        "state": state_of(held),
        "form": form,
        "still_open": of.still_open(held, held.valid_to) if held.valid_to else [],
        "end_url": reverse(f"catalogues:end_{of.subject}", args=[pk]),
        "events": story_of(held),
        "crumbs": [_crumb(of)],
    }
    return _page(request, "catalogues/record.html", of, context, status=status)


@_ENTERING
@for_keepers
def last_day(request: HttpRequest, pk: int, of: Catalogue) -> HttpResponse:
    """The last day, with what does not end with the record: said before, and again when it is done."""
    held, status = _held(request, pk, of), 200
    day = held.valid_to or timezone.localdate()
    form = EndForm(request.POST or None, initial={"valid_to": day, "version": held.version})
    if request.method == "POST" and form.is_valid():
        try:
            ended = of.end(by=request.user, **of.of(held), **form.cleaned_data)
            said = of.still_open(ended, ended.valid_to) if ended.valid_to else []
            messages.success(request, " ".join([_("Đã lưu."), *said]))
            return redirect(of.record_name, pk)
        except Overtaken as overtaken:
            form.renew(overtaken)
            status = 409
        except DomainError as refused:
            _take(form, refused)
    status = 422 if form.errors and status == 200 else status
    context = {
        "record": held,
        "form": form,
        "still_open": of.still_open(held, day),
        "crumbs": [_crumb(of), {"label": held.name, "url": reverse(of.record_name, args=[pk])}],
    }
    return _page(request, "catalogues/last_day.html", of, context, status=status)


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Options for the unit an organisation belongs to, or a list is narrowed to."""
    if not may_keep_catalogues(request.user):
        raise PermissionDenied(keepers_only())
    picker = _picker(request.user, request.GET.get("unit_q", ""), None)
    return render(request, "units/_options.html", picker | {"name": "unit"})


def _page(request, template: str, of: Catalogue, context: dict, *, status: int) -> HttpResponse:
    """The context bar asks for figures; there are none here."""
    return render(request, template, {"of": of, "context_bar": None} | context, status=status)


def _held(request, pk: int, of: Catalogue):
    # SQLite raises on a number beyond 63 bits.
    return get_object_or_404(of.kept(request.user), pk=min(pk, 2**62))


def _picker(by, query: str, chosen) -> dict:
    return unit_picker(kept_units(by), query=query, address="catalogues:units", chosen=chosen)


def _usual_unit(by, of: Catalogue):
    """The unit the person is administrator of, filled in beforehand."""
    own = next(iter(assigned_units(by, CATALOGUE_ROLES)), None)
    if own is None:
        return None
    return own.key if of is ORGANISATIONS else own.pk


def _take(form, refused: DomainError) -> None:
    form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)


def _crumb(of: Catalogue) -> dict:
    return {"label": of.title, "url": reverse(f"catalogues:{of.name}")}


def _places(by, here: Catalogue) -> list[dict]:
    kept = [of for of in (ORGANISATIONS, TAGS) if of.may_keep(by)]
    return [{**_crumb(of), "here": of is here} for of in kept] if len(kept) > 1 else []
