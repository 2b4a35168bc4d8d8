"""Single assignments with their figures and verdicts on a day, for lists of units; of many together progress tells."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from resolutions.choices import Verdict
from resolutions.measured import figures_of, outcome_by, parts_of_figure
from resolutions.models import Assignment, Target, TargetVersion
from resolutions.verdicts import is_due, verdict_of
from resolutions.wording import number_words
from vietnamese.numbers import format_percent


@dataclass(frozen=True)
class Judged:
    """One assignment on a day, for lists of units. `numerator` None: nobody reported, or the unit is excused."""

    assignment: Assignment
    version: TargetVersion
    outcome: str
    verdict: Verdict
    value: Decimal | None
    """What was asked of this unit: its own value, or the target's."""
    numerator: Decimal | None
    denominator: Decimal | None

    @property
    def figure_text(self) -> str:
        """ "20/21"; "" without a figure."""
        return "" if self.numerator is None else number_words(self.version, self.numerator, self.denominator)

    @property
    def share_text(self) -> str:
        """ "95,2%"; "" of what is no share of anything."""
        return format_percent(self.numerator / self.denominator) if self.version.is_share and self.denominator else ""


def judged(assignments: Iterable[Assignment], *, viewer, as_of: date) -> list[Judged]:
    """The assignments with their figures and verdicts on the day, in the order given; four statements besides theirs. Of a
    target that names a measure the figure is the engine's, as the viewer sees it: some statements for each such target
    among them, each of its years and each geography its units stood in. For lists of the failing and the silent of a
    target, and for what one unit owes."""
    assignments = list(assignments)
    versions = versions_of(assignments)
    computed = _computed(assignments, versions, viewer)
    found = []
    for assignment in assignments:
        version = versions[assignment.pk]
        target = version.target
        outcome, numerator, denominator = computed.get(
            assignment.pk, (assignment.outcome, assignment.numerator, assignment.denominator)
        )
        due = is_due(version, assignment.year, target.document.period_to, as_of)
        value = version.value if assignment.value is None else assignment.value
        verdict = verdict_of(outcome, is_due=due)
        found.append(Judged(assignment, version, outcome, verdict, value, numerator, denominator))
    return found


def versions_of(assignments: Iterable[Assignment]) -> dict[int, TargetVersion]:
    """By assignment what its target asks for in its year; four statements."""
    assignments = list(assignments)
    targets = {t.pk: t for t in Target.objects.with_versions().filter(pk__in={a.target_id for a in assignments})}
    return {a.pk: targets[a.target_id].version_in(a.year) for a in assignments}


def _computed(assignments, versions, viewer) -> dict[int, tuple[str, Decimal | None, Decimal | None]]:
    """(outcome, numerator, denominator) of those whose target names a measure."""
    groups: dict[tuple, list[Assignment]] = {}
    for assignment in assignments:
        if versions[assignment.pk].measure:
            groups.setdefault((assignment.target_id, assignment.year), []).append(assignment)
    found = {}
    for members in groups.values():
        version = versions[members[0].pk]
        figures = figures_of(version.target, version, viewer, members)
        for one in members:
            figure = figures.get(one.pk)
            parts = (None, None) if figure is None else parts_of_figure(figure)
            outcome = outcome_by(version, one, figure)
            found[one.pk] = (outcome, *(parts if outcome else (None, None)))
    return found
