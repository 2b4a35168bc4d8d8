"""Criteria sets: drawn up, put into use, copied to another year; once named by a self-assessment or a score, changed
only as a new version."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people import NotYours
from accounts.scoping import acted_on_by
from audit.errors import DomainError, DomainErrors, Overtaken
from audit.recording import difference, record_change
from models_registry.choices import Level
from models_registry.models import Registration
from models_registry.numbering import province_of
from models_registry.secrecy import marked_secret
from recognition.choices import CriterionKind, SetState
from recognition.models import CriteriaSet, Criterion
from recognition.querysets import KEEPING_ROLES
from recognition.scoring import Item, Joining, Rules
from units.choices import Tier
from units.models import Placement, Unit
from vietnamese.folding import clean_line
from vietnamese.numbers import format_points

HEADER = ("name", "source", "recognised_from", "exemplary_from", "joining")
OF_AN_ITEM = (
    "code", "group", "text", "guidance", "kind", "max_points", "weight", "is_compulsory", "floor",
)  # fmt: skip


@dataclass(frozen=True)
class NewItem:
    """One criterion as it is entered; the order in which they are given is theirs."""

    code: str
    text: str
    group: str = ""
    guidance: str = ""
    kind: str = CriterionKind.POINTS
    max_points: Decimal = Decimal(0)
    weight: Decimal = Decimal(1)
    is_compulsory: bool = False
    floor: Decimal | None = None


def may_keep_criteria(user) -> bool:
    """Whether the person keeps the criteria of any province."""
    return kept_provinces(user).exists()


def kept_provinces(user) -> QuerySet[Unit]:
    """The provinces standing today whose criteria the person keeps, in list order."""
    scope = acted_on_by(user, KEEPING_ROLES)
    found = Unit.objects.filter(tier=Tier.PROVINCE, valid_to__isnull=True).order_by("position")
    return found if scope.is_everything else found.filter(id__in=scope.unit_ids)


def keeps(user, criteria_set: CriteriaSet) -> bool:
    return user is None or acted_on_by(user, KEEPING_ROLES).holds(criteria_set.unit_id)


@transaction.atomic
def create_set(
    *,
    by,
    unit: Unit,
    year: int,
    level: str,
    kind: str,
    header: dict,
    items: Sequence[NewItem] = (),
    is_demo: bool = False,
    copied_from: CriteriaSet | None = None,
) -> CriteriaSet:
    """A new set, being drawn up: the next version of its province, year, level and kind. `header` holds what HEADER
    names. Raises NotYours outside what the person keeps."""
    if unit.tier != Tier.PROVINCE:
        raise DomainError(_("Bộ tiêu chí là của cả tỉnh: hãy chọn một tỉnh, thành phố."), field="unit")
    if level == Level.CENTRAL or (level == Level.DISTRICT and year > 2025):
        raise DomainError(_("Cấp này không nhận đăng ký trong năm đã chọn."), field="level")
    made = CriteriaSet(
        unit=unit, year=year, level=level, kind=kind, is_demo=is_demo, copied_from=copied_from, created_by=by
    )
    _require_keeper(by, made)
    _hold_province(unit.pk)
    alike = CriteriaSet.objects.filter(unit=unit, year=year, level=level, kind=kind)
    made.version = max(alike.values_list("version", flat=True), default=0) + 1
    return _saved(by, made, header, items, verb="create")


@transaction.atomic
def edit_set(
    *, by, criteria_set: CriteriaSet, edition: int, header: dict, items: Sequence[NewItem]
) -> CriteriaSet:
    """The set with other words, thresholds or criteria. `edition` is the one the person saw: raises Overtaken when
    somebody was faster, DomainError once a self-assessment or a score names the set."""
    held = _held(by, criteria_set)
    if held.edition != edition:
        raise Overtaken(_("Bộ tiêu chí vừa được người khác sửa; hãy xem lại trước khi lưu."), held)
    if held.state == SetState.REPLACED or is_named(held):
        raise DomainError(
            _("Bộ tiêu chí này đã dùng để tự đánh giá hoặc chấm điểm nên không sửa được nữa; hãy lập phiên bản mới.")
        )
    if held.is_in_use:
        _require_whole(items)
    return _saved(by, held, header, items, verb="edit")


@transaction.atomic
def put_into_use(*, by, criteria_set: CriteriaSet) -> CriteriaSet:
    """The set, from now on the one that applies; the version in use before is replaced, and what names it stays with
    it. Raises DomainError while there is nothing to score by."""
    _hold_province(criteria_set.unit_id)
    held = _held(by, criteria_set)
    if not held.is_draft:
        raise DomainError(_("Bộ tiêu chí này đã được áp dụng hoặc đã thay bằng phiên bản sau."))
    _require_whole([_entered(row) for row in held.criteria.all()])
    alike = CriteriaSet.objects.select_for_update(of=("self",)).select_related("unit")
    for former in alike.filter(
        unit=held.unit, year=held.year, level=held.level, kind=held.kind, state=SetState.IN_USE
    ):
        former.state = SetState.REPLACED
        former.save(update_fields=["state"])
        record_change(
            by=by, verb="replace", subject=former, before={"state": SetState.IN_USE}, after={"state": SetState.REPLACED}
        )
    held.state = SetState.IN_USE
    held.save(update_fields=["state"])
    record_change(
        by=by, verb="put_into_use", subject=held, before={"state": SetState.DRAFT}, after={"state": SetState.IN_USE}
    )
    return held


@transaction.atomic
def copy_set(
    *, by, criteria_set: CriteriaSet, year: int, level: str | None = None, kind: str | None = None
) -> CriteriaSet:
    """A draft with the same criteria for that year, and another level or kind where given; of the same year, level and
    kind it is the next version. A copy of the demo set is the office's own and no demo any more."""
    level, kind = level or criteria_set.level, kind or criteria_set.kind
    return create_set(
        by=by,
        unit=criteria_set.unit,
        year=year,
        level=level,
        kind=kind,
        header={name: getattr(criteria_set, name) for name in HEADER},
        items=[_entered(row) for row in criteria_set.criteria.all()],
        copied_from=criteria_set,
    )


