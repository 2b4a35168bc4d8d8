"""The list of registrations: one filterset, its chips, its count, its pages."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.scoping import may_register
from models_registry.filters import OFFERED, RegistrationFilter
from models_registry.models import Registration
from models_registry.page_links import page_links, page_number
from vietnamese.numbers import format_integer

COUNTED_AT_MOST = 10_000
PAGE_SIZE = 50
_CONTEXT = ("within", "year", "year_from", "year_to", "geography")
_COLUMNS = (
    # key, name of the sorting ("" where there is none), numeric
    ("name", "name", False),
    ("unit", "unit", False),
    ("year", "year", True),
    ("field", "", False),
    ("level", "", False),
    ("kind", "", False),
    ("phase", "", False),
    ("stage", "stage_on", False),
    ("participants", "participants", True),
    ("money", "money", True),
    ("recognised", "recognised_on", False),
)


@require_safe
def register_list(request: HttpRequest) -> HttpResponse:
    """Registrations in the context bar's unit and years that the person sees; a wrong filter is said, with 400."""
    bar = request.context_bar
    asked = {n: v for n, v in request.GET.items() if n not in (*_CONTEXT, "page")} | bar.parameters()
    filters = RegistrationFilter.asked_by(request.user, asked)
    refusals = filters.refusals()
    listing = Listing(request.path, asked, filters)
    context = (
        listing.rows(page_number(request.GET))
        | listing.chips()
        | {
            "question": f"{bar.unit_name} · {bar.period_label}",
            "columns": listing.columns(),
            "export_url": f"{_export_action()}?{listing.query()}",
            "export_action": _export_action(),
            "export_asked": [(n, v) for n, v in asked.items() if v not in (None, "")],
            "filters": [filters.form[name] for name in OFFERED],
            "search_id": filters.form["search"].auto_id,
            "filter_action": request.path,
            "filter_count": sum(1 for name in OFFERED if asked.get(name)),
            "carried": [(n, v) for n, v in asked.items() if n not in OFFERED and v],
            "refusals": refusals,
            "may_register": may_register(request.user),
        }
    )
    context |= _nothing_found(request.user, listing, bar)
    partial = request.htmx and request.htmx.target == "results"
    if partial and refusals:
        # htmx puts only good answers into the page, and these words belong there.
        context |= {"empty_title": _("Chưa tìm được"), "empty_text": " ".join(r.sentence for r in refusals)}
    name = "models_registry/_rows.html" if partial else "models_registry/list.html"
    response = render(request, name, context, status=400 if refusals and not partial else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


class Listing:
    """One question put to the register's list, and the addresses of its neighbours."""

    def __init__(self, path: str, asked: dict[str, str], filters: RegistrationFilter):
        self.path, self.asked, self.filters = path, asked, filters
        self.found = filters.qs

    def query(self, **changes) -> str:
        """The question as an address holds it; `changes` replace or (None) leave out parts."""
        held = self.asked | changes
        return urlencode({name: value for name, value in held.items() if value not in (None, "")})

    def url(self, **changes) -> str:
        return f"{self.path}?{self.query(**changes)}"

    def rows(self, page: int) -> dict:
        """The page's rows, the count in words and the pages; at most three queries. Raises Http404 beyond the last page."""
        keys = self.found.values_list("id", flat=True)
        if self.asked.get("search"):
            # Searching is the dear part: what matches is found once, counted here and cut into pages.
            keys = list(keys[: COUNTED_AT_MOST + 1])
            counted = len(keys)
        else:
            counted = keys.order_by()[: COUNTED_AT_MOST + 1].count()
        last = max(1, -(-min(counted, COUNTED_AT_MOST) // PAGE_SIZE))
        if page > last:
            raise Http404
        start = (page - 1) * PAGE_SIZE
        # The page's keys first and their rows after: the wide rows of the pages before are never read.
        ids = list(keys[start : start + PAGE_SIZE])
        rows = Registration.objects.select_related("model", "unit__parent", "organisation").in_bulk(ids)
        label = (
            _("hơn %(n)s đăng ký") % {"n": format_integer(COUNTED_AT_MOST)}
            if counted > COUNTED_AT_MOST
            else ngettext("%(n)s đăng ký", "%(n)s đăng ký", counted) % {"n": format_integer(counted)}
        )
        shown = _("%(first)s–%(last)s trong %(all)s") % {
            "first": format_integer(start + 1),
            "last": format_integer(start + len(ids)),
            "all": label,
        }
        return {
            "registrations": [rows[i] for i in ids if i in rows],
            "count_label": label,
            "pages": page_links(page, last, lambda number: self.url(page=number)) | {"label": shown},
        }

    def chips(self) -> dict:
        """What the list is narrowed by, each with the address without it."""
        chips = []
        for name, words in self.filters.narrowed_by():
            drop = {name: None} | ({"tier": None} if name == "standing" else {})
            chips.append({"label": words, "remove_url": self.url(**drop)})
        plain = {n: v for n, v in self.asked.items() if n in (*_CONTEXT, "ordering")}
        return {"chips": chips, "clear_url": f"{self.path}?{urlencode(plain)}"}

    def columns(self) -> list[dict]:
        asked = self.asked.get("ordering", "")
        labels = _column_labels()
        return [
            {
                "key": key,
                "label": labels[key],
                "numeric": numeric,
                "sort_url": self.url(ordering=_next_order(sorting, asked)) if sorting else "",
                "sorted": {sorting: "ascending", f"-{sorting}": "descending"}.get(asked, "")
                if sorting
                else "",
            }
            for key, sorting, numeric in _COLUMNS
        ]


def _next_order(sorting: str, asked: str) -> str:
    return f"-{sorting}" if asked == sorting else sorting


def _export_action() -> str:
    try:
        return reverse("reports:register_export")
    except NoReverseMatch:
        return ""


def _nothing_found(user, listing: Listing, bar) -> dict:
    """What to do next when nothing is found."""
    narrowed = any(listing.asked.get(name) for name in OFFERED)
    start = {"url": reverse("models_registry:create"), "label": _("Đăng ký mô hình")}
    if narrowed:
        action = {"url": listing.chips()["clear_url"], "label": _("Bỏ hết điều kiện lọc")}
        text = _("Thử bớt chữ trong ô tìm, bỏ bớt điều kiện lọc hoặc đổi năm ở thanh phía trên.")
        return {"empty_title": _("Không có đăng ký nào khớp"), "empty_text": text, "empty_action": action}
    title = _("%(unit)s chưa có đăng ký nào: %(period)s") % {
        "unit": bar.unit_name,
        "period": bar.period_label,
    }
    text = _("Đổi năm hoặc đơn vị ở thanh phía trên, hoặc bắt đầu đăng ký.")
    return {"empty_title": title, "empty_text": text, "empty_action": start if may_register(user) else None}


def _column_labels() -> dict[str, str]:
    return {
        "name": _("Tên mô hình, điển hình"),
        "unit": _("Đơn vị"),
        "year": _("Năm"),
        "field": _("Lĩnh vực"),
        "level": _("Cấp đăng ký"),
        "kind": _("Loại"),
        "phase": _("Mới / duy trì"),
        "stage": _("Tiến độ"),
        "participants": _("Số người"),
        "money": _("Kinh phí (triệu đồng)"),
        "recognised": _("Công nhận"),
    }
