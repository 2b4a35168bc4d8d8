"""Who may record which decision, and recognise what by it: one rule for form, import, API and commands.

An approver records decisions of his own unit, of any year. A clerk enters the finished registers of her units: decisions
signed before this year about registrations of years before it. In the running year nobody recognises what he entered."""

from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import APPROVING_ROLES, REGISTERING_ROLES
from accounts.scoping import (
    SYSTEM,
    Scope,
    acted_on_by,
    acting_assignments,
    ended_sentence,
    held_assignments,
    units_inside,
)
from units.choices import TIER_ORDER
from units.models import Unit


def is_finished(year: int) -> bool:
    """Whether the year is over, so that entering its papers is entering history."""
    return year < timezone.localdate().year


def may_decide(by) -> bool:
    """Whether the person records decisions anywhere at all."""
    if by.is_active and by.is_superuser:
        return True
    return bool(_approved_units(by)) or bool(_back_entered(by).units)


def deciding_units(by) -> list[Unit]:
    """Units standing today whose decisions the person records, in list order: as their approver, or back-entering."""
    held = acting_assignments(by, APPROVING_ROLES | REGISTERING_ROLES)
    units = {a.unit_id: a.unit for a in held if a.organisation_id is None}
    return sorted(units.values(), key=lambda unit: unit.position)


def may_offer(by, unit: Unit) -> bool:
    """Whether some decision of the unit is the person's to record; which, the day of signing says."""
    return unit.id in _approved_units(by) or _back_entered(by).holds(unit.id)


def taken_over_by(by, unit: Unit) -> Unit | None:
    """Of the units whose decisions the person records the one in which the abolished unit stands wholly, the nearest in
    tier; None while the unit itself stands, or where it stands in none of them."""
    if unit.stood_on(timezone.localdate()):
        return None
    found = [own for own in deciding_units(by) if unit.id in units_inside(by, [own])]
    return max(found, key=lambda own: TIER_ORDER.index(own.tier), default=None)


def may_follow(by, unit: Unit) -> bool:
    """Whether the person changes or annuls what the unit decided: as whoever records its decisions, or those of the unit
    that took it over."""
    if by.is_active and by.is_superuser:
        return True
    return may_offer(by, unit) or taken_over_by(by, unit) is not None


def drafted_by(by) -> Scope:
    """Units whose decisions the person records, of whichever year: she sees and makes their drafts."""
    entered = _back_entered(by)
    return entered if entered.is_everything else Scope(entered.units | frozenset(_approved_units(by)))


def why_not_decide(by, unit: Unit, signed_on: date) -> str:
    """Why the person may not record a decision of the unit signed on that day; "" while she may."""
    if by is None or by is SYSTEM or (by.is_active and by.is_superuser):
        return ""
    if unit.id in _approved_units(by):
        return ""
    if _back_entered(by).holds(unit.id):
        return "" if is_finished(signed_on.year) else _running_year(unit, signed_on)
    return _not_given(by, unit)


def why_not_recognise(by, *, unit: Unit, signed_on: date, registration) -> str:
    """Why the person may not recognise the registration by a decision of the unit signed on that day; "" while she may.
    Of the registration its unit, place by hand, organisation, year and who entered it are read."""
    if by is None or by is SYSTEM:
        return ""
    if refusal := why_not_list(by, unit=unit, signed_on=signed_on, registration=registration):
        return refusal
    running = not is_finished(max(signed_on.year, registration.year))
    if running and registration.created_by_id == by.pk:
        return _("anh/chị đã nhập đăng ký này, người nhập không tự công nhận; hãy để người duyệt khác ghi.")
    return ""


def why_not_list(by, *, unit: Unit, signed_on: date, registration) -> str:
    """Why the person may not list the registration in a decision of the unit signed on that day, whatever the decision
    does; "" while she may. Of the registration its unit, place by hand and year are read."""
    if by is None or by is SYSTEM:
        return ""
    refusal = why_not_decide(by, unit, signed_on)
    return refusal or ("" if by.is_superuser else _outside(by, unit, signed_on, registration))


