"""What hangs on a document: its groups of tasks, its links to others, the numbers of documents issued to carry it out."""

from django.db import IntegrityError, transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from audit.errors import DomainError, DomainErrors
from audit.recording import record_change
from models_registry.secrecy import marked_secret
from resolutions.choices import DocumentKind, IssuerKind, LinkKind
from resolutions.models import Document, DocumentLink, IssuedCount, TaskGroup
from resolutions.rights import NotAllowed, require_keeping
from units.models import Unit
from vietnamese.folding import clean_line, clean_text, fold


@transaction.atomic
def add_task_group(*, by, document: Document, title: str, content: str = "") -> TaskGroup:
    """The group, after those the document has. Raises DomainError without a title, NotAllowed for another's document."""
    require_keeping(by, document.unit)
    title, content = clean_line(title), clean_text(content)
    if not fold(title):
        raise DomainError(_("Hãy ghi tên nhóm nhiệm vụ, giải pháp."), field="title")
    if broken := marked_secret({"title": title, "content": content}):
        raise DomainErrors(broken)
    # One document's lists are written one after the other.
    Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    last = document.task_groups.aggregate(last=Max("position"))["last"] or 0
    group = TaskGroup.objects.create(document=document, position=last + 1, title=title, content=content)
    record_change(by=by, verb="group_tasks", subject=document, after={"position": group.position, "task_group": title})
    return group


@transaction.atomic
def link_documents(*, by, document: Document, kind: str, other: Document) -> DocumentLink:
    """`document` concretises, carries out, replaces or amends `other`, which the person sees. Raises DomainError for a
    link there already, to itself, or back the same way."""
    require_keeping(by, document.unit)
    if by is not None and not Document.objects.visible_to(by).filter(pk=other.pk).exists():
        raise NotAllowed(_("Anh/chị không được xem văn bản ấy."))
    if kind not in LinkKind.values:
        raise DomainError(_("Hãy chọn quan hệ giữa hai văn bản."), field="kind")
    if document.pk == other.pk:
        raise DomainError(_("Một văn bản không nối với chính nó."), field="other")
    if DocumentLink.objects.filter(document=other, kind=kind, other=document).exists():
        raise DomainError(_("Quan hệ này đã được ghi theo chiều ngược lại."), field="other")
    try:
        with transaction.atomic():
            link = DocumentLink.objects.create(document=document, kind=kind, other=other)
    except IntegrityError:
        raise DomainError(_("Quan hệ này đã được ghi."), field="other") from None
    record_change(by=by, verb="link", subject=document, after={"link": str(link.get_kind_display()), "other": str(other)})
    return link


@transaction.atomic
def report_issued(
    *,
    by,
    document: Document,
    unit: Unit,
    issuer_kind: str,
    year_from: int,
    year_to: int,
    number: int,
    kind: str = "",
    source: str = "",
) -> IssuedCount:
    """So many documents were issued in the years to carry the document out, as the unit reported: a second report of the
    same years takes the first one's place, and the log keeps both. Counts stand beside the documents written down one by
    one and are never added to them. Raises DomainErrors, NotAllowed for another's unit."""
    require_keeping(by, unit)
    broken = []
    if issuer_kind not in IssuerKind.values:
        broken.append(DomainError(_("Hãy chọn loại cơ quan ban hành."), field="issuer_kind"))
    if kind and kind not in DocumentKind.values:
        broken.append(DomainError(_("Hãy chọn loại văn bản."), field="kind"))
    if not 1945 <= year_from <= year_to <= 2100:
        broken.append(DomainError(_("Năm cuối không được trước năm đầu."), field="year_to"))
    if not 0 <= number < 10**9:
        broken.append(DomainError(_("Số văn bản phải từ 0 trở lên."), field="number"))
    broken += marked_secret({"source": source})
    if broken:
        raise DomainErrors(broken)
    Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    place = {"document": document, "unit": unit, "issuer_kind": issuer_kind, "kind": kind, "year_from": year_from,
             "year": year_to}  # fmt: skip
    held = IssuedCount.objects.filter(**place).first()
    before = {"issued": held.number} if held else None
    held = held or IssuedCount(**place, created_by=by)
    held.number, held.source = number, clean_line(source)[:300]
    held.save()
    after = {"issued": number, "issuer_kind": issuer_kind, "year_from": year_from, "year_to": year_to}
    record_change(by=by, verb="report_issued", subject=document, before=before, after=after, unit=unit)
    return held


def issued_to_carry_out(document: Document, viewer) -> list[dict]:
    """By kind of issuer, in order: {"issuer_kind", "label", "written_down" (documents linked as carrying it out, that the
    viewer sees), "reported" (the sum of reported counts)}. Three queries; never added together."""
    linked = Document.objects.visible_to(viewer).carrying_out(document).by_issuer_kind()
    reported = dict(
        document.issued_counts.visible_to(viewer).order_by().values_list("issuer_kind").annotate(n=Sum("number"))
    )
    return [
        {"issuer_kind": kind, "label": label, "written_down": linked.get(kind, 0), "reported": reported.get(kind, 0)}
        for kind, label in IssuerKind.choices
    ]
