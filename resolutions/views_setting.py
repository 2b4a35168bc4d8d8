"""Setting a target and changing it: a change shows first which reports it touches, and is then confirmed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from resolutions.deed_pages import deed_page, refused_in_words
from resolutions.figures import number_text
from resolutions.forms_assigning import HandOnForm
from resolutions.forms_targets import RevisionForm, TargetForm
from resolutions.inheriting import inherit, inherit_all, left_behind
from resolutions.places import place_of
from resolutions.rights import require_keeping
from resolutions.seen import crumbs_of, page_of, seen_document, seen_target
from resolutions.targeting import affected_reports, define_target, revise_target
from resolutions.terms import COLUMNS, terms_of
from vietnamese.numbers import format_integer

_methods = require_http_methods(["GET", "HEAD", "POST"])
AFFECTED_SHOWN = 200


@_methods
def define(request: HttpRequest, pk: int) -> HttpResponse:
    document = seen_document(request.user, pk)
    with refused_in_words():
        require_keeping(request.user, document.unit)
    initial = {"kind": "units_each_year", "recurrence": "yearly", "from_year": document.period_from or document.year}
    return deed_page(
        request,
        TargetForm(request.POST or None, by=request.user, document=document, initial=initial),
        lambda **told: define_target(by=request.user, document=document, **told),
        title=_("Đặt chỉ tiêu"),
        button=_("Đặt chỉ tiêu"),
        said=_("Đã đặt chỉ tiêu; bây giờ có thể giao cho các đơn vị."),
        back=page_of,
        cancel=page_of(document),
        lead=str(document),
        crumbs=crumbs_of(document),
    )


@_methods
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    target = kept_target(request, pk)
    latest = target.latest
    terms = terms_of(latest)
    initial = {name: getattr(terms, name) for name in COLUMNS} | {
        "responsible": latest.responsible_id,
        "road_map": "\n".join(f"{year}: {number_text(value)}" for year, value in sorted(terms.road_map.items())),
        "from_year": latest.from_year,
        "version": target.number,
    }
    form = RevisionForm(request.POST or None, by=request.user, document=target.document, initial=initial)
    about = {"title": _("Sửa chỉ tiêu"), "lead": target.text, "crumbs": crumbs_of(target.document, target)}
    if request.method == "POST" and request.POST.get("sure") != "True" and form.is_valid():
        affected = affected_reports(target, form.cleaned_data["from_year"])
        count = ngettext("%(n)s báo cáo đã gửi", "%(n)s báo cáo đã gửi", len(affected))
        form.data = form.data.copy()
        form.data["sure"] = "True"
        context = about | {
            "form": form,
            "affected": affected[:AFFECTED_SHOWN],
            "count_label": count % {"n": format_integer(len(affected))},
            "cut": max(0, len(affected) - AFFECTED_SHOWN),
            "cancel_url": page_of(target),
            "context_bar": None,
        }
        return render(request, "resolutions/revise_confirm.html", context)
    return deed_page(
        request,
        form,
        lambda **told: revise_target(by=request.user, target=target, **told),
        button=_("Xem báo cáo bị ảnh hưởng"),
        said=_("Đã sửa chỉ tiêu; các số liệu đã báo cáo được đánh giá lại theo lần sửa này."),
        back=page_of(target),
        **about,
    )


@_methods
def hand_on(request: HttpRequest, pk: int) -> HttpResponse:
    """What was given to units that ended goes to those that took them over."""
    target = kept_target(request, pk)
    year = place_of(request).year
    count = left_behind(target, year)
    told = ngettext("%(n)s nơi", "%(n)s nơi", count) % {"n": format_integer(count)}

    def deed(year: int, every: bool):
        if every:
            return inherit_all(by=request.user, document=target.document, year=year)
        return inherit(by=request.user, target=target, year=year)

    return deed_page(
        request,
        HandOnForm(request.POST or None, initial={"year": year, "every": True}),
        deed,
        title=_("Chuyển chỉ tiêu cho đơn vị kế tục"),
        button=_("Chuyển"),
        said=_("Đã chuyển chỉ tiêu của các đơn vị kết thúc trong năm cho đơn vị kế tục."),
        back=page_of(target),
        lead=_("%(target)s · năm %(year)s: %(count)s đã kết thúc và còn giữ chỉ tiêu")
        % {"target": target.text, "year": year, "count": told},
        crumbs=crumbs_of(target.document, target),
    )


def kept_target(request: HttpRequest, pk: int):
    """The target, which the person sees and keeps. 404 and 403 else."""
    target = seen_target(request.user, pk)
    with refused_in_words():
        require_keeping(request.user, target.document.unit)
    return target
