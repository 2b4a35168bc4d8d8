"""The signed paper as a scan: taken in as any paper is, the older ones kept."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.scoping import SYSTEM
from audit.errors import DomainError
from models_registry.attachments import keep, take
from models_registry.file_contents import TYPES
from recognition.models import Decision, DecisionScan
from recognition.numbered import require_right

_PAPERS = frozenset({"application/pdf", "image/jpeg", "image/png"})


@transaction.atomic
def attach_scan(*, by, decision: Decision, upload: UploadedFile) -> DecisionScan:
    """The scan of the signed decision, newest of its scans from now on. Raises NotAllowed where the decision is not hers
    to record, DomainError for a draft, for what is no scan, and for what models_registry.attachments refuses."""
    held = Decision.objects.select_for_update(of=("self",)).select_related("unit").get(pk=decision.pk)
    if not held.is_signed:
        raise DomainError(_("Dự thảo chưa ký thì chưa có bản quét."))
    require_right(by, held.unit, held.signed_on)
    taken = take(upload)
    if TYPES[taken[1]] not in _PAPERS:
        raise DomainError(_("Bản quét phải là tệp PDF, JPEG hoặc PNG."), field="scan")
    # The decision's own row changes with what hangs on it, so that the log tells of it.
    held.version += 1
    held.save(update_fields=["version"])
    author = None if by is SYSTEM else by
    return keep(DecisionScan(decision=held, added_by=author), taken, by=author, subject=held)
