from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does for a unit."""

    CLERK = "clerk", _("Nhập liệu")
    APPRAISER = "appraiser", _("Thẩm định")
    APPROVER = "approver", _("Duyệt")
    LEADER = "leader", _("Lãnh đạo")
    UNIT_ADMIN = "unit_admin", _("Quản trị đơn vị")


REGISTERING_ROLES = frozenset({Role.CLERK})
"""Who may enter and correct registrations of the subtree, and write down decisions of finished years."""
APPROVING_ROLES = frozenset({Role.APPROVER})
"""Who records decisions of the unit itself, of any year."""
APPRAISING_ROLES = frozenset({Role.APPRAISER})
"""Who appraises what lies with the unit."""
CAMPAIGN_ROLES = frozenset({Role.UNIT_ADMIN, Role.APPROVER})
"""Who opens and changes the registration campaigns of a province."""
DOCUMENT_ROLES = frozenset({Role.CLERK, Role.APPROVER})
"""Who writes down resolutions and other documents."""
PEOPLE_ROLES = frozenset({Role.UNIT_ADMIN})
"""Who keeps the accounts and assignments of the subtree."""
CATALOGUE_ROLES = frozenset({Role.UNIT_ADMIN})
"""Who keeps the catalogues of the subtree: organisations and, of a province, tags."""
ORGANISATION_ROLES = frozenset({Role.CLERK, Role.APPRAISER, Role.LEADER})
"""What may be held for one organisation of a unit: it registers and reads, and decides nothing."""
