"""Columns, lines and small columns: what they say, what they link to, and that nothing can break them."""

import pytest

from reports.drawing.line_series import line_series
from reports.drawing.series import DataRow, DataTable, Mark, Series, data_table
from reports.drawing.sparkline import sparkline
from reports.drawing.stacked_bars import stacked_bars
from tests.reports.drawn import SVG, links, read, shapes, words

YEARS = ["2023", "2024"]
FIELDS = [
    Series("Kinh tế", "field-economy", (Mark(100, "/mo-hinh/?field=economy&year=2023"), Mark(200))),
    Series("Văn hóa - xã hội", "field-culture_society", (Mark(300), Mark(1200))),
    Series("Quốc phòng - an ninh", "field-defence_security", (Mark(40), Mark(0))),
    Series("Xây dựng hệ thống chính trị", "field-political_system", (Mark(60), Mark(600))),
]
FUNNEL = [
    Series("Đăng ký", "series-registered", (Mark(500, "/r?year=2023"), Mark(2000, "/r?year=2024"))),
    Series("Công nhận", "series-recognised", (Mark(400), Mark(1500))),
]


def columns(series=FIELDS, labels=YEARS):
    return stacked_bars(
        key="fields", title="Theo lĩnh vực", description="Hai năm", labels=labels, series=series
    )


def lines(series=FUNNEL, labels=YEARS, below=None):
    return line_series(
        key="years", title="Chuỗi năm", description="Hai năm", labels=labels, series=series, below=below
    )


def test_the_parts_of_a_column_are_as_high_as_their_figures_and_stand_on_each_other():
    svg = read(columns())
    parts = [
        (one.get("class").split()[1], float(one.get("y")), float(one.get("height")))
        for one in shapes(svg, "rect", "part")
        if float(one.get("height")) != 10
    ]
    assert parts == [
        ("field-economy", 206.3, 9.7),
        ("field-culture_society", 177.2, 29.1),
        ("field-defence_security", 173.3, 3.9),
        ("field-political_system", 167.5, 5.8),
        ("field-economy", 196.6, 19.4),
        ("field-culture_society", 80.2, 116.4),
        ("field-political_system", 22, 58.2),
    ]


def test_a_column_says_its_total_its_year_and_the_parts_that_have_room():
    svg = read(columns())
    assert words(svg, "total") == ["500", "2.000"]
    assert words(svg, "tick") == YEARS
    assert words(svg, "inside") == ["300", "200", "1.200", "600"]
    assert " ".join(words(svg, "name")) == (
        "Kinh tế Văn hóa\u00a0- xã hội Quốc phòng\u00a0- an ninh Xây dựng hệ thống chính trị"
    )


def test_the_parts_lead_to_their_records_and_say_so():
    assert links(read(columns())) == [("/mo-hinh/?field=economy&year=2023", "Kinh tế, 2023: 100")]


def test_a_drawing_is_named_and_described_without_any_style_attribute():
    markup = columns()
    svg = read(markup)
    assert (svg.get("role"), svg.get("aria-labelledby"), svg.get("aria-describedby")) == (
        "group",
        "fields-title",
        "fields-desc",
    )
    assert (svg.findtext(f"{SVG}title"), svg.findtext(f"{SVG}desc")) == ("Theo lĩnh vực", "Hai năm")
    assert "style" not in markup
    assert all(one.get("tabindex") == "-1" for one in svg.iter(f"{SVG}a"))


def test_a_drawing_without_links_is_one_picture():
    svg = read(sparkline(key="s", title="Đăng ký", labels=YEARS, marks=[Mark(1), Mark(2)]))
    assert (svg.get("role"), svg.get("aria-labelledby")) == ("img", "s-title")


def test_text_from_outside_stays_text():
    nasty = "<script>alert(\"1\")</script> & \x00\x0b'x'"
    markup = stacked_bars(
        key="k",
        title=nasty,
        description=nasty,
        labels=[nasty],
        series=[Series(nasty, "field-economy", (Mark(1, f'/"onload="x?a=1&b={nasty}', nasty),))],
    )
    svg = read(markup)
    told = nasty.replace("\x00", "").replace("\x0b", "")
    assert svg.findtext(f"{SVG}title") == told
    assert links(svg) == [(f'/"onload="x?a=1&b={told}', f"{told}, {told}: {told}")]
    assert "<script" not in markup


