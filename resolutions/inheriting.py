"""What becomes of a target when its unit ends: whoever took the territory over inherits it, with a line that says so."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Exists, OuterRef

from audit.inserting import insert_many
from audit.recording import record_change
from resolutions.choices import AssignmentState, TargetKind
from resolutions.models import Assignment, Document, InheritanceNotice, Target
from resolutions.rights import require_keeping
from units.choices import Share
from units.models import Succession


@transaction.atomic
def inherit(*, by, target: Target, year: int) -> list[InheritanceNotice]:
    """The notices of what went over: every assignment of the year to a unit that ended before the year did passes to the
    units of the same tier that took it over. The old one keeps its reports and counts nowhere any more.

    Taken over whole, amounts given to several units that became one are added; any other value goes over where all
    agree. Of a divided unit nobody can say which part of a value went where: its successors get the target's own value,
    and the notice says that it has to be settled. A unit that ended without a successor keeps its assignment. Safe to
    call again. Assignments to organisations stay: an organisation ends by a day of its own."""
    target = Target.objects.select_for_update(of=("self",)).select_related("document__unit").get(pk=target.pk)
    require_keeping(by, target.document.unit)
    ended = list(_ended(target, year).select_for_update(of=("self",)).select_related("unit").order_by("unit__position"))
    heirs = _heirs(ended)
    version = target.version_in(year)
    coming: dict[int, list[tuple[Assignment, Succession]]] = defaultdict(list)
    for assignment in ended:
        for link in heirs[assignment.unit_id]:
            coming[link.successor_id].append((assignment, link))
    there = target.assignments.in_year(year).filter(organisation__isnull=True, unit__in=coming).select_related("unit")
    held = {a.unit_id: a for a in there}
    new = [
        Assignment(
            target=target, unit=arriving[0][1].successor, year=year, rule="inherited", created_by=by,
            value=_value_of(arriving, adding=version.kind == TargetKind.AMOUNT),
        )
        for unit_id, arriving in coming.items()
        if unit_id not in held
    ]  # fmt: skip
    insert_many(new)
    held |= {a.unit_id: a for a in new}
    notices = [
        InheritanceNotice(
            predecessor=old, successor=held[unit_id], whole=link.share == Share.WHOLE,
            on=old.unit.valid_to + timedelta(days=1),
        )
        for unit_id, arriving in coming.items()
        for old, link in arriving
    ]  # fmt: skip
    InheritanceNotice.objects.bulk_create(notices)
    gone = [a.pk for a in ended if heirs[a.unit_id]]
    Assignment.objects.filter(pk__in=gone).update(state=AssignmentState.PASSED_ON)
    if notices:
        told = {"year": year, "passed_on": len(gone), "units": len(coming)}
        record_change(by=by, verb="inherit", subject=target, after=told)
    return notices


@transaction.atomic
def inherit_all(*, by, document: Document, year: int) -> int:
    """`inherit` for every target of the document; how many notices were written."""
    return sum(len(inherit(by=by, target=target, year=year)) for target in document.targets.all())


def left_behind(target: Target, year: int) -> int:
    """How many units that ended in the year, or before, still hold the target of it though others took them over."""
    heirs = Succession.objects.filter(predecessor=OuterRef("unit"), successor__tier=OuterRef("unit__tier"))
    return _ended(target, year).filter(Exists(heirs)).count()


def _ended(target: Target, year: int):
    """What is given to units that ended before the year did."""
    return target.assignments.given().in_year(year).filter(
        organisation__isnull=True, unit__valid_to__lt=date(year, 12, 31)
    )  # fmt: skip


def _heirs(ended: list[Assignment]) -> dict[int, list[Succession]]:
    """By unit that ended the links to units of its own tier, in list order; one query."""
    found: dict[int, list[Succession]] = defaultdict(list)
    tiers = {a.unit_id: a.unit.tier for a in ended}
    links = Succession.objects.filter(predecessor_id__in=tiers).select_related("successor")
    for link in links.order_by("successor__position"):
        if link.successor.tier == tiers[link.predecessor_id]:
            found[link.predecessor_id].append(link)
    return found


def _value_of(arriving: list[tuple[Assignment, Succession]], *, adding: bool) -> Decimal | None:
    values = [old.value for old, _link in arriving]
    if None in values or any(link.share != Share.WHOLE for _old, link in arriving):
        return None
    if adding:
        return sum(values, Decimal(0))
    return values[0] if len(set(values)) == 1 else None
