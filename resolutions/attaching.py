"""Papers kept with documents and reports, taken in by the checks every attachment goes through."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from audit.errors import DomainError
from models_registry.attachments import FILES_AT_ONCE, keep, take
from resolutions.choices import WRITABLE
from resolutions.models import Document, DocumentScan, Evidence, ProgressReport
from resolutions.rights import require_keeping, require_reporting


@transaction.atomic
def attach_scan(*, by, document: Document, upload: UploadedFile) -> DocumentScan:
    """The signed paper, kept with the document. Raises DomainError in words for a file that may not be taken in,
    NotAllowed for another's document."""
    require_keeping(by, document.unit)
    return keep(DocumentScan(document=document, added_by=by), take(upload), by=by, subject=document)


@transaction.atomic
def attach_evidence(*, by, report: ProgressReport, upload: UploadedFile) -> Evidence:
    """The paper, kept with the report while its unit may still change it. Raises as `attach_scan`, and for a report that
    is sent or accepted."""
    held = (
        ProgressReport.objects.select_for_update(of=("self",))
        .select_related("assignment__target__document", "assignment__unit", "assignment__organisation", "period")
        .get(pk=report.pk)
    )
    require_reporting(by, held.assignment)
    if held.stage not in WRITABLE:
        raise DomainError(_("Báo cáo đã gửi hoặc đã duyệt thì không thêm tài liệu được nữa."))
    if held.evidence.all()[:FILES_AT_ONCE].count() >= FILES_AT_ONCE:
        raise DomainError(_("Mỗi báo cáo kèm nhiều nhất %(n)s tệp.") % {"n": FILES_AT_ONCE})
    return keep(Evidence(report=held, added_by=by), take(upload), by=by, subject=held)
