"""The dashboard's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from recognition.views_queues import waiting_for
from reports.dashboard_scope import scope_of
from reports.dashboards import dashboard


def dashboard_page(request: HttpRequest) -> HttpResponse:
    """The dashboard of what the context bar shows: unit, years, geography. 404 outside of the person's sight."""
    bar = request.context_bar
    scope = scope_of(request.user, bar.unit, bar.year_from, bar.year_to, bar.on, today=timezone.localdate())
    shown = dashboard(scope, request.GET.get("ordering", "")) if scope else None
    waiting = [one for one in waiting_for(request.user) if one["total"]]
    return render(request, "reports/dashboard.html", {"dashboard": shown, "mine": waiting})
