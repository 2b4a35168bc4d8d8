"""A few columns the height of a word: how a figure stood in the last years, the last one marked."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from reports.drawing.frame import drawing
from reports.drawing.markup import element
from reports.drawing.scale import Linear
from reports.drawing.series import Mark

WIDTH, HEIGHT = 96, 28


def sparkline(*, key: str, title: str, labels: Sequence[str], marks: Sequence[Mark]) -> SafeString:
    """The columns, from zero up; a year without a figure has only a foot. The name of the drawing says every figure.

    Columns, because from an honest zero a line of such figures is flat.
    """
    height_of = Linear(
        most=max((mark.value for mark in marks if mark.value is not None), default=0), start=0, end=HEIGHT - 2
    )
    step = WIDTH / max(1, len(marks))
    columns = []
    for place, mark in enumerate(marks):
        height = max(1.0, height_of(mark.value or 0))
        css = (
            "spark-none"
            if mark.value is None
            else "spark-last"
            if place == len(marks) - 1
            else "spark-column"
        )
        columns.append(
            element(
                "rect",
                x=place * step + step * 0.1,
                y=HEIGHT - height,
                width=step * 0.8,
                height=height,
                class_=css,
            )
        )
    told = "; ".join(f"{label}: {mark}" for label, mark in zip(labels, marks, strict=True))
    return drawing(
        *columns,
        key=key,
        title=f"{title}. {told}" if told else title,
        description="",
        height=HEIGHT,
        width=WIDTH,
        css="spark",
    )
