"""Writing a document down, correcting it, and what is hung on it: each a deed with its own page."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from resolutions.attaching import attach_scan
from resolutions.deed_pages import deed_page, refused_in_words
from resolutions.forms import DocumentForm, DocumentTextForm, IssuedForm, LinkForm, ScanForm, TaskGroupForm
from resolutions.linking import add_task_group, link_documents, report_issued
from resolutions.recording import AMENDABLE, amend_document, record_document
from resolutions.rights import require_keeping
from resolutions.seen import crumbs_of, page_of, seen_document
from resolutions.views import may_record

_methods = require_http_methods(["GET", "HEAD", "POST"])


@_methods
def create(request: HttpRequest) -> HttpResponse:
    if not may_record(request.user):
        raise PermissionDenied(_("Ghi văn bản vào sổ là việc của người nhập liệu hoặc người duyệt."))
    return deed_page(
        request,
        DocumentForm(request.POST or None, by=request.user),
        lambda **told: record_document(by=request.user, entered_on=timezone.localdate(), **told),
        title=_("Ghi văn bản"),
        button=_("Ghi vào sổ"),
        said=_("Đã ghi văn bản vào sổ."),
        back=page_of,
        cancel=reverse("resolutions:list"),
        crumbs=crumbs_of(),
    )


@_methods
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    held = _kept_document(request, pk)
    initial = {name: getattr(held, name) for name in (*AMENDABLE, "version")}
    return deed_page(
        request,
        DocumentTextForm(request.POST or None, initial=initial),
        lambda version, **changes: amend_document(
            by=request.user, document=held, version=version, changes=changes, entered_on=timezone.localdate()
        ),
        title=_("Sửa văn bản"),
        button=_("Lưu"),
        said=_("Đã lưu văn bản."),
        **_about(held),
    )


@_methods
def group(request: HttpRequest, pk: int) -> HttpResponse:
    held = _kept_document(request, pk)
    return deed_page(
        request,
        TaskGroupForm(request.POST or None),
        lambda **told: add_task_group(by=request.user, document=held, **told),
        title=_("Thêm nhóm nhiệm vụ, giải pháp"),
        button=_("Thêm"),
        said=_("Đã thêm nhóm nhiệm vụ, giải pháp."),
        **_about(held),
    )


@_methods
def link(request: HttpRequest, pk: int) -> HttpResponse:
    held = _kept_document(request, pk)
    return deed_page(
        request,
        LinkForm(request.POST or None, by=request.user),
        lambda **told: link_documents(by=request.user, document=held, **told),
        title=_("Ghi quan hệ với văn bản khác"),
        button=_("Ghi"),
        said=_("Đã ghi quan hệ giữa hai văn bản."),
        **_about(held),
    )


@_methods
def issued(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever sees the document counts what her own unit issued for it."""
    held = seen_document(request.user, pk)
    if not may_record(request.user):
        raise PermissionDenied(_("Ghi số văn bản đã ban hành là việc của người nhập liệu hoặc người duyệt."))
    return deed_page(
        request,
        IssuedForm(request.POST or None, by=request.user, document=held),
        lambda **told: report_issued(by=request.user, document=held, **told),
        title=_("Số văn bản đã ban hành để thực hiện"),
        button=_("Ghi"),
        said=_("Đã ghi số văn bản."),
        **_about(held),
    )


@_methods
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    held = _kept_document(request, pk)
    return deed_page(
        request,
        ScanForm(request.POST or None, request.FILES or None),
        lambda upload: attach_scan(by=request.user, document=held, upload=upload),
        title=_("Thêm bản chụp văn bản"),
        button=_("Thêm"),
        said=_("Đã thêm bản chụp."),
        **_about(held),
    )


def _kept_document(request: HttpRequest, pk: int):
    held = seen_document(request.user, pk)
    with refused_in_words():
        require_keeping(request.user, held.unit)
    return held


def _about(held) -> dict:
    return {"lead": str(held), "crumbs": crumbs_of(held), "back": page_of(held)}
