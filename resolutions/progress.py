"""Actual against planned: the progress of targets for a year, as pages, sheets, admin and API print it.

Numerators and denominators are added up the tree and divided last; a percentage is never averaged. Only accepted reports
count; what was sent and waits is shown apart (`tally.waiting`). A target that names a measure asks the roll-up engine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from accounts.scoping import seen_by
from resolutions.choices import FAILING, GREY, VERDICT_RANK, Aggregation, Outcome, TargetKind, Verdict
from resolutions.counting import Sums, sums_by, sums_by_place, tallies_by_place
from resolutions.figures import Figure, number_text
from resolutions.measured import measured_by_kind, measured_by_place, measured_sums
from resolutions.models import Assignment, Target, TargetVersion
from resolutions.verdicts import Tally, due_day, is_due, verdict_of, whole_outcome
from rollups.engine import ALL, units_of_the_rows
from rollups.laying import HELD, LOST
from rollups.question import Question
from units.models import Unit
from vietnamese.numbers import format_percent


@dataclass(kw_only=True, eq=False)
class Progress:
    """One target, one year, some units together. `whole` says that these are all the units the target was given to.

    Never changed once made; not frozen, since a page makes one for each of hundreds of communes and a frozen one costs thrice
    as much."""

    target: Target
    version: TargetVersion
    year: int
    sums: Sums
    as_of: date
    whole: bool = True

    @property
    def tally(self) -> Tally:
        return self.sums.tally

    @property
    def has_figure(self) -> bool:
        """Whether there is anything to print."""
        return self.tally.reported > 0

    @property
    def numerator(self) -> Decimal:
        """What is divided last: sums of what was done, or the number of units that reach."""
        return Decimal(self.tally.reaching) if self.counts_units else self.sums.numerator

    @property
    def denominator(self) -> Decimal | None:
        """None where nothing is asked that could be divided by."""
        if self.counts_units:
            return Decimal(self.tally.concerned)
        return self.sums.denominator if self.version.aggregation == Aggregation.RATIO else self.asked

    @property
    def share(self) -> Decimal | None:
        """Between 0 and 1 or above; None where there is nothing to divide by or nobody reported."""
        return self.numerator / self.denominator if self.denominator and self.has_figure else None

    @property
    def figure_text(self) -> str:
        """ "100/120", "21/21"; "" where nobody reported."""
        if not self.has_figure:
            return ""
        return str(Figure(self.numerator, self.denominator or None))

    @property
    def share_text(self) -> str:
        """ "83,3%"; "" where there is none. With a silent unit a count of units has none: it is not 99%."""
        if self.counts_units and self.tally.silent:
            return ""
        return format_percent(self.share)

    @cached_property
    def asked(self) -> Decimal | None:
        """For sums: what these units together were asked for; None where some of them were given no value of their own."""
        if self.version.kind == TargetKind.COUNT_PER_UNIT:
            return self.sums.asked + self.sums.unasked * self.version.value
        if self.version.kind == TargetKind.AMOUNT:
            if self.whole:
                return self.version.value
            return None if self.sums.unasked else self.sums.asked
        return self.version.value

    @cached_property
    def outcome(self) -> str:
        return whole_outcome(
            self.version, self.year, tally=self.tally, numerator=self.sums.numerator,
            denominator=self.sums.denominator, asked=self.asked, whole=self.whole,
        )  # fmt: skip

    @property
    def verdict(self) -> Verdict:
        """NOT_APPLICABLE where nobody is concerned, by excuse or because it was given to none of these units."""
        if not self.tally.assigned:
            return Verdict.NOT_APPLICABLE
        return verdict_of(self.outcome, is_due=self.is_due)

    @property
    def verdict_label(self) -> str:
        """ "Đạt", "Chưa có số liệu (1)": with the number of silent units where they decide."""
        if self.verdict == Verdict.NO_DATA and self.tally.silent:
            return _("%(verdict)s (%(n)s)") % {"verdict": self.verdict.label, "n": number_text(self.tally.silent)}
        return str(self.verdict.label)

    @property
    def is_failing(self) -> bool:
        """Red or amber."""
        return self.verdict in FAILING

    @property
    def is_grey(self) -> bool:
        return self.verdict in GREY

    @property
    def completeness(self) -> str:
        """ "27/31": units that answered, of those it was given to. A computed target is always complete."""
        return f"{number_text(self.tally.answered)}/{number_text(self.tally.assigned)}"

    @property
    def due_on(self) -> date:
        return due_day(self.version, self.year, self.target.document.period_to)

    @property
    def is_due(self) -> bool:
        return is_due(self.version, self.year, self.target.document.period_to, self.as_of)

    @property
    def step(self) -> Decimal | None:
        """What the road map expects by the end of the year."""
        return self.version.step_in(self.year)

    @property
    def counts_units(self) -> bool:
        """Whether its figure is how many units reach, of how many."""
        return self.version.aggregation == Aggregation.UNITS_REACHING

    @property
    def adds_records(self) -> bool:
        """Whether its figure is the engine's sum of records, which lie where they were registered and not where the target
        was given: those of communes, where districts were given it."""
        return bool(self.version.measure) and not self.counts_units


@dataclass(kw_only=True, eq=False)
class UnitProgress(Progress):
    unit: Unit
    name: str
    """The unit's name on the day of the geography."""

    @property
    def has_figure(self) -> bool:
        """A unit that was not given the target has a figure all the same where its records are added: so the lines make up the
        total."""
        return super().has_figure or (self.adds_records and bool(self.sums.numerator or self.sums.denominator))


