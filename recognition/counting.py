"""What recognition counts outside the roll-ups: how much waits in each queue, and how many papers each dossier has."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, Subquery, Value
from django.db.models.functions import Coalesce

from models_registry.models import Attachment, Registration
from recognition.queues import SOON, Queue, Waiting, in_any, with_days

MOST = 99
"""The topbar counts so far and then says that there are more."""


def sizes_of(user, queues: Sequence[Queue], today: date) -> list[Waiting]:
    """Each queue with its sizes, in the same order."""
    asked = in_any(queues)
    found = {} if asked is None else _asked(user, queues, asked, today)
    return [
        Waiting(queue, queue.count, queue.overdue)
        if queue.waits is None
        else Waiting(queue, *(found.get(f"{queue.key}_{part}", 0) for part in ("total", "overdue", "soon")))
        for queue in queues
    ]


def waiting_in(user, queues: Sequence[Queue]) -> int:
    """How many things wait in all, each once; counted to MOST + 1."""
    others = sum(queue.count for queue in queues)
    asked = in_any(queues)
    if asked is None or others > MOST:
        return others
    found = Registration.objects.visible_to(user).filter(asked).order_by()
    return others + found.values_list("id")[: MOST + 1].count()


def _asked(user, queues: Sequence[Queue], asked: Q, today: date) -> dict[str, int]:
    held, counts = {}, {}
    for queue in queues:
        if queue.waits is None:
            continue
        # Told row by row first: what a queue asks of other tables is not asked of the rows once they are counted.
        held[f"in_{queue.key}"] = ExpressionWrapper(queue.waits, BooleanField())
        inside = Q(**{f"in_{queue.key}": True})
        counts[f"{queue.key}_total"] = Count("id", filter=inside)
        if queue.due:
            late = Q(**{f"{queue.due}__lt": today})
            soon = Q(**{f"{queue.due}__range": (today, today + timedelta(days=SOON))})
            counts[f"{queue.key}_overdue"] = Count("id", filter=inside & late)
            counts[f"{queue.key}_soon"] = Count("id", filter=inside & soon)
    found = with_days(Registration.objects.visible_to(user).filter(asked)).annotate(**held)
    return found.order_by().aggregate(**counts)


def files_of_each(registration_ids: Sequence[int]) -> dict[int, int]:
    """The number of attachments by registration; those without are left out. Papers are only ever added."""
    rows = Attachment.objects.filter(registration_id__in=registration_ids).order_by().values("registration_id")
    return dict(rows.annotate(n=Count("id")).values_list("registration_id", "n"))


def number_of_files(registration) -> Coalesce:
    """The same as an expression: how many attachments the registration has that `registration`, a reference, names."""
    rows = Attachment.objects.filter(registration=registration).order_by().values("registration")
    return Coalesce(Subquery(rows.annotate(n=Count("id")).values("n")), Value(0))
