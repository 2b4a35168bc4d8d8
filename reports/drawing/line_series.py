"""Lines over the years with every figure at its point and the names at the right; the axis starts at zero."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from reports.drawing.figures import short_text
from reports.drawing.frame import WIDTH, drawing
from reports.drawing.lettering import Fit, fit, spread, wrapped
from reports.drawing.markup import element, group, linked, number, text
from reports.drawing.scale import Linear
from reports.drawing.series import Mark, Series

TOP, BASE = 26, 194
NAMES = 92
LINE = 13
SHAPES = ("dot", "square", "diamond")


def line_series(
    *,
    key: str,
    title: str,
    description: str,
    labels: Sequence[str],
    series: Sequence[Series],
    below: Series | None = None,
) -> SafeString:
    """The chart. Figures of the first line stand above their points, of the others below.

    below: figures printed in a row under the labels, as the rate of each year. A missing figure breaks the line.
    """
    values = [mark.value for one in series for mark in one.marks if mark.value is not None]
    y_of = Linear(most=max(values, default=0), start=BASE, end=TOP)
    pitch = (WIDTH - NAMES) / max(1, len(labels))
    xs = [pitch * (place + 0.5) for place in range(len(labels))]
    figures = [mark for one in series for mark in one.marks]
    letters = fit(labels, [str(mark) for mark in figures], [_short(mark) for mark in figures], pitch)
    return drawing(
        element("line", x1=0, x2=WIDTH - NAMES, y1=BASE, y2=BASE, class_="axis"),
        *(
            text(label, x, BASE + 17, "tick at-middle")
            for label, x, shown in zip(labels, xs, letters.told, strict=True)
            if shown
        ),
        *(_line(one, order, labels, xs, y_of, letters) for order, one in enumerate(series)),
        _names(series, y_of),
        _row(below, labels, xs, letters.told) if below else None,
        key=key,
        title=title,
        description=description,
        height=BASE + (46 if below else 26),
    )


def _line(
    one: Series,
    order: int,
    labels: Sequence[str],
    xs: Sequence[float],
    y_of: Linear,
    letters: Fit,
) -> SafeString:
    path, open_line = [], False
    for x, mark in zip(xs, one.marks, strict=True):
        if mark.value is not None:
            path.append(f"{'L' if open_line else 'M'}{number(x)} {number(y_of(mark.value))}")
        open_line = mark.value is not None
    points = [
        _point(one, order, label, x, y_of(mark.value), mark, letters if shown else None)
        for label, x, mark, shown in zip(labels, xs, one.marks, letters.told, strict=True)
        if mark.value is not None
    ]
    return group(element("path", d="".join(path), class_=f"line {one.css}") if path else None, *points)


def _point(
    one: Series, order: int, label: str, x: float, y: float, mark: Mark, letters: Fit | None
) -> SafeString:
    foot = y - 9 if order == 0 else y + 18
    figure = None
    if letters and foot < BASE:  # a figure never runs into the years below the axis; the table has it
        words = _short(mark) if letters.shortened else str(mark)
        figure = text(words, x, foot, f"figure {letters.css} at-middle")
    return linked(
        mark.href,
        f"{one.label}, {label}: {mark}",
        _shape(SHAPES[order % len(SHAPES)], x, y, f"point {one.css}"),
        figure,
    )


def _short(mark: Mark) -> str:
    return str(mark) if mark.text or mark.value is None else short_text(int(mark.value))


def _shape(shape: str, x: float, y: float, css: str) -> SafeString:
    if shape == "dot":
        return element("circle", cx=x, cy=y, r="4", class_=css)
    turn = f"rotate(45 {number(x)} {number(y)})" if shape == "diamond" else None
    return element("rect", x=x - 3.5, y=y - 3.5, width="7", height="7", transform=turn, class_=css)


def _names(series: Sequence[Series], y_of: Linear) -> SafeString:
    left = WIDTH - NAMES + 4
    last = [
        next((mark.value for mark in reversed(one.marks) if mark.value is not None), None) for one in series
    ]
    lines = [wrapped(one.label, NAMES - 22) for one in series]
    middles = [y_of(value if value is not None else 0) for value in last]
    places = spread(middles, [len(part) * LINE + 4 for part in lines], TOP - 16, BASE + 4)
    names = []
    for order, (one, words, middle) in enumerate(zip(series, lines, places, strict=True)):
        first = middle - (len(words) - 1) * LINE / 2
        names.append(_shape(SHAPES[order % len(SHAPES)], left + 5, first, f"point {one.css}"))
        names.extend(
            text(line, left + 14, first + 4 + place * LINE, "name") for place, line in enumerate(words)
        )
    return group(*names)


def _row(below: Series, labels: Sequence[str], xs: Sequence[float], told: Sequence[bool]) -> SafeString:
    return group(
        *(
            linked(
                mark.href, f"{below.label}, {label}: {mark}", text(str(mark), x, BASE + 36, "note at-middle")
            )
            for label, x, mark, shown in zip(labels, xs, below.marks, told, strict=True)
            if shown
        ),
        text(below.label, WIDTH - NAMES + 4, BASE + 36, "note"),
    )
