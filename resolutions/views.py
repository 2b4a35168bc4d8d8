"""Documents: their list, one of them, and writing one down."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.choices import DOCUMENT_ROLES
from accounts.scoping import acted_on_by
from audit.errors import DomainError
from audit.telling import story_of
from models_registry.page_links import page_links, page_number
from resolutions.choices import DocumentKind
from resolutions.forms import DocumentForm
from resolutions.models import Document
from resolutions.recording import NotAllowed, record_document
from vietnamese.numbers import format_integer

PAGE_SIZE = 50


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """Documents the person may see, the latest first; narrowed by words and kind."""
    words = request.GET.get("search", "").replace("\0", "")[:200]
    kind = request.GET.get("kind", "")
    found = Document.objects.visible_to(request.user).searching(words)
    if kind in DocumentKind.values:
        found = found.filter(kind=kind)
    counted = found.count()
    page, last = page_number(request.GET), max(1, -(-counted // PAGE_SIZE))
    if page > last:
        raise Http404
    start = (page - 1) * PAGE_SIZE
    shown = list(found.select_related("unit")[start : start + PAGE_SIZE])
    asked = {"search": words, "kind": kind}
    context = {
        "documents": shown,
        "count_label": ngettext("%(n)s văn bản", "%(n)s văn bản", counted) % {"n": format_integer(counted)},
        "words": words,
        "kind": kind,
        "kinds": DocumentKind.choices,
        "may_record": may_record(request.user),
        "pages": page_links(page, last, lambda n: f"{request.path}?{urlencode(asked | {'page': n})}")
        | {"label": ""},
        "empty_action": {"url": reverse("resolutions:create"), "label": _("Ghi văn bản")}
        if may_record(request.user)
        else None,
    }
    return render(request, "resolutions/list.html", context)


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(Document.objects.visible_to(request.user).select_related("unit"), pk=pk)
    crumbs = [{"label": pgettext("mục chính", "Nghị quyết"), "url": reverse("resolutions:list")}]
    return render(request, "resolutions/detail.html", {"document": held, "crumbs": crumbs, "events": story_of(held)})


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    if not may_record(request.user):
        raise PermissionDenied(_("Ghi văn bản vào sổ là việc của người nhập liệu hoặc người duyệt."))
    form = DocumentForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            held = record_document(by=request.user, entered_on=timezone.localdate(), **form.cleaned_data)
            messages.success(request, _("Đã ghi văn bản vào sổ."))
            return redirect("resolutions:document", pk=held.pk)
        except NotAllowed as refused:
            raise PermissionDenied(refused.sentence) from None
        except DomainError as refused:
            for error in getattr(refused, "errors", [refused]):
                form.add_error(error.field or None, error.sentence)
    status = 422 if form.is_bound else 200
    return render(request, "resolutions/form.html", {"form": form, "context_bar": None}, status=status)


def may_record(user) -> bool:
    return not acted_on_by(user, DOCUMENT_ROLES).is_empty
