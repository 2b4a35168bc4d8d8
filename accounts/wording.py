"""What an assignment means on a day, in the office's words: for whom it is, until when, and whether it only reads."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.models import Assignment
from vietnamese.dates import format_date


def notes_on(assignment: Assignment, today: date) -> list[str]:
    """Short notes beside the role and the unit; an open one of a standing unit needs none."""
    return [*_reach(assignment), *_term(assignment, today), *_reading(assignment, today)]


def term_sentence(assignment: Assignment) -> str:
    """Until when a deputy acts; "" where no last day is set."""
    if assignment.valid_to is None:
        return ""
    return _("%(role)s ở %(place)s: tạm giao đến hết ngày %(day)s") % {
        "role": assignment.get_role_display(),
        "place": assignment.place,
        "day": format_date(assignment.valid_to),
    }


def _reach(assignment: Assignment):
    if assignment.organisation_id:
        yield _("Chỉ cho %(organisation)s") % {"organisation": assignment.organisation.name}
    if assignment.views_unit_id:
        yield _("Được xem cả %(unit)s") % {"unit": assignment.views_unit.name}


def _term(assignment: Assignment, today: date):
    if assignment.valid_to is not None and assignment.valid_to < today:
        yield _("Đã thôi")
    elif assignment.valid_from > today:
        yield _("Bắt đầu từ ngày %(day)s") % {"day": format_date(assignment.valid_from)}
    elif assignment.valid_to is not None:
        yield _("Tạm giao đến hết ngày %(day)s") % {"day": format_date(assignment.valid_to)}


def _reading(assignment: Assignment, today: date):
    ended = assignment.unit.valid_to
    if ended is not None and ended < today:
        yield _("Đơn vị đã kết thúc ngày %(day)s: chỉ xem hồ sơ cũ") % {"day": format_date(ended)}
    elif assignment.organisation_id and not assignment.stands_on(today):
        yield _("Cơ quan, tổ chức đã kết thúc: chỉ xem hồ sơ cũ")
