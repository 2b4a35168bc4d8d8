"""The one roll-up engine: a question in, the answer out."""

from collections import defaultdict

from django.utils.translation import gettext as _

from audit.errors import DomainError
from rollups.answer import Column, Figure, Line, Rollup, Share, UnitLine
from rollups.counting import Statement, counting_by_unit
from rollups.dimensions import dimensions
from rollups.laying import HELD, LOST, counted_by_place
from rollups.measures import ADDING_UP, Measure, Ratio, catalogue
from rollups.question import Question
from rollups.statements import kept_statement
from units.models import Unit

ALL = "all"
"""The place, and the column, of the whole."""


def rollup(question: Question, viewer) -> Rollup:
    """The counts the question asks for, of the records the viewer may see; two or three queries however many units.

    Raises DomainError where the geography has no such tier (districts after 2025-06-30)."""
    measure = catalogue()[question.measure]
    parts = parts_of(measure)
    cells, nothing = joined([_cells(group, question, viewer) for group in walks(parts)], parts)
    columns = _columns(question, cells)
    units = units_of_the_rows(question, {place for place, _ in cells if isinstance(place, int)})
    names = question.atlas.names_on(units, question.on)

    def line(place) -> dict:
        return {
            "cells": {c.key: cells.get((place, c.key), nothing) for c in columns},
            "total": cells.get((place, ALL), nothing),
        }

    return Rollup(
        question=question,
        columns=columns,
        rows=[UnitLine(unit=unit, name=names[unit.id], **line(unit.id)) for unit in units],
        held_above=Line(**line(HELD)),
        not_allocated=Line(**line(LOST)),
        total=Line(**line(ALL)),
    )


def units_of_the_rows(question: Question, counted: set[int]) -> list[Unit]:
    """The units that have a row in the answer, in list order; `counted` are those that figures were laid on. Raises
    DomainError where the geography has no such tier."""
    atlas, tier, day = question.atlas, question.tier, question.geography.ends_on or question.on
    if question.within is None:
        units = atlas.standing(tier, day)
    else:
        # Put by hand into the unit, a record still stands, in its own geography, where it was registered.
        shown = atlas.touching(question.within, question.geography, tier) | counted
        units = atlas.listed(shown, tier, day)
    if not units and not atlas.standing(tier, day):
        raise DomainError(
            _("Địa giới ngày này không có cấp huyện; hãy chọn cấp tỉnh hoặc cấp xã."), field="tier"
        )
    return units


def parts_of(measure: Measure | Ratio) -> tuple[Measure, ...]:
    """The measure itself, or numerator and denominator of a ratio."""
    if isinstance(measure, Ratio):
        return catalogue()[measure.numerator], catalogue()[measure.denominator]
    return (measure,)


def as_asked(part: Measure, question: Question) -> Measure:
    """The measure on the day the question asks as of. Raises DomainError where it tells of today alone."""
    if question.as_of is None:
        return part
    if part.as_of is None:
        raise DomainError(
            _("%(measure)s chỉ có số liệu đến hôm nay, không tính đến một ngày đã qua được.") % {"measure": part.label},
            field="as_of",
        )
    return part.on(question.as_of, question.known_by)


def walks(parts: tuple[Measure, ...]) -> list[tuple[Measure, ...]]:
    """The measures in groups that one walk of the register answers: those that add up over the same rows."""
    walked = {(part.rows, part.as_of and part.as_of.rows) for part in parts}
    if len(walked) == 1 and all(part.counting in ADDING_UP for part in parts):
        return [parts]
    return [(part,) for part in parts]


def joined(
    walked: list[list[dict[tuple, int]]], parts: tuple[Measure, ...]
) -> tuple[dict[tuple, Figure], Figure]:
    """The cells of all walks as figures, and the figure of an empty cell."""
    figures = [cells for walk in walked for cells in walk]
    if len(parts) == 1:
        return figures[0], 0
    above, below = figures
    return {key: Share(above.get(key, 0), below.get(key, 0)) for key in above.keys() | below.keys()}, Share(
        0, 0
    )


def _cells(parts: tuple[Measure, ...], question: Question, viewer) -> list[dict[tuple, int]]:
    """For each of the measures its figures by (place, column key): place is a unit's id, held above, or not
    allocated; or the whole."""

    def counted(split: str) -> list[dict[tuple, int]]:
        def compose() -> Statement:
            asked = [as_asked(part, question) for part in parts]
            return counting_by_unit(asked, narrowed_rows(asked[0], question, viewer), split)

        return counted_by_place(parts, question, lambda: kept_statement(parts, question, split, viewer, compose))

    cells: list[dict[tuple, int]] = [defaultdict(int) for _part in parts]
    lay(cells, counted(question.split), bool(question.split))
    if not question.split:
        return cells
    if parts[0].counting in ADDING_UP:
        for part in cells:
            for (place, key), n in list(part.items()):
                if key != ALL:
                    part[place, ALL] += n
    else:
        # A thing counted once may stand in several columns: the line's own total is asked for itself.
        lay(cells, counted(""), with_columns=False)
    return cells


def lay(cells: list[dict[tuple, int]], placed: list[dict[tuple, int]], with_columns: bool) -> None:
    """Adds figures by (place, value of the split) to the cells of each part, by (place, column key), and to ALL."""
    for part, figures in zip(cells, placed, strict=True):
        for (place, value), n in figures.items():
            key = str(value) if with_columns else ALL
            part[place, key] += n
            part[ALL, key] += n


def narrowed_rows(measure: Measure, question: Question, viewer):
    """The rows the question counts, of those the viewer may see. Raises DomainError where the measure's rows do not
    have what the question splits or narrows by."""
    rows = measure.rows(viewer)
    _require_dimensions(measure, rows, question)
    rows = rows.registered_in(question.year_from, question.year_to)
    if question.within is not None:
        rows = rows.inside(question.within, question.units_inside)
    wanted = {dimensions()[key].column: value for key, value in question.narrowed.items()}
    return rows.filter(**wanted) if wanted else rows


def _require_dimensions(measure: Measure, rows, question: Question) -> None:
    # Rows about registrations (checks, replicas) carry what they are counted by beside their own columns.
    held = {f.attname for f in rows.model._meta.concrete_fields} | set(rows.query.annotations)
    for key in (question.split, *question.narrowed):
        if key and question.as_of and dimensions()[key].of_today:
            raise DomainError(
                _("%(dimension)s chỉ có theo hôm nay, không chia số liệu của một ngày đã qua theo mục này được.")
                % {"dimension": dimensions()[key].label},
                field="split" if key == question.split else key,
            )
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
    found = sorted({key for _, key in cells if key != ALL})
    return [Column(key, key) for key in found]
