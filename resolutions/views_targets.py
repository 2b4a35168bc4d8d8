"""A target's page: how it stands as a whole and by unit, its years, who is silent; and the list behind every number."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from audit.telling import story_of
from models_registry.page_links import page_links, page_number
from resolutions.assigning import parts_against_whole
from resolutions.choices import Verdict
from resolutions.figures import number_text
from resolutions.inheriting import left_behind
from resolutions.judging import judged
from resolutions.models import Assignment, InheritanceNotice, Target
from resolutions.places import Place, place_of
from resolutions.progress import Progress, progress_by_unit, progress_of, trend, worst_first
from resolutions.rights import may_ask, may_keep
from resolutions.seen import crumbs_of, seen_document, seen_target
from resolutions.single_figures import STATES, in_state
from resolutions.trend_marks import actual_text, expected_of, trend_marks
from resolutions.wording import amount_words, document_words, due_words, value_words, verdict_badge
from rollups.measures import catalogue
from units.choices import OrganisationKind, Tier
from vietnamese.numbers import format_integer

PAGE_SIZE = 50
LISTED = 24
YEARS_SHOWN = 6
UNITS = "units"
"""In an address, beside the kinds of organisations: the units themselves."""


@require_safe
def target(request: HttpRequest, pk: int) -> HttpResponse:
    held = seen_target(request.user, pk)
    place = place_of(request)
    asked = {"year": place.year, "viewer": request.user, "as_of": place.today, "within": place.within}
    table = progress_by_unit(held, tier=place.tier, on=place.on, **asked)
    version = table.total.version
    given = Assignment.objects.visible_to(request.user).given().in_year(place.year).of(held)
    if place.within is not None:
        given = given.inside(place.within)
    years = years_of(held.document, place.year)
    series = trend(held, years=years, viewer=request.user, as_of=place.today, within=place.within)
    keeps = may_keep(request.user, held.document)
    check = parts_against_whole(held, place.year) if keeps else None
    context = {
        "target": held,
        "lead": document_words(held.document),
        "version": version,
        "versions": sorted(held.versions.all(), key=lambda v: -v.number),
        "asked": value_words(version),
        "due": due_words(version),
        "measure_label": catalogue()[version.measure].label if version.measure else "",
        "baseline": _baseline(version),
        "crumbs": crumbs_of(held.document),
        "place": place,
        "total": line_of(table.total, place, held),
        "places": _places_given(given),
        "rows": [line_of(row, place, held) for row in table.rows],
        "others": [
            line_of(row, place, held, linked=False) | {"name": name}
            for name, row in ((_("Trực thuộc cấp trên"), table.held_above), (_("Chưa phân bổ"), table.not_allocated))
            if row.tally.assigned
        ],
        "lists": _lists(request.user, held, given, table.total, place),
        "years": [
            {"year": one.year, "actual": actual_text(one), "step": _step_text(one), "figure": one.figure_text,
             "state": verdict_badge(one.verdict, one.verdict_label)}
            for one in series
        ],
        "trend": trend_marks(series),
        "check": check and check_words(check),
        "given_years": [] if table.total.tally.assigned else held.assignments.visible_to(request.user).given().years(),
        "parent": _parent(request.user, held),
        "children": _children(request.user, held, place),
        "notices": _notices(given),
        "left_behind": left_behind(held, place.year) if keeps else 0,
        "may_keep": keeps,
        "events": story_of(held),
    }  # fmt: skip
    return render(request, "resolutions/target.html", context)


@require_safe
def figures(request: HttpRequest, pk: int) -> HttpResponse:
    """The single figures behind every number of a document's pages, narrowed by target, state and organisation kind."""
    document = seen_document(request.user, pk)
    place = place_of(request)
    rows = Assignment.objects.visible_to(request.user).given().in_year(place.year)
    rows = rows.filter(target__document=document)
    if place.within is not None:
        rows = rows.inside(place.within)
    asked, wanted = {}, request.GET.get("target", "")
    one = None
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 10:
        one = Target.objects.of(document).with_versions().filter(pk=int(wanted)).first()
        if one is None:
            raise Http404
        rows, asked["target"] = rows.of(one), wanted
    if (kind := request.GET.get("kind", "")) in OrganisationKind.values:
        rows, asked["kind"] = rows.filter(organisation__kind=kind), kind
    elif kind == UNITS:
        rows, asked["kind"] = rows.filter(organisation=None), kind
    if (state := request.GET.get("state", "")) in STATES:
        told = {"viewer": request.user, "as_of": place.today, "target": one, "year": place.year}
        rows, asked["state"] = in_state(rows, state, **told), state
    counted = rows.order_by().count()
    page, last = page_number(request.GET), max(1, -(-counted // PAGE_SIZE))
    if page > last:
        raise Http404
    start = (page - 1) * PAGE_SIZE
    found = judged(rows.in_list_order().with_questions()[start : start + PAGE_SIZE], viewer=request.user, as_of=place.today)
    bar = request.context_bar.parameters()
    context = {
        "document": document,
        "target": one,
        "crumbs": crumbs_of(document, *([one] if one else [])),
        "lines": [figure_line(request.user, line) for line in found],
        "count_label": ngettext("%(n)s số liệu", "%(n)s số liệu", counted) % {"n": format_integer(counted)},
        "tabs": [
            {"label": label, "here": key == asked.get("state", ""),
             "url": f"{request.path}?{urlencode(bar | {k: v for k, v in asked.items() if k != 'state'} | ({'state': key} if key else {}))}"}
            for key, label in (("", _("Tất cả")), *((key, state.label) for key, state in STATES.items()))
        ],
        "pages": page_links(page, last, lambda n: f"{request.path}?{urlencode(bar | asked | {'page': n})}") | {"label": ""},
    }  # fmt: skip
    return render(request, "resolutions/figures.html", context)


def figure_line(user, line) -> dict:
    """One assignment as lists print it."""
    held = line.assignment
    return {
        "assignment": held,
        "text": line.version.text,
        "asked": value_words(line.version, line.value),
        "figure": line.figure_text,
        "share": line.share_text,
        "state": verdict_badge(line.verdict),
        "measured": bool(line.version.measure),
        "may_ask": line.verdict in (Verdict.NOT_MET, Verdict.AT_RISK, Verdict.NO_DATA) and may_ask(user, held),
    }


def line_of(progress: Progress, place: Place, target: Target, *, linked: bool = True) -> dict:
    """One target of some units as a line of a table: each number with the address of what it counts."""
    unit, tally = getattr(progress, "unit", None), progress.tally

    def url(number: int, **asked) -> str:
        if not linked or not number:
            return ""
        return place.figures(target.document_id, target=target.pk, **({"within": unit} if unit else {}), **asked)

    return {
        "name": getattr(progress, "name", ""),
        "url": place.link("resolutions:target", target.pk, within=unit) if linked else "",
        "state": verdict_badge(progress.verdict, progress.verdict_label if tally.assigned else _("Chưa giao")),
        "failing": progress.is_failing,
        "figure": progress.figure_text,
        "figure_note": _("nơi đạt") if progress.figure_text and progress.counts_units else "",
        "figure_url": url(tally.reported),
        "share": progress.share_text,
        "reaching": tally.reaching,
        "reaching_url": url(tally.reaching, state="reaching"),
        "short": tally.failing,
        "short_url": url(tally.failing, state="short"),
        "silent": tally.silent,
        "silent_url": url(tally.silent, state="silent"),
        "completeness": progress.completeness if tally.assigned else "",
        "completeness_url": url(tally.assigned),
        "waiting": tally.waiting,
        "waiting_url": url(tally.waiting, state="waiting"),
        "step": progress.step,
        "measured": bool(progress.version.measure),
    }


def years_of(document, year: int) -> range:
    """The years of a document's period, six at most, the one looked at among them."""
    first, last = document.period_from or year - 4, document.period_to or year
    last = max(min(last, first + YEARS_SHOWN - 1), year)
    return range(max(min(first, year), last - YEARS_SHOWN + 1), last + 1)


def _places_given(given) -> str:
    """What the places that a target was given to are called together: "27/31 xã được giao"."""
    to_units = given.filter(organisation=None).order_by().values_list("unit__tier", flat=True).distinct()
    kinds = {*to_units, *(["organisation"] if given.exclude(organisation=None).exists() else [])}
    called = {
        Tier.PROVINCE: _("tỉnh được giao"),
        Tier.DISTRICT: _("huyện được giao"),
        Tier.COMMUNE: _("xã được giao"),
        "organisation": _("cơ quan, tổ chức được giao"),
    }
    return called[kinds.pop()] if len(kinds) == 1 else _("nơi được giao")


def _parent(user, target: Target) -> Target | None:
    """The target it concretises, where the person sees it."""
    if target.parent_id is None:
        return None
    return Target.objects.visible_to(user).with_versions().filter(pk=target.parent_id).first()


def _children(user, target: Target, place: Place) -> list[dict]:
    """The targets by which organisations and localities concretise it, each as it stands in the year, the worst first."""
    children = list(Target.objects.visible_to(user).filter(parent=target).with_versions().order_by("document_id", "position"))
    found = progress_of(children, year=place.year, viewer=user, as_of=place.today, within=place.within) if children else []
    return [
        line_of(one, place, one.target)
        | {"text": one.version.text, "document": one.target.document, "asked": value_words(one.version)}
        for one in worst_first(found)
    ]


def _lists(user, target: Target, given, total: Progress, place: Place) -> list[dict]:
    """Who falls short and who is silent, the first of each by name."""
    found = []
    for state, number in (("short", total.tally.failing), ("silent", total.tally.silent)):
        if number:
            rows = in_state(given, state, viewer=user, as_of=place.today, target=target, year=place.year)
            shown = judged(rows.in_list_order()[:LISTED], viewer=user, as_of=place.today)
            found.append(
                {"state": state, "label": STATES[state].label, "count": number, "lines": shown, "more": number > LISTED,
                 "url": place.figures(target.document_id, target=target.pk, state=state)}
            )  # fmt: skip
    return found


def _baseline(version) -> str:
    """ "81,5% (2020)"; "" where the version tells none."""
    if version.baseline is None:
        return ""
    return amount_words(version, version.baseline) + (f" ({version.baseline_year})" if version.baseline_year else "")


def _step_text(progress: Progress) -> str:
    step = expected_of(progress)
    return "–" if step is None else number_text(step)


def check_words(check) -> dict:
    told = {"parts": number_text(check.parts), "whole": number_text(check.whole)}
    if check.fits:
        return {"kind": "success", "text": _("Các phần đã giao cộng lại bằng mức chung %(whole)s.") % told}
    text = _("Các phần đã giao cộng lại là %(parts)s, mức chung là %(whole)s.") % told
    if check.without_value:
        text += " " + _("Còn %(n)s nơi chưa có mức giao riêng.") % {"n": check.without_value}
    return {"kind": "warning", "text": text}


def _notices(given) -> list[InheritanceNotice]:
    """What of these went over from units that ended."""
    found = InheritanceNotice.objects.filter(successor__in=given.order_by().values("id"))
    return list(found.select_related("predecessor__unit", "successor__unit")[:PAGE_SIZE])
