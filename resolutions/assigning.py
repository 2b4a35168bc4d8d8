"""Giving a target to units and organisations for a year: by rule, by list; taking it back; parts against the whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.scoping import SYSTEM, sees_unit
from audit.errors import DomainError, DomainErrors
from audit.in_parts import in_parts
from audit.inserting import insert_many
from audit.recording import record_change
from models_registry.secrecy import marked_secret
from resolutions.choices import Aggregation, AssignmentState, TargetKind
from resolutions.figures import LIMIT, PLACES, number_text
from resolutions.measured import is_known_of_organisations
from resolutions.models import Assignment, Target
from resolutions.rights import NotAllowed, require_keeping
from resolutions.standing import settle
from units.choices import OrganisationKind, Tier
from units.models import Organisation, Unit
from vietnamese.folding import clean_text


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Who is meant: every unit of these tiers, and every organisation of these kinds that belongs to such a unit (or to
    `within` itself). With `organisations` alone, no unit is meant."""

    within: Unit
    tiers: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return " ".join(["tier:" + t for t in self.tiers] + ["org:" + o for o in self.organisations])[:60]

    @property
    def words(self) -> str:
        """ "Huyện, Xã", as the log says it."""
        kinds = [OrganisationKind(kind).label for kind in self.organisations]
        return ", ".join(str(label) for label in [*(Tier(tier).label for tier in self.tiers), *kinds])


@dataclass(frozen=True)
class Part:
    """One line of a list: who, and its own value where it differs from the target's."""

    unit: Unit
    organisation: Organisation | None = None
    value: Decimal | None = None


@dataclass(frozen=True)
class PartsCheck:
    """What the parts were given against what the whole must reach; `without_value` of them have no value of their own."""

    whole: Decimal
    parts: Decimal
    without_value: int

    @property
    def difference(self) -> Decimal:
        return self.parts - self.whole

    @property
    def fits(self) -> bool:
        return self.without_value == 0 and self.difference == 0


def parts_by(rule: Rule, on: date) -> list[Part]:
    """Whom the rule means on that day, in list order: units and organisations that stood then."""
    if not set(rule.tiers) <= set(Tier.values) or not set(rule.organisations) <= set(OrganisationKind.values):
        raise DomainError(_("Hãy chọn cấp đơn vị hoặc loại cơ quan, tổ chức."), field="rule")
    if not rule.tiers and not rule.organisations:
        raise DomainError(_("Hãy chọn cấp đơn vị hoặc loại cơ quan, tổ chức."), field="rule")
    standing = Unit.objects.inside(rule.within).valid_on(on).order_by("position")
    parts = [Part(unit) for unit in standing.filter(tier__in=rule.tiers)] if rule.tiers else []
    if rule.organisations:
        found = Organisation.objects.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on),
            Q(valid_to__isnull=True) | Q(valid_to__gte=on),
            kind__in=rule.organisations,
            unit__in=standing,
        )
        found = found.select_related("unit").order_by("unit__position", "kind", "folded_name", "id")
        parts += [Part(organisation.unit, organisation) for organisation in found]
    return parts


@transaction.atomic
def assign_by_rule(
    *, by, target: Target, rule: Rule, years: Sequence[int], on: date | None = None
) -> list[Assignment]:
    """The new assignments: for each year to whom the rule means on its first day (or on `on`), leaving alone whom the
    target is given to already. A second run adds who came since. Raises as `assign_to`."""
    made = []
    for year in years:
        parts = parts_by(rule, on or date(year, 1, 1))
        made += _give(by, target, parts, year, rule=rule, again=False)
    return made


@transaction.atomic
def assign_to(
    *, by, target: Target, parts: Iterable[Part], year: int, complete: bool = False
) -> list[Assignment]:
    """The assignments of the list, with their own values; whoever the target is given to already takes the new value,
    and its figure is judged by it. With `complete` the list is said to be the whole one: raises DomainError where the
    parts do not add up to it. Raises DomainErrors for units that did not stand that year, NotAllowed outside the scope."""
    given = _give(by, target, list(parts), year, rule=None, again=True)
    if complete and (check := parts_against_whole(target, year)) is not None and not check.fits:
        raise DomainError(_unfit(check), field="value")
    return given


@transaction.atomic
def take_back(*, by, assignment: Assignment, reason: str) -> Assignment:
    """The assignment, no longer standing: kept with its reports, counted nowhere. Raises DomainError without a reason."""
    held = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("target__document__unit", "unit", "organisation")
        .get(pk=assignment.pk)
    )
    require_keeping(by, held.target.document.unit)
    reason = clean_text(reason)
    if not reason:
        raise DomainError(_("Hãy ghi lý do thôi giao chỉ tiêu."), field="reason")
    if secret := marked_secret({"reason": reason}):
        raise secret[0]
    if held.state != AssignmentState.GIVEN:
        raise DomainError(_("Chỉ tiêu này không còn đang giao cho đơn vị."))
    held.state, held.reason = AssignmentState.TAKEN_BACK, reason
    held.save(update_fields=["state", "reason"])
    told = {"unit": held.place, "year": held.year}
    record_change(by=by, verb="take_back_target", subject=held.target, after=told, reason=reason)
    return held