class HeldProgress(Progress):
    """What is held above the tier. Where records are added, what the places asked there have done stands in the lines below
    them: to hold the few left over against what they were asked for would call them failing or silent."""

    @cached_property
    def asked(self) -> Decimal | None:
        return None if self.adds_records else super().asked

    @cached_property
    def outcome(self) -> str:
        return Outcome.NOT_APPLICABLE if self.adds_records else super().outcome

    @property
    def verdict_label(self) -> str:
        return _("Không đánh giá riêng") if self.adds_records and self.tally.assigned else super().verdict_label


@dataclass(frozen=True)
class ProgressTable:
    """A line for each unit of the tier; what is held above it, and what no place is known for; together the total."""

    rows: list[UnitProgress]
    held_above: Progress
    not_allocated: Progress
    total: Progress


def progress_of(
    targets: Iterable[Target], *, year: int, viewer, as_of: date, within: Unit | None = None
) -> list[Progress]:
    """The progress of each target in the year, of the units the viewer sees (inside `within`), in the order given.

    One statement for all targets whatever the number of units, three more where their versions are not read yet; targets that
    name a measure ask the engine besides, each a bounded number of times. Pages list them by `worst_first`."""
    targets = _with_versions(targets)
    rows = Assignment.objects.visible_to(viewer).given().in_year(year).of(*targets)
    if within is not None:
        rows = rows.inside(within)
    found = sums_by(rows, "target_id")
    return [
        _progress(target, year, as_of, viewer, within, found.get((target.pk,), Sums())) for target in targets
    ]


def progress_by_unit(
    target: Target, *, year: int, tier: str, viewer, as_of: date, on: date | None = None, within: Unit | None = None
) -> ProgressTable:
    """The target's progress by unit at the tier, in the geography of the day `on` (by default the last of the year): each
    line is a line of the roll-up engine. At most six statements. Raises DomainError where that geography has no such tier."""
    (target,) = _with_versions([target])
    version = target.version_in(year)
    question = Question(
        measure="targets_assigned", tier=tier, year_from=year, year_to=year, on=on or date(year, 12, 31),
        within=within, narrowed={"target": target.pk},
    )  # fmt: skip
    places = measured_by_place(target, version, question, viewer) if version.measure else sums_by_place(question, viewer)
    units = units_of_the_rows(question, {place for place in places if isinstance(place, int)})
    names = question.atlas.names_on(units, question.on)

    told = {"target": target, "version": version, "year": year, "as_of": as_of, "whole": False}
    nothing = Sums()

    def line(place, made: type[Progress] = Progress) -> Progress:
        return made(sums=places.get(place, nothing), **told)

    return ProgressTable(
        rows=[
            UnitProgress(unit=unit, name=names[unit.id], sums=places.get(unit.id, nothing), **told) for unit in units
        ],
        held_above=line(HELD, HeldProgress),
        not_allocated=line(LOST),
        total=replace(line(ALL), whole=_is_whole(target, viewer, within)),
    )


def progress_by_organisation_kind(
    targets: Iterable[Target], *, year: int, viewer, as_of: date, within: Unit | None = None
) -> dict[str, list[Progress]]:
    """The same as `progress_of` for the organisations of each kind ("" for the units themselves). Of a target that adds up
    records the units are left out: theirs lie within one another."""
    targets = _with_versions(targets)
    rows = Assignment.objects.visible_to(viewer).given().in_year(year).of(*targets)
    if within is not None:
        rows = rows.inside(within)
    found: dict[str, dict[int, Sums]] = {}
    for (kind, target_id), sums in sums_by(rows, "organisation__kind", "target_id").items():
        found.setdefault(kind or "", {})[target_id] = sums
    for target in targets:
        version = target.version_in(year)
        if version.measure:
            for sums_of in found.values():
                sums_of.pop(target.pk, None)
            for kind, sums in measured_by_kind(target, version, year, viewer, within).items():
                found.setdefault(kind, {})[target.pk] = sums
    return {
        kind: [
            Progress(target=t, version=t.version_in(year), year=year, sums=sums[t.pk], as_of=as_of, whole=False)
            for t in targets
            if t.pk in sums
        ]
        for kind, sums in sorted(found.items())
        if sums
    }


