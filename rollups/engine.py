"""The one roll-up engine: a question in, the answer out."""

from collections import defaultdict

from django.utils.translation import gettext as _

from audit.errors import DomainError
from rollups.answer import Column, Figure, Line, Rollup, Share, UnitLine
from rollups.counting import counted_lines
from rollups.dimensions import dimensions
from rollups.measures import Counting, Measure, Ratio, catalogue
from rollups.question import Question
from units.choices import TIER_ORDER
from units.geography import names_on
from units.models import Geography, Placement, Unit

_HELD, _LOST, _ALL = "held", "lost", "all"


def rollup(question: Question, viewer) -> Rollup:
    """The counts the question asks for, of the records the viewer may see; at most eight queries however many units.

    Raises DomainError where the geography has no such tier (districts after 2025-06-30)."""
    geography = question.geography
    measure = catalogue()[question.measure]
    if isinstance(measure, Ratio):
        above = _cells(catalogue()[measure.numerator], question, geography, viewer)
        below = _cells(catalogue()[measure.denominator], question, geography, viewer)
        cells = {key: Share(above.get(key, 0), below.get(key, 0)) for key in above.keys() | below.keys()}
        nothing: Figure = Share(0, 0)
    else:
        cells = _cells(measure, question, geography, viewer)
        nothing = 0
    columns = _columns(question, cells)
    units = _units_of_the_rows(question, geography, {place for place, _ in cells if isinstance(place, int)})
    names = names_on(units, question.on)

    def line(place) -> dict:
        return {
            "cells": {c.key: cells.get((place, c.key), nothing) for c in columns},
            "total": cells.get((place, _ALL), nothing),
        }

    return Rollup(
        question=question,
        columns=columns,
        rows=[UnitLine(unit=unit, name=names[unit.id], **line(unit.id)) for unit in units],
        held_above=Line(**line(_HELD)),
        not_allocated=Line(**line(_LOST)),
        total=Line(**line(_ALL)),
    )


def _units_of_the_rows(question: Question, geography: Geography, counted: set[int]) -> list[Unit]:
    day = geography.ends_on or question.on
    standing = Unit.objects.valid_on(day).at_tier(question.tier)
    if question.within is not None:
        inside = Placement.objects.inside(question.within).values("unit_id")
        # A unit shows when its own records stand inside, or when a unit inside became part of it.
        taking_over = Placement.objects.filter(geography=geography, unit_id__in=inside).values(
            f"{question.tier}_id"
        )
        parts = Unit.objects.filter(origins__predecessor_id__in=inside).values("id")
        standing = (
            standing.filter(id__in=inside)
            | standing.filter(id__in=taking_over)
            | standing.filter(id__in=parts)
            # Put by hand into the unit, a record still stands, in its own geography, where it was registered.
            | standing.filter(id__in=counted)
        )
    units = list(standing.order_by("position"))
    if not units and not Unit.objects.valid_on(day).at_tier(question.tier).exists():
        raise DomainError(
            _("Địa giới ngày này không có cấp huyện; hãy chọn cấp tỉnh hoặc cấp xã."), field="tier"
        )
    return units


def _cells(measure: Measure, question: Question, geography: Geography, viewer) -> dict[tuple, int]:
    """The figures by (place, column key): place is a unit's id, held above, or not allocated; or the whole."""
    rows = narrowed_rows(measure, question, viewer)
    cells: dict[tuple, int] = defaultdict(int)
    _lay(
        cells,
        counted_lines(measure, rows, question, geography, question.split),
        question,
        with_columns=bool(question.split),
    )
    if not question.split:
        return cells
    if measure.counting in (Counting.ROWS, Counting.SUM):
        for (place, key), n in list(cells.items()):
            if key != _ALL:
                cells[place, _ALL] += n
    else:
        # A thing counted once may stand in several columns: the line's own total is asked for itself.
        _lay(cells, counted_lines(measure, rows, question, geography, ""), question, with_columns=False)
    return cells


def _lay(cells, lines, question: Question, *, with_columns: bool) -> None:
    shown = TIER_ORDER.index(question.tier)
    for place, tier, value, n in lines:
        if place is None:
            place = _HELD if TIER_ORDER.index(tier) < shown else _LOST
        key = str(value) if with_columns else _ALL
        cells[place, key] += n
        cells[_ALL, key] += n


def narrowed_rows(measure: Measure, question: Question, viewer):
    """The rows the question counts, of those the viewer may see. Raises DomainError where the measure's rows do not
    have what the question splits or narrows by."""
    rows = measure.rows(viewer)
    _require_dimensions(measure, rows, question)
    rows = rows.registered_in(question.year_from, question.year_to)
    if question.within is not None:
        rows = rows.inside(question.within)
    wanted = {dimensions()[key].column: value for key, value in question.narrowed.items()}
    return rows.filter(**wanted)


def _require_dimensions(measure: Measure, rows, question: Question) -> None:
    held = {f.attname for f in rows.model._meta.concrete_fields}
    for key in (question.split, *question.narrowed):
        if key and dimensions()[key].column not in held:
            raise DomainError(
                _("%(measure)s không chia được theo %(dimension)s.")
                % {"measure": measure.label, "dimension": str(dimensions()[key].label).lower()},
                field="split" if key == question.split else key,
            )


def _columns(question: Question, cells) -> list[Column]:
    if not question.split:
        return []
    dimension = dimensions()[question.split]
    if dimension.choices:
        return [Column(key, str(label)) for key, label in dimension.choices]
    if question.split == "year":
        return [Column(str(y), str(y)) for y in range(question.year_from, question.year_to + 1)]
    found = sorted({key for _, key in cells if key != _ALL})
    return [Column(key, key) for key in found]
