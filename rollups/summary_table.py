"""A roll-up as a table in which every number leads to the records behind it and every unit to the units inside it."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from rollups.answer import Figure, Line, Rollup, Share
from rollups.question import Question
from units.choices import TIER_ORDER, Tier
from units.models import Unit
from vietnamese.numbers import format_integer, format_percent

HELD_ABOVE, NOT_ALLOCATED = "held_above", "not_allocated"
NONE = "none"
"""How an address names the column of what has no value, such as not recognised at any level."""

RecordsAddress = Callable[[dict[str, str]], str]
"""Where the records that answer these parameters are listed."""


@dataclass(frozen=True)
class Cell:
    text: str
    url: str = ""


@dataclass(frozen=True)
class Row:
    name: str
    cells: list[Cell]
    url: str = ""
    is_total: bool = False


def table_rows(answer: Rollup, records: RecordsAddress, tiers: list[str]) -> list[Row]:
    """The answer's lines in order: units, what is held above, what no place is known for, the total. Lines that hold
    nothing beside the units' own are left out."""
    question = answer.question
    rows = [
        Row(
            name=line.name,
            url=_inside(question, line.unit, tiers),
            cells=_cells(answer, line, records, {"within": line.unit.key}),
        )
        for line in answer.rows
    ]
    apart = (
        (answer.held_above, HELD_ABOVE, _("Trực thuộc cấp trên")),
        (answer.not_allocated, NOT_ALLOCATED, _("Chưa phân bổ")),
    )
    for line, standing, name in apart:
        if not line.is_empty:
            place = {"standing": standing, "tier": question.tier, "geography": question.on.isoformat()}
            rows.append(Row(name=name, cells=_cells(answer, line, records, place)))
    return [*rows, Row(name=_("Tổng cộng"), cells=_cells(answer, answer.total, records, {}), is_total=True)]


def tiers_of(question: Question) -> list[str]:
    """The tiers that the geography of the question has, from the highest."""
    day = question.geography.ends_on or question.on
    present = set(Unit.objects.valid_on(day).order_by().values_list("tier", flat=True).distinct())
    return [tier for tier in TIER_ORDER if tier in present]


def way_up(question: Question, tiers: list[str]) -> list[tuple[str, str]]:
    """(name, query string) of the same question for the country, then for each unit above the one asked."""
    if question.within is None:
        return []
    chain, unit = [], question.within.parent
    while unit is not None:
        chain.append(unit)
        unit = unit.parent
    steps = [(_("Cả nước"), question.asking(within=None, tier=Tier.PROVINCE))]
    steps += [(u.name, question.asking(within=u, tier=_tier_inside(u, tiers))) for u in reversed(chain)]
    return [(name, urlencode(asked.as_parameters())) for name, asked in steps]


def _inside(question: Question, unit: Unit, tiers: list[str]) -> str:
    if unit.tier == tiers[-1]:
        return ""
    asked = question.asking(within=unit, tier=_tier_inside(unit, tiers))
    return "?" + urlencode(asked.as_parameters())


def _tier_inside(unit: Unit, tiers: list[str]) -> str:
    lower = [tier for tier in tiers if TIER_ORDER.index(tier) > TIER_ORDER.index(unit.tier)]
    return lower[0] if lower else unit.tier


def _cells(answer: Rollup, line: Line, records: RecordsAddress, place: dict[str, str]) -> list[Cell]:
    question = answer.question
    asked = {
        name: value for name, value in question.as_parameters().items() if name not in _OF_THE_TABLE
    } | place
    cells = [
        _cell(line.cells[c.key], records, asked | {question.split: c.key or NONE}) for c in answer.columns
    ]
    return [*cells, _cell(line.total, records, asked)]


_OF_THE_TABLE = ("measure", "tier", "split", "geography")


def _cell(figure: Figure, records: RecordsAddress, asked: dict[str, str]) -> Cell:
    if "year" in asked:
        asked = {k: v for k, v in asked.items() if k not in ("year_from", "year_to")}
    if isinstance(figure, Share):
        text = format_percent(figure.value) if figure.denominator else "–"
        return Cell(text, records(asked) if figure.numerator else "")
    return Cell(format_integer(figure), records(asked) if figure else "")
