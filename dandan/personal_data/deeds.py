"""Rectifying one person's data wherever she is in charge, and making her anonymous everywhere. Decisions, figures and
totals stay as they are."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.people import may_keep_account
from audit.errors import DomainError
from audit.models import Event
from audit.recording import difference, event, record_change, record_changes
from audit.redacting import REDACTING, alone, redact, rewritten
from dandan.personal_data.other_texts import replace_in
from dandan.personal_data.person import ANONYMOUS, Person, Replacing
from dandan.personal_data.places import TEXTS, Places, find_places
from intake.models import ImportBatch
from models_registry.bulk import search_text
from models_registry.models import MobilizationModel, Registration
from vietnamese.dates import format_date
from vietnamese.folding import clean_line, clean_text, fold

ACCOUNT_TERM = timedelta(days=365)
_PART = 500


@transaction.atomic
def rectify(*, by, person: Person, name: str, phone: str, reason: str) -> int:
    """How many registrations now name the person in charge so; one batch of the log. An empty phone leaves numbers as
    they are. Raises DomainError without a name or reason, and where several people could be meant."""
    name, phone, reason = clean_line(name), clean_line(phone), _reason(reason)
    if not name or len(name) > 120:
        raise DomainError(_("Hãy ghi họ và tên đúng, không quá 120 ký tự."), field="new_name")
    if phone and (len(phone) > 30 or not all(c.isdigit() or c in " .-+()" for c in phone)):
        raise DomainError(
            _("Số điện thoại chỉ gồm chữ số, dấu cách, dấu chấm hoặc gạch nối."), field="new_phone"
        )
    found = find_places(person, by)
    _require_one(found)
    exact = [r for r in found.in_charge if person.is_named(r.person_in_charge)]
    batch, events = uuid4(), []
    for held in _locked(exact):
        old = {"person_in_charge": held.person_in_charge, "work_phone": held.work_phone}
        before, after = difference(old, {"person_in_charge": name, "work_phone": phone or held.work_phone})
        if not after:
            continue
        for field, value in after.items():
            setattr(held, field, value)
        held.version += 1
        held.save(update_fields=["person_in_charge", "work_phone", "version"])
        events.append(
            event(
                by=by,
                verb="rectify_personal",
                subject=held,
                before=before,
                after=after,
                reason=reason,
                batch=batch,
            )
        )
    record_changes(events)
    return len(events)


@transaction.atomic
def anonymise(*, by, person: Person, reason: str, on: date) -> dict[str, int]:
    """Counts of what no longer names the person. Raises DomainError without a reason, where several people could be
    meant, or where an account of that name is still open, worked within the last twelve months, or is not
    the asker's to keep."""
    reason = _reason(reason)
    alone()
    found = find_places(person, by)
    _require_one(found)
    for user in found.users:
        _require_over(by, user, on)
    counts, replacing, batch = found.counts(), found.replacing, uuid4()
    accounts = {user.pk for user in found.users}
    rows = [row for row in found.log if rewritten(row, replacing, actor=row.actor_id in accounts)]
    _registrations(by, found, replacing, batch)
    _models(found, replacing)
    for user in found.users:
        _account(by, user)
    for draft in found.drafts:
        draft.data = _replaced(draft.data, replacing)
        draft.save()
    for file in found.files:
        file.name = replacing(file.name)
        file.save(update_fields=["name"])
    for stored in found.file_names:
        ImportBatch.objects.filter(pk=stored.pk).update(file_name=replacing(stored.file_name)[:200])
    replace_in(found.others, replacing)
    for stored in found.workbooks:
        _drop_workbooks(stored)
    counts["log_rows"] = len(rows)
    record_change(
        by=by,
        verb=REDACTING,
        subject_text=str(_("Một người, theo yêu cầu")),
        after=counts | {"redactions": redact(rows, batch=batch)},
        reason=replacing(reason),
        batch=batch,
        unit=person.unit,
    )
    return counts


