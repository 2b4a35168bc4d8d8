"""What the register counts."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.scoping import seen_by
from models_registry.choices import REGISTERING_LEVELS, ActivityField, Kind, Level, Phase
from models_registry.models import Registration
from rollups.dimensions import Dimension, declare_dimension
from rollups.measures import Counting, Measure, decided_by, declare


@decided_by(seen_by)
def counted_registrations(viewer):
    return Registration.objects.visible_to(viewer).counted()


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
    )
)

declare(Measure("registered", _("Lượt đăng ký"), _("lượt"), counted_registrations))
declare(
    Measure(
        "models", _("Mô hình"), _("mô hình"), counted_registrations, counting=Counting.ONCE, column="model_id"
    )
)
declare(
    Measure(
        "active_communes",
        _("Xã có mô hình"),
        pgettext_lazy("đơn vị tính", "xã"),
        counted_registrations,
        counting=Counting.COMMUNES,
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
    )
)
