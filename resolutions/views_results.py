"""The results of a resolution on one page: red first, by target, by kind of organisation, by unit, against the road map."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from resolutions.figures import number_text
from resolutions.models import Assignment, Target
from resolutions.places import Place, place_of
from resolutions.progress import (
    progress_by_organisation_kind,
    standing_by_unit,
    trends,
    worst_first,
)
from resolutions.seen import crumbs_of, seen_document
from resolutions.trend_marks import trend_marks
from resolutions.verdicts import Tally
from resolutions.views_targets import UNITS, line_of, years_of
from resolutions.wording import value_words
from units.choices import OrganisationKind


@require_safe
def results(request: HttpRequest, pk: int) -> HttpResponse:
    document = seen_document(request.user, pk, sized=True)
    place = place_of(request)
    targets = list(Target.objects.of(document).with_versions())
    asked = {"viewer": request.user, "within": place.within}
    years = years_of(document, place.year)
    drawn = trends(targets, years=sorted({*years, place.year}), as_of=place.today, **asked)
    found = worst_first(one for series in drawn.values() for one in series if one.year == place.year)
    if targets and not any(one.tally.assigned for one in found):
        return _nothing_given(request, document, place)
    units = standing_by_unit(targets, year=place.year, tier=place.tier, on=place.on, **asked)
    lines = [line_of(one, place, one.target) for one in found]
    counted = Counter(line["state"]["label"].partition(" (")[0] for line in lines)
    badges = {line["state"]["label"].partition(" (")[0]: line["state"] for line in lines}
    kinds = progress_by_organisation_kind(targets, year=place.year, as_of=place.today, **asked)
    context = {
        "document": document,
        "title": _("Kết quả thực hiện %(number)s, năm %(year)s") % {"number": document.number, "year": place.year},
        "crumbs": crumbs_of(document),
        "place": place,
        "export_url": place.link("reports:targets_export", document.pk),
        "verdicts": [{"state": badges[label] | {"label": label}, "count": n} for label, n in counted.items()],
        "lines": [
            line
            | {"target": one.target, "text": one.version.text, "asked": value_words(one.version), "due_on": one.due_on,
               "responsible": one.version.responsible, "trend": trend_marks([each for each in drawn[one.target.pk] if each.year in years])}
            for line, one in zip(lines, found, strict=True)
        ],
        "kinds": [
            {"label": str(OrganisationKind(kind).label) if kind else _("Đơn vị hành chính"),
             "lines": [
                 line_of(one, place, one.target, linked=False)
                 | {"target": one.target, "text": one.version.text,
                    "all_url": place.figures(document.pk, target=one.target.pk, kind=kind or UNITS)}
                 for one in worst_first(lines)
             ]}
            for kind, lines in (kinds if len(kinds) > 1 else {}).items()
        ],
        "units": [_unit_line(place, document, row.tally, row.unit, row.name) for row in units.rows],
        "others": [
            _unit_line(place, document, tally, None, name)
            for name, tally in ((_("Trực thuộc cấp trên"), units.held_above), (_("Chưa phân bổ"), units.not_allocated))
            if tally.assigned
        ],
        "whole": _unit_line(place, document, units.total, place.within, _("Tổng cộng"), linked=True),
    }  # fmt: skip
    return render(request, "resolutions/results.html", context)


def _nothing_given(request: HttpRequest, document, place: Place) -> HttpResponse:
    """A year for which nothing was given is no page of zeros: it says so, and leads to the years there are."""
    years = Assignment.objects.visible_to(request.user).given().filter(target__document=document).years()
    latest = document.told_of or (years[-1] if years else None)
    page, others = reverse("resolutions:results", args=[document.pk]), [year for year in years if year != latest]

    def led(year: int) -> dict:
        return {"url": f"{page}?year={year}", "label": _("Xem năm %(year)s") % {"year": year}}

    context = {
        "document": document,
        "title": _("Kết quả thực hiện %(number)s, năm %(year)s") % {"number": document.number, "year": place.year},
        "crumbs": crumbs_of(document),
        "place": place,
        "lines": [],
        "given_years": ", ".join(map(str, years)),
        "action": led(latest) if latest else None,
        "second": led(others[-1]) if latest and others else None,
    }
    return render(request, "resolutions/results.html", context)


def _unit_line(place: Place, document, tally: Tally, unit, name: str, *, linked: bool = False) -> dict:
    """How many of the targets given to the unit and all in it stand how; the lengths of a bar, in hundredths."""
    whole = max(1, tally.assigned)

    def url(number: int, state: str = "") -> str:
        return place.figures(document.pk, within=unit, state=state) if number and (unit or linked) else ""

    return {
        "name": name,
        "url": place.link("resolutions:results", document.pk, within=unit) if unit and not linked else "",
        "reaching": tally.reaching,
        "reaching_url": url(tally.reaching, "reaching"),
        "short": tally.failing,
        "short_url": url(tally.failing, "short"),
        "silent": tally.silent,
        "silent_url": url(tally.silent, "silent"),
        "completeness": f"{number_text(tally.answered)}/{number_text(tally.assigned)}" if tally.assigned else "",
        "completeness_url": url(tally.assigned),
        "reaching_end": round(tally.reaching * 100 / whole),
        "short_end": round(tally.failing * 100 / whole),
    }
