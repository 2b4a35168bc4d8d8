"""Word to those whose registrations came back to them: an e-mail once the step is kept for good, never before.

Only where the server sends e-mail and the person has an address. It says how many came back and nothing about them: what
and why stands in the application, behind the sign-in."""

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from models_registry.models import StageChange

BACK_TO_THE_UNIT = frozenset({"return", "send_back"})
"""Steps after which the unit has something to do that it does not expect."""


def tell_when_kept(rows: Iterable[StageChange]) -> None:
    """Sends the word of these steps when the transaction commits; a step taken back with it is told of nowhere. One
    e-mail a person, however many registrations; a mail server that does not answer undoes nothing."""
    if not settings.EMAIL_URL:
        return
    back: dict[int, int] = defaultdict(int)
    for row in rows:
        if row.step in BACK_TO_THE_UNIT and row.registration.created_by_id:
            back[row.registration.created_by_id] += 1
    if back:
        transaction.on_commit(lambda: _send(dict(back)), robust=True)


def _send(back: dict[int, int]) -> None:
    people = User.objects.filter(pk__in=back, is_active=True).exclude(email="")
    with translation.override("vi"):
        for person in people:
            count = back[person.pk]
            subject = ngettext(
                "%(n)s hồ sơ được trả lại để hoàn thiện", "%(n)s hồ sơ được trả lại để hoàn thiện", count
            )
            lines = [_("Lý do ghi trong từng hồ sơ; mở mục Việc của tôi để xem và gửi lại."), address_of_work()]
            send_mail(subject % {"n": count}, "\n".join(filter(None, lines)), None, [person.email])


def address_of_work() -> str:
    """The full address of "Việc của tôi"; "" where the server does not know its own."""
    return f"{settings.SITE_URL.rstrip('/')}{reverse('work:mine')}" if settings.SITE_URL else ""
