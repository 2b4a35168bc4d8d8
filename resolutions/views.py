"""Documents: their list and one of them with all that hangs on it."""

from collections import Counter

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.choices import DOCUMENT_ROLES
from accounts.scoping import acted_on_by
from audit.telling import story_of
from models_registry.attachments import size_label
from models_registry.page_links import page_links, page_number
from resolutions.choices import DocumentKind, Verdict
from resolutions.linking import issued_to_carry_out
from resolutions.models import Document, Target
from resolutions.progress import progress_of
from resolutions.rights import may_keep
from resolutions.seen import crumbs_of, seen_document
from resolutions.wording import document_words, due_words, value_words, verdict_badge
from vietnamese.numbers import format_integer

PAGE_SIZE = 50
_TOLD_IN_LISTS = (Verdict.NOT_MET, Verdict.AT_RISK, Verdict.NO_DATA)


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """Documents the person may see, the latest first; narrowed by words, kind, and a year they hold in."""
    words = request.GET.get("search", "").replace("\0", "")[:200]
    kind, year = request.GET.get("kind", ""), request.GET.get("holds_in", "")
    found = Document.objects.visible_to(request.user).searching(words)
    if kind in DocumentKind.values:
        found = found.filter(kind=kind)
    year = year if year.isascii() and year.isdigit() and len(year) == 4 else ""
    if year:
        found = found.holding_in(int(year))
    if (carries_out := request.GET.get("carries_out", "")) and carries_out.isascii() and carries_out.isdigit():
        found = found.carrying_out(seen_document(request.user, int(carries_out[:9])))
    counted = found.count()
    page, last = page_number(request.GET), max(1, -(-counted // PAGE_SIZE))
    if page > last:
        raise Http404
    start = (page - 1) * PAGE_SIZE
    shown = list(found.with_sizes().select_related("unit")[start : start + PAGE_SIZE])
    _tell_standing(request.user, shown)
    asked = {"search": words, "kind": kind, "holds_in": year, "carries_out": carries_out}
    context = {
        "documents": shown,
        "count_label": ngettext("%(n)s văn bản", "%(n)s văn bản", counted) % {"n": format_integer(counted)},
        "words": words,
        "kind": kind,
        "kinds": DocumentKind.choices,
        "holds_in": year,
        "may_record": may_record(request.user),
        "pages": page_links(page, last, lambda n: f"{request.path}?{urlencode(asked | {'page': n})}")
        | {"label": ""},
        "empty_action": {"url": reverse("resolutions:create"), "label": _("Ghi văn bản")}
        if may_record(request.user)
        else None,
    }
    return render(request, "resolutions/list.html", context)


def _tell_standing(user, documents: list[Document]) -> None:
    """Gives each document with accepted figures `standing`: how many of its targets fail, are at risk or have no data in the
    last year that was told of. Four statements for each such year."""
    years: dict[int, list[Document]] = {}
    for held in documents:
        if held.told_of:
            years.setdefault(held.told_of, []).append(held)
    for year, members in years.items():
        targets = Target.objects.filter(document__in=members).with_versions()
        counted: dict[int, Counter] = {held.pk: Counter() for held in members}
        for one in progress_of(targets, year=year, viewer=user, as_of=timezone.localdate()):
            counted[one.target.document_id][one.verdict] += 1
        for held in members:
            held.standing = [
                verdict_badge(verdict, f"{verdict.label}: {n}")
                for verdict in _TOLD_IN_LISTS
                if (n := counted[held.pk][verdict])
            ]


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: what it says, what it hangs on and what hangs on it, its targets, its papers, its history."""
    seen = Document.objects.visible_to(request.user)
    held = get_object_or_404(seen.with_sizes().select_related("unit"), pk=pk)
    targets = list(Target.objects.of(held).with_versions())
    links = list(held.links.filter(other__in=seen).select_related("other").order_by("kind", "id"))
    linked = {link.other.number for link in links}
    context = {
        "document": held,
        "lead": document_words(held),
        "crumbs": crumbs_of(),
        # A paper linked to is named to whoever sees it, here as above.
        "events": story_of(held, hidden=lambda name, value: name == "other" and _number(value) not in linked),
        "may_keep": may_keep(request.user, held),
        "may_count": may_record(request.user),
        "links": [{"words": link.get_kind_display(), "document": link.other} for link in links],
        "linked_from": [
            {"words": link.get_kind_display(), "document": link.document}
            for link in held.linked_from.filter(document__in=seen)
            .select_related("document")
            .order_by("kind", "document__issued_on", "id")[:PAGE_SIZE]
        ],
        "issued": issued_to_carry_out(held, request.user),
        "counts": list(held.issued_counts.visible_to(request.user).select_related("unit")[:PAGE_SIZE]),
        "groups": list(held.task_groups.all()),
        "targets": [
            {"target": t, "version": t.latest, "asked": value_words(t.latest), "due": due_words(t.latest)}
            for t in targets
        ],
        "scans": [{"scan": scan, "size": size_label(scan.size)} for scan in held.scans.all()],
        "print_head": None,
    }
    return render(request, "resolutions/detail.html", context)


def _number(told: str) -> str:
    """Of a document as the log names it: number · title."""
    return told.partition(" · ")[0]


def may_record(user) -> bool:
    return not acted_on_by(user, DOCUMENT_ROLES).is_empty
