"""The provinces as tiles of one size, for phones: every province can be read and touched."""

from collections.abc import Mapping

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports.drawing.figures import short_text
from reports.drawing.frame import WIDTH, drawing
from reports.drawing.lettering import width_of, wrapped
from reports.drawing.markup import element, group, linked, text
from reports.drawing.provinces import Tile, tiles
from reports.drawing.scale import MapClass, class_of, map_classes
from reports.drawing.series import Mark

TILE_HEIGHT = 40
GAP = 2
LINE = 10


def tile_map(*, key: str, title: str, description: str, scheme: str, marks: Mapping[str, Mark]) -> SafeString:
    """The tile map of the scheme; marks by unit key. Name and figure stand in each tile, so it needs no legend."""
    grid = tiles(scheme)
    columns = max(tile.column for tile in grid) + 1
    rows = max(tile.row for tile in grid) + 1
    wide = WIDTH / columns
    shown = {tile.key: marks.get(tile.key, Mark(None)) for tile in grid}
    classes = map_classes(None if mark.value is None else int(mark.value) for mark in shown.values())
    return drawing(
        *(_tile(tile, shown[tile.key], classes, wide, columns) for tile in grid),
        key=key,
        title=title,
        description=description,
        height=rows * TILE_HEIGHT,
        css="chart tile-map",
    )


def _tile(tile: Tile, mark: Mark, classes: list[MapClass], wide: float, columns: int) -> SafeString:
    left, top = tile.column * wide + GAP / 2, tile.row * TILE_HEIGHT + GAP / 2
    room, middle = wide - GAP, tile.column * wide + wide / 2
    css = class_of(None if mark.value is None else int(mark.value), classes)
    if tile.archipelago:
        return _archipelago(tile, css, left, top, room)
    figure = str(mark)
    if mark.value is not None and width_of(figure, 11) > room:
        figure = short_text(int(mark.value))
    names = wrapped(tile.label.replace("Bà Rịa - Vũng Tàu", "BR-Vũng Tàu"), room - 3, 9.5)[:2]
    first = top + (15 if len(names) == 1 else 11)
    return group(linked(
        mark.href,
        f"{tile.label}: {_('chưa có số liệu') if mark.value is None else mark}",
        element("rect", x=left, y=top, width=room, height=TILE_HEIGHT - GAP, rx="2"),
        *(text(line, middle, first + place * LINE, "") for place, line in enumerate(names)),
        text(figure, middle, top + TILE_HEIGHT - GAP - 5, "tile-figure"),
    ), class_=f"tile-{css}")  # fmt: skip


def _archipelago(tile: Tile, css: str, left: float, top: float, room: float) -> SafeString:
    """A tile in its province's class; the name stands under it, because its place is the same on every map."""
    name, province = (
        (_("Quần đảo Hoàng Sa"), _("(TP Đà Nẵng)"))
        if tile.label == "Hoàng Sa"
        else (_("Quần đảo Trường Sa"), _("(Khánh Hòa)"))
    )
    right = left + room
    lines = [*wrapped(name, 75, 10.5), province]
    return element(
        "g",
        element("title", f"{name} {province}"),
        element("rect", x=right - 24, y=top + 14, width=24, height=24, rx="2"),
        element(
            "text",
            *(
                element("tspan", line + " ", x=right, y=top + 50 + place * 12)
                for place, line in enumerate(lines)
            ),
            class_="place at-end",
        ),
        class_=f"tile-{css}",
    )
