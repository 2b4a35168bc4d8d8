"""The drawings of the dashboard, each with the same figures as a table beside it."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from models_registry.choices import ActivityField
from reports.dashboard_counts import BREAKDOWNS, Counts, in_years, share
from reports.dashboard_scope import Scope, period_name
from reports.drawing.choropleth import choropleth
from reports.drawing.figures import percent_text
from reports.drawing.line_series import line_series
from reports.drawing.series import DataRow, DataTable, Mark, Series, counted, data_table
from reports.drawing.stacked_bars import stacked_bars
from reports.drawing.tile_map import tile_map
from rollups.answer import Share
from rollups.dimensions import dimensions


@dataclass(frozen=True)
class Chart:
    """narrow: another drawing of the same figures for phones, where there is one."""

    title: str
    drawing: SafeString
    table: DataTable
    narrow: SafeString = SafeString()


def fields_chart(scope: Scope, counts: Counts) -> Chart:
    """Registrations by year, stacked from the four fields in their fixed order."""
    labels = [str(year) for year in scope.years]
    series = [
        Series(
            str(field.label),
            f"field-{field.value}",
            tuple(
                counted(
                    share(counts.crossing.of(year=year, field=field.value)).denominator,
                    scope.records(year=year, field=field.value),
                )
                for year in scope.years
            ),
        )
        for field in ActivityField
    ]
    title = _("Đăng ký theo lĩnh vực, %(years)s") % {
        "years": period_name(scope.years[0], scope.years[-1])
    }
    totals = tuple(sum(int(one.marks[place].value or 0) for one in series) for place in range(len(labels)))
    table = data_table(title, _("Năm"), labels, [*series, _totals(scope, totals)])
    last = ", ".join(f"{one.label} {one.marks[-1]}" for one in series)
    drawing = stacked_bars(
        key="fields", title=title, labels=labels, series=series,
        description=_("Năm %(year)s: %(parts)s. Bảng số liệu ở bên dưới.") % {"year": labels[-1], "parts": last},
    )  # fmt: skip
    return Chart(title, drawing, table)


def years_chart(scope: Scope, counts: Counts) -> Chart:
    """Registered and recognised by year, with the rate of each year and, in the table, of all the years together."""
    line = counts.units.total
    labels = [str(year) for year in scope.years]
    parts = [share(line.cells.get(str(year))) for year in scope.years]
    together = in_years(line, scope.years)
    series = [
        Series(
            _("Đăng ký"), "series-registered",
            tuple(counted(p.denominator, scope.records(year=y)) for y, p in zip(scope.years, parts, strict=True)),
        ),
        Series(
            _("Công nhận"), "series-recognised",
            tuple(
                counted(p.numerator, scope.records(year=y, recognised="true"))
                for y, p in zip(scope.years, parts, strict=True)
            ),
        ),
    ]  # fmt: skip
    rates = Series(_("Tỷ lệ"), "", tuple(_rate(part) for part in parts))
    title = _("Đăng ký và công nhận, %(years)s") % {"years": period_name(scope.years[0], scope.years[-1])}
    table = data_table(title, _("Năm"), labels, [*series, rates])
    whole = DataRow(
        period_name(scope.years[0], scope.years[-1]),
        (counted(together.denominator, _all_years(scope)), counted(together.numerator, _all_years(scope, recognised="true")),
         _rate(together)),
    )  # fmt: skip
    drawing = line_series(
        key="years", title=title, labels=labels, series=series, below=rates,
        description=_("Cộng %(years)s: đăng ký %(registered)s, công nhận %(recognised)s, tỷ lệ %(rate)s.")
        % {
            "years": whole.label, "registered": whole.cells[0], "recognised": whole.cells[1], "rate": whole.cells[2],
        },
    )  # fmt: skip
    return Chart(title, drawing, DataTable(table.caption, table.heads, (*table.rows, whole)))


def country_map(scope: Scope, counts: Counts) -> Chart | None:
    """The map of the provinces, and its tiles for phones; None where the dashboard is not of the whole country."""
    if scope.within is not None or not counts.units.rows:
        return None
    period = range(scope.year_from, scope.year_to + 1)
    marks = {
        row.unit.key: Mark(in_years(row, period).denominator, scope.page(row.unit))
        for row in counts.units.rows
    }
    title = _("Lượt đăng ký theo tỉnh, năm %(years)s") % {"years": scope.period}
    scheme = counts.units.rows[0].unit.scheme
    words = dict(
        title=title,
        description=_("Số liệu từng tỉnh ở bảng các đơn vị."),
        scheme=scheme if scheme in ("old", "new") else "new",
        marks=marks,
    )
    return Chart(
        title,
        choropleth(key="map", measure=_("Lượt đăng ký"), **words),
        DataTable(title, ()),
        tile_map(key="tiles", **words),
    )


def breakdown_tables(scope: Scope, counts: Counts) -> list[DataTable]:
    """Registered, recognised and the rate of the period by field, level, kind and phase, one table each."""
    tables = []
    for split in BREAKDOWNS:
        dimension = dimensions()[split]
        rows = []
        for value, label in dimension.choices:
            part = _in_period(scope, counts, **{split: value})
            rows.append(DataRow(str(label), (
                counted(part.denominator, scope.records(**{split: value})),
                counted(part.numerator, scope.records(**{split: value}, recognised="true")),
                _rate(part),
            )))  # fmt: skip
        heads = (str(dimension.label), _("Đăng ký"), _("Công nhận"), _("Tỷ lệ"))
        tables.append(DataTable(str(dimension.label), heads, tuple(rows)))
    return tables


def _in_period(scope: Scope, counts: Counts, **narrowed: str) -> Share:
    years = range(scope.year_from, scope.year_to + 1)
    parts = [share(counts.crossing.of(year=year, **narrowed)) for year in years]
    return Share(sum(part.numerator for part in parts), sum(part.denominator for part in parts))


def _totals(scope: Scope, totals: tuple[int, ...]) -> Series:
    marks = tuple(
        counted(total, scope.records(year=year)) for year, total in zip(scope.years, totals, strict=True)
    )
    return Series(_("Cộng"), "", marks)


def _rate(part: Share) -> Mark:
    return Mark(part.value, text=percent_text(part.numerator, part.denominator))


def _all_years(scope: Scope, **narrowed: str) -> str:
    return scope.asking(year_from=scope.years[0]).records(**narrowed)
