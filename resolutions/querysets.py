"""Questions about documents, targets, assignments and reports, as sentences."""

from datetime import date

from django.db import models
from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from accounts.choices import REGISTERING_ROLES
from accounts.scoping import assigned_units, owned_by, seen_by, written_by
from resolutions.choices import (
    FALLING_SHORT,
    REACHING,
    Answer,
    AssignmentState,
    DocumentKind,
    LinkKind,
    Stage,
)
from resolutions.rights import keeping_scope
from units.choices import Tier
from units.querysets import among, predecessors, unit_ids_inside
from vietnamese.folding import fold
from vietnamese.paper_numbers import number_key


def seen_or_above(user) -> list[int]:
    """Ids of the units the person sees and of those above the ones she is assigned to, with what went over whole into
    these: a resolution of the old province binds its communes to the end of its period. Not to be asked of everything."""
    seen = seen_by(user)
    if not hasattr(user, "_seen_or_above"):
        above = {}
        for unit in assigned_units(user):
            while unit.parent_id:
                unit = above.setdefault(unit.parent_id, unit.parent)
        # Read backwards, a new province stands in the old one: of an abolished unit's offices nothing came after.
        standing = [unit for unit in above.values() if unit.valid_to is None]
        before = [pk for ids in predecessors(standing).values() for pk in ids]
        user._seen_or_above = sorted({*seen.units, *seen.places, *above, *before})
    return user._seen_or_above


def done_by(user, assignment: str = "") -> Q:
    """What an assignment must meet for its reports to be the work of the person: of her own units and organisations, and
    of districts and provinces that ended, whose staff are gone. Whoever holds a province may step in for each of its
    communes; that is their work all the same. `assignment` is the way to it, "assignment__"."""
    columns = {"organisation": f"{assignment}organisation_id"}
    ended = Q(**{f"{assignment}unit__valid_to__isnull": False}) & ~Q(**{f"{assignment}unit__tier": Tier.COMMUNE})
    own = owned_by(user, REGISTERING_ROLES).condition(f"{assignment}unit_id", **columns)
    return own | (written_by(user).condition(f"{assignment}unit_id", **columns) & ended)


class YearRows(models.QuerySet):
    """Rows of a unit and a year, as the roll-up engine reads them; none is ever placed by hand."""

    def registered_in(self, year_from: int, year_to: int | None = None):
        """Those of the years; the engine's word for it."""
        if year_to is None or year_to == year_from:
            return self.filter(year=year_from)
        return self.filter(year__range=(year_from, year_to))

    def inside(self, unit, unit_ids: list[int] | None = None):
        """Those standing in the unit, in what became or was part of it."""
        return self.filter(among("unit_id", unit_ids_inside(unit) if unit_ids is None else unit_ids))

    def as_counted(self):
        """With the hand placement that the engine asks for and these rows never have."""
        return self.annotate(hand_unit_id=Cast(Value(None), BigIntegerField()))


class DocumentQuerySet(YearRows):
    def visible_to(self, user) -> "DocumentQuerySet":
        """The centre's documents, those of the units the person sees, and those of the units above hers: a province's
        resolution is what its communes work by."""
        if seen_by(user).is_everything:
            return self
        return self.filter(Q(unit__isnull=True) | Q(unit_id__in=seen_or_above(user)))

    def reviewed(self) -> "DocumentQuerySet":
        """Those that are looked back upon after years: what sets out work, not what reports it."""
        return self.exclude(kind=DocumentKind.REPORT)

    def of_units_seen_by(self, user) -> "DocumentQuerySet":
        """Documents of the units the person sees: those that figures are made of, without the centre's."""
        seen = seen_by(user)
        own = self.filter(unit__isnull=False)
        return own if seen.is_everything else own.filter(among("unit_id", seen.unit_ids))

    def written_down(self, kind: str, issuer: str, number: str, issued_on):
        """The document of that number, issuer and day, however they were typed; None where there is none."""
        keys = {"issuer_key": fold(issuer), "number_key": number_key(number)}
        return self.filter(kind=kind, issued_on=issued_on, **keys).first()

    def searching(self, text: str) -> "DocumentQuerySet":
        """Documents whose number, title, issuer or summary hold every word, marks and case aside."""
        found = self
        for word in fold(text).split():
            found = found.filter(search_text__contains=f" {word}")
        return found

    def holding_in(self, year: int) -> "DocumentQuerySet":
        """Documents whose period holds the year; without a period, those issued in it."""
        dated = Q(period_from__lte=year) & (Q(period_to__gte=year) | Q(period_to__isnull=True))
        return self.filter(dated | Q(period_from__isnull=True, year=year))

    def with_sizes(self) -> "DocumentQuerySet":
        """Each document with `size`, the number of its targets, and `told_of`, the last year anybody's figure was accepted
        for (None: no year)."""
        from resolutions.models import Assignment, Target

        counted = Target.objects.filter(document=OuterRef("pk")).order_by().values("document").annotate(n=Count("id"))
        told = Assignment.objects.filter(target__document=OuterRef("pk")).answered().order_by("-year").values("year")
        return self.annotate(size=Coalesce(Subquery(counted.values("n")), 0), told_of=Subquery(told[:1]))

    def carrying_out(self, document) -> "DocumentQuerySet":
        """Documents written down as carrying the given one out."""
        return self.filter(links__kind=LinkKind.CARRIES_OUT, links__other=document)

    def by_issuer_kind(self) -> dict[str, int]:
        """How many there are of each kind of issuer."""
        return dict(self.order_by().values_list("issuer_kind").annotate(n=Count("id")))


