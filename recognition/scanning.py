"""The signed paper as a scan: taken in as any paper is, the older ones kept."""

import hashlib
import uuid

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.scoping import SYSTEM
from audit.errors import DomainError
from audit.recording import record_change
from models_registry.attachments import take
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
    name, kind, content = take(upload)
    if TYPES[kind] not in _PAPERS:
        raise DomainError(_("Bản quét phải là tệp PDF, JPEG hoặc PNG."), field="scan")
    digest = hashlib.sha256(content).hexdigest()
    author = None if by is SYSTEM else by
    row = DecisionScan(
        decision=held, name=name, content_type=TYPES[kind], size=len(content), sha256=digest, added_by=author
    )
    row.file.save(f"{uuid.uuid4().hex}.{kind}", ContentFile(content), save=False)
    try:
        row.save()
        # The decision's own row changes with what hangs on it, so that the log tells of it.
        held.version += 1
        held.save(update_fields=["version"])
        record_change(
            by=author, verb="attach", subject=held, after={"name": name, "size": row.size, "sha256": digest}
        )
    except BaseException:
        row.file.delete(save=False)
        raise
    return row
