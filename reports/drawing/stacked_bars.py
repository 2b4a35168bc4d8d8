"""Columns by year, each stacked from the same parts, with the parts named beside the last one."""

from collections.abc import Iterator, Sequence

from django.utils.safestring import SafeString

from reports.drawing.figures import count_text, short_text
from reports.drawing.frame import WIDTH, drawing, hatch
from reports.drawing.lettering import fit, fitting, spread, wrapped
from reports.drawing.markup import element, group, linked, text
from reports.drawing.scale import Linear
from reports.drawing.series import Series

HEIGHT = 240
TOP, BASE = 22, 216
NAMES = 138  # room at the right for the names of the parts
LINE = 13
HATCHED = "field-political_system"


def stacked_bars(
    *, key: str, title: str, description: str, labels: Sequence[str], series: Sequence[Series]
) -> SafeString:
    """The chart: one column a label, parts from the bottom in the order given, totals on top, names at the right."""
    totals = [sum(int(one.marks[place].value or 0) for one in series) for place in range(len(labels))]
    height_of = Linear(most=max(totals, default=0), start=0, end=BASE - TOP)
    pitch = (WIDTH - NAMES) / max(1, len(labels))
    width = min(52.0, pitch * 0.84)
    pattern = f"{key}-hatch"
    middles = [pitch * (place + 0.5) for place in range(len(labels))]
    return drawing(
        element("defs", hatch(pattern)),
        element("line", x1=0, x2=WIDTH - NAMES, y1=BASE, y2=BASE, class_="axis"),
        *(
            _column(label, place, series, middles[place], width, height_of, pattern)
            for place, label in enumerate(labels)
        ),
        *_heads(labels, totals, middles, pitch, height_of),
        _names(series, totals, height_of, middles[-1] + width / 2 if labels else 0.0, pattern),
        key=key,
        title=title,
        description=description,
        height=HEIGHT,
    )


def _column(
    label: str,
    place: int,
    series: Sequence[Series],
    middle: float,
    width: float,
    height_of: Linear,
    pattern: str,
) -> SafeString:
    parts, foot = [], float(BASE)
    for one in series:
        mark = one.marks[place]
        height = height_of(mark.value or 0)
        if not height:
            continue
        foot -= height
        shape = dict(x=middle - width / 2, y=foot, width=width, height=height)
        words = str(mark) if height >= LINE else ""
        figure = fitting(words, width, 11)
        parts.append(linked(
            mark.href,
            f"{one.label}, {label}: {mark}",
            element("rect", class_=f"part {one.css}", **shape),
            element("rect", fill=f"url(#{pattern})", **shape) if one.css == HATCHED else None,
            text(figure, middle, foot + height / 2 + 4, f"inside {one.css}-ink at-middle") if figure else None,
        ))  # fmt: skip
    return group(*parts)


def _heads(
    labels: Sequence[str], totals: Sequence[int], middles: Sequence[float], pitch: float, height_of: Linear
) -> Iterator[SafeString]:
    """The totals over the columns and the labels under them."""
    whole, shortened = [count_text(total) for total in totals], [short_text(total) for total in totals]
    letters = fit(labels, whole, shortened, pitch)
    for place, told in enumerate(letters.told):
        if told:
            words = shortened[place] if letters.shortened else whole[place]
            top = BASE - height_of(totals[place]) - 6
            yield text(words, middles[place], top, f"total {letters.css} at-middle")
            yield text(labels[place], middles[place], BASE + 16, "tick at-middle")


def _names(
    series: Sequence[Series], totals: Sequence[int], height_of: Linear, from_x: float, pattern: str
) -> SafeString:
    """Names at the height of the parts of the last column that holds anything; evenly apart where none does."""
    last = max((place for place, total in enumerate(totals) if total), default=None)
    heights = [
        (BASE - TOP) / len(series) if last is None else height_of(one.marks[last].value or 0)
        for one in series
    ]
    middles = [BASE - sum(heights[:place]) - height / 2 for place, height in enumerate(heights)]
    left = WIDTH - NAMES + 10
    lines = [wrapped(one.label, NAMES - 24) for one in series]
    places = spread(middles, [len(part) * LINE + 4 for part in lines], TOP - 8, BASE + 6)
    names = []
    for one, words, middle, wanted in zip(series, lines, places, middles, strict=True):
        first = middle - (len(words) - 1) * LINE / 2
        swatch = dict(x=left, y=first - 5, width=10, height=10)
        names.append(
            element(
                "g",
                element("path", d=f"M{from_x + 1:.1f} {wanted:.1f}L{left - 3} {first:.1f}", class_="leader"),
                element("rect", class_=f"part {one.css}", **swatch),
                element("rect", fill=f"url(#{pattern})", **swatch) if one.css == HATCHED else None,
                *(
                    text(line, left + 15, first + 4 + place * LINE, "name")
                    for place, line in enumerate(words)
                ),
            )
        )
    return group(*names)