class IssuedCountQuerySet(YearRows):
    def visible_to(self, user) -> "IssuedCountQuerySet":
        """Counts reported by units the person sees."""
        seen = seen_by(user)
        return self if seen.is_everything else self.filter(among("unit_id", seen.unit_ids))


class TargetQuerySet(models.QuerySet):
    def visible_to(self, user) -> "TargetQuerySet":
        """Targets of the documents the person may see."""
        from resolutions.models import Document

        if seen_by(user).is_everything:
            return self
        return self.filter(document__in=Document.objects.visible_to(user).order_by())

    def of(self, document) -> "TargetQuerySet":
        return self.filter(document=document)

    def with_versions(self) -> "TargetQuerySet":
        """With what they ask for read beforehand: three queries however many there are."""
        from resolutions.models import RoadMapStep, TargetVersion

        # In an order of their own: that of the models goes by the document, which would be joined for nothing.
        versions = TargetVersion.objects.select_related("responsible__unit").order_by("target_id", "number")
        steps = RoadMapStep.objects.order_by("version_id", "year")
        return self.select_related("document__unit", "task_group").prefetch_related(
            Prefetch("versions", versions), Prefetch("versions__road_map", steps)
        )


class AssignmentQuerySet(YearRows):
    def visible_to(self, user) -> "AssignmentQuerySet":
        """Assignments of the units, or organisations, the person sees."""
        seen = seen_by(user)
        return self if seen.is_everything else self.filter(seen.condition("unit_id"))

    def reported_by(self, user) -> "AssignmentQuerySet":
        """Assignments the person reports for: what her unit owes."""
        return self.filter(written_by(user).condition("unit_id"))

    def done_by(self, user) -> "AssignmentQuerySet":
        """Assignments whose reports are the person's own work."""
        return self.filter(done_by(user))

    def of(self, *targets) -> "AssignmentQuerySet":
        return self.filter(target__in=targets)

    def in_year(self, year: int) -> "AssignmentQuerySet":
        return self.filter(year=year)

    def years(self) -> list[int]:
        """The years they are of, in order."""
        return list(self.order_by("year").values_list("year", flat=True).distinct())

    def given(self) -> "AssignmentQuerySet":
        """Those that stand: neither taken back nor gone over to a unit that took theirs over."""
        return self.filter(state=AssignmentState.GIVEN)

    def silent(self) -> "AssignmentQuerySet":
        """No accepted figure and not excused."""
        return self.filter(answer=Answer.NONE)

    def reaching(self) -> "AssignmentQuerySet":
        return self.filter(outcome__in=REACHING)

    def falling_short(self) -> "AssignmentQuerySet":
        """An accepted figure below what was asked; whether that fails by now is the verdict's to say."""
        return self.filter(outcome__in=FALLING_SHORT)

    def excused(self) -> "AssignmentQuerySet":
        """Not applicable, as accepted."""
        return self.filter(answer=Answer.NOT_APPLICABLE)

    def answered(self) -> "AssignmentQuerySet":
        """With an accepted answer, a figure or "not applicable"."""
        return self.exclude(answer=Answer.NONE)

    def typed(self) -> "AssignmentQuerySet":
        """Those somebody reports: without the targets that are computed of a measure."""
        return self.exclude(_names_a_measure())

    def measured(self) -> "AssignmentQuerySet":
        """The others: of targets that are computed."""
        return self.filter(_names_a_measure())

    def owing(self, *, after: date, before: date, overdue: bool = False) -> "AssignmentQuerySet":
        """Those with a period of their year and their unit, or one above it, that ended before the day and has no report
        sent; of periods whose last day for reports is `after` that day or later, and with `overdue` before the other."""
        from resolutions.models import ProgressReport, ReportingPeriod

        place = Q(unit=OuterRef("unit")) | Q(unit=OuterRef("unit__parent")) | Q(unit=OuterRef("unit__parent__parent"))
        sent = ProgressReport.objects.filter(
            period=OuterRef("pk"), assignment=OuterRef(OuterRef("pk")), stage__in=[Stage.SUBMITTED, Stage.ACCEPTED]
        )
        ended = ReportingPeriod.objects.filter(
            Q(unit__isnull=True) | place, ends_on__year=OuterRef("year"), ends_on__lt=before, cut_off__gte=after
        )
        if overdue:
            ended = ended.filter(cut_off__lt=before)
        return self.filter(Exists(ended.exclude(Exists(sent))))

    def with_questions(self) -> "AssignmentQuerySet":
        """Each with `asked`, whether a leader asked about its figure, and `unanswered`, whether that still is open."""
        from resolutions.models import Explanation

        asked = Explanation.objects.filter(assignment=OuterRef("pk"))
        return self.annotate(asked=Exists(asked), unanswered=Exists(asked.open()))

    def in_list_order(self) -> "AssignmentQuerySet":
        """With the places they are printed by, units in the official order, their organisations after them."""
        return self.select_related("unit", "organisation").order_by(
            "unit__position", F("organisation_id").asc(nulls_first=True), "id"
        )


