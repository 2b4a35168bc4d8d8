"""Writing documents down, and correcting them."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit.errors import DomainError, DomainErrors, Overtaken
from audit.recording import difference, record_change
from models_registry.choices import Level
from models_registry.secrecy import marked_secret
from resolutions.choices import DocumentKind, IssuerKind
from resolutions.models import Document
from resolutions.rights import NotAllowed, may_keep_for, require_keeping
from units.models import Unit
from vietnamese.folding import clean_line, clean_text, fold
from vietnamese.paper_numbers import number_key

__all__ = ["NotAllowed", "amend_document", "may_keep_for", "record_document"]

AMENDABLE = (
    "kind", "number", "issuer", "issuer_kind", "issued_on", "title", "summary", "period_from", "period_to", "applies_to",
)  # fmt: skip
_YEARS = range(1945, 2101)


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
    issuer_kind: str = "",
    period_from: int | None = None,
    period_to: int | None = None,
    applies_to: str = "",
) -> Document:
    """The document, written down once. Raises DomainErrors for what is missing, DomainError for one there already,
    NotAllowed for another unit's. The centre's documents (no unit) are written down by the system's administrator."""
    require_keeping(by, unit)
    document = Document(unit=unit, created_by=by)
    told = {
        "kind": kind, "number": number, "issuer": issuer, "issuer_kind": issuer_kind, "issued_on": issued_on,
        "title": title, "summary": summary, "period_from": period_from, "period_to": period_to, "applies_to": applies_to,
    }  # fmt: skip
    _write(document, told, entered_on)
    _save_once(document)
    after = {name: value for name, value in _held(document).items() if value not in ("", None)}
    _, after = difference({}, after | {"unit": unit})
    record_change(by=by, verb="write_down", subject=document, after=after)
    return document


@transaction.atomic
def amend_document(*, by, document: Document, version: int, changes: dict, entered_on: date) -> Document:
    """The document with the changed values (names of AMENDABLE). `version` is the one the person saw: raises Overtaken
    when somebody was faster, else what `record_document` raises."""
    held = Document.objects.select_for_update(of=("self",)).select_related("unit").get(pk=document.pk)
    require_keeping(by, held.unit)
    if held.version != version:
        raise Overtaken(_("Văn bản vừa được người khác sửa; hãy xem lại trước khi lưu."), held)
    if unknown := set(changes) - set(AMENDABLE):
        raise DomainError(_("Không sửa được mục: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    before = _held(held)
    _write(held, before | changes, entered_on)
    old, new = difference(before, _held(held))
    if new:
        held.version += 1
        _save_once(held)
        record_change(by=by, verb="edit", subject=held, before=old, after=new)
    return held


def _held(document: Document) -> dict:
    return {name: getattr(document, name) for name in AMENDABLE}


def _write(document: Document, told: dict, entered_on: date) -> None:
    """Puts the values on the document with the keys it is found by. Raises DomainErrors naming each field."""
    for name, value in told.items():
        clean = {"number": clean_line, "issuer": clean_line, "title": clean_line, "summary": clean_text}.get(name)
        setattr(document, name, clean(value) if clean else value)
    if broken := _refusals(document, entered_on):
        raise DomainErrors(broken)
    document.number_key, document.issuer_key = number_key(document.number), fold(document.issuer)
    document.year = document.issued_on.year
    texts = (document.number, document.title, document.issuer, document.summary)
    document.search_text = "".join(f" {fold(text)}" for text in texts)


def _refusals(document: Document, entered_on: date) -> list[DomainError]:
    broken = []
    if document.kind not in DocumentKind.values:
        broken.append(DomainError(_("Hãy chọn loại văn bản."), field="kind"))
    if not fold(document.number):
        broken.append(DomainError(_("Hãy ghi số, ký hiệu."), field="number"))
    if not fold(document.issuer):
        broken.append(DomainError(_("Hãy ghi cơ quan ban hành."), field="issuer"))
    if not fold(document.title):
        broken.append(DomainError(_("Hãy ghi trích yếu."), field="title"))
    if document.issued_on > entered_on:
        broken.append(DomainError(_("Ngày ban hành ở tương lai; hãy xem lại."), field="issued_on"))
    if document.issuer_kind and document.issuer_kind not in IssuerKind.values:
        broken.append(DomainError(_("Hãy chọn loại cơ quan ban hành."), field="issuer_kind"))
    if document.applies_to and document.applies_to not in Level.values:
        broken.append(DomainError(_("Hãy chọn cấp thực hiện."), field="applies_to"))
    years = (document.period_from, document.period_to)
    for name, year in zip(("period_from", "period_to"), years, strict=True):
        if year is not None and year not in _YEARS:
            broken.append(DomainError(_("Năm phải là bốn chữ số, ví dụ 2024."), field=name))
    if None not in years and document.period_from > document.period_to:
        broken.append(DomainError(_("Năm cuối giai đoạn không được trước năm đầu."), field="period_to"))
    texts = {name: getattr(document, name) for name in ("number", "issuer", "title", "summary")}
    return broken + marked_secret(texts)


def _save_once(document: Document) -> None:
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError:
        raise DomainError(_("Văn bản này đã có trong sổ."), field="number") from None
