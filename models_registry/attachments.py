"""Papers and pictures that show what a registration says: taken in, kept outside the web root."""

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from audit.errors import DomainError
from audit.recording import record_change
from models_registry.file_contents import TYPES, examined
from models_registry.kept_files import KeptFile
from models_registry.models import Attachment, Registration
from models_registry.registration import require_right
from models_registry.secrecy import is_marked_secret
from vietnamese.folding import clean_line

Kept = TypeVar("Kept", bound=KeptFile)
SIZE_LIMIT = 20 * 1024 * 1024
FILES_AT_ONCE = 10


def refusal(upload: UploadedFile) -> DomainError | None:
    """Why the file may not be taken in, None when it may."""
    try:
        take(upload)
    except DomainError as refused:
        return refused
    return None


def take(upload: UploadedFile) -> tuple[str, str, bytes]:
    """The name, the kind (a key of TYPES) and the bytes to keep, at most 20 MiB. Raises DomainError in words."""
    name = clean_line(upload.name)
    if is_marked_secret(name):
        raise DomainError(
            _("“%(name)s” mang dấu mật: tài liệu bí mật nhà nước không được lưu ở đây.") % {"name": name}
        )
    if upload.size > SIZE_LIMIT:
        raise DomainError(_("“%(name)s” lớn hơn 20 MB; hãy thu nhỏ tệp.") % {"name": name})
    if upload.size == 0:
        raise DomainError(_("“%(name)s” là tệp rỗng.") % {"name": name})
    return name[-200:], *examined(name, upload.file)


@transaction.atomic
def attach(*, by, registration: Registration, upload: UploadedFile) -> Attachment:
    """The file, kept with the registration under a random name. Raises DomainError for what `refusal` refuses."""
    require_right(by, registration)
    return keep(Attachment(registration=registration, added_by=by), take(upload), by=by, subject=registration)


def keep(row: Kept, taken: tuple[str, str, bytes], *, by, subject) -> Kept:
    """The row with what was taken in, saved, and the log told of it at its subject."""
    name, kind, content = taken
    row.name, row.content_type, row.size = name, TYPES[kind], len(content)
    row.sha256 = hashlib.sha256(content).hexdigest()
    with stored(row.file, kind, content):
        row.save()
        record_change(
            by=by, verb="attach", subject=subject, after={"name": name, "size": row.size, "sha256": row.sha256}
        )
    return row


@contextmanager
def stored(file: FieldFile, kind: str, content: bytes) -> Iterator[None]:
    """The bytes in the field's storage under a random name, for the block that records them: where it does not end well
    they go again."""
    name = file.field.generate_filename(file.instance, f"{uuid.uuid4().hex}.{kind}")
    try:
        file.name = file.storage.save(name, ContentFile(content))
        yield
    except BaseException:
        # A full disk leaves the beginning of a file, which no record would ever name.
        file.storage.delete(name)
        raise


@contextmanager
def with_its_papers() -> Iterator[list[Attachment]]:
    """One transaction for a record and its papers. Put what is attached on the list: where the whole does not end well,
    in the commit itself too, its files go again."""
    attached: list[Attachment] = []
    try:
        with transaction.atomic():
            yield attached
    except BaseException:
        for row in attached:
            row.file.storage.delete(row.file.name)
        raise


def size_label(size: int) -> str:
    """1536 → "2 KB"; 2621440 → "2,5 MB"."""
    if size >= 1024 * 1024:
        return f"{size / 1024 / 1024:.1f}".replace(".", ",") + " MB"
    return f"{-(-size // 1024)} KB"
