from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActivityField(models.TextChoices):
    """The four fields, always in this order."""

    ECONOMY = "economy", _("Kinh tế")
    CULTURE_SOCIETY = "culture_society", _("Văn hóa - xã hội")
    DEFENCE_SECURITY = "defence_security", _("Quốc phòng - an ninh")
    POLITICAL_SYSTEM = "political_system", _("Xây dựng hệ thống chính trị")


class Kind(models.TextChoices):
    COLLECTIVE = "collective", _("Tập thể")
    INDIVIDUAL = "individual", _("Cá nhân")


class Level(models.TextChoices):
    """Where a model is registered and recognised. Not a unit's tier."""

    GRASSROOTS = "grassroots", _("Cấp cơ sở")
    DISTRICT = "district", _("Cấp huyện")
    PROVINCE = "province", _("Cấp tỉnh")
    CENTRAL = "central", _("Trung ương")


LEVEL_RANK = {level: rank for rank, level in enumerate(Level.values)}
REGISTERING_LEVELS = (Level.GRASSROOTS, Level.DISTRICT, Level.PROVINCE)
"""The central level commends only: nothing is registered there."""
LAST_DISTRICT_DAY = date(2025, 6, 30)
"""Districts were abolished from 2025-07-01 (Law on the organisation of local government, 2025)."""


class Phase(models.TextChoices):
    """What a registration is in the model's life that year."""

    NEW = "new", _("Đăng ký mới")
    MAINTAINED = "maintained", _("Duy trì")
    UPGRADED = "upgraded", _("Nâng chất")


class Stage(models.TextChoices):
    """Where a registration stands on its way to recognition; the ways between stand in recognition.workflow. A draft is
    no record (docs/decisions/003), so the way begins with what was sent."""

    SUBMITTED = "submitted", _("Chờ tiếp nhận")
    RETURNED = "returned", _("Trả lại để hoàn thiện")
    ACCEPTED = "accepted", _("Đã tiếp nhận")
    IMPLEMENTING = "implementing", _("Đang thực hiện")
    SELF_ASSESSED = "self_assessed", _("Đã tự đánh giá")
    UNDER_APPRAISAL = "under_appraisal", _("Đang thẩm định")
    RECOGNISED = "recognised", _("Được công nhận")
    NOT_MET = "not_met", _("Không đạt")
    REVOKED = "revoked", _("Bị thu hồi công nhận")
    STOPPED = "stopped", _("Đã dừng")
    WITHDRAWN = "withdrawn", _("Đã rút")


OPEN_STAGES = frozenset(
    {
        Stage.SUBMITTED,
        Stage.RETURNED,
        Stage.ACCEPTED,
        Stage.IMPLEMENTING,
        Stage.SELF_ASSESSED,
        Stage.UNDER_APPRAISAL,
    }
)
"""On the way: something is still to be done, by the unit or by the office it lies with."""
AT_THE_UNIT = frozenset({Stage.RETURNED, Stage.ACCEPTED, Stage.IMPLEMENTING})
AT_A_DESK = OPEN_STAGES - AT_THE_UNIT
"""Who is to do the next thing: the unit that registered, or the office it lies with."""
BEFORE_ACCEPTANCE = frozenset({Stage.SUBMITTED, Stage.RETURNED})
WITHDRAWABLE = frozenset(Stage) - {Stage.WITHDRAWN, Stage.RECOGNISED, Stage.REVOKED}
"""Whence a registration may be withdrawn: what a decision recognised was registered, whatever became of it since. A revoked
one has ended by its decision, counts as registered and may be reinstated by the next."""


class Status(models.TextChoices):
    """Whether a registration is counted, as lists ask and the API tells it."""

    REGISTERED = "registered", _("Đã đăng ký")
    WITHDRAWN = "withdrawn", _("Đã rút")


NOT_COUNTED = Stage.WITHDRAWN
"""A withdrawn registration stays in the register and is counted nowhere."""
EARLIEST_YEAR, LATEST_YEARS_AHEAD = 2009, 1
"""The movement was launched in 2009; campaigns open at most a year ahead."""