def is_named(criteria_set: CriteriaSet) -> bool:
    """Whether a self-assessment or a score names the set, so that it stays as it is."""
    return criteria_set.self_assessments.exists() or criteria_set.score_sheets.exists()


def set_for(registration: Registration) -> CriteriaSet | None:
    """The set in use that applies to the registration now; None where its province has put none into use."""
    return sets_in_use([registration]).get(registration.pk)


def sets_in_use(registrations: Iterable[Registration]) -> dict[int, CriteriaSet]:
    """By registration the set in use that applies: of its province in its own days, else of the one it stands in since.
    Two queries however many registrations; units with their parents are read beforehand."""
    registrations = list(registrations)
    years = {r.year for r in registrations}
    found = {
        (s.unit_id, s.year, s.level, s.kind): s
        for s in CriteriaSet.objects.filter(state=SetState.IN_USE, year__in=years)
    }
    if not found:
        return {}
    since: dict[int, set[int]] = {}
    units = {r.unit_id for r in registrations}
    rows = Placement.objects.filter(unit_id__in=units, province__isnull=False).order_by("-geography_id")
    for unit_id, province_id in rows.values_list("unit_id", "province_id"):
        since.setdefault(unit_id, set()).add(province_id)
    applying = {}
    for r in registrations:
        own = province_of(r.unit).id
        for province in [own, *sorted(since.get(r.unit_id, set()) - {own})]:
            if (key := (province, r.year, r.level, r.kind)) in found:
                applying[r.pk] = found[key]
                break
    return applying


EDITED_MEANWHILE = gettext_lazy("Bộ tiêu chí vừa được sửa; hãy xem lại tiêu chí rồi gửi lại.")
"""Told to whoever fills in, or scores by, a set that was corrected since she opened it."""


def hold_set(criteria_set: CriteriaSet) -> CriteriaSet:
    """The set, locked until the transaction ends: whoever names it is seen by whoever would change it, or the other way
    round."""
    return CriteriaSet.objects.select_for_update(of=("self",)).get(pk=criteria_set.pk)


def rules_of(criteria_set: CriteriaSet, criteria: Sequence[Criterion]) -> Rules:
    """The set as recognition.scoring reckons with it."""
    return Rules(
        tuple(
            Item(c.pk, c.max_points, c.weight, c.is_compulsory, c.floor or Decimal(0), c.is_met_or_not) for c in criteria
        ),
        criteria_set.recognised_from,
        criteria_set.exemplary_from,
        Joining(criteria_set.joining),
    )


def _saved(by, held: CriteriaSet, header: dict, items: Sequence[NewItem], *, verb: str) -> CriteriaSet:
    before = {name: getattr(held, name) for name in HEADER} | {"criteria": in_lines(held)} if held.pk else {}
    for name in HEADER:
        value = header.get(name)
        setattr(held, name, clean_line(value or "") if name in ("name", "source") else value)
    items = [_clean(item) for item in items]
    _refuse(held, items)
    held.edition += bool(before)
    held.save()
    if [_entered(row) for row in held.criteria.all()] != items:
        # Nothing names them yet: whatever does, locks the set first.
        held.criteria.all().delete()
        Criterion.objects.bulk_create(
            Criterion(criteria_set=held, position=n, **{name: getattr(item, name) for name in OF_AN_ITEM})
            for n, item in enumerate(items, 1)
        )
    old, new = difference(before, {name: getattr(held, name) for name in HEADER} | {"criteria": in_lines(held)})
    if new:
        if not before:
            new |= {"year": held.year, "level": held.level, "kind": held.kind, "version": held.version}
        record_change(by=by, verb=verb, subject=held, before=old if before else None, after=new)
    return held


