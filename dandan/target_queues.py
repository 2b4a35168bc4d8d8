"""What waits for a person of targets and their reports. Declared here because resolutions and the queues of recognition
are strangers to each other."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from recognition.queues import Queue, declare_queue
from resolutions.owing import Work, work_of


def _work(user, today: date) -> Work:
    """Counted once for a request, however many queues ask."""
    if not hasattr(user, "_target_work"):
        user._target_work = work_of(user, today)
    return user._target_work


def owed(user, today: date) -> Queue | None:
    work = _work(user, today)
    return Queue(
        "bao-cao-chi-tieu", _("Chỉ tiêu chưa gửi báo cáo"), count=work.owed, overdue=work.overdue,
        url=f"{reverse('resolutions:owed')}?mine=owed", order=12,
    )  # fmt: skip


def returned(user, today: date) -> Queue | None:
    return Queue(
        "chi-tieu-tra-lai", _("Báo cáo chỉ tiêu bị trả lại"), count=_work(user, today).returned,
        url=f"{reverse('resolutions:owed')}?mine=returned", order=11,
    )  # fmt: skip


def asked(user, today: date) -> Queue | None:
    return Queue(
        "giai-trinh", _("Yêu cầu giải trình chờ trả lời"), count=_work(user, today).asked,
        url=f"{reverse('resolutions:explanations')}?state=mine", order=5,
    )  # fmt: skip


def to_accept(user, today: date) -> Queue | None:
    return Queue(
        "duyet-chi-tieu", _("Báo cáo chỉ tiêu chờ duyệt"), count=_work(user, today).to_accept,
        url=reverse("resolutions:to_accept"), order=45,
    )  # fmt: skip


def answered(user, today: date) -> Queue | None:
    return Queue(
        "da-giai-trinh", _("Giải trình mới nhận trong 14 ngày"), count=_work(user, today).answered,
        url=f"{reverse('resolutions:explanations')}?state=asked", order=48,
    )  # fmt: skip


def unanswered(user, today: date) -> Queue | None:
    count = _work(user, today).unanswered
    return Queue(
        "chua-giai-trinh", _("Giải trình quá hạn đơn vị chưa trả lời"), count=count, overdue=count,
        url=f"{reverse('resolutions:explanations')}?state=asked", order=47,
    )  # fmt: skip


for _make in (owed, returned, asked, to_accept, answered, unanswered):
    declare_queue(_make)