def _names_a_measure() -> Exists:
    from resolutions.models import TargetVersion

    last = TargetVersion.objects.filter(target=OuterRef("target"), number=OuterRef("target__number"))
    return Exists(last.exclude(measure=""))


class ReportingPeriodQuerySet(models.QuerySet):
    def open_to(self, unit) -> "ReportingPeriodQuerySet":
        """Everybody's periods and those set by the unit or by one above it."""
        ids, above = [], unit
        while above is not None:
            ids.append(above.id)
            above = above.parent
        return self.filter(Q(unit__isnull=True) | Q(unit_id__in=ids))

    def visible_to(self, user) -> "ReportingPeriodQuerySet":
        """Everybody's periods, those of the units the person sees, and those of the units above hers."""
        seen = seen_by(user)
        return self if seen.is_everything else self.filter(Q(unit__isnull=True) | Q(unit_id__in=seen_or_above(user)))

    def in_year(self, year: int) -> "ReportingPeriodQuerySet":
        """Periods that end in the year: a figure counts for the year its period ends in."""
        return self.filter(ends_on__year=year)


class ProgressReportQuerySet(YearRows):
    def as_counted(self) -> "ProgressReportQuerySet":
        """With unit, organisation and year of the assignment, as the roll-up engine reads them."""
        columns = {name: F(f"assignment__{name}") for name in ("unit_id", "organisation_id", "year")}
        return super().as_counted().annotate(**columns)

    def of_given(self) -> "ProgressReportQuerySet":
        """Reports on assignments that stand."""
        return self.filter(assignment__state=AssignmentState.GIVEN)

    def visible_to(self, user) -> "ProgressReportQuerySet":
        """Reports of the units the person sees; while one is being written only those who write it see it."""
        seen = seen_by(user)
        if seen.is_everything:
            return self
        columns = {"organisation": "assignment__organisation_id"}
        own = written_by(user).condition("assignment__unit_id", **columns)
        sent = seen.condition("assignment__unit_id", **columns) & ~Q(stage=Stage.DRAFT)
        return self.filter(sent | own)

    def in_year(self, year: int) -> "ProgressReportQuerySet":
        return self.filter(assignment__year=year)

    def waiting(self) -> "ProgressReportQuerySet":
        """Sent and not yet accepted or returned."""
        return self.filter(stage=Stage.SUBMITTED)

    def accepted(self) -> "ProgressReportQuerySet":
        return self.filter(stage=Stage.ACCEPTED)

    def acceptable_by(self, user) -> "ProgressReportQuerySet":
        """Waiting reports that the person may accept or return: of targets her units gave, not sent by herself."""
        scope = keeping_scope(user)
        found = self.waiting().exclude(submitted_by_id=user.pk)
        return found if scope.is_everything else found.filter(
            scope.condition("assignment__target__document__unit_id")
        )  # fmt: skip


class ExplanationQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ExplanationQuerySet":
        """Questions at figures the person sees."""
        seen = seen_by(user)
        if seen.is_everything:
            return self
        return self.filter(
            seen.condition("assignment__unit_id", organisation="assignment__organisation_id")
        )

    def answerable_by(self, user) -> "ExplanationQuerySet":
        """Open questions that wait for the person's unit: what it is notified of."""
        own = written_by(user).condition("assignment__unit_id", organisation="assignment__organisation_id")
        return self.filter(own, reply="")

    def answerable_by_own_unit(self, user) -> "ExplanationQuerySet":
        """Of those, the ones that are her own unit's to answer."""
        return self.filter(done_by(user, "assignment__"), reply="")

    def open(self) -> "ExplanationQuerySet":
        return self.filter(reply="")

    def answered(self) -> "ExplanationQuerySet":
        return self.exclude(reply="")