def _clean(item: NewItem) -> NewItem:
    met = item.kind == CriterionKind.MET
    return NewItem(
        code=clean_line(item.code),
        text=clean_line(item.text),
        group=clean_line(item.group),
        guidance=clean_line(item.guidance),
        kind=item.kind,
        max_points=Decimal(item.max_points or 0),
        weight=Decimal(item.weight or 1),
        is_compulsory=item.is_compulsory,
        floor=None if met or not item.is_compulsory else item.floor,
    )


def _refuse(held: CriteriaSet, items: Sequence[NewItem]) -> None:
    wrong = []
    if not held.name:
        wrong.append(DomainError(_("Hãy ghi tên bộ tiêu chí."), field="name"))
    if not held.recognised_from or not 0 < held.recognised_from <= 100:
        wrong.append(DomainError(_("Ngưỡng công nhận là số phần trăm trên 0, không quá 100."), field="recognised_from"))
    elif held.exemplary_from is not None and not held.recognised_from <= held.exemplary_from <= 100:
        wrong.append(
            DomainError(_("Ngưỡng tiêu biểu không thấp hơn ngưỡng công nhận, không quá 100."), field="exemplary_from")
        )
    codes = [item.code for item in items]
    for item in items:
        wrong += [DomainError(sentence) for sentence in _wrong_with(item, codes.count(item.code))]
    texts = {"name": held.name, "source": held.source}
    wrong += marked_secret(texts | {f"{n}": f"{i.text} {i.guidance} {i.group}" for n, i in enumerate(items)})
    if wrong:
        raise DomainErrors(wrong)


def _wrong_with(item: NewItem, alike: int) -> Iterable[str]:
    told = {"code": item.code or item.text[:40]}
    if not item.code or not item.text:
        yield _("Tiêu chí “%(code)s”: hãy ghi đủ số mục và nội dung.") % told
    elif alike > 1:
        yield _("Số mục “%(code)s” có hơn một tiêu chí; mỗi tiêu chí một số mục.") % told
    if item.max_points < 0 or item.weight <= 0:
        yield _("Tiêu chí “%(code)s”: điểm tối đa không âm và hệ số phải lớn hơn 0.") % told
    if item.kind == CriterionKind.POINTS and item.max_points <= 0:
        yield _("Tiêu chí “%(code)s” chấm điểm thì phải có điểm tối đa lớn hơn 0.") % told
    if item.kind == CriterionKind.POINTS and item.is_compulsory and not (
        item.floor is not None and 0 < item.floor <= item.max_points
    ):  # fmt: skip
        yield _("Tiêu chí bắt buộc “%(code)s”: hãy ghi điểm phải đạt, trên 0 và không quá điểm tối đa.") % told


def _require_whole(items: Sequence[NewItem]) -> None:
    if not any(item.max_points for item in items):
        raise DomainError(_("Bộ tiêu chí chưa có tiêu chí nào có điểm nên chưa áp dụng được."))


def _entered(row: Criterion) -> NewItem:
    return NewItem(**{name: getattr(row, name) for name in OF_AN_ITEM})


def in_lines(held: CriteriaSet) -> str:
    """The criteria as the log tells them."""
    return "; ".join(
        _("%(code)s. %(text)s (tối đa %(points)s, hệ số %(weight)s)%(must)s")
        % {
            "code": row.code,
            "text": row.text,
            "points": format_points(row.max_points),
            "weight": format_points(row.weight),
            "must": _(", bắt buộc") if row.is_compulsory else "",
        }
        for row in held.criteria.all()
    )


def _hold_province(unit_id: int) -> None:
    """Locks the province: of its sets one person at a time counts a version, or says which is in use."""
    Unit.objects.select_for_update().get(pk=unit_id)


def _held(by, criteria_set: CriteriaSet) -> CriteriaSet:
    rows = CriteriaSet.objects.select_for_update(of=("self",)).select_related("unit")
    held = rows.get(pk=criteria_set.pk)
    _require_keeper(by, held)
    return held


def _require_keeper(by, criteria_set: CriteriaSet) -> None:
    if not keeps(by, criteria_set):
        raise NotYours(
            _("Bộ tiêu chí của %(unit)s do người quản trị hoặc người duyệt của tỉnh ấy giữ.")
            % {"unit": criteria_set.unit.name},
            field="unit",
        )
