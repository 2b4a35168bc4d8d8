"""A catalogue as a list: what is asked of it, the rows found, the way to the next page."""

from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dandan.unit_catalogues.forms import ListQuestion
from dandan.unit_catalogues.kinds import Catalogue
from intake.forms import unit_label
from units.querysets import unit_ids_inside
from vietnamese.dates import format_date
from vietnamese.folding import fold
from vietnamese.numbers import format_integer

PAGE_SIZE = 50


def found(of: Catalogue, question: ListQuestion) -> QuerySet:
    """The records asked for, of what the person keeps; none while a box cannot be read."""
    rows = of.kept(question.by)
    if not question.is_valid():
        return rows.none()
    asked = question.cleaned_data
    for word in fold(asked["search"]).split():
        rows = rows.filter(Q(folded_name__startswith=word) | Q(folded_name__contains=f" {word}"))
    if asked["search"] and not fold(asked["search"]):
        return rows.none()
    if asked["kind"]:
        rows = rows.filter(**{of.kind: asked["kind"]})
    if asked["unit"]:
        rows = rows.filter(unit_id__in=unit_ids_inside(asked["unit"]))
    over = Q(valid_to__lt=timezone.localdate())
    if asked["state"]:
        rows = rows.filter(over if asked["state"] == "ended" else ~over | Q(valid_to__isnull=True))
    return rows


def line(of: Catalogue, record) -> dict:
    """The record as the list shows it."""
    return {
        "url": reverse(of.record_name, args=[record.pk]),
        "name": record.name,
        "kind": getattr(record, f"get_{of.kind}_display")(),
        "unit": unit_label(record.unit) if record.unit.valid_to else record.unit.name,
        "state": state_of(record),
    }


def state_of(record) -> dict:
    """Key and words of includes/state_badge.html: in use, to a day, or ended."""
    today = timezone.localdate()
    if record.valid_to is None:
        return {"key": "ok", "icon": "ok", "label": _("Đang dùng")}
    day = {"day": format_date(record.valid_to)}
    if record.valid_to < today:
        return {"key": "no_data", "icon": "circle", "label": _("Đã kết thúc %(day)s") % day}
    return {"key": "draft", "icon": "clock", "label": _("Đến hết %(day)s") % day}


def chips(of: Catalogue, question: ListQuestion) -> list[dict]:
    """What is asked, each with the address that asks for the same without it."""
    if not question.is_valid():
        return []
    shown = []
    for name in question.NAMES:
        value = question.cleaned_data[name]
        if value:
            words = dict(getattr(question.fields[name], "choices", ())).get(value) or str(value)
            label = f"{question.fields[name].label}: {words}"
            shown.append({"label": label, "remove_url": address(of, question, **{name: ""})})
    return shown


def address(of: Catalogue, question: ListQuestion, **changes) -> str:
    asked = {name: question.data[name] for name in question.NAMES} | changes
    held = {name: value for name, value in asked.items() if value}
    return reverse(f"catalogues:{of.name}") + (f"?{urlencode(held)}" if held else "")


def page_of(rows: QuerySet, asked: str) -> Page:
    """The page of that number; Http404 where there is none."""
    pages = Paginator(rows, PAGE_SIZE)
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    if not 1 <= number <= pages.num_pages:
        raise Http404
    return pages.page(number)


def page_links(of: Catalogue, question: ListQuestion, page: Page) -> dict:
    """What includes/pagination.html prints."""

    def url(number: int) -> str:
        return address(of, question, page=number)

    first, last, every = (
        format_integer(n) for n in (page.start_index(), page.end_index(), page.paginator.count)
    )
    return {
        "label": _("%(first)s–%(last)s trong %(all)s") % {"first": first, "last": last, "all": every},
        "previous_url": url(page.number - 1) if page.has_previous() else "",
        "next_url": url(page.number + 1) if page.has_next() else "",
        "numbers": [
            {"number": n, "url": url(n), "here": n == page.number} if isinstance(n, int) else {"number": n}
            for n in page.paginator.get_elided_page_range(page.number)
        ],
    }
