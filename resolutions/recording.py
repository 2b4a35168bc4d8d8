"""The deed of resolutions so far: writing a document down."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.choices import DOCUMENT_ROLES
from accounts.scoping import may_act_for
from audit.errors import DomainError, DomainErrors
from audit.recording import record_change
from models_registry.secrecy import marked_secret
from resolutions.choices import DocumentKind
from resolutions.models import Document
from units.models import Unit
from vietnamese.folding import clean_line, clean_text, fold


class NotAllowed(DomainError):
    """The person may not write down documents of this unit."""


@transaction.atomic
def record_document(
    *,
    by,
    kind: str,
    number: str,
    issuer: str,
    issued_on: date,
    title: str,
    unit: Unit | None,
    entered_on: date,
    summary: str = "",
) -> Document:
    """The document, written down once. Raises DomainErrors for what is missing, DomainError for one there already.
    The centre's documents (no unit) are written down by the system's administrator."""
    _require_right(by, unit)
    number, issuer, title, summary = (
        clean_line(number),
        clean_line(issuer),
        clean_line(title),
        clean_text(summary),
    )
    broken = []
    if kind not in DocumentKind.values:
        broken.append(DomainError(_("Hãy chọn loại văn bản."), field="kind"))
    if not fold(number):
        broken.append(DomainError(_("Hãy ghi số, ký hiệu."), field="number"))
    if not fold(issuer):
        broken.append(DomainError(_("Hãy ghi cơ quan ban hành."), field="issuer"))
    if not fold(title):
        broken.append(DomainError(_("Hãy ghi trích yếu."), field="title"))
    if issued_on > entered_on:
        broken.append(DomainError(_("Ngày ban hành ở tương lai; hãy xem lại."), field="issued_on"))
    broken += marked_secret({"number": number, "issuer": issuer, "title": title, "summary": summary})
    if broken:
        raise DomainErrors(broken)
    try:
        with transaction.atomic():
            document = Document.objects.create(
                kind=kind,
                number=number,
                number_key=_number_key(number),
                issuer=issuer,
                issuer_key=fold(issuer),
                issued_on=issued_on,
                title=title,
                summary=summary,
                unit=unit,
                search_text=f" {fold(number)} {fold(title)} {fold(issuer)} {fold(summary)}",
                created_by=by,
            )
    except IntegrityError:
        raise DomainError(_("Văn bản này đã có trong sổ."), field="number") from None
    after = {
        "kind": kind,
        "number": number,
        "issuer": issuer,
        "issued_on": issued_on.isoformat(),
        "title": title,
        "unit": unit.key if unit else None,
    }
    record_change(by=by, verb="write_down", subject=document, after=after)
    return document


def may_record_for(by, unit: Unit | None) -> bool:
    if unit is None:
        return by.is_superuser
    return may_act_for(by, unit, DOCUMENT_ROLES)


def _number_key(number: str) -> str:
    return "".join(number.upper().replace("Ð", "Đ").split())


def _require_right(by, unit: Unit | None) -> None:
    if by is not None and not may_record_for(by, unit):
        raise NotAllowed(_("Anh/chị không được giao ghi văn bản của nơi này."))
