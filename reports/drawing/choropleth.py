"""The map of the provinces in five classes, with both archipelagos named."""

from collections.abc import Mapping

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports.drawing.frame import drawing, hatch
from reports.drawing.markup import element, group, linked, text
from reports.drawing.provinces import project, provinces
from reports.drawing.scale import MapClass, class_of, map_classes
from reports.drawing.series import Mark

HEIGHT = 452
LEGEND_X, LEGEND_Y = 222, 18


def choropleth(
    *, key: str, title: str, description: str, scheme: str, marks: Mapping[str, Mark], measure: str
) -> SafeString:
    """The map. scheme: "old" (63 provinces) or "new" (34); marks by unit key; measure heads the legend.

    A province without a mark is hatched: no figure is not zero.
    """
    shown = {province.key: marks.get(province.key, Mark(None)) for province in provinces(scheme)}
    classes = map_classes(_whole(mark) for mark in shown.values())
    pattern = f"{key}-none"
    return drawing(
        element("defs", hatch(pattern, "hatch-none")),
        *(
            _province(province.name, province.path, shown[province.key], classes, pattern)
            for province in provinces(scheme)
        ),
        _archipelagos(),
        _legend(measure, classes, shown, pattern),
        key=key,
        title=title,
        description=description,
        height=HEIGHT,
        css="chart map",
    )


def _province(name: str, path: str, mark: Mark, classes: list[MapClass], pattern: str) -> SafeString:
    figure = _("chưa có số liệu") if mark.value is None else str(mark)
    return linked(
        mark.href,
        f"{name}: {figure}",
        element("path", d=path, class_=f"province {class_of(_whole(mark), classes)}"),
        element("path", d=path, fill=f"url(#{pattern})") if mark.value is None else None,
    )


def _archipelagos() -> SafeString:
    lines = []
    for longitude, latitude, name, province in (
        (112.0, 15.12, _("Quần đảo Hoàng Sa"), _("(TP Đà Nẵng)")),
        (113.6, 7.15, _("Quần đảo Trường Sa"), _("(Khánh Hòa)")),
    ):
        x, y = project(longitude, latitude)
        lines.append(
            element(
                "text",
                element("tspan", name + " ", x=x, y=y),
                element("tspan", province, x=x, dy="13"),
                class_="place at-middle",
            )
        )
    return group(*lines)


def _legend(measure: str, classes: list[MapClass], shown: Mapping[str, Mark], pattern: str) -> SafeString:
    entries = [(f"map-{one.place}", one.label) for one in reversed(classes)]
    if any(mark.value == 0 for mark in shown.values()):
        entries.append(("map-zero", "0"))
    if any(mark.value is None for mark in shown.values()):
        entries.append(("map-none", _("chưa có số liệu")))
    rows = [text(measure, LEGEND_X, LEGEND_Y, "legend-head")]
    for place, (css, words) in enumerate(entries):
        y = LEGEND_Y + 10 + place * 18
        box = dict(x=LEGEND_X, y=y, width=18, height=12)
        rows.append(element("rect", class_=f"province {css}", **box))
        if css == "map-none":
            rows.append(element("rect", fill=f"url(#{pattern})", **box))
        rows.append(text(words, LEGEND_X + 25, y + 10, "legend"))
    return group(*rows)


def _whole(mark: Mark) -> int | None:
    return None if mark.value is None else int(mark.value)
