"""A target over the years beside its road map, as columns the height of a word: heights for the template to print."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from resolutions.choices import Aggregation
from resolutions.figures import number_text
from resolutions.progress import Progress
from vietnamese.numbers import format_percent

HEIGHT, STEP = 28, 20


def actual_of(progress: Progress) -> Decimal | None:
    """How far it is, in what the road map is written in; None where nobody reported. A count of units is a share."""
    if not progress.tally.reported:
        return None
    if progress.version.aggregation == Aggregation.SUM:
        return progress.sums.numerator
    return None if progress.share is None else progress.share * 100


def expected_of(progress: Progress) -> Decimal | None:
    """What the road map expects of the year, where it is of the same kind as `actual_of`."""
    counts_units = progress.version.aggregation == Aggregation.UNITS_REACHING
    return None if counts_units and not progress.version.is_share else progress.step


def actual_text(progress: Progress) -> str:
    actual = actual_of(progress)
    if actual is None:
        return _("chưa có số liệu")
    return number_text(actual) if progress.version.aggregation == Aggregation.SUM else format_percent(actual / 100)


def trend_marks(series: Sequence[Progress]) -> dict:
    """{"title", "width", "height", "columns": [{"x", "y", "height", "key", "step"}]}; {} where there is nothing to draw.
    From zero up; the line over a column is the road map's step. `key` is that of the verdict, `step` None without one."""
    actual, expected = [actual_of(p) for p in series], [expected_of(p) for p in series]
    top = max((value for value in (*actual, *expected) if value is not None), default=Decimal(0))
    if not top:
        return {}
    columns, told = [], []
    for place, (one, value, step) in enumerate(zip(series, actual, expected, strict=True)):
        tall = max(1, round(float((value or 0) / top) * (HEIGHT - 3)))
        columns.append(
            {
                "x": place * STEP + 3,
                "y": HEIGHT - tall,
                "height": tall,
                "key": one.verdict.value if value is not None else "none",
                "step": None if step is None else HEIGHT - round(float(step / top) * (HEIGHT - 3)) - 1,
                "step_x": place * STEP + 1,
            }
        )
        road = "" if step is None else _(" (lộ trình %(step)s)") % {"step": number_text(step)}
        told.append(f"{one.year}: {actual_text(one)}{road}")
    return {"title": "; ".join(told), "width": len(series) * STEP, "height": HEIGHT, "columns": columns}
