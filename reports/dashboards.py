"""The leader's dashboard: one value object a page, made from a few roll-up questions."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.dashboard_attention import Attention, attention
from reports.dashboard_charts import Chart, breakdown_tables, country_map, fields_chart, years_chart
from reports.dashboard_counts import ask
from reports.dashboard_scope import Scope
from reports.dashboard_steps import Way, the_way
from reports.dashboard_tiles import Tile, tiles
from reports.dashboard_units import BarTable, unit_table
from reports.drawing.series import DataTable
from vietnamese.dates import format_date


@dataclass(frozen=True)
class Dashboard:
    """What the page prints. units is None for a commune, country for anything but the whole country."""

    scope: Scope
    title: str
    lead: str
    crumbs: list[dict[str, str]]
    tiles: list[Tile]
    way: Way
    fields: Chart
    years: Chart
    breakdowns: list[DataTable]
    units: BarTable | None
    country: Chart | None
    attention: list[Attention]
    is_empty: bool

    @property
    def today_url(self) -> str:
        """The same dashboard as things are today."""
        return self.scope.asking(as_of=None).page(self.scope.within)


def dashboard(scope: Scope, ordering: str = "") -> Dashboard:
    """The dashboard of the scope, counting only what its viewer may see; ordering is that of the table of units."""
    counts = ask(scope)
    return Dashboard(
        scope=scope,
        title=_title(scope),
        lead=_("Một lượt đăng ký là một mô hình, trong một năm, ở một cấp. Bấm vào số để xem từng mô hình."),
        crumbs=_crumbs(scope),
        tiles=tiles(scope, counts),
        way=the_way(scope, counts),
        fields=fields_chart(scope, counts),
        years=years_chart(scope, counts),
        breakdowns=breakdown_tables(scope, counts),
        units=unit_table(scope, counts, ordering),
        country=country_map(scope, counts),
        attention=attention(scope, counts),
        is_empty=counts.units.total.is_empty,
    )


def _title(scope: Scope) -> str:
    words = {"unit": scope.name, "years": scope.period}
    if scope.as_of is None:
        return _("%(unit)s, năm %(years)s") % words
    return _("%(unit)s, năm %(years)s, tính đến %(day)s") % (words | {"day": format_date(scope.as_of)})


def _crumbs(scope: Scope) -> list[dict[str, str]]:
    """The units above, as far as the viewer may look."""
    above = [{"label": name, "url": scope.page(unit)} for unit, name in scope.chain[:-1]]
    if scope.viewer.is_superuser and scope.within is not None:
        above.insert(0, {"label": _("Cả nước"), "url": scope.page(None)})
    return above
