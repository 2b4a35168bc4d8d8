"""Targets: 10,000 units × 30 targets × 5 years of accepted figures; what the dashboard of a resolution asks, against the
bare SQL aggregate that gives the same figures. The targets are read with their versions before, as every page reads them that
names them; what is measured is asking how they stand."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from audit.inserting import insert_many
from bench.figures import Figure, by_turns, peak_memory_mb
from bench.generator import ASKED_ON, LARGE_PROVINCE
from resolutions.choices import Answer, DocumentKind, Outcome, TargetKind
from resolutions.models import Assignment, Document, Target
from resolutions.progress import (
    progress_by_organisation_kind,
    progress_by_unit,
    progress_of,
    standing_by_unit,
    trend,
    trends,
)
from resolutions.recording import record_document
from resolutions.targeting import define_target
from resolutions.terms import Terms
from rollups.question import Question
from units.choices import Tier
from units.models import Unit

UNITS, TARGETS, YEARS = 10_000, 30, range(2021, 2026)
_KINDS = (TargetKind.RATE_BY_END, TargetKind.COUNT_PER_UNIT, TargetKind.UNITS_EACH_YEAR)
_NUMBER = "01-NQ/BENCH"
_TABLE = "resolutions_assignment"


def measure(times: int) -> Iterator[Figure]:
    targets = _filled()
    viewer, large = User.objects.get(username="bench"), Unit.objects.get(key=LARGE_PROVINCE)
    one, asked = targets[0], {"viewer": viewer, "as_of": date(2026, 1, 15)}
    ids = ", ".join(str(target.pk) for target in targets)
    inside = f"unit_id IN (SELECT unit_id FROM units_placement WHERE geography_id = %s AND province_id = {large.id})"
    of_the_day = Question(measure="targets_assigned", tier=Tier.PROVINCE, year_from=2024, year_to=2024, on=ASKED_ON)
    geography = of_the_day.geography.id
    questions = {
        "30 targets, a year, the country": (
            lambda: progress_of(targets, year=2024, **asked),
            _bare("target_id", f"target_id IN ({ids}) AND year = 2024"),
            (),
        ),
        "30 targets, a year, one province": (
            lambda: progress_of(targets, year=2024, within=large, **asked),
            _bare("target_id", f"target_id IN ({ids}) AND year = 2024 AND {inside}"),
            (geography,),
        ),
        "30 targets by kind of organisation": (
            lambda: progress_by_organisation_kind(targets, year=2024, **asked),
            _bare("organisation_id, target_id", f"target_id IN ({ids}) AND year = 2024"),
            (),
        ),
        "one target, five years": (
            lambda: trend(one, years=list(YEARS), **asked),
            _bare("year", f"target_id = {one.pk}"),
            (),
        ),
        "one target by province": (
            lambda: progress_by_unit(one, year=2024, tier=Tier.PROVINCE, on=ASKED_ON, **asked),
            _bare("province_id", f"target_id = {one.pk} AND year = 2024", placed=True),
            (geography,),
        ),
        "one target by commune of one province": (
            lambda: progress_by_unit(one, year=2024, tier=Tier.COMMUNE, on=ASKED_ON, within=large, **asked),
            _bare("commune_id", f"target_id = {one.pk} AND year = 2024 AND province_id = {large.id}", placed=True),
            (geography,),
        ),
    }
    for name, (ours, sql, parameters) in questions.items():
        yield _figure(name, ours, [(sql, parameters)], times)
    in_it, asked_in_it = f"target_id IN ({ids}) AND {inside}", {"within": large, "viewer": viewer}
    yield _figure(
        "the dashboard of the resolution, one province",
        lambda: (
            trends(targets, years=list(YEARS), within=large, **asked),
            standing_by_unit(targets, year=2024, tier=Tier.COMMUNE, on=ASKED_ON, **asked_in_it),
            progress_by_organisation_kind(targets, year=2024, within=large, **asked),
        ),
        [
            (_bare("target_id, year", in_it), (geography,)),
            (_counted("commune_id", f"target_id IN ({ids}) AND year = 2024 AND province_id = {large.id}"), (geography,)),
            (_bare("organisation_id, target_id", f"{in_it} AND year = 2024"), (geography,)),
        ],
        times,
    )


def _bare(groups: str, where: str, *, placed: bool = False) -> str:
    """The least that gives the same figures: how many of each outcome, both parts, what was asked."""
    joined = " JOIN units_placement p ON p.unit_id = a.unit_id AND p.geography_id = %s" if placed else ""
    return (
        f"SELECT {groups}, outcome, COUNT(*), SUM(numerator), SUM(denominator), SUM(value), COUNT(value)"
        f" FROM {_TABLE} a{joined} WHERE state = 'given' AND {where.replace('unit_id IN', 'a.unit_id IN')}"
        f" GROUP BY {groups}, outcome"
    )


def _counted(groups: str, where: str) -> str:
    """The least that tells of many targets together: how many of each outcome."""
    joined = "JOIN units_placement p ON p.unit_id = a.unit_id AND p.geography_id = %s"
    return f"SELECT {groups}, outcome, COUNT(*) FROM {_TABLE} a {joined} WHERE state = 'given' AND {where} GROUP BY {groups}, outcome"


def _figure(name: str, ours, statements: list[tuple[str, tuple]], times: int) -> Figure:
    def bare():
        with connection.cursor() as cursor:
            for sql, parameters in statements:
                cursor.execute(sql, parameters)
                cursor.fetchall()

    with CaptureQueriesContext(connection) as queries:
        ours()
    taken, against = by_turns(ours, bare, times)
    return Figure(f"targets: {name}", taken, against, "the bare aggregate", len(queries), peak_memory_mb())


def _filled() -> list[Target]:
    """The targets, made once in a scratch database: communes of the former geography in list order, figures by chance."""
    held = list(Target.objects.filter(document__number=_NUMBER).with_versions().order_by("position"))
    if held:
        return held
    document = record_document(
        by=None, unit=None, kind=DocumentKind.RESOLUTION, number=_NUMBER, issuer="Bench", issued_on=date(2021, 1, 1),
        title="Bench", period_from=2021, period_to=2025, entered_on=ASKED_ON,
    )  # fmt: skip
    targets = [_target(document, n) for n in range(TARGETS)]
    units = list(
        Unit.objects.filter(tier=Tier.COMMUNE, key__startswith="old-").order_by("position").values_list("id", flat=True)
    )[:UNITS]
    chance = Random(2024)
    for target in targets:
        with transaction.atomic():
            insert_many([_given(target, unit, year, chance) for year in YEARS for unit in units])
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {_TABLE}" if connection.vendor == "postgresql" else "ANALYZE")
    return _filled()


def _target(document: Document, n: int) -> Target:
    kind = _KINDS[n % len(_KINDS)]
    value = Decimal(2) if kind == TargetKind.COUNT_PER_UNIT else Decimal(80)
    return define_target(by=None, document=document, terms=Terms(text=f"Target {n}", kind=kind, value=value))


def _given(target: Target, unit_id: int, year: int, chance: Random) -> Assignment:
    drawn = chance.random()
    row = Assignment(target=target, unit_id=unit_id, year=year)
    if drawn < 0.1:
        return row
    if drawn < 0.15:
        row.answer, row.outcome = Answer.NOT_APPLICABLE, Outcome.NOT_APPLICABLE
        return row
    row.answer, row.denominator = Answer.FIGURE, Decimal(100 + int(drawn * 1000))
    row.numerator = Decimal(int(row.denominator * Decimal(chance.random())))
    row.outcome = Outcome.MET if row.numerator * 10 >= row.denominator * 8 else Outcome.SHORT
    return row