@pytest.mark.parametrize("draw", [columns, lines])
def test_no_year_at_all_still_is_a_drawing(draw):
    assert read(draw(series=[Series(one.label, one.css, ()) for one in FUNNEL], labels=[])).tag == f"{SVG}svg"


def test_years_with_nothing_show_zero_and_all_names():
    zero = [Series(one.label, one.css, (Mark(0), Mark(None))) for one in FIELDS]
    svg = read(columns(zero))
    assert words(svg, "total") == ["0", "0"]
    assert len(shapes(svg, "rect", "part")) == 4  # the swatches beside the names
    assert words(svg, "inside") == []


def test_figures_without_room_are_shortened_and_thinned_but_never_cut():
    many = [str(year) for year in range(2010, 2025)]
    huge = [Series(one.label, one.css, tuple(Mark(755_000_000) for _year in many)) for one in FIELDS]
    svg = read(columns(huge, many))
    assert set(words(svg, "total")) == {"3,02 tỷ"}
    assert words(svg, "tick")[-1] == "2024"
    assert len(words(svg, "total")) == len(words(svg, "tick")) < 8
    assert words(svg, "inside") == []


def test_a_single_column_stays_slim():
    one_year = [Series(one.label, one.css, one.marks[:1]) for one in FIELDS]
    svg = read(columns(one_year, ["2023"]))
    assert {one.get("width") for one in shapes(svg, "rect", "part")} == {"52", "10"}


def test_a_line_has_its_figures_at_the_points_and_starts_from_zero():
    svg = read(lines())
    assert words(svg, "figure") == ["500", "2.000", "400", "1.500"]
    assert words(svg, "name") == ["Đăng ký", "Công nhận"]
    assert [one.get("d") for one in shapes(svg, "path", "line")] == ["M67 152L201 26", "M67 160.4L201 68"]
    assert links(svg) == [("/r?year=2023", "Đăng ký, 2023: 500"), ("/r?year=2024", "Đăng ký, 2024: 2.000")]


def test_a_year_without_a_figure_breaks_the_line_and_is_no_zero():
    gap = [Series("Đăng ký", "series-registered", (Mark(10), Mark(None), Mark(20), Mark(30)))]
    svg = read(lines(gap, ["2021", "2022", "2023", "2024"]))
    [path] = shapes(svg, "path", "line")
    assert (path.get("d").count("M"), path.get("d").count("L")) == (2, 1)
    assert words(svg, "figure") == ["10", "20", "30"]


def test_the_row_below_the_years_carries_the_rates():
    rates = Series("Tỷ lệ", "", (Mark(0.8, text="80%"), Mark(0.75, "/rate", "75%")))
    svg = read(lines(below=rates))
    assert words(svg, "note") == ["80%", "75%", "Tỷ lệ"]
    assert ("/rate", "Tỷ lệ, 2024: 75%") in links(svg)


def test_small_columns_say_every_year_in_their_name():
    svg = read(sparkline(key="s", title="Đăng ký", labels=YEARS, marks=[Mark(None), Mark(13268)]))
    assert svg.findtext(f"{SVG}title") == "Đăng ký. 2023: –; 2024: 13.268"
    assert [(one.get("class"), one.get("height")) for one in svg.iter(f"{SVG}rect")] == [
        ("spark-none", "1"),
        ("spark-last", "26"),
    ]


def test_the_table_beside_holds_the_same_figures_and_links():
    assert data_table("Chuỗi năm", "Năm", YEARS, FUNNEL) == DataTable(
        caption="Chuỗi năm",
        heads=("Năm", "Đăng ký", "Công nhận"),
        rows=(
            DataRow("2023", (Mark(500, "/r?year=2023"), Mark(400))),
            DataRow("2024", (Mark(2000, "/r?year=2024"), Mark(1500))),
        ),
    )
