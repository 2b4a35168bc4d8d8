"""What recognition counts. Decision, date and level stand behind each figure in the recognitions themselves.

Selections and proposals are counted by the registrations that have one standing; checks and replicas are rows of their
own, carrying the place, field and kind of what they are about."""

from django.db.models import BigIntegerField, Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, ExtractYear
from django.utils.translation import gettext_lazy as _

from models_registry.measures import counted_registrations
from models_registry.models import Registration
from recognition.choices import ALIVE_STATES, CheckState, Fate
from recognition.models import Exemplary, Proposal, Replication, YearlyCheck
from recognition.querysets import ReplicationQuerySet, YearlyCheckQuerySet
from rollups.dimensions import Dimension, declare_dimension
from rollups.measures import Counting, Measure, Ratio, declare
from units.querysets import among, unit_ids_inside

HORIZONS = (1, 3, 5)
"""After how many years it is asked what became of the recognised."""


class ChecksCounted(YearlyCheckQuerySet):
    """Checks as the engine reads rows: of the year they are of, where the model was last recognised."""

    def registered_in(self, year_from: int, year_to: int | None = None) -> "ChecksCounted":
        return self.filter(year__range=(year_from, year_to or year_from))

    def inside(self, unit, unit_ids: list[int] | None = None) -> "ChecksCounted":
        return self.filter(registration_id__in=Registration.objects.inside(unit, unit_ids).order_by().values("id"))


class ReplicasCounted(ReplicationQuerySet):
    """Links as the engine reads rows: where the replica is, in the year it began."""

    def registered_in(self, year_from: int, year_to: int | None = None) -> "ReplicasCounted":
        return self.filter(year__range=(year_from, year_to or year_from))

    def inside(self, unit, unit_ids: list[int] | None = None) -> "ReplicasCounted":
        return self.filter(among("unit_id", unit_ids_inside(unit) if unit_ids is None else unit_ids))


def _checks(viewer) -> QuerySet:
    of_the_registration = ("unit_id", "hand_unit_id", "field", "level", "kind", "phase")
    columns = {name: F(f"registration__{name}") for name in of_the_registration}
    return ChecksCounted(YearlyCheck).visible_to(viewer).standing().annotate(**columns)


def _replicas(viewer) -> QuerySet:
    return (
        ReplicasCounted(Replication)
        .visible_to(viewer)
        .standing()
        .annotate(
            hand_unit_id=Cast(Value(None), BigIntegerField()),
            year=ExtractYear("happened_on"),
            field=F("source__field"),
            kind=F("source__kind"),
        )
    )


def _recognised(viewer) -> QuerySet:
    """The recognised registrations, each with what is known of its model so many years later."""
    return counted_registrations(viewer).recognised().annotate(**{f"after_{n}": _fate(n) for n in HORIZONS})


def _fate(years: int) -> Coalesce:
    """By the check of that very year; what had stopped before stays stopped. Without a check nothing is known."""
    last = OuterRef("year") + years
    checks = YearlyCheck.objects.standing().filter(model=OuterRef("model_id"), year__gte=OuterRef("year"), year__lte=last)
    found = Case(
        When(state=CheckState.STOPPED, then=Value(Fate.STOPPED)),
        When(year=last, state=CheckState.WEAKENED, then=Value(Fate.WEAKENED)),
        When(year=last, state__in=sorted(ALIVE_STATES), then=Value(Fate.ALIVE)),
        default=Value(Fate.UNKNOWN),
        output_field=CharField(),
    )
    known = checks.order_by("-year").annotate(fate=found).values("fate")[:1]
    return Coalesce(Subquery(known), Value(Fate.UNKNOWN), output_field=CharField())


_LABELS = {1: _("Sau 1 năm"), 3: _("Sau 3 năm"), 5: _("Sau 5 năm")}
declare_dimension(Dimension("check_state", "state", _("Tình trạng khi kiểm tra"), CheckState.choices))
for _years in HORIZONS:
    declare_dimension(
        Dimension(f"after_{_years}", f"after_{_years}", _LABELS[_years], Fate.choices)
    )
declare(
    Measure(
        "recognised",
        _("Được công nhận"),
        _("lượt"),
        counted_registrations,
        where=~Q(recognised_level=""),
    )
)
declare(Ratio("recognition_rate", _("Tỷ lệ công nhận"), numerator="recognised", denominator="registered"))
declare(
    Measure(
        "exemplary",
        _("Tiêu biểu"),
        _("lượt"),
        counted_registrations,
        where=Q(id__in=Exemplary.objects.standing().values("registration_id")),
    )
)
declare(
    Measure(
        "proposed",
        _("Đề nghị khen thưởng"),
        _("lượt"),
        counted_registrations,
        where=Q(id__in=Proposal.objects.standing().values("registration_id")),
    )
)
declare(
    Measure(
        "replicated",
        _("Mô hình được nhân rộng"),
        _("mô hình"),
        counted_registrations,
        counting=Counting.ONCE,
        column="model_id",
        where=Q(model_id__in=Replication.objects.standing().values("source_id")),
    )
)
declare(Measure("replicas", _("Nơi nhân rộng"), _("nơi"), _replicas))
declare(Measure("checked", _("Mô hình được kiểm tra"), _("mô hình"), _checks))
declare(
    Measure(
        "alive", _("Còn hoạt động"), _("mô hình"), _checks, where=Q(state__in=sorted(ALIVE_STATES))
    )
)
declare(Ratio("alive_rate", _("Tỷ lệ còn hoạt động"), numerator="alive", denominator="checked"))
declare(
    Measure(
        "recognised_models",
        _("Mô hình được công nhận"),
        _("mô hình"),
        _recognised,
        counting=Counting.ONCE,
        column="model_id",
    )
)
