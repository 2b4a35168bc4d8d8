"""Answers while a form is being filled: units by typing, organisations of a unit, models with nearly the same name."""

from datetime import date

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.choices import REGISTERING_ROLES
from accounts.scoping import assigned_units, written_by
from models_registry.campaign_state import sentences_of
from models_registry.campaign_terms import terms_in
from models_registry.choices import EARLIEST_YEAR, LAST_DISTRICT_DAY, LATEST_YEARS_AHEAD, REGISTERING_LEVELS
from models_registry.forms import EntryForm
from models_registry.near_duplicates import near_duplicates
from models_registry.numbering import province_of
from units.choices import Tier
from units.geography import geography_on
from units.models import Placement, Unit
from vietnamese.folding import fold

OPTIONS = 12
QUERY_LENGTH = 80


def registering_units(user, year: int):
    """Units of the year for which the person may register."""
    standing = Unit.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=date(year, 12, 31)),
        Q(valid_to__isnull=True) | Q(valid_to__gte=date(year, 1, 1)),
    )
    written = written_by(user)
    if written.is_everything:
        return standing
    return standing.filter(id__in=sorted(written.units | written.places))


def unit_picker(user, *, query: str, year: int, chosen: Unit | None = None) -> dict:
    """What includes/unit_picker.html prints: the units found, the best fitting first."""
    query = query.replace("\0", "")[:QUERY_LENGTH]
    options, more = [], 0
    if fold(query):
        found = registering_units(user, year).matching(query).select_related("parent__parent")
        hits = sorted(found[:400], key=lambda unit: _fit(unit, fold(query)))
        options, more = hits[:OPTIONS], max(0, len(hits) - OPTIONS)
    return {
        "search_url": reverse("models_registry:units"),
        "query": query,
        "searched": bool(fold(query)),
        "chosen": option(chosen, year) if chosen else None,
        "options": [option(unit, year) for unit in options if unit != chosen],
        "more": more,
    }


def option(unit: Unit, year: int) -> dict:
    """The unit as it is offered: its name, and where and when it stood so that namesakes can be told apart."""
    above, places = unit.parent, []
    while above is not None:
        places.append(above.name)
        above = above.parent
    if year == LAST_DISTRICT_DAY.year:
        places.append(_("đến 30/6/2025") if unit.valid_to else _("từ 01/7/2025"))
    return {"key": unit.key, "name": unit.name, "within": ", ".join(places)}


def usual_unit(user, year: int) -> Unit | None:
    """The unit a commune officer registers for without saying so: her commune, or what became of it. Above the
    commune one enters for many units, and a unit filled in beforehand would be left wrong."""
    own = next(iter(assigned_units(user, REGISTERING_ROLES)), None)
    if own is None or own.tier != Tier.COMMUNE:
        return None
    day = min(date(year, 12, 31), timezone.localdate())
    if own.stood_on(day):
        return own
    place = Placement.objects.filter(geography=geography_on(day), unit=own).select_related(own.tier).first()
    heir = getattr(place, own.tier) if place else None
    return heir if heir is not None and written_by(user).reaches(heir.id) else None


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Options for the unit picker."""
    picker = unit_picker(request.user, query=request.GET.get("unit_q", ""), year=asked_year(request.GET))
    return render(request, "units/_options.html", picker | {"name": "unit"})


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


def _fit(unit: Unit, asked: str) -> tuple:
    """The very name before names that hold it; then in list order."""
    kind = fold(unit.get_kind_display())
    own = unit.folded_name.removeprefix(kind).strip()
    return unit.folded_name != asked and own != asked, not own.startswith(asked), unit.position
