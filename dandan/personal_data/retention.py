"""How long what is kept: the table of docs/personal-data.md, and what goes when its time is over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from knox.models import get_token_model

from audit.recording import record_change
from intake.models import ImportBatch
from models_registry.models import Registration, RegistrationDraft

DRAFT_DAYS, WORKBOOK_DAYS, SIGN_IN_DAYS, PHONE_YEARS = 365, 180, 90, 3


@dataclass(frozen=True)
class Rule:
    """What is kept, how long, why; `over` finds what is over at a moment, `drop` lets it go."""

    key: str
    what: str | Promise
    term: str | Promise
    basis: str | Promise
    over: Callable[[datetime], QuerySet]
    drop: Callable[[QuerySet], None]


def _delete(rows: QuerySet) -> None:
    rows.delete()


def _drop_files(rows: QuerySet) -> None:
    for batch in rows:
        files = [stored for stored in (batch.file, batch.refused_file) if stored]
        ImportBatch.objects.filter(pk=batch.pk).update(file="", refused_file="")
        for stored in files:
            transaction.on_commit(lambda stored=stored: stored.storage.delete(stored.name))


def _drop_phones(rows: QuerySet) -> None:
    rows.update(work_phone="")


RULES = (
    Rule(
        "drafts",
        gettext_lazy("Bản nháp không ai sửa"),
        gettext_lazy("12 tháng từ lần lưu cuối"),
        gettext_lazy("Chưa phải hồ sơ; người nhập đã thôi dùng"),
        lambda now: RegistrationDraft.objects.filter(saved_at__lt=now - timedelta(days=DRAFT_DAYS)),
        _delete,
    ),
    Rule(
        "workbooks",
        gettext_lazy("Bảng tính tải lên và tệp các dòng bị từ chối"),
        gettext_lazy("180 ngày từ ngày tải lên"),
        gettext_lazy("Chỉ cần đến khi sửa xong và nộp lại"),
        lambda now: ImportBatch.objects.filter(created_at__lt=now - timedelta(days=WORKBOOK_DAYS)).exclude(
            file="", refused_file=""
        ),
        _drop_files,
    ),
    Rule(
        "phones_dropped",
        gettext_lazy("Số điện thoại người phụ trách"),
        gettext_lazy("3 năm sau ngày cuối của năm đăng ký"),
        gettext_lazy(
            "Chỉ cần để liên hệ trong năm và khi thẩm định, nhân rộng; tên người phụ trách thuộc hồ sơ"
        ),
        lambda now: Registration.objects.filter(year__lt=_year(now) - PHONE_YEARS).exclude(work_phone=""),
        _drop_phones,
    ),
    Rule(
        "sessions",
        gettext_lazy("Phiên đăng nhập đã hết hạn"),
        gettext_lazy("Khi hết hạn (12 giờ)"),
        gettext_lazy("Không còn dùng vào việc gì"),
        lambda now: Session.objects.filter(expire_date__lt=now),
        _delete,
    ),
    Rule(
        "tokens",
        gettext_lazy("Mã truy cập API đã hết hạn"),
        gettext_lazy("Khi hết hạn"),
        gettext_lazy("Không còn dùng vào việc gì"),
        lambda now: get_token_model().objects.filter(expiry__lt=now),
        _delete,
    ),
    Rule(
        "sign_in_failures",
        gettext_lazy("Số lần đăng nhập sai theo địa chỉ máy"),
        gettext_lazy("90 ngày"),
        gettext_lazy("Chặn dò mật khẩu; nhật ký giữ riêng"),
        lambda now: AccessAttempt.objects.filter(attempt_time__lt=now - timedelta(days=SIGN_IN_DAYS)),
        _delete,
    ),
    Rule(
        "sign_in_places",
        gettext_lazy("Địa chỉ máy đã đăng nhập được"),
        gettext_lazy("90 ngày"),
        gettext_lazy("Nhận ra máy quen khi có người dò mật khẩu"),
        lambda now: AccessLog.objects.filter(attempt_time__lt=now - timedelta(days=SIGN_IN_DAYS)),
        _delete,
    ),
)


def counts_over(now: datetime) -> list[tuple[Rule, int]]:
    """What is over at the moment, rule by rule; changes nothing."""
    return [(rule, rule.over(now).count()) for rule in RULES]


@transaction.atomic
def keep_no_longer(*, by, now: datetime) -> dict[str, int]:
    """Lets go what is over; answers and logs how many of each kind, in one row. Nothing over leaves no row."""
    counts = {}
    for rule in RULES:
        rows = rule.over(now)
        counts[rule.key] = rows.count()
        if counts[rule.key]:
            rule.drop(rows)
    if any(counts.values()):
        record_change(by=by, verb="retention", subject_text=str(_("Dữ liệu hết thời hạn lưu")), after=counts)
    return counts


def _year(now: datetime) -> int:
    day: date = timezone.localdate(now)
    return day.year
