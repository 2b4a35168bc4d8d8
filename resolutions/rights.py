"""Who keeps documents and targets, who reports, who accepts and who asks: one rule each, and the words of a refusal.

`by=None` is the system itself: a command run by whoever holds the server."""

from django.utils.translation import gettext as _

from accounts.choices import DOCUMENT_ROLES
from accounts.scoping import Scope, acted_on_by, may_act_for, may_register_for
from audit.errors import DomainError
from resolutions.choices import ASKING_ROLES
from units.models import Unit


class NotAllowed(DomainError):
    """The person may not do this for this unit."""


def may_keep_for(by, unit: Unit | None) -> bool:
    """Whether the person writes down the unit's documents, sets their targets and assigns them; the centre's (no unit)
    are the system administrator's."""
    if unit is None:
        return by.is_active and by.is_superuser
    return may_act_for(by, unit, DOCUMENT_ROLES)


def keeping_scope(by) -> Scope:
    """The units whose documents and targets the person keeps, and whose targets' reports she accepts."""
    return acted_on_by(by, DOCUMENT_ROLES)


def may_keep(by, document) -> bool:
    return may_keep_for(by, document.unit)


def may_report(by, assignment) -> bool:
    """Whether the person reports for the unit, or the organisation, of the assignment."""
    return may_register_for(by, assignment.unit, assignment.organisation_id)


def why_not_accept(by, report) -> str:
    """Why the person may not accept or return the report; "" while she may. Accepting is the work of a clerk or approver
    of the unit that gave the target, or of one above it, and never of whoever sent the report."""
    if by is None:
        return ""
    document = report.assignment.target.document
    if not may_keep_for(by, document.unit):
        return _("Duyệt báo cáo là việc của đơn vị giao chỉ tiêu, hoặc của cấp trên đơn vị ấy.")
    if report.submitted_by_id == by.pk:
        return _("Anh/chị đã gửi báo cáo này; người gửi không tự duyệt, hãy để người khác duyệt.")
    return ""


def may_ask(by, assignment) -> bool:
    """Whether the person, as a leader, asks the unit to explain a figure."""
    return may_act_for(by, assignment.unit, ASKING_ROLES)


def require_keeping(by, unit: Unit | None) -> None:
    """Raises NotAllowed where the unit's documents and targets are not the person's to keep."""
    if by is not None and not may_keep_for(by, unit):
        raise NotAllowed(_("Anh/chị không được giao ghi văn bản, chỉ tiêu của nơi này."))


def require_reporting(by, assignment) -> None:
    """Raises NotAllowed where the person does not report for the assignment's unit."""
    if by is not None and not may_report(by, assignment):
        raise NotAllowed(
            _("Báo cáo chỉ tiêu của %(place)s là việc của người nhập liệu nơi ấy.") % {"place": assignment.place}
        )


def require_accepting(by, report) -> None:
    """Raises NotAllowed, saying why."""
    if refusal := why_not_accept(by, report):
        raise NotAllowed(refusal)


def require_asking(by, assignment) -> None:
    """Raises NotAllowed where the person does not lead the unit of the assignment, or one it stands in."""
    if by is not None and not may_ask(by, assignment):
        raise NotAllowed(_("Yêu cầu giải trình là việc của lãnh đạo đơn vị ấy hoặc của cấp trên."))
