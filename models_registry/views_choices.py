"""Answers while a form is being filled: units by typing, organisations of a unit, models with nearly the same name."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from models_registry.campaign_state import sentences_of
from models_registry.campaign_terms import terms_in
from models_registry.choices import EARLIEST_YEAR, LATEST_YEARS_AHEAD, REGISTERING_LEVELS
from models_registry.forms import EntryForm
from models_registry.near_duplicates import near_duplicates
from models_registry.numbering import province_of
from models_registry.unit_choosing import chosen_in, unit_picker


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Options for the unit picker; not those that stand beside the chosen unit already."""
    query, year = request.GET.get("unit_q", ""), asked_year(request.GET)
    away = chosen_in(request.user, entry_form(request, request.GET).chosen_unit, year)["moved"]
    picker = unit_picker(request.user, query=query, year=year, but=away["options"] if away else ())
    return render(request, "units/_options.html", picker | {"name": "unit"})


@require_safe
def unit_of_year(request: HttpRequest) -> HttpResponse:
    """The chosen unit for another year, with what it was or became where it did not stand then."""
    unit, year = entry_form(request, request.GET).chosen_unit, asked_year(request.GET)
    return render(request, "units/_chosen.html", chosen_in(request.user, unit, year) | {"name": "unit"})


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations of the chosen unit as options of the box."""
    form = entry_form(request, request.GET)
    return render(request, "models_registry/_organisations.html", {"field": form["organisation"]})


@require_safe
def near(request: HttpRequest) -> HttpResponse:
    """Models of the chosen unit with nearly the typed name; nothing where nothing is near."""
    form = entry_form(request, request.GET)
    return render(request, "models_registry/_near_duplicates.html", near_context(request.user, form))


@require_safe
def campaign_terms(request: HttpRequest) -> HttpResponse:
    """What the campaign of the chosen unit's province says of the chosen year and level."""
    form = entry_form(request, request.GET)
    return render(request, "models_registry/_campaign_terms.html", terms_context(form))


def terms_context(form: EntryForm) -> dict:
    """`terms` for models_registry/_campaign_terms.html: sentences, and the campaign's page; None where there is none."""
    unit, level = form.chosen_unit, str(form["level"].value() or "")
    year = str(form["year"].value() or "")
    if unit is None or level not in REGISTERING_LEVELS or not (year.isascii() and year.isdigit() and len(year) == 4):
        return {"terms": None}
    asked = terms_in({(province_of(unit).id, int(year))})
    campaign = asked.campaign(unit, int(year))
    said = sentences_of(campaign, level, asked.of(unit, int(year), level), timezone.localdate())
    if not said:
        return {"terms": None}
    return {"terms": {"said": said, "url": reverse("models_registry:campaign", args=[campaign.pk])}}


def near_context(user, form: EntryForm) -> dict:
    """`near` and `chosen_model` for models_registry/_near_duplicates.html."""
    if form.chosen_model is not None:
        model = form.chosen_model
        return {"near": [], "chosen_model": model}
    name = str(form["name"].value() or "")[:500]
    if form.chosen_unit is None:
        return {"near": [], "chosen_model": None}
    found = near_duplicates(viewer=user, unit=form.chosen_unit, name=name)
    shown = [
        {
            "name": item.model.name,
            "code": item.model.code,
            "unit": item.model.unit.name,
            "years": ", ".join(map(str, item.years)),
            "key": item.model.pk,
            "url": reverse("models_registry:model", args=[item.model.pk]),
        }
        for item in found
    ]
    return {"near": shown, "chosen_model": None}


def entry_form(request: HttpRequest, data=None, files=None, initial=None) -> EntryForm:
    """The entry form for this person; with data it is bound, without it shows the usual beginnings."""
    return EntryForm(data, files, initial=initial, by=request.user, years=years_offered())


def years_offered() -> range:
    """From the movement's first year to the year of the next campaign."""
    return range(EARLIEST_YEAR, timezone.localdate().year + LATEST_YEARS_AHEAD + 1)


def asked_year(sent) -> int:
    """The year of the form; this year where it has none. Raises BadRequest for what is no year."""
    text = sent.get("year") or str(timezone.localdate().year)
    if not (text.isascii() and text.isdigit() and 1990 <= int(text[:5]) <= 2100):
        raise BadRequest
    return int(text)

