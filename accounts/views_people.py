"""Pages about people: who may sign in, for which unit and until when. Outside one's units a person is not there (404)."""

from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import people as deeds
from accounts.forms_people import AssignmentForm, LastDayForm, NewPersonForm, PersonForm
from accounts.models import Assignment, User
from accounts.refusing import keepers_only, why_not_keep_account
from accounts.scoping import administered_unit_ids
from accounts.second_factor import has_second_factor
from accounts.unit_options import QUERY_LENGTH, administered_units, seen_units, unit_picker
from accounts.wording import notes_on
from audit.errors import DomainError, Overtaken
from audit.telling import story_of
from vietnamese.folding import clean_line
from vietnamese.numbers import format_integer

_PAGE_SIZE = 50


def for_keepers(view):
    """Refuses, in words, whoever keeps no unit's people."""

    @wraps(view)
    def refusing(request, *args, **kwargs):
        if not deeds.may_keep_people(request.user):
            raise PermissionDenied(keepers_only())
        return view(request, *args, **kwargs)

    return refusing


@for_keepers
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    search = clean_line(request.GET.get("search", "").replace("\0", ""))[:QUERY_LENGTH]
    found = deeds.people_in_sight(request.user).order_by("-is_active", "username")
    for word in search.split():
        found = found.filter(Q(username__icontains=word) | Q(full_name__icontains=word))
    asked = request.GET.get("page", "1")
    pages = Paginator(found.prefetch_related(_assignments_in_sight(request.user)), _PAGE_SIZE)
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    if not 1 <= number <= pages.num_pages:
        raise Http404
    page = pages.page(number)
    today = timezone.localdate()
    for one in page.object_list:
        one.now_held = [
            (a, notes_on(a, today)) for a in one.in_sight if a.valid_from <= today and not _over(a, today)
        ]
    context = {
        "people": page.object_list,
        "count_label": ngettext("%(n)s người", "%(n)s người", pages.count)
        % {"n": format_integer(pages.count)},
        "search": search,
        "pages": _page_links(page, search),
    }
    return _page(request, "accounts/people.html", context)


@for_keepers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    form = NewPersonForm(request.POST or None, by=request.user)
    if request.method == "POST" and "find_unit" not in request.POST and form.is_valid():
        try:
            person, password = deeds.create_person(by=request.user, **form.cleaned_data)
            return _told_once(request, person, password, _("Đã lập tài khoản"))
        except DomainError as refused:
            form.add_error(refused.field or None, refused.sentence)
    return _with_unit(request, "accounts/person_form.html", form, {"title": _("Thêm người dùng")})


@for_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    held, status = _person(request, pk), 200
    may_keep = deeds.may_keep_account(request.user, held)
    initial = {
        "full_name": held.full_name,
        "email": held.email,
        "is_active": "yes" if held.is_active else "no",
        "version": held.version,
    }
    form = PersonForm(request.POST or None, initial=initial)
    if request.method == "POST":
        if not may_keep:
            raise PermissionDenied(why_not_keep_account(request.user, held))
        if form.is_valid():
            try:
                deeds.edit_person(by=request.user, user=held, **form.cleaned_data)
                messages.success(request, _("Đã lưu."))
                return redirect("people:person", pk)
            except Overtaken as overtaken:
                form.renew(overtaken)
                status = 409
            except DomainError as refused:
                form.add_error(refused.field or None, refused.sentence)
    today = timezone.localdate()
    context = {
        "person": held,
        "form": form if may_keep else None,
        "assignments": [(row, notes_on(row, today)) for row in held.in_sight],
        # Of an account kept elsewhere only the assignments to one's own units are told of.
        "events": story_of(*([held] if may_keep or request.user.is_superuser else []), *held.in_sight),
        "may_assign": held.pk != request.user.pk or request.user.is_superuser,
        "second_factor": has_second_factor(held),
        "crumbs": [_list_crumb()],
    }
    return _page(request, "accounts/person.html", context, status)


@for_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def add_assignment(request: HttpRequest, pk: int) -> HttpResponse:
    held = _person(request, pk)
    form = AssignmentForm(request.POST or None, by=request.user)
    if request.method == "POST" and "find_unit" not in request.POST and form.is_valid():
        try:
            deeds.assign(by=request.user, user=held, **form.cleaned_data)
            messages.success(request, _("Đã phân công."))
            return redirect("people:person", pk)
        except DomainError as refused:
            form.add_error(refused.field or None, refused.sentence)
    title = _("Phân công %(name)s") % {"name": held.display_name}
    return _with_unit(request, "accounts/person_form.html", form, {"title": title, "person": held})


