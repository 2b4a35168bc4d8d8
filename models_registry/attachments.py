"""Papers and pictures that show what a registration says: taken in, kept outside the web root."""

import hashlib
import uuid

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.scoping import may_register_for
from audit.errors import DomainError
from audit.recording import record_change
from models_registry.file_contents import TYPES, kind_of
from models_registry.models import Attachment, Registration
from models_registry.photographs import without_metadata
from models_registry.registration import NotAllowed
from models_registry.secrecy import is_marked_secret
from vietnamese.folding import clean_line

SIZE_LIMIT = 20 * 1024 * 1024
FILES_AT_ONCE = 10


def refusal(upload: UploadedFile) -> DomainError | None:
    """Why the file may not be taken in, None when it may."""
    name = clean_line(upload.name)
    if is_marked_secret(name):
        return DomainError(
            _("“%(name)s” mang dấu mật: tài liệu bí mật nhà nước không được lưu ở đây.") % {"name": name}
        )
    if upload.size > SIZE_LIMIT:
        return DomainError(_("“%(name)s” lớn hơn 20 MB; hãy thu nhỏ tệp.") % {"name": name})
    if upload.size == 0:
        return DomainError(_("“%(name)s” là tệp rỗng.") % {"name": name})
    try:
        kind = kind_of(name, upload.file)
        _stored_bytes(kind, upload)
    except DomainError as error:
        return error
    except ValueError:
        return DomainError(_("Ảnh “%(name)s” bị hỏng, không lưu được.") % {"name": name})
    return None


@transaction.atomic
def attach(*, by, registration: Registration, upload: UploadedFile) -> Attachment:
    """The file, kept with the registration under a random name. Raises DomainError for what `refusal` refuses."""
    if by is not None and not may_register_for(by, registration.unit):
        raise NotAllowed(
            _("Anh/chị không được giao nhập liệu cho %(unit)s.") % {"unit": registration.unit.name}
        )
    broken = refusal(upload)
    if broken:
        raise broken
    name = clean_line(upload.name)[-200:]
    kind = kind_of(name, upload.file)
    content = _stored_bytes(kind, upload)
    digest = hashlib.sha256(content).hexdigest()
    row = Attachment(
        registration=registration,
        name=name,
        content_type=TYPES[kind],
        size=len(content),
        sha256=digest,
        added_by=by,
    )
    row.file.save(f"{uuid.uuid4().hex}.{kind}", ContentFile(content), save=False)
    try:
        row.save()
        record_change(
            by=by,
            verb="attach",
            subject=registration,
            after={"name": name, "size": row.size, "sha256": digest},
        )
    except BaseException:
        row.file.delete(save=False)
        raise
    return row


def _stored_bytes(kind: str, upload: UploadedFile) -> bytes:
    """The file as it is kept: a picture without its metadata, all else byte for byte. At most 20 MiB in memory."""
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    return without_metadata(kind, content)


def size_label(size: int) -> str:
    """1536 → "2 KB"; 2621440 → "2,5 MB"."""
    if size >= 1024 * 1024:
        return f"{size / 1024 / 1024:.1f}".replace(".", ",") + " MB"
    return f"{-(-size // 1024)} KB"
