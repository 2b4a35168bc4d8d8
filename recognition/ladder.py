"""The ladder: registered ⊇ recognised ⊇ exemplary ⊇ proposed ⊇ awarded, at every level and on any day; what breaks it is
named. An award has no level of its own: a proposal at any level carries it.

The deeds keep it. What was back-entered without the steps in between, or came into the register by another way, is told
here by its record and never hidden."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q
from django.utils.translation import gettext as _

from audit.in_parts import in_parts
from models_registry.choices import Level, Stage
from models_registry.models import Registration
from recognition.models import Award, Exemplary, Proposal, Recognition
from vietnamese.dates import format_date

Spans = list[tuple[date, date]]
"""From a day on and before another; what has not ended is before the last day there is."""
RECOGNISED, EXEMPLARY, PROPOSED, AWARDED = "recognised", "exemplary", "proposed", "awarded"


@dataclass(frozen=True)
class Violation:
    """A registration that stands on a rung at the level ("" for an award) without standing on the one below, and the first
    day of it."""

    registration: Registration
    level: str
    rung: str
    day: date
    sentence: str


def violations(*, viewer, on: date | None = None, unit=None) -> list[Violation]:
    """What breaks the ladder among the registrations the viewer sees (inside the unit, if one is given), on the day or,
    without one, on any day; in the order of the rungs. The rows of selections and proposals are read whole, those of
    recognitions only where they may break it."""
    seen = Registration.objects.visible_to(viewer)
    if unit is not None:
        seen = seen.inside(unit)
    seen = seen.order_by()
    found = [*_recognised(seen, on), *_chosen(seen, on), *_proposed(seen, on), *_awarded(seen, on)]
    held: dict[int, Registration] = {}
    for part in in_parts(sorted({pk for pk, *_rest in found})):
        held |= Registration.objects.select_related("model", "unit__parent").in_bulk(part)
    return [Violation(held[pk], level, rung, day, _sentence(rung, level, day)) for pk, level, rung, day in found]


def first_gap(span: tuple[date, date], below: Iterable[tuple[date, date]], on: date | None = None) -> date | None:
    """The first day of the span (or the one asked about, where it lies in it) that no span of those below covers."""
    start, end = span
    if on is not None:
        start, end = max(start, on), min(end, on + timedelta(days=1))
    for first, last in sorted(below):
        if start >= end:
            return None
        if first > start:
            return start
        start = max(start, last)
    return start if start < end else None


def _recognised(seen, on: date | None) -> Iterator[tuple]:
    """Recognitions of what was withdrawn, or was registered only after."""
    rows = Recognition.objects.filter(registration_id__in=seen.values("id")).filter(
        Q(registration__stage=Stage.WITHDRAWN) | Q(registration__registered_on__gt=F("recognised_on"))
    )
    for pk, level, day, revoked, stage, first, last in rows.order_by("registration_id", "level", "id").values_list(
        "registration_id", "level", "recognised_on", "revoked_on", "registration__stage", "registration__registered_on",
        "registration__withdrawn_on",
    ):  # fmt: skip
        withdrawn = stage == Stage.WITHDRAWN
        below = [(first or date.min, (last or date.min) if withdrawn else date.max)]
        if (gap := first_gap((day, revoked or date.max), below, on)) is not None:
            yield pk, level, RECOGNISED, gap


def _chosen(seen, on: date | None) -> Iterator[tuple]:
    chosen = _spans(Exemplary.objects.filter(registration_id__in=seen.values("id")))
    below: dict[tuple, Spans] = defaultdict(list)
    for part in in_parts(sorted({pk for pk, _level in chosen})):
        rows = Recognition.objects.filter(registration_id__in=part)
        for pk, level, day, revoked in rows.values_list("registration_id", "level", "recognised_on", "revoked_on"):
            below[pk, level].append((day, revoked or date.max))
    yield from _broken(EXEMPLARY, chosen, below, on)


def _proposed(seen, on: date | None) -> Iterator[tuple]:
    proposed = _spans(Proposal.objects.filter(registration_id__in=seen.values("id")))
    below: dict[tuple, Spans] = defaultdict(list)
    for part in in_parts(sorted({pk for pk, _level in proposed})):
        for key, spans in _spans(Exemplary.objects.filter(registration_id__in=part)).items():
            below[key] += spans
    yield from _broken(PROPOSED, proposed, below, on)


def _awarded(seen, on: date | None) -> Iterator[tuple]:
    awarded: dict[tuple, Spans] = defaultdict(list)
    rows = Award.objects.filter(registration_id__in=seen.values("id"))
    for pk, first, last in rows.values_list("registration_id", "granted_on", "ended_on"):
        awarded[pk, ""].append((first, last or date.max))
    below: dict[tuple, Spans] = defaultdict(list)
    for part in in_parts(sorted({pk for pk, _level in awarded})):
        for (pk, _level), spans in _spans(Proposal.objects.filter(registration_id__in=part)).items():
            below[pk, ""] += spans
    yield from _broken(AWARDED, awarded, below, on)


def _spans(rows) -> dict[tuple[int, str], Spans]:
    found: dict[tuple[int, str], Spans] = defaultdict(list)
    for pk, level, first, last in rows.values_list("registration_id", "level", "happened_on", "ended_on"):
        found[pk, level].append((first, last or date.max))
    return found


def _broken(rung: str, above: dict, below: dict, on: date | None) -> Iterator[tuple]:
    for (pk, level), spans in sorted(above.items()):
        gaps = [gap for span in spans if (gap := first_gap(span, below.get((pk, level), []), on)) is not None]
        if gaps:
            yield pk, level, rung, min(gaps)


def _sentence(rung: str, level: str, day: date) -> str:
    words = {"level": str(Level(level).label).lower() if level else "", "day": format_date(day)}
    return {
        RECOGNISED: _("được công nhận %(level)s, nhưng ngày %(day)s không có đăng ký còn hiệu lực"),
        EXEMPLARY: _("là tiêu biểu %(level)s, nhưng ngày %(day)s không được công nhận ở cấp này"),
        PROPOSED: _("được đề nghị khen thưởng %(level)s, nhưng ngày %(day)s không là tiêu biểu ở cấp này"),
        AWARDED: _("được khen thưởng, nhưng ngày %(day)s không có đề nghị khen thưởng"),
    }[rung] % words
