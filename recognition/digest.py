"""The daily e-mail: what waits for a person, what is due and overdue. Counts and nothing else: no name of a person, a unit
or a model leaves the server with it."""

from datetime import date

from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from recognition.counting import sizes_of
from recognition.models import DigestSent
from recognition.notices import address_of_work
from recognition.own_queues import DRAFTS
from recognition.queues import Waiting, queues_of
from vietnamese.dates import format_date
from vietnamese.numbers import format_integer


def people_to_remind(day: date):
    """Who may have something waiting, has an address and was not reminded on the day."""
    working = User.objects.filter(is_active=True, is_superuser=False).exclude(email="")
    held = working.filter(assignments__valid_from__lte=day).exclude(id__in=DigestSent.objects.filter(day=day).values("user"))
    return held.distinct().order_by("id")


def send_digest(*, user: User, day: date) -> bool:
    """Whether an e-mail went out: not where nothing waits but drafts, nor where the person was reminded on the day. The
    day is marked and the e-mail sent together; a mail server that refuses leaves no mark, and raises."""
    waiting = [one for one in sizes_of(user, queues_of(user, day), day) if one.total]
    if all(one.queue.key == DRAFTS for one in waiting):
        return False
    with translation.override("vi"):
        subject, text = letter(waiting, day)
    try:
        with transaction.atomic():
            DigestSent.objects.create(user=user, day=day)
            send_mail(subject, text, None, [user.email])
    except IntegrityError:
        return False
    return True


def letter(waiting: list[Waiting], day: date) -> tuple[str, str]:
    """(subject, text) of what waits."""
    total, overdue = sum(one.total for one in waiting), sum(one.overdue for one in waiting)
    told = {"day": format_date(day), "n": format_integer(total), "overdue": format_integer(overdue)}
    subject = _("Dân vận khéo %(day)s: %(n)s việc chờ, %(overdue)s việc quá hạn") % told
    if not overdue:
        subject = _("Dân vận khéo %(day)s: %(n)s việc chờ") % told
    lines = [_("Việc chờ anh/chị đến ngày %(day)s:") % told, ""]
    lines += [_line(one) for one in waiting]
    lines += ["", _("Mở mục Việc của tôi để làm."), *filter(None, [address_of_work()])]
    lines += ["", _("Thư này do máy gửi mỗi ngày một lần, chỉ khi có việc chờ; không cần trả lời.")]
    return subject, "\n".join(lines) + "\n"


def _line(one: Waiting) -> str:
    told = {
        "label": one.queue.label,
        "n": format_integer(one.total),
        "overdue": format_integer(one.overdue),
        "soon": format_integer(one.soon),
    }
    if one.overdue and one.soon:
        return _("- %(label)s: %(n)s (%(overdue)s quá hạn, %(soon)s sắp đến hạn)") % told
    if one.overdue:
        return _("- %(label)s: %(n)s (%(overdue)s quá hạn)") % told
    if one.soon:
        return _("- %(label)s: %(n)s (%(soon)s sắp đến hạn)") % told
    return _("- %(label)s: %(n)s") % told
