"""What the register counts.

As of a day it counts the registrations begun by then and not withdrawn, with what stands on them now: unit, field, level,
people and money are not kept by day."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.scoping import seen_by
from models_registry.choices import NOT_COUNTED, REGISTERING_LEVELS, ActivityField, Kind, Level, Phase
from models_registry.models import Registration
from models_registry.querysets import midnight_after
from rollups.dimensions import Dimension, declare_dimension
from rollups.measures import AsOf, Counting, Measure, decided_by, declare


@decided_by(seen_by)
def counted_registrations(viewer):
    return Registration.objects.visible_to(viewer).counted()


@decided_by(seen_by)
def registrations_on(viewer, day: date, known_by: date | None = None):
    return Registration.objects.visible_to(viewer).counted_on(day, known_by)


@decided_by(seen_by)
def _withdrawn(viewer):
    return Registration.objects.visible_to(viewer).filter(stage=NOT_COUNTED)


def _withdrawn_on(viewer, day: date, known_by: date | None = None):
    """Begun by the day and counted no longer."""
    begun = Registration.objects.visible_to(viewer).filter(stage=NOT_COUNTED).begun_by(day)
    if known_by is not None:
        begun = begun.filter(created_at__lt=midnight_after(known_by))
    return begun.exclude(id__in=Registration.objects.counted_on(day, known_by).values("id"))


_AS_OF = AsOf(registrations_on)
_LEVELS = [(level.value, level.label) for level in REGISTERING_LEVELS]

declare_dimension(Dimension("field", "field", _("Lĩnh vực"), ActivityField.choices))
declare_dimension(Dimension("level", "level", _("Cấp đăng ký"), _LEVELS))
declare_dimension(Dimension("kind", "kind", _("Loại"), Kind.choices))
declare_dimension(Dimension("phase", "phase", _("Mới / duy trì"), Phase.choices))
declare_dimension(Dimension("year", "year", _("Năm")))
declare_dimension(
    Dimension(
        "recognised_level",
        "recognised_level",
        _("Cấp công nhận"),
        [("", _("Chưa công nhận")), *Level.choices],
        of_today=True,
    )
)

declare(
    Measure("registered", _("Lượt đăng ký"), _("lượt"), counted_registrations, as_of=_AS_OF, is_step=True)
)
declare(Measure("withdrawn", _("Đã rút"), _("lượt"), _withdrawn, as_of=AsOf(_withdrawn_on)))
declare(
    Measure(
        "models", _("Mô hình"), _("mô hình"), counted_registrations, counting=Counting.ONCE, column="model_id",
        as_of=_AS_OF,
    )  # fmt: skip
)
declare(
    Measure(
        "active_communes",
        _("Xã có mô hình"),
        pgettext_lazy("đơn vị tính", "xã"),
        counted_registrations,
        counting=Counting.COMMUNES,
        as_of=_AS_OF,
    )
)
declare(
    Measure(
        "participants",
        _("Số người tham gia"),
        _("người"),
        counted_registrations,
        counting=Counting.SUM,
        column="participants",
        as_of=_AS_OF,
    )
)
declare(
    Measure(
        "money",
        _("Kinh phí huy động"),
        _("đồng"),
        counted_registrations,
        counting=Counting.SUM,
        column="money",
        as_of=_AS_OF,
    )
)