def may_list(by, registration) -> bool:
    """Whether the person may put the registration into a draft; whether it may be signed, the day of signing says."""
    if by is None or by is SYSTEM or (by.is_active and by.is_superuser):
        return True
    approved = any(_stands_in(registration, inside) for inside in _approved_units(by).values())
    return approved or _back_entered(by).holds(registration.unit_id)


def listable(by) -> Q:
    """The same, as what a registration must meet."""
    if by.is_active and by.is_superuser:
        return Q()
    approved = _approved_units(by)
    inside = sorted(frozenset().union(*approved.values()))
    return _back_entered(by).condition("unit_id") | Q(unit_id__in=inside) | Q(hand_unit_id__in=inside)


def recognisable(by) -> Q:
    """What a registration must meet for the person to recognise it by some decision."""
    this_year = timezone.localdate().year
    own = Q(created_by_id=by.pk, year__gte=this_year)
    if by.is_active and by.is_superuser:
        return ~own
    asked = _back_entered(by).condition("unit_id") & Q(year__lt=this_year)
    approved = _approved_units(by)
    if approved:
        inside = sorted(frozenset().union(*approved.values()))
        asked |= (Q(unit_id__in=inside) | Q(hand_unit_id__in=inside)) & ~own
    return asked


def may_recognise(by, registration) -> bool:
    """Whether some decision of the person's may recognise the registration."""
    own = registration.created_by_id == by.pk and not is_finished(registration.year)
    if by.is_active and by.is_superuser:
        return not own
    if is_finished(registration.year) and _back_entered(by).holds(registration.unit_id):
        return True
    return not own and any(_stands_in(registration, inside) for inside in _approved_units(by).values())


def _outside(by, unit: Unit, signed_on: date, registration) -> str:
    inside = _approved_units(by).get(unit.id)
    if inside is not None and _stands_in(registration, inside):
        return ""
    entered = _back_entered(by)
    if not (entered.holds(unit.id) and entered.holds(registration.unit_id)):
        return _("ngoài phạm vi được giao.")
    if not is_finished(max(signed_on.year, registration.year)):
        return _("năm đang chạy do người duyệt công nhận; người nhập liệu chỉ ghi bù các năm đã xong.")
    return ""


def _running_year(unit: Unit, signed_on: date) -> str:
    return _(
        "Quyết định ký ngày %(day)s là của năm đang chạy: người nhập liệu chỉ ghi bù quyết định ký trước "
        "01/01/%(year)s; quyết định này do người duyệt của %(unit)s ghi."
    ) % {
        "day": signed_on.strftime("%d/%m/%Y"),
        "year": timezone.localdate().year,
        "unit": unit.name,
    }


def _not_given(by, unit: Unit) -> str:
    held = [a for a in held_assignments(by) if a.role in APPROVING_ROLES | REGISTERING_ROLES]
    today = timezone.localdate()
    for assignment in held:
        if not assignment.unit.stood_on(today) and unit.id in units_inside(by, [assignment.unit]):
            return ended_sentence(assignment.unit)
    if any(a.role in APPROVING_ROLES for a in held):
        return _(
            "Người duyệt chỉ ghi quyết định của chính đơn vị mình; quyết định của %(unit)s do người duyệt nơi ấy ghi."
        ) % {"unit": unit.name}
    return _("Anh/chị không được giao ghi quyết định của %(unit)s.") % {"unit": unit.name}


def _stands_in(registration, inside: frozenset[int]) -> bool:
    return registration.unit_id in inside or registration.hand_unit_id in inside


def _approved_units(by) -> dict[int, frozenset[int]]:
    """By the unit whose decisions the person approves: the units whose registrations they recognise."""
    held = acting_assignments(by, APPROVING_ROLES)
    return {a.unit_id: units_inside(by, [a.unit]) for a in held}


def _back_entered(by):
    return acted_on_by(by, REGISTERING_ROLES)
