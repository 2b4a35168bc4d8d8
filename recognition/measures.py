"""What recognition counts. Decision, date and level stand behind each figure in the recognitions themselves.

Selections and proposals are counted by the registrations that have one standing; checks and replicas are rows of their
own, carrying the place, field and kind of what they are about. What has reached a step, today and as of a day, is said in
recognition.reaching."""

from functools import partial

from django.db.models import BigIntegerField, Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, ExtractYear
from django.utils.translation import gettext_lazy as _

from models_registry.choices import Stage
from models_registry.measures import counted_registrations, registrations_on
from models_registry.models import Registration
from recognition import reaching
from recognition.choices import ALIVE_STATES, CheckState, Fate
from recognition.models import Award, Exemplary, Proposal, Replication, YearlyCheck
from recognition.querysets import AwardQuerySet, ReplicationQuerySet, YearlyCheckQuerySet
from rollups.dimensions import Dimension, declare_dimension
from rollups.measures import AsOf, Counting, Measure, Ratio, declare
from units.querysets import among, unit_ids_inside

FUNNEL = (
    "registered", "accepted", "implementing", "self_assessed", "appraised", "recognised", "exemplary", "proposed", "awarded",
    "replicated_registrations",
)  # fmt: skip
"""The steps of the way in their order, as the dashboard, the annual summary and the back office show them."""
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


class AwardsCounted(AwardQuerySet):
    """Awards as the engine reads rows: of the year they were granted in, where the model is registered."""

    def registered_in(self, year_from: int, year_to: int | None = None) -> "AwardsCounted":
        return self.filter(granted_on__year__range=(year_from, year_to or year_from))

    def inside(self, unit, unit_ids: list[int] | None = None) -> "AwardsCounted":
        return self.filter(registration_id__in=Registration.objects.inside(unit, unit_ids).order_by().values("id"))

    def as_counted(self) -> "AwardsCounted":
        of_the_registration = ("unit_id", "hand_unit_id", "organisation_id", "field", "level", "kind", "phase")
        columns = {name: F(f"registration__{name}") for name in of_the_registration}
        return self.annotate(**columns, year=ExtractYear("granted_on"))


def awards(viewer) -> AwardsCounted:
    return AwardsCounted(Award).visible_to(viewer).standing().as_counted()


def awards_on(viewer, day, known_by=None) -> AwardsCounted:
    return AwardsCounted(Award).visible_to(viewer).standing_on(day, known_by).as_counted()


def _checks(viewer) -> QuerySet:
    of_the_registration = ("unit_id", "hand_unit_id", "organisation_id", "field", "level", "kind", "phase")
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


def _step(key: str, label: str, where: Q, on) -> None:
    """A measure of what has reached a step; all are answered in one walk of the register."""
    as_of = AsOf(registrations_on, on)
    declare(Measure(key, label, _("lượt"), counted_registrations, where=where, as_of=as_of, is_step=True))


def _standing(rows: QuerySet) -> Q:
    return Q(id__in=rows.standing().values("registration_id"))


for _key, _label in (
    (reaching.ACCEPTED, _("Đã tiếp nhận")),
    (reaching.IMPLEMENTING, _("Đã triển khai")),
    (reaching.SELF_ASSESSED, _("Đã tự đánh giá")),
    (reaching.APPRAISED, _("Đã đưa vào thẩm định")),
):
    _step(_key, _label, reaching.reached(_key), partial(reaching.reached_on, _key))
for _stage, _label in (
    (Stage.RETURNED, _("Đang trả lại để hoàn thiện")),
    (Stage.NOT_MET, _("Không đạt")),
    (Stage.STOPPED, _("Đã dừng")),
    (Stage.REVOKED, _("Bị thu hồi công nhận")),
):
    _step(str(_stage), _label, Q(stage=_stage), partial(reaching.stood_at, _stage))
_step("recognised", _("Được công nhận"), ~Q(recognised_level=""), reaching.recognised_on)
declare(Ratio("recognition_rate", _("Tỷ lệ công nhận"), numerator="recognised", denominator="registered"))
_step("exemplary", _("Tiêu biểu"), _standing(Exemplary.objects), reaching.exemplary_on)
_step("proposed", _("Đề nghị khen thưởng"), _standing(Proposal.objects), reaching.proposed_on)
_step("awarded", _("Được khen thưởng"), _standing(Award.objects), reaching.awarded_on)
_step(
    "replicated_registrations",
    _("Đã được nhân rộng"),
    Q(model_id__in=Replication.objects.standing().values("source_id")),
    reaching.replicated_on,
)
declare(Measure("awards", _("Khen thưởng"), _("lượt khen"), awards, as_of=AsOf(awards_on)))
declare(
    Measure(
        "replicated",
        _("Mô hình được nhân rộng"),
        _("mô hình"),
        counted_registrations,
        counting=Counting.ONCE,
        column="model_id",
        where=Q(model_id__in=Replication.objects.standing().values("source_id")),
        as_of=AsOf(registrations_on, reaching.replicated_on),
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
