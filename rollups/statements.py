"""Statements written once and kept: for a single district, composing one takes twice as long as its answer."""

from collections.abc import Callable

from rollups.counting import Statement
from rollups.measures import Measure
from rollups.question import Question

MOST = 500
"""Kept statements of a process; a province's names its thousand units, some 10 KB."""
_kept: dict[tuple, Statement] = {}


def kept_statement(
    parts: tuple[Measure, ...], question: Question, split: str, viewer, compose: Callable[[], Statement]
) -> Statement:
    """The statement that counts the question for whoever sees the same as the viewer; composed where it is not kept,
    and every time where nobody says what decides the rows of the measure."""
    seen = getattr(parts[0].as_of.rows if question.as_of and parts[0].as_of else parts[0].rows, "decided_by", None)
    if seen is None:
        return compose()
    # All that decides the text and its parameters; the edition stands for the units inside the one asked about.
    key = (
        parts, split, seen(viewer), question.within and question.within.id, question.atlas.edition,
        question.year_from, question.year_to, tuple(sorted(question.narrowed.items())), question.as_of, question.known_by,
    )  # fmt: skip
    statement = _kept.get(key)
    if statement is None:
        if len(_kept) >= MOST:
            _kept.clear()
        statement = _kept[key] = compose()
    return statement


def forget_statements() -> None:
    """For measuring what composing costs."""
    _kept.clear()
