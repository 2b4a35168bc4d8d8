"""The shapes of the provinces, projected once, and the grid of the tile map; both from units/data.

Shapes: Natural Earth 10 m, public domain. "old" has the 63 provinces to 30/6/2025, "new" the 34 from 1/7/2025.
"""

import csv
import json
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent.parent / "units" / "data"
FILES = {"old": "vn63.geojson", "new": "vn34.geojson"}
WEST, NORTH, MIDDLE = 102.1, 23.4, 16.0  # the corner of the map and the parallel kept true, in degrees
SCALE = 26.4  # units a degree: the country with both archipelagos is 350 wide
MARGIN = 3
ISLAND = 6  # units across, below which a ring keeps every tenth


@dataclass(frozen=True)
class Province:
    key: str
    name: str
    path: str


@dataclass(frozen=True)
class Tile:
    """key: the province whose figure it shows; archipelago: the tile stands for Hoàng Sa or Trường Sa."""

    key: str
    label: str
    row: int
    column: int
    archipelago: bool


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """The point in units of the drawing, x to the east and y to the south."""
    x = MARGIN + (longitude - WEST) * math.cos(math.radians(MIDDLE)) * SCALE
    return x, MARGIN + (NORTH - latitude) * SCALE


@lru_cache(maxsize=2)
def provinces(scheme: str) -> tuple[Province, ...]:
    """All provinces of the scheme, in order of code; read and projected on the first call, then kept."""
    collection = json.loads((DATA / FILES[scheme]).read_text(encoding="utf-8"))
    return tuple(
        Province(feature["id"], feature["properties"]["name"], _path(feature["geometry"]))
        for feature in sorted(collection["features"], key=lambda feature: feature["id"])
    )


@lru_cache(maxsize=2)
def tiles(scheme: str) -> tuple[Tile, ...]:
    """All tiles of the scheme, the two archipelagos among them, from the top down."""
    with (DATA / "tilegrid.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            Tile(
                f"{scheme}-{line['code']}",
                line["label"],
                int(line["row"]),
                int(line["col"]),
                line["tile"] == "quan-dao",
            )
            for line in csv.DictReader(lines)
            if line["scheme"] == scheme
        )


def _path(geometry: dict) -> str:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return "".join(_ring(ring) for polygon in polygons for ring in polygon)


def _ring(ring: list) -> str:
    """Relative steps between points of a grid, so that neighbours share their border exactly and rounding never
    adds up. The grid is coarse (half a unit, less than a pixel) but for islands that it would swallow."""
    placed = [project(longitude, latitude) for longitude, latitude in ring[:-1]]
    spread = max(max(xs) - min(xs) for xs in zip(*placed, strict=True))
    grid = 5 if spread > ISLAND else 1
    points: list[tuple[int, int]] = []
    for x, y in placed:
        point = (round(x * 10 / grid) * grid, round(y * 10 / grid) * grid)
        if not points or point != points[-1]:
            points.append(point)
    steps = [
        (x - before_x, y - before_y) for (before_x, before_y), (x, y) in zip(points, points[1:], strict=False)
    ]
    return (
        f"M{_tenths(points[0][0])} {_tenths(points[0][1])}l"
        + "".join(_tenths(x) + (_tenths(y) if y < 0 else " " + _tenths(y)) + " " for x, y in steps)
        .replace(" -", "-")
        .rstrip()
        + "z"
    )


def _tenths(value: int) -> str:
    """12 gives "1.2", 5 gives ".5", -30 gives "-3": the shortest way SVG reads."""
    sign = "-" if value < 0 else ""
    whole, rest = divmod(abs(value), 10)
    return f"{sign}{whole or '' if rest else whole}{f'.{rest}' if rest else ''}"
