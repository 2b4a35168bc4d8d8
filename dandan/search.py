"""Search everywhere: registrations, units, decisions, documents; marks aside, only what the person may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from accounts.scoping import seen_by
from models_registry.models import Registration
from recognition.filters import DecisionFilter
from resolutions.models import Document
from units.models import Unit
from vietnamese.folding import fold
from vietnamese.numbers import format_integer

SHOWN, COUNTED_AT_MOST, QUERY_LENGTH = 8, 200, 200


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The first hits of each kind; a kind without hits is left out."""
    text = request.GET.get("q", "").replace("\0", "").strip()[:QUERY_LENGTH]
    groups = [_models, _units, _decisions, _documents] if fold(text) else []
    found = [group for made in groups if (group := made(request, text)) is not None]
    return render(request, "search.html", {"search_query": text, "groups": found})


def _models(request, text: str) -> dict | None:
    found = Registration.objects.visible_to(request.user).searching(text).order_by("-id")
    ids = list(found.values_list("id", flat=True)[: COUNTED_AT_MOST + 1])
    rows = Registration.objects.select_related("model", "unit__parent").in_bulk(_exact_first(ids, text))
    hits = [
        {
            "title": row.model.name,
            "url": reverse("models_registry:detail", args=[row.pk]),
            "sub": " · ".join((row.model.code, str(row.year), row.unit.name)),
            "state": {
                "key": "recognised" if row.recognised_level else row.status.value,
                "label": row.get_recognised_level_display()
                if row.recognised_level
                else row.get_stage_display(),
                "icon": "ok" if row.recognised_level else "withdraw" if row.withdrawn_on else "circle",
            },
        }
        for row in _ordered(rows, text)[:SHOWN]
    ]
    all_url = f"{reverse('models_registry:list')}?{urlencode(_everywhere(request) | {'search': text, 'status': 'all'})}"
    return _group("models", _("Mô hình, điển hình"), hits, len(ids), all_url)


def _units(request, text: str) -> dict | None:
    found = Unit.objects.matching(text).select_related("parent__parent")
    seen = seen_by(request.user)
    if not seen.is_everything:
        found = found.filter(id__in=sorted(seen.units | seen.places))
    units = list(found[: COUNTED_AT_MOST + 1])
    # The standing before the abolished, the very name before names that hold it.
    units.sort(key=lambda u: (not u.folded_name.endswith(fold(text)), u.valid_to is not None, u.position))
    hits = [
        {
            "title": unit.name,
            "url": f"{reverse('dashboard')}?{urlencode({'within': unit.key})}",
            "sub": _place(unit),
            "state": None,
        }
        for unit in units[:SHOWN]
    ]
    return _group("units", pgettext("số nhiều", "Đơn vị"), hits, len(units), "")


def _decisions(request, text: str) -> dict | None:
    rows = list(DecisionFilter.asked_by(request.user, {"search": text}).qs.signed()[: COUNTED_AT_MOST + 1])
    hits = [
        {
            "title": row.number,
            "url": reverse("recognition:decision", args=[row.pk]),
            "sub": f"{row.issuing_body} · {row.signed_on:%d/%m/%Y}",
            "state": None,
        }
        for row in rows[:SHOWN]
    ]
    all_url = f"{reverse('recognition:decisions')}?{urlencode(_everywhere(request) | {'search': text})}"
    return _group("recognition", _("Quyết định công nhận"), hits, len(rows), all_url)


def _documents(request, text: str) -> dict | None:
    rows = list(Document.objects.visible_to(request.user).searching(text)[: COUNTED_AT_MOST + 1])
    hits = [
        {
            "title": f"{row.number} · {row.title}",
            "url": reverse("resolutions:document", args=[row.pk]),
            "sub": f"{row.get_kind_display()} · {row.issuer} · {row.issued_on:%d/%m/%Y}",
            "state": None,
        }
        for row in rows[:SHOWN]
    ]
    all_url = f"{reverse('resolutions:list')}?{urlencode({'search': text})}"
    return _group("resolutions", pgettext("số nhiều", "Văn bản"), hits, len(rows), all_url)


def _group(key: str, title: str, hits: list[dict], n: int, all_url: str) -> dict | None:
    if not hits:
        return None
    counted = _("hơn %(n)s") % {"n": COUNTED_AT_MOST} if n > COUNTED_AT_MOST else format_integer(n)
    return {
        "key": key,
        "title": title,
        "icon": key,
        "count_label": ngettext("%(n)s kết quả", "%(n)s kết quả", n) % {"n": counted},
        "all_url": all_url if n > SHOWN else "",
        "hits": hits,
    }


def _exact_first(ids: list[int], text: str) -> list[int]:
    """With accents typed, all hits are read to put the exact ones first; without, the newest are enough."""
    return ids if fold(text) != text.lower() else ids[:SHOWN]


def _ordered(rows: dict[int, Registration], text: str) -> list[Registration]:
    typed = text.lower()
    return sorted(rows.values(), key=lambda r: (typed not in r.model.name.lower(), -r.pk))


def _everywhere(request) -> dict[str, str]:
    """The widest the person may look: all years, her own unit."""
    bar = request.context_bar
    return bar.parameters(within=None, year=None, year_from=2009, year_to=2100) if bar else {}


def _place(unit: Unit) -> str:
    places, above = [], unit.parent
    while above is not None:
        places.append(above.name)
        above = above.parent
    if unit.valid_to:
        places.append(_("đến %(day)s") % {"day": unit.valid_to.strftime("%d/%m/%Y")})
    return " · ".join(places)
