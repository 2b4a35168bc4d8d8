"""The dashboard's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from recognition.views_queues import waiting_for
from reports.as_of import asked_day
from reports.dashboard_scope import scope_of
from reports.dashboards import dashboard


def dashboard_page(request: HttpRequest) -> HttpResponse:
    """The dashboard of what the context bar shows: unit, years, geography; with `as_of`, as things stood on that day. 404
    outside of the person's sight."""
    bar, today = request.context_bar, timezone.localdate()
    scope = scope_of(
        request.user, bar.unit, bar.year_from, bar.year_to, bar.on, today=today, as_of=asked_day(request)
    )
    shown = dashboard(scope, request.GET.get("ordering", "")) if scope else None
    waiting = [one for one in waiting_for(request.user) if one["total"]]
    context = {"dashboard": shown, "mine": waiting, "held": bar.parameters()}
    return render(request, "reports/dashboard.html", context)
