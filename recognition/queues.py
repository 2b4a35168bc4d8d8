"""What waits for a person: queues by what she does for which unit, each with its day where a campaign names one.

Other apps declare queues of their own when they start; pages, the topbar and the daily e-mail read them all from here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import DateField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from models_registry.models import CampaignLevel, Registration

SELF_ASSESS_BY, APPRAISE_TO = "self_assess_by", "appraise_to"
DUE_DAYS = (SELF_ASSESS_BY, APPRAISE_TO)
"""The days of a campaign's level by which something waits to be done."""
SOON = 7
"""Days before its day at which a thing is due soon."""


@dataclass(frozen=True)
class Queue:
    """One kind of thing that waits. Of registrations: `waits` is what a row must meet, `due` the campaign's day that binds
    it ("" for none), `steps` those of recognition.workflow that may be taken with many at once; `drafts` the kind of
    decision whose list may begin with those that are ticked ("" for none); `notes(user, rows)` what is told of each of them
    beside, by its key, under the heading `noted`. Of anything else: `count` how many, `overdue` how
    many of them, and `url` the page they stand on."""

    key: str
    label: str
    hint: str = ""
    waits: Q | None = None
    due: str = ""
    steps: tuple[str, ...] = ()
    drafts: str = ""
    notes: Callable | None = None
    noted: str = ""
    count: int = 0
    overdue: int = 0
    url: str = ""
    order: int = 50

    @property
    def address(self) -> str:
        return self.url or reverse("work:queue", args=[self.key])


@dataclass(frozen=True)
class Waiting:
    """A queue with its sizes: all, past their day, and due within SOON days."""

    queue: Queue
    total: int
    overdue: int = 0
    soon: int = 0


_makers: list[Callable] = []


def declare_queue(make: Callable) -> None:
    """`make(user, today)` answers the Queue of this person, or None where the work is not hers."""
    if make not in _makers:
        _makers.append(make)


def queues_of(user, today: date, *, but: Callable | None = None) -> list[Queue]:
    """The person's queues in order, those with nothing in them too; without the one that `but` makes."""
    if not user.is_active:
        return []
    asked = (make(user, today) for make in _makers if make is not but)
    return sorted(filter(None, asked), key=lambda queue: queue.order)


def rows_of(user, queue: Queue) -> QuerySet[Registration]:
    """The registrations of the queue, each with `due_on` (None: no day binds it): the most overdue first, then those that
    have stood there longest."""
    found = Registration.objects.visible_to(user).filter(queue.waits)
    longest = (F("stage_on").asc(nulls_last=True), "id")
    if not queue.due:
        return found.annotate(due_on=Value(None, output_field=DateField())).order_by(*longest)
    return with_days(found).annotate(due_on=F(queue.due)).order_by(F("due_on").asc(nulls_last=True), *longest)


def with_days(found: QuerySet[Registration]) -> QuerySet[Registration]:
    """The registrations, each with the days that the campaign of its province, year and level names."""
    found = found.annotate(
        province=Coalesce("unit__parent__parent_id", "unit__parent_id", "unit_id"),
    )
    rows = CampaignLevel.objects.filter(
        campaign__unit_id=OuterRef("province"), campaign__year=OuterRef("year"), level=OuterRef("level")
    )
    return found.annotate(**{name: Subquery(rows.values(name)[:1]) for name in DUE_DAYS})


def in_any(queues: Iterable[Queue]) -> Q | None:
    """What a registration must meet to stand in one of the queues; None where none of them holds registrations."""
    asked = None
    for queue in queues:
        if queue.waits is not None:
            asked = queue.waits if asked is None else asked | queue.waits
    return asked
