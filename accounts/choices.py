from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does for a unit."""

    CLERK = "clerk", _("Nhập liệu")
    APPRAISER = "appraiser", _("Thẩm định")
    APPROVER = "approver", _("Duyệt")
    LEADER = "leader", _("Lãnh đạo")
    UNIT_ADMIN = "unit_admin", _("Quản trị đơn vị")


REGISTERING_ROLES = frozenset({Role.CLERK, Role.UNIT_ADMIN})
"""Who may enter and correct registrations of the subtree."""
DECIDING_ROLES = frozenset({Role.CLERK, Role.APPROVER, Role.UNIT_ADMIN})
"""Who may enter decisions of finished years."""
PEOPLE_ROLES = frozenset({Role.UNIT_ADMIN})
"""Who keeps the accounts and assignments of the subtree."""
