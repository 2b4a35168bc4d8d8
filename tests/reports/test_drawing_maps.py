"""The map and the tile map: every province once, in its class, and both archipelagos named."""

import re

import pytest

from reports.drawing.choropleth import choropleth
from reports.drawing.provinces import project, provinces, tiles
from reports.drawing.series import Mark
from reports.drawing.tile_map import tile_map
from tests.reports.drawn import SVG, links, read, shapes, words

ARCHIPELAGOS = ["Quần đảo Hoàng Sa (TP Đà Nẵng)", "Quần đảo Trường Sa (Khánh Hòa)"]
SCHEMES = pytest.mark.parametrize(("scheme", "number"), [("old", 63), ("new", 34)])


def full(scheme):
    return {
        one.key: Mark(place * 100, f"/?within={one.key}") for place, one in enumerate(provinces(scheme), 1)
    }


def draw(scheme, marks):
    return choropleth(key="m", title="Bản đồ", description="", scheme=scheme, marks=marks, measure="Đăng ký")


def draw_tiles(scheme, marks):
    return tile_map(key="t", title="Bản đồ", description="", scheme=scheme, marks=marks)


@SCHEMES
def test_every_province_stands_on_both_maps_once_and_leads_to_itself(scheme, number):
    addresses = [f"/?within={one.key}" for one in provinces(scheme)]
    assert len(addresses) == number
    assert [address for address, _ in links(read(draw(scheme, full(scheme))))] == addresses
    assert sorted(address for address, _ in links(read(draw_tiles(scheme, full(scheme))))) == addresses


@SCHEMES
def test_both_archipelagos_are_named_on_both_maps_with_or_without_figures(scheme, number):
    for marks in ({}, full(scheme)):
        for svg in (read(draw(scheme, marks)), read(draw_tiles(scheme, marks))):
            assert [" ".join(line.split()) for line in words(svg, "place")] == ARCHIPELAGOS


@SCHEMES
def test_a_map_stays_small(scheme, number):
    assert len(draw(scheme, full(scheme)).encode()) < 60_000
    assert len(draw_tiles(scheme, full(scheme)).encode()) < 30_000


def test_provinces_fall_in_five_classes_from_light_to_dark():
    svg = read(draw("new", full("new")))
    classes = [one.get("class").split()[1] for one in shapes(svg, "path", "province")]
    assert [classes.count(f"map-{place}") for place in range(1, 6)] == [7, 3, 10, 5, 9]
    assert classes == sorted(classes)
    assert words(svg, "legend-head") == ["Đăng ký"]
    assert words(svg, "legend")[0].endswith("–3.400")


def test_zero_and_no_figure_are_told_apart():
    svg = read(draw("new", {"new-01": Mark(0), "new-04": Mark(7)}))
    classes = {one.get("class") for one in shapes(svg, "path", "province")}
    assert classes == {"province map-zero", "province map-1", "province map-none"}
    assert words(svg, "legend") == ["1–7", "0", "chưa có số liệu"]
    titles = [one.text for one in svg.iter(f"{SVG}title")]
    assert "Thành phố Hà Nội: 0" in titles
    assert "Tỉnh Tuyên Quang: chưa có số liệu" in titles


def test_a_tile_says_its_name_and_figure():
    svg = read(draw_tiles("new", {"new-04": Mark(2900, "/cb")}))
    assert links(svg) == [("/cb", "Cao Bằng: 2.900")]
    assert "2.900" in words(svg, "tile-figure")
    assert (
        " ".join("".join(line.itertext()) for line in svg.find(f".//{SVG}a").iter(f"{SVG}text"))
        == "Cao Bằng 2.900"
    )
    assert words(svg, "tile-figure").count("–") == 33


@SCHEMES
def test_shapes_stay_inside_the_drawing(scheme, number):
    start = re.compile(r"M(-?[\d.]+)[ ]?(-?[\d.]+)")
    for one in provinces(scheme):
        for x, y in start.findall(one.path):
            assert 0 <= float(x) <= 360
            assert 0 <= float(y) <= 432


def test_the_map_keeps_north_up_and_east_right():
    ha_noi, ca_mau, truong_sa = project(105.8, 21.0), project(105.1, 9.1), project(114.4, 10.4)
    assert ha_noi[1] < ca_mau[1]
    assert truong_sa[0] > ha_noi[0] > 0


def test_tiles_of_both_schemes_hold_every_province_and_two_archipelagos():
    assert {scheme: len(tiles(scheme)) for scheme in ("old", "new")} == {"old": 65, "new": 36}
