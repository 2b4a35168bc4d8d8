"""The four figures on top, each with its change and its last five years."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports.dashboard_counts import Counts, in_years, share
from reports.dashboard_scope import SHOWN_YEARS, Scope, period_name
from reports.drawing.figures import count_text, percent_text
from reports.drawing.series import Mark
from reports.drawing.sparkline import sparkline
from rollups.answer import Share
from vietnamese.numbers import format_decimal, rounded


@dataclass(frozen=True)
class Change:
    """direction: up, down or same; label says it in words and figures."""

    direction: str
    label: str


@dataclass(frozen=True)
class Tile:
    label: str
    figure: str
    unit: str
    url: str
    change: Change | None
    since: str
    spark: SafeString


def tiles(scope: Scope, counts: Counts) -> list[Tile]:
    """Registrations, distinct models, recognised, and the share recognised of the period."""
    total = counts.units.total
    now = in_years(total, range(scope.year_from, scope.year_to + 1))
    then = in_years(total, scope.before)
    years = scope.years[-SHOWN_YEARS:]
    shares = [share(total.cells.get(str(year))) for year in years]
    since = _since(scope, bool(then.denominator))

    def tile(
        key: str, label: str, figure: str, unit: str, url: str, change: Change | None, marks: list[Mark]
    ) -> Tile:
        spark = sparkline(key=f"spark-{key}", title=label, labels=[str(year) for year in years], marks=marks)
        # "so với 2024" needs something to compare; that a year has no figures says itself.
        told = since if change or not then.denominator else ""
        return Tile(label, figure, unit, url, change, told, spark)

    return [
        tile(
            "registered", _("Lượt đăng ký"), count_text(now.denominator), _("lượt"), scope.records(),
            _change(now.denominator, then.denominator), [Mark(one.denominator) for one in shares],
        ),
        tile(
            "models", _("Mô hình khác nhau"), count_text(counts.models_in_period), "",
            scope.records(), _change(counts.models_in_period, counts.models_before),
            [Mark(counts.models.get(str(year), 0)) for year in years],
        ),
        tile(
            "recognised", _("Được công nhận"), count_text(now.numerator), _("lượt"), scope.records(recognised="true"),
            _change(now.numerator, then.numerator), [Mark(one.numerator) for one in shares],
        ),
        tile(
            "rate", _("Tỷ lệ công nhận"), percent_text(now.numerator, now.denominator), "",
            scope.records(recognised="true"), _change_of_rate(now, then),
            [Mark(one.value, text=percent_text(one.numerator, one.denominator)) for one in shares],
        ),
    ]  # fmt: skip


def _since(scope: Scope, known: bool) -> str:
    before = period_name(scope.before[0], scope.before[-1])
    if not known:
        return _("năm %(years)s chưa có số liệu") % {"years": before}
    if scope.year_to == scope.day.year and scope.is_one_year:
        return _("so với cả năm %(years)s; năm nay chưa hết") % {"years": before}
    return _("so với %(years)s") % {"years": before}


def _change(now: int, then: int) -> Change | None:
    if not then:
        return None
    if now == then:
        return Change("same", _("không đổi"))
    words = _("tăng %(count)s (%(share)s)") if now > then else _("giảm %(count)s (%(share)s)")
    return Change(
        "up" if now > then else "down",
        words % {"count": count_text(abs(now - then)), "share": percent_text(abs(now - then), then)},
    )


def _change_of_rate(now: Share, then: Share) -> Change | None:
    """In percentage points: a rate of a rate says nothing."""
    if now.value is None or then.value is None:
        return None
    points = rounded((Decimal(str(now.value)) - Decimal(str(then.value))) * 100)
    if not points:
        return Change("same", _("không đổi"))
    words = _("tăng %(points)s điểm %%") if points > 0 else _("giảm %(points)s điểm %%")
    return Change("up" if points > 0 else "down", words % {"points": format_decimal(abs(points))})