def trend(
    target: Target, *, years: Sequence[int], viewer, as_of: date, within: Unit | None = None
) -> list[Progress]:
    """The target year by year, each beside its step of the road map (`.step`)."""
    (target,) = _with_versions([target])
    rows = Assignment.objects.visible_to(viewer).given().of(target).filter(year__in=list(years))
    if within is not None:
        rows = rows.inside(within)
    found = sums_by(rows, "year")
    return [_progress(target, year, as_of, viewer, within, found.get((year,), Sums())) for year in years]


def trends(
    targets: Iterable[Target], *, years: Sequence[int], viewer, as_of: date, within: Unit | None = None
) -> dict[int, list[Progress]]:
    """`trend` of many targets at once, by target; one statement however many. The years of a target that names a measure
    are asked of the engine besides, as `progress_of` asks it of its one."""
    targets = _with_versions(targets)
    rows = Assignment.objects.visible_to(viewer).given().of(*targets).filter(year__in=list(years))
    if within is not None:
        rows = rows.inside(within)
    found = sums_by(rows, "target_id", "year")
    return {
        t.pk: [_progress(t, year, as_of, viewer, within, found.get((t.pk, year), Sums())) for year in years]
        for t in targets
    }


@dataclass(frozen=True)
class UnitStanding:
    """How the targets given to one unit, and to all in it, stand in a year."""

    unit: Unit
    name: str
    tally: Tally


@dataclass(frozen=True)
class StandingTable:
    """As ProgressTable, of several targets together: nothing is summed but how many reach, fall short and are silent."""

    rows: list[UnitStanding]
    held_above: Tally
    not_allocated: Tally
    total: Tally


def standing_by_unit(
    targets: Iterable[Target], *, year: int, tier: str, viewer, on: date | None = None, within: Unit | None = None
) -> StandingTable:
    """How the targets stand by unit at the tier, in the geography of the day `on`. Bounded statements whatever the number of
    units or targets; some more for each target that names a measure. Raises DomainError where there is no such tier."""
    targets = _with_versions(targets)
    computed = [target for target in targets if target.version_in(year).measure]
    question = Question(
        measure="targets_assigned", tier=tier, year_from=year, year_to=year, on=on or date(year, 12, 31), within=within
    )
    typed = [target.pk for target in targets if target not in computed]
    places = tallies_by_place(question, viewer, typed)
    for target in computed:
        for place, sums in measured_by_place(target, target.version_in(year), question, viewer).items():
            places[place] = places.get(place, Tally()) + sums.tally
    units = units_of_the_rows(question, {place for place in places if isinstance(place, int)})
    names = question.atlas.names_on(units, question.on)

    def tally(place) -> Tally:
        return places.get(place, Tally())

    return StandingTable(
        rows=[UnitStanding(unit, names[unit.id], tally(unit.id)) for unit in units],
        held_above=tally(HELD),
        not_allocated=tally(LOST),
        total=tally(ALL),
    )


def worst_first(progress: Iterable[Progress]) -> list[Progress]:
    """Red first, then at risk, then what has no data; within a verdict in the document's order."""
    return sorted(progress, key=lambda p: (VERDICT_RANK[p.verdict], p.target.document_id, p.target.position))


def _progress(target, year, as_of, viewer, within, sums: Sums) -> Progress:
    version = target.version_in(year)
    if version.measure:
        sums = measured_sums(target, version, year, viewer, within)
    return Progress(
        target=target, version=version, year=year, sums=sums, as_of=as_of, whole=_is_whole(target, viewer, within)
    )


def _is_whole(target: Target, viewer, within: Unit | None) -> bool:
    """Whether the viewer, asking within the unit, is answered for all the target was given to."""
    unit_id, seen = target.document.unit_id, seen_by(viewer)
    if within is not None and within.id != unit_id:
        return False
    return seen.is_everything or unit_id in seen.units


def _with_versions(targets: Iterable[Target]) -> list[Target]:
    """The targets with their documents, versions and road maps, in the order given; three statements, none where the page
    has read them already."""
    targets = list(targets)
    if all("versions" in getattr(target, "_prefetched_objects_cache", ()) for target in targets):
        return targets
    ids = [target.pk for target in targets]
    read = {target.pk: target for target in Target.objects.with_versions().order_by().filter(pk__in=ids)}
    return [read[pk] for pk in ids]