@for_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def last_day(request: HttpRequest, pk: int, assignment: int) -> HttpResponse:
    held, status = _person(request, pk), 200
    row = next((a for a in held.in_sight if a.pk == assignment), None)
    if row is None:
        raise Http404
    initial = {"valid_to": row.valid_to or timezone.localdate(), "version": row.version}
    form = LastDayForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            deeds.set_last_day(by=request.user, assignment=row, **form.cleaned_data)
            messages.success(request, _("Đã lưu."))
            return redirect("people:person", pk)
        except Overtaken as overtaken:
            form.renew(overtaken)
            status = 409
        except DomainError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
    crumbs = [_list_crumb(), {"label": held.display_name, "url": reverse("people:person", args=[pk])}]
    context = {"form": form, "person": held, "assignment": row, "crumbs": crumbs}
    return _page(request, "accounts/last_day.html", context, status)


@for_keepers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest, pk: int) -> HttpResponse:
    held = _person(request, pk)
    if not deeds.may_keep_account(request.user, held):
        raise PermissionDenied(why_not_keep_account(request.user, held))
    if request.method == "POST":
        password = deeds.give_new_password(by=request.user, user=held)
        return _told_once(request, held, password, _("Đã cấp lại mật khẩu"))
    crumbs = [_list_crumb(), {"label": held.display_name, "url": reverse("people:person", args=[pk])}]
    return _page(request, "accounts/new_password.html", {"person": held, "crumbs": crumbs})


@for_keepers
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Options for the unit a person is assigned to."""
    among, query = administered_units(request.user), request.GET.get("unit_q", "")
    picker = unit_picker(among, query=query, address="people:units")
    return render(request, "units/_options.html", picker | {"name": "unit"})


@for_keepers
@require_safe
def units_seen(request: HttpRequest) -> HttpResponse:
    """Options for the unit a person may look at besides."""
    among, query = seen_units(request.user), request.GET.get("views_unit_q", "")
    picker = unit_picker(among, query=query, address="people:units_seen")
    return render(request, "units/_options.html", picker | {"name": "views_unit"})


@for_keepers
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations of the chosen unit as options of the box."""
    form = AssignmentForm(request.GET, by=request.user)
    return render(request, "accounts/_organisations.html", {"field": form["organisation"]})


def _page(request, template: str, context: dict, status: int = 200) -> HttpResponse:
    """The context bar asks for figures; there are none here. A form that was refused answers 422, as everywhere."""
    form = context.get("form")
    if status == 200 and form is not None and form.errors:
        status = 422
    return render(request, template, context | {"context_bar": None}, status=status)


def _person(request, pk: int) -> User:
    found = deeds.people_in_sight(request.user).prefetch_related(_assignments_in_sight(request.user))
    # SQLite raises on a number beyond 63 bits.
    return get_object_or_404(found, pk=min(pk, 2**62))


def _assignments_in_sight(by) -> Prefetch:
    rows = Assignment.objects.select_related("unit", "organisation", "views_unit").order_by("unit__position", "-valid_from")
    ids = administered_unit_ids(by)
    return Prefetch("assignments", rows if ids is None else rows.filter(unit_id__in=ids), to_attr="in_sight")


def _over(assignment: Assignment, today) -> bool:
    return assignment.valid_to is not None and assignment.valid_to < today


def _told_once(request, person: User, password: str, title: str) -> HttpResponse:
    context = {"title": title, "person": person, "password": password, "crumbs": [_list_crumb()]}
    return _page(request, "accounts/told_once.html", context)


def _with_unit(request, template: str, form, context: dict) -> HttpResponse:
    by, sent = request.user, request.POST
    picker = unit_picker(
        administered_units(by), query=sent.get("unit_q", ""), address="people:units", chosen=form.chosen_unit
    )
    seen_picker = unit_picker(
        seen_units(by),
        query=sent.get("views_unit_q", ""),
        address="people:units_seen",
        chosen=form.looked_at,
    )
    if "find_unit" in request.POST:
        form.errors.clear()
    cancel = reverse("people:person", args=[context["person"].pk]) if "person" in context else None
    shown = {"form": form, "picker": picker, "seen_picker": seen_picker, "cancel_url": cancel or reverse("people:list")}
    return _page(request, template, context | shown | {"crumbs": [_list_crumb()]})


def _list_crumb() -> dict:
    return {"label": _("Người dùng"), "url": reverse("people:list")}


def _page_links(page, search: str) -> dict:
    def url(number: int) -> str:
        return "?" + urlencode({"search": search, "page": number} if search else {"page": number})

    first, last = page.start_index(), page.end_index()
    return {
        "label": _("%(first)s–%(last)s trong %(all)s")
        % {
            "first": format_integer(first),
            "last": format_integer(last),
            "all": format_integer(page.paginator.count),
        },
        "previous_url": url(page.number - 1) if page.has_previous() else "",
        "next_url": url(page.number + 1) if page.has_next() else "",
        "numbers": [
            {"number": number, "url": url(number), "here": number == page.number}
            if isinstance(number, int)
            else {"number": number}
            for number in page.paginator.get_elided_page_range(page.number)
        ],
    }
