"""Giving a target to units and organisations: by rule with the list shown before, or by list with values; taking it back."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from audit.errors import DomainError
from resolutions.assigning import Rule, assign_by_rule, assign_to, parts_against_whole, parts_by, take_back
from resolutions.deed_pages import carried_out, deed_page, refused_in_words, tell
from resolutions.forms_assigning import ListForm, RuleForm, WhoForm
from resolutions.forms_targets import ReasonForm
from resolutions.models.assignments import place_name
from resolutions.rights import require_keeping
from resolutions.seen import crumbs_of, page_of, seen_assignment
from resolutions.views_setting import kept_target
from resolutions.views_targets import check_words
from units.models import Unit
from vietnamese.numbers import format_integer

_methods = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 300
OFFERED = 400
"""A list longer than this is given by rule, and corrected one by one."""


@_methods
def by_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked once it shows whom the rule means in each year, and is carried out when it is sent again."""
    target = kept_target(request, pk)
    within = _within(target)
    first = target.latest.from_year
    form = RuleForm(request.POST or None, initial={"year_from": first, "year_to": target.document.period_to or first})
    about = {"title": _("Giao chỉ tiêu theo quy tắc"), "lead": target.text, "crumbs": crumbs_of(target.document, target)}
    if request.method == "POST" and not request.POST.get("sure") and form.is_valid():
        try:
            context = {"form": form, "cancel_url": page_of(target), "context_bar": None}
            preview = _preview(target, _rule(within, form.cleaned_data), _years(form.cleaned_data))
            return render(request, "resolutions/assign_confirm.html", about | context | {"years": preview})
        except DomainError as refused:
            tell(form, refused)

    def give(**told):
        return assign_by_rule(by=request.user, target=target, rule=_rule(within, told), years=_years(told))

    return deed_page(
        request, form, give, button=_("Xem danh sách được giao"), said=_("Đã giao chỉ tiêu."), back=page_of(target), **about
    )


@_methods
def by_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody of one tier or kind that stood on the year's first day, and whoever else has it: tick and write a value."""
    target = kept_target(request, pk)
    asked = request.POST if request.method == "POST" else request.GET if "year" in request.GET else None
    who = WhoForm(asked, initial={"year": target.latest.from_year, "who": "tier:district"})
    context = {
        "title": _("Giao chỉ tiêu theo danh sách"),
        "lead": target.text,
        "crumbs": crumbs_of(target.document, target),
        "who": who,
        "cancel_url": page_of(target),
        "context_bar": None,
    }
    if asked is None or not who.is_valid():
        return render(request, "resolutions/assign_list.html", context, status=422 if who.errors else 200)
    year, (sort, _colon, key) = who.cleaned_data["year"], who.cleaned_data["who"].partition(":")
    held = {(a.unit_id, a.organisation_id): a for a in target.assignments.given().in_year(year)}
    rule = Rule(within=_within(target), **{"tiers" if sort == "tier" else "organisations": (key,)})
    offered = parts_by(rule, date(year, 1, 1))
    if len(offered) > OFFERED:
        who.add_error("who", _("Danh sách này dài hơn %(n)s dòng; hãy giao theo quy tắc.") % {"n": OFFERED})
        return render(request, "resolutions/assign_list.html", context, status=422)
    form = ListForm(request.POST or None, offered=offered, held=held)
    status = 200
    if request.method == "POST":
        _given, status = carried_out(form, lambda **told: assign_to(by=request.user, target=target, year=year, **told))
        if status == 302:
            page = reverse("resolutions:assign_list", args=[pk])
            return redirect(f"{page}?{urlencode({'year': year, 'who': who.cleaned_data['who'], 'saved': 1})}")
    check = parts_against_whole(target, year)
    context |= {"form": form, "year": year, "offered": len(offered), "check": check and check_words(check)}
    return render(request, "resolutions/assign_list.html", context | {"saved": "saved" in request.GET}, status=status)


@_methods
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    held = seen_assignment(request.user, pk)
    with refused_in_words():
        require_keeping(request.user, held.target.document.unit)
    return deed_page(
        request,
        ReasonForm(request.POST or None),
        lambda reason, **_seen: take_back(by=request.user, assignment=held, reason=reason),
        title=_("Thôi giao chỉ tiêu"),
        button=_("Thôi giao"),
        said=_("Đã thôi giao chỉ tiêu; báo cáo cũ vẫn được giữ và không tính nữa."),
        back=page_of(held),
        lead=f"{held.target.text} · {held.place} · {held.year}",
        crumbs=crumbs_of(held.target.document, held.target, held),
    )


def _within(target) -> Unit:
    """The territory a rule walks; a central document's target is given province by province, by its own documents."""
    if target.document.unit is None:
        raise PermissionDenied(_("Chỉ tiêu của Trung ương do từng tỉnh giao bằng văn bản cụ thể hóa của tỉnh."))
    return target.document.unit


def _rule(within: Unit, told: dict) -> Rule:
    return Rule(within=within, tiers=tuple(told["tiers"]), organisations=tuple(told["organisations"]))


def _years(told: dict) -> range:
    return range(told["year_from"], told["year_to"] + 1)


def _preview(target, rule: Rule, years: range) -> list[dict]:
    """For each year whom the rule means on its first day, and which of them have the target already."""
    found = []
    for year in years:
        parts = parts_by(rule, date(year, 1, 1))
        has = set(target.assignments.in_year(year).values_list("unit_id", "organisation_id"))
        new = [p for p in parts if (p.unit.pk, p.organisation and p.organisation.pk) not in has]
        count = ngettext("%(n)s nơi sẽ được giao", "%(n)s nơi sẽ được giao", len(new)) % {"n": format_integer(len(new))}
        found.append(
            {
                "year": year,
                "count_label": count,
                "already": len(parts) - len(new),
                "names": [place_name(p.unit, p.organisation) for p in new[:SHOWN]],
                "cut": max(0, len(new) - SHOWN),
            }
        )
    return found
