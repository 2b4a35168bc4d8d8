"""The questions an annual report asks of the roll-up engine, kept with what they were answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from reports.dashboard_scope import Scope
from rollups.answer import Line, Rollup, Share
from rollups.engine import rollup
from rollups.question import Question
from units.choices import Tier


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the sheet that prints its answer, and the total it got."""

    sheet: str
    question: Question
    total: int | Share


@dataclass
class Answers:
    """Asks the engine for the viewer of the scope, and remembers every question for the sheet of sources."""

    scope: Scope
    asked: list[Asked] = field(default_factory=list)

    def titled(self, title: str, period: str = "") -> str:
        """A title as it is printed, with the period under it: the scope's, or the years named."""
        one_year = self.scope.is_one_year and not period
        words = (_("năm %(years)s") if one_year else _("giai đoạn %(years)s")) % {
            "years": period or self.scope.period
        }
        return f"{title}\n{words}".upper()

    def by_unit(self, sheet: str, measure: str, split: str = "", **changes) -> Rollup:
        """The figures of each unit under the scope's unit."""
        question = self.scope.question(measure, split=split, **changes)
        answer = rollup(question, self.scope.viewer)
        self.asked.append(Asked(sheet, question, answer.total.total))
        return answer

    def whole(
        self, sheet: str, measure: str, split: str = "", narrowed: Mapping[str, str] | None = None, **changes
    ) -> Line:
        """The figures of the scope's unit as a whole; every geography has provinces to ask them by."""
        answer = self.by_unit(sheet, measure, split, tier=Tier.PROVINCE, narrowed=narrowed or {}, **changes)
        return answer.total