def _require_one(found: Places) -> None:
    if not any(found.counts().values()):
        raise DomainError(_("Không tìm thấy người này ở đâu trong phạm vi anh/chị quản trị."))
    same = {
        clean_line(name).casefold(): name for name in sorted(found.spellings) if found.person.is_named(name)
    }
    if len(same) > 1:
        raise DomainError(
            _("Tên này ứng với nhiều cách viết: %(names)s. Hãy gõ đúng dấu tên của một người.")
            % {"names": ", ".join(same.values())}
        )


def _require_over(by, user, on: date) -> None:
    """The account has done its work: whose deeds they were must be known for a year (docs/personal-data.md)."""
    words = {"name": user.username}
    if user.is_active:
        raise DomainError(_("Tài khoản %(name)s còn dùng; hãy khóa tài khoản trước khi ẩn danh.") % words)
    if not may_keep_account(by, user):
        raise DomainError(_("Tài khoản %(name)s do cấp trên quản lý.") % words)
    last = Event.objects.filter(actor=user).order_by("-at").values_list("at", flat=True).first()
    first_day = timezone.localdate(last) + ACCOUNT_TERM if last else on
    if on < first_day:
        raise DomainError(
            _("Tài khoản %(name)s còn có việc trong 12 tháng qua; ẩn danh được từ ngày %(day)s.")
            % (words | {"day": format_date(first_day)})
        )


def _reason(text: str) -> str:
    reason = clean_text(text)
    if not reason:
        raise DomainError(_("Hãy ghi lý do, ví dụ số và ngày văn bản yêu cầu."), field="reason")
    return reason


def _locked(registrations: list[Registration]) -> Iterator[Registration]:
    ids = sorted({r.pk for r in registrations})
    for start in range(0, len(ids), _PART):
        part = Registration.objects.select_for_update(of=("self",)).select_related("model", "unit")
        yield from part.filter(pk__in=ids[start : start + _PART]).order_by("pk")


def _registrations(by, found: Places, replacing: Replacing, batch: UUID) -> None:
    in_charge, events = {r.pk for r in found.in_charge}, []
    named = {model.pk for model in found.models}
    every_year = Registration.objects.filter(model__in=named).only("pk")
    for held in _locked([*found.in_charge, *found.texts, *every_year]):
        changed = [name for name in TEXTS if getattr(held, name) in replacing]
        for name in changed:
            setattr(held, name, replacing(getattr(held, name)))
        if held.pk in in_charge:
            # No number at all: a form refuses what is not one.
            held.person_in_charge, held.work_phone = replacing(held.person_in_charge), ""
            changed += ["person_in_charge", "work_phone"]
        held.version += 1
        held.save(update_fields=[*changed, "version"])
        told = dict.fromkeys([*changed, *(["name"] if held.model_id in named else [])], ANONYMOUS)
        events.append(
            event(
                by=by,
                verb=REDACTING,
                subject=held,
                subject_text=replacing(str(held)),
                after=told,
                batch=batch,
            )
        )
    record_changes(events)


def _models(found: Places, replacing: Replacing) -> None:
    for model in MobilizationModel.objects.select_for_update().filter(pk__in=[m.pk for m in found.models]):
        model.name = replacing(model.name)
        model.folded_name = fold(model.name)
        model.save(update_fields=["name", "folded_name"])
        Registration.objects.filter(model=model).update(search_text=search_text(model))


def _account(by, user) -> None:
    user.full_name, user.email, user.username = ANONYMOUS, "", f"an-danh-{user.pk}"
    user.first_name = user.last_name = ""
    user.set_unusable_password()
    user.save()
    user.end_sessions()
    record_change(
        by=by, verb="edit", subject=user, subject_text=user.username, after={"full_name": ANONYMOUS}
    )


def _drop_workbooks(batch: ImportBatch) -> None:
    """A workbook that names the person goes whole; what of it went into the register stands there."""
    files = [stored for stored in (batch.file, batch.refused_file) if stored]
    ImportBatch.objects.filter(pk=batch.pk).update(file="", refused_file="")
    for stored in files:
        transaction.on_commit(lambda stored=stored: stored.storage.delete(stored.name))


def _replaced(value, replacing: Replacing):
    if isinstance(value, str):
        return replacing(value)
    if isinstance(value, dict):
        return {name: _replaced(part, replacing) for name, part in value.items()}
    return [_replaced(part, replacing) for part in value] if isinstance(value, list) else value
