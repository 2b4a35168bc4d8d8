"""Small resolutions for tests: a document, a target, to whom it is given, and accepted reports, through the deeds."""

from datetime import date
from decimal import Decimal
from itertools import count

from resolutions.accepting import accept
from resolutions.assigning import Part, assign_to
from resolutions.choices import PeriodKind
from resolutions.figures import read_figure
from resolutions.models import Assignment, Document, ProgressReport, ReportingPeriod, Target
from resolutions.periods import open_period
from resolutions.recording import record_document
from resolutions.reporting import Contents, submit
from resolutions.targeting import define_target
from resolutions.terms import Terms
from units.models import Unit

TODAY = date(2026, 1, 15)
_numbers = count(1)


def a_document(unit: Unit | None, **values) -> Document:
    told = {
        "kind": "resolution", "number": f"{next(_numbers):02d}-NQ/TU", "issuer": "Tỉnh ủy", "issued_on": date(2021, 11, 19),
        "title": "Về công tác dân vận", "period_from": 2021, "period_to": 2025,
    } | values  # fmt: skip
    return record_document(by=None, unit=unit, entered_on=TODAY, **told)


def a_target(document: Document, **values) -> Target:
    """100% of units do it each year, where nothing else is asked."""
    told = {"text": "Hằng năm 100% cấp ủy làm việc với Mặt trận", "kind": "units_each_year", "value": Decimal(100)} | values
    return define_target(by=None, document=document, terms=Terms(**told))


def given(target: Target, *units: Unit, year: int = 2024, values=()) -> list[Assignment]:
    parts = [Part(u, None, v) for u, v in zip(units, values or [None] * len(units), strict=True)]
    assign_to(by=None, target=target, parts=parts, year=year)
    return [target.assignments.get(year=year, unit=unit) for unit in units]


def the_year(year: int = 2024) -> ReportingPeriod:
    held = ReportingPeriod.objects.filter(kind=PeriodKind.YEAR, ends_on=date(year, 12, 31)).first()
    return held or open_period(
        by=None, kind=PeriodKind.YEAR, name=f"Năm {year}", starts_on=date(year, 1, 1), ends_on=date(year, 12, 31),
        cut_off=date(year + 1, 1, 10), unit=None,
    )  # fmt: skip


def contents(figure: str | None, **values) -> Contents:
    """Of a figure as it is typed; None for "not applicable"."""
    if figure is None:
        return Contents(answer="not_applicable", narrative="Không có đối tượng", **values)
    return Contents(figure=read_figure(figure), **values)


def sent(assignment: Assignment, figure: str | None, *, period=None, by=None, **values) -> ProgressReport:
    period = period or the_year(assignment.year)
    return submit(by=by, assignment=assignment, period=period, on=TODAY, contents=contents(figure, **values))


def accepted(assignment: Assignment, figure: str | None, **values) -> ProgressReport:
    report = sent(assignment, figure, **values)
    return accept(by=None, report=report, version=report.version, on=TODAY)
