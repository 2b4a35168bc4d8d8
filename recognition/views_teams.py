"""Appraisal teams: those there are, forming one, changing who sits in it, and one with its dossiers and their ranking."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.people import NotYours
from audit.errors import DomainError, Overtaken
from audit.telling import story_of
from recognition.concluding import may_draw_up
from recognition.dossier_lines import line_of
from recognition.forms_teams import NewTeamForm, OfficeForm, TeamForm, values_of
from recognition.models import AppraisalTeam
from recognition.results import dossiers_of, ranking
from recognition.sections import section_tabs
from recognition.teams import (
    change_team,
    dossiers_before,
    form_team,
    keeping_units,
    keeps_teams,
    may_form_teams,
    members_of,
)

_ENTERING = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 300
"""Rows of one list; ranks are those among all of them."""


@require_safe
def teams(request: HttpRequest) -> HttpResponse:
    """Of one year, the last there are teams of where none is asked for."""
    seen = AppraisalTeam.objects.visible_to(request.user)
    years = list(seen.order_by("-year").values_list("year", flat=True).distinct())
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years) else next(iter(years), None)
    found = seen.filter(year=year).select_related("unit").prefetch_related("memberships__user")
    rows = [
        {"team": team, "members": [m for m in team.memberships.all() if m.left_on is None]} for team in found[:SHOWN]
    ]
    context = {
        "teams": rows,
        "years": [{"year": one, "here": one == year} for one in years] if len(years) > 1 else [],
        "shown": SHOWN if len(rows) == SHOWN else 0,
        "may_create": may_form_teams(request.user),
        "tabs": section_tabs(request, "teams"),
        "context_bar": None,
    }
    return render(request, "recognition/team_list.html", context)


@require_safe
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """The members, the dossiers by rank, and the minutes, as far as the person may see them."""
    held = _held(request, pk)
    found = dossiers_before(held).visible_to(request.user).select_related(
        "model", "unit__parent__parent", "organisation", "desk"
    )
    dossiers = dossiers_of(held, found.order_by("id"))
    places, hidden = ranking(request.user, dossiers)
    kept = keeps_teams(request.user, held.unit)
    context = {
        "team": held,
        "members": members_of(held),
        "lines": [line_of(request.user, dossier, place) for place, dossier in places[:SHOWN]],
        "hidden": [line_of(request.user, dossier) for dossier in hidden[:SHOWN]],
        "shown": SHOWN if max(len(places), len(hidden)) > SHOWN else 0,
        "minutes": held.minutes.visible_to(request.user),
        "may_edit": kept,
        "may_draw_up": may_draw_up(request.user, held),
        "crumbs": [_crumb()],
        "events": story_of(held) if kept else [],
        "context_bar": None,
    }
    return render(request, "recognition/team.html", context)


@_ENTERING
def create_team(request: HttpRequest) -> HttpResponse:
    """First for which office; then, among its people, who sits in the team."""
    units = keeping_units(request.user)
    if not units:
        raise PermissionDenied(_("Tổ thẩm định do người quản trị hoặc người duyệt của đơn vị lập."))
    given = request.POST if request.method == "POST" else request.GET
    office = OfficeForm(given if "unit" in given else {"unit": units[0].key}, units=units)
    if not office.is_valid():
        raise PermissionDenied(_("Hãy chọn đơn vị trong phạm vi anh/chị quản trị."))
    unit, today = office.cleaned_data["unit"], timezone.localdate()
    form = NewTeamForm(
        request.POST if request.method == "POST" else None, unit=unit, on=today, initial={"year": today.year}
    )
    if request.method == "POST" and form.is_valid():
        try:
            asked = form.cleaned_data
            made = form_team(
                by=request.user, unit=unit, year=asked["year"], field=asked["field"], on=today, **form.chosen()
            )
            messages.success(request, _("Đã lập tổ thẩm định."))
            return redirect("recognition:team", pk=made.pk)
        except NotYours as refused:
            raise PermissionDenied(refused.sentence) from None
        except DomainError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
    context = {
        "title": _("Lập tổ thẩm định"),
        "form": form,
        "office": office if len(units) > 1 else None,
        "unit": unit,
        "crumbs": [_crumb()],
        "cancel_url": _crumb()["url"],
        "submit_label": _("Lập tổ"),
        "context_bar": None,
    }
    return render(request, "recognition/team_form.html", context, status=422 if form.errors else 200)


@_ENTERING
def edit_team(request: HttpRequest, pk: int) -> HttpResponse:
    held = _held(request, pk)
    if not keeps_teams(request.user, held.unit):
        raise PermissionDenied(
            _("Tổ thẩm định của %(unit)s do người quản trị hoặc người duyệt của đơn vị lập.") % {"unit": held.unit.name}
        )
    members, today, status = members_of(held), timezone.localdate(), 200
    form = TeamForm(
        request.POST if request.method == "POST" else None,
        unit=held.unit, on=today, sitting=[m.user for m in members], initial=values_of(held, members),
    )  # fmt: skip
    page = reverse("recognition:team", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            change_team(
                by=request.user, team=held, version=form.cleaned_data["version"], on=today, **form.chosen()
            )
            messages.success(request, _("Đã lưu tổ thẩm định."))
            return redirect(page)
        except Overtaken as overtaken:
            form.renew(overtaken)
            status = 409
        except DomainError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
    context = {
        "title": _("Sửa tổ thẩm định"),
        "form": form,
        "unit": held.unit,
        "crumbs": [_crumb(), {"label": held.name, "url": page}],
        "cancel_url": page,
        "submit_label": _("Lưu"),
        "context_bar": None,
    }
    status = 422 if form.errors and status == 200 else status
    return render(request, "recognition/team_form.html", context, status=status)


def _held(request, pk: int) -> AppraisalTeam:
    found = AppraisalTeam.objects.visible_to(request.user).select_related("unit")
    return get_object_or_404(found, pk=min(pk, 2**62))


def _crumb() -> dict:
    return {"label": pgettext("số nhiều", "Tổ thẩm định"), "url": reverse("recognition:teams")}
