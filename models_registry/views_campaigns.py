"""Pages of registration campaigns: the list, one with its state, a new one, a change. Everybody in the province reads."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from audit.errors import DomainError, Overtaken
from audit.telling import story_of
from models_registry.campaign_state import due_badge, records, state_of, table_of
from models_registry.campaigns import campaign_provinces, change_campaign, may_keep_campaigns, open_campaign
from models_registry.cards import campaign_cards
from models_registry.choices import LATEST_YEARS_AHEAD
from models_registry.forms_campaigns import ChangeCampaignForm, NewCampaignForm, levels_offered, values_of
from models_registry.models import Campaign
from models_registry.registration import NotAllowed

_ENTERING = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 200


@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """The campaigns of the provinces in which the person sees anything, the newest first."""
    today = timezone.localdate()
    found = Campaign.objects.visible_to(request.user).select_related("unit").prefetch_related("levels")
    lines = [
        {
            "campaign": campaign,
            "url": reverse("models_registry:campaign", args=[campaign.pk]),
            "levels": [
                {"label": row.get_level_display(), "deadline": row.deadline, "due": due_badge(row.deadline, today)}
                for row in sorted(campaign.levels.all(), key=lambda row: row.deadline)
            ],
        }
        for campaign in found[:SHOWN]
    ]
    return _page(
        request,
        "models_registry/campaigns.html",
        {"lines": lines, "may_open": campaign_provinces(request.user).exists(), "crumbs": _crumbs()[:1]},
    )


@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """What it asks, how far it has come, which units have nothing yet."""
    held = _held(request, pk)
    state = state_of(request.user, held, timezone.localdate())
    keeps = may_keep_campaigns(request.user, held.unit)
    context = {
        "campaign": held,
        "state": state,
        "table": table_of(state),
        "late_url": records(held, late="true"),
        "cards": campaign_cards(request.user, held),
        "change_url": reverse("models_registry:change_campaign", args=[pk]) if keeps else "",
        "events": story_of(held) if keeps else [],
        "crumbs": _crumbs(),
    }
    return _page(request, "models_registry/campaign.html", context)


@_ENTERING
def create(request: HttpRequest) -> HttpResponse:
    provinces = campaign_provinces(request.user)
    if not provinces.exists():
        raise PermissionDenied(_("Mở đợt đăng ký là việc của quản trị đơn vị hoặc người duyệt cấp tỉnh."))
    today = timezone.localdate()
    form = NewCampaignForm(
        request.POST or None,
        levels=levels_offered(None),
        provinces=provinces,
        years=range(today.year, today.year + LATEST_YEARS_AHEAD + 1),
        initial={"year": today.year, "opens_on": today},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = open_campaign(
                by=request.user,
                unit=form.cleaned_data["unit"],
                year=form.cleaned_data["year"],
                plan=form.plan(),
                entered_on=today,
            )
            messages.success(request, _("Đã mở đợt đăng ký."))
            return redirect("models_registry:campaign", pk=made.pk)
        except DomainError as refused:
            form.take_refusals(refused)
    context = {
        "title": _("Mở đợt đăng ký"),
        "form": form,
        "submit_label": _("Mở đợt"),
        "cancel_url": reverse("models_registry:campaigns"),
        "crumbs": _crumbs(),
    }
    return _page(request, "models_registry/campaign_form.html", context, status=422 if form.errors else 200)


@_ENTERING
def change(request: HttpRequest, pk: int) -> HttpResponse:
    held, status = _held(request, pk), 200
    if not may_keep_campaigns(request.user, held.unit):
        raise PermissionDenied(
            _("Mở và sửa đợt đăng ký của %(unit)s là việc của quản trị đơn vị hoặc người duyệt cấp tỉnh.")
            % {"unit": held.unit.name}
        )
    form = ChangeCampaignForm(request.POST or None, levels=levels_offered(held.unit), initial=values_of(held))
    if request.method == "POST" and form.is_valid():
        try:
            change_campaign(
                by=request.user, campaign=held, version=form.cleaned_data["version"], plan=form.plan()
            )
            messages.success(request, _("Đã lưu."))
            return redirect("models_registry:campaign", pk=pk)
        except NotAllowed as refused:
            raise PermissionDenied(refused.sentence) from None
        except Overtaken as overtaken:
            # What was typed stays; the next sending is made over the campaign as it now is.
            form.data = form.data.copy()
            form.data["version"] = overtaken.current.version
            form.add_error(None, overtaken.sentence)
            status = 409
        except DomainError as refused:
            form.take_refusals(refused)
    page = reverse("models_registry:campaign", args=[pk])
    context = {
        "title": _("Sửa đợt đăng ký năm %(year)s") % {"year": held.year},
        "lead": held.unit.name,
        "form": form,
        "submit_label": _("Lưu thay đổi"),
        "cancel_url": page,
        "crumbs": [*_crumbs(), {"label": held.name, "url": page}],
    }
    status = 422 if form.errors and status == 200 else status
    return _page(request, "models_registry/campaign_form.html", context, status=status)


def _page(request, template: str, context: dict, status: int = 200) -> HttpResponse:
    return render(request, template, {"context_bar": None} | context, status=status)


def _held(request, pk: int) -> Campaign:
    found = Campaign.objects.visible_to(request.user).select_related("unit").prefetch_related("levels")
    return get_object_or_404(found, pk=min(pk, 2**62))


def _crumbs() -> list[dict]:
    return [
        {"label": _("Mô hình"), "url": reverse("models_registry:list")},
        {"label": _("Đợt đăng ký"), "url": reverse("models_registry:campaigns")},
    ]
