"""What recognition counts. Decision, date and level stand behind each figure in the recognitions themselves."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from models_registry.measures import counted_registrations
from rollups.measures import Measure, Ratio, declare

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