def parts_against_whole(target: Target, year: int) -> PartsCheck | None:
    """The parts of the year against the whole; None for a target that is not added up."""
    version = target.version_in(year)
    if version.kind != TargetKind.AMOUNT or version.aggregation != Aggregation.SUM:
        return None
    values = list(target.assignments.given().in_year(year).values_list("value", flat=True))
    known = [value for value in values if value is not None]
    whole = version.step_in(year) if version.step_in(year) is not None else version.value
    return PartsCheck(whole, sum(known, Decimal(0)), len(values) - len(known))


def _give(by, target: Target, parts: list[Part], year: int, *, rule: Rule | None, again: bool) -> list[Assignment]:
    target = Target.objects.select_for_update(of=("self",)).select_related("document__unit").get(pk=target.pk)
    require_keeping(by, target.document.unit)
    _require_sound(by, target, parts, year)
    held = {_place(a): a for a in target.assignments.in_year(year).select_for_update(of=("self",))}
    new, changed = [], []
    for part in parts:
        place = (part.unit.id, part.organisation and part.organisation.id)
        if place not in held:
            held[place] = Assignment(
                target=target, unit=part.unit, organisation=part.organisation, year=year, value=part.value,
                rule=rule.name if rule else "", created_by=by,
            )  # fmt: skip
            new.append(held[place])
        elif again and (held[place].value, held[place].state) != (part.value, AssignmentState.GIVEN):
            held[place].value, held[place].state, held[place].reason = part.value, AssignmentState.GIVEN, ""
            changed.append(held[place])
    insert_many(new)
    for assignment in changed:
        assignment.save(update_fields=["value", "state", "reason"])
        settle(assignment)
    if new or changed:
        counts = {name: len(rows) for name, rows in (("assignments", new), ("changed", changed)) if rows}
        told = {"year": year} | counts | ({"rule": rule.words} if rule else {})
        record_change(by=by, verb="assign", subject=target, after=told | _values(new + changed))
    return new + changed


def _require_sound(by, target: Target, parts: list[Part], year: int) -> None:
    first, last = date(year, 1, 1), date(year, 12, 31)
    broken = []
    for part in parts:
        if not _stood_in(part.unit, first, last):
            sentence = _("%(unit)s không tồn tại trong năm %(year)s.") % {"unit": part.unit.name, "year": year}
            broken.append(DomainError(sentence, field="unit"))
        if part.organisation is not None and part.organisation.unit_id != part.unit.id:
            broken.append(DomainError(_("Cơ quan, tổ chức này không thuộc đơn vị đã chọn."), field="organisation"))
        if part.value is not None and not (0 <= part.value < LIMIT and part.value == round(part.value, PLACES)):
            broken.append(
                DomainError(_("Mức phải từ 0 trở lên, nhiều nhất hai chữ số sau dấu phẩy."), field="value")
            )
        if by is not None and not sees_unit(by, part.unit):
            raise NotAllowed(_("%(unit)s ngoài phạm vi anh/chị được giao.") % {"unit": part.unit.name})
    version = target.version_in(year)
    to_organisations = any(part.organisation is not None for part in parts)
    if to_organisations and version.measure and not is_known_of_organisations(version, SYSTEM):
        broken.append(
            DomainError(_("Số liệu mà chỉ tiêu này tính từ đó không chia theo cơ quan, tổ chức."), field="organisation")
        )
    if version.is_done_or_not and any(part.value is not None for part in parts):
        broken.append(DomainError(_("Chỉ tiêu có/không và định tính không ghi mức."), field="value"))
    if broken:
        raise DomainErrors(broken)


def _stood_in(unit: Unit, first: date, last: date) -> bool:
    return (unit.valid_from is None or unit.valid_from <= last) and (unit.valid_to is None or unit.valid_to >= first)


def _place(assignment: Assignment) -> tuple[int, int | None]:
    return assignment.unit_id, assignment.organisation_id


def _values(assignments: list[Assignment]) -> dict:
    """Own values by unit, for the log; a rule gives none."""
    told = {a.place: number_text(a.value) for part in in_parts(assignments, 500) for a in part if a.value is not None}
    return {"values": told} if told else {}


def _unfit(check: PartsCheck) -> str:
    if check.without_value:
        return _("Còn %(n)s đơn vị chưa có mức giao riêng.") % {"n": check.without_value}
    return _("Các phần cộng lại là %(parts)s, khác với mức chung %(whole)s.") % {
        "parts": number_text(check.parts),
        "whole": number_text(check.whole),
    }
