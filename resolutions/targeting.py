"""Setting a target, and changing it: only by a new version, with the reason and the reports it touches."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from audit.errors import DomainError, DomainErrors, Overtaken
from audit.recording import difference, record_change
from models_registry.secrecy import marked_secret
from resolutions.figures import number_text
from resolutions.models import Document, ProgressReport, RoadMapStep, Target, TargetVersion, TaskGroup
from resolutions.rights import NotAllowed, require_keeping
from resolutions.standing import judge_anew
from resolutions.terms import CHOICES, COLUMNS, Terms, refusals, terms_of
from rollups.measures import catalogue
from vietnamese.folding import clean_text


@dataclass(frozen=True)
class Revision:
    """The version that now holds, and the accepted or waiting reports it is measured against from now on."""

    version: TargetVersion
    affected: list[ProgressReport]


@transaction.atomic
def define_target(
    *,
    by,
    document: Document,
    terms: Terms,
    from_year: int | None = None,
    task_group: TaskGroup | None = None,
    parent: Target | None = None,
) -> Target:
    """The target, after those the document has. It holds from `from_year`, or from the first year of the document's
    period. `parent` is the target of a higher document that it concretises. Raises DomainErrors naming each field,
    NotAllowed for another unit's document."""
    require_keeping(by, document.unit)
    if broken := refusals(terms) + _out_of_place(by, document, task_group, parent):
        raise DomainErrors(broken)
    # One document's targets are set one after the other.
    Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    last = document.targets.aggregate(last=Max("position"))["last"] or 0
    target = Target.objects.create(
        document=document, task_group=task_group, parent=parent, position=last + 1, created_by=by
    )
    first = from_year or document.period_from or document.year
    _add_version(target, terms, number=1, from_year=first, reason="", by=by)
    after = {name: value for name, value in _told(terms).items() if value not in ("", None)}
    after |= {"document": document, "from_year": first}
    record_change(by=by, verb="define", subject=target, after=difference({}, after)[1])
    return target


@transaction.atomic
def revise_target(*, by, target: Target, number: int, terms: Terms, from_year: int, reason: str) -> Revision:
    """A new version that holds from the year on. `number` is the version the person saw: raises Overtaken when somebody
    was faster; DomainErrors for terms that break a rule, DomainError without a reason or without any change.

    Figures stay as they were reported; how they stand to the target is worked out anew for every year it reaches."""
    held = Target.objects.select_for_update(of=("self",)).select_related("document__unit").get(pk=target.pk)
    require_keeping(by, held.document.unit)
    if held.number != number:
        raise Overtaken(_("Chỉ tiêu vừa được người khác sửa; hãy xem lại trước khi lưu."), held)
    reason = clean_text(reason)
    broken = refusals(terms) + marked_secret({"reason": reason})
    if not reason:
        broken.append(DomainError(_("Hãy ghi lý do sửa chỉ tiêu."), field="reason"))
    if broken:
        raise DomainErrors(broken)
    latest = held.latest
    before, after = difference(
        _told(terms_of(latest)) | {"from_year": latest.from_year}, _told(terms) | {"from_year": from_year}
    )
    if not after:
        raise DomainError(_("Chưa có gì thay đổi so với chỉ tiêu hiện hành."))
    held.number += 1
    held.save(update_fields=["number"])
    version = _add_version(held, terms, number=held.number, from_year=from_year, reason=reason, by=by)
    judge_anew(held, from_year=from_year)
    affected = affected_reports(held, from_year)
    record_change(
        by=by, verb="revise", subject=held, before=before, after=after | {"reports": len(affected)}, reason=reason
    )
    return Revision(version, affected)


def affected_reports(target: Target, from_year: int) -> list[ProgressReport]:
    """The reports that a version from that year on would be measured against: sent or accepted, latest first. To be
    shown before the deed and after it."""
    found = ProgressReport.objects.filter(assignment__target=target, assignment__year__gte=from_year)
    found = found.exclude(submitted_on__isnull=True)
    return list(
        found.select_related("assignment__unit", "assignment__organisation", "assignment__target", "period").order_by(
            "-assignment__year", "assignment__unit__position", "id"
        )
    )


def _out_of_place(by, document: Document, task_group: TaskGroup | None, parent: Target | None) -> list[DomainError]:
    broken = []
    if task_group is not None and task_group.document_id != document.pk:
        broken.append(DomainError(_("Nhóm nhiệm vụ này là của văn bản khác."), field="task_group"))
    if parent is not None and by is not None and not Target.objects.visible_to(by).filter(pk=parent.pk).exists():
        raise NotAllowed(_("Anh/chị không được xem chỉ tiêu cấp trên ấy."))
    return broken


def _add_version(target: Target, terms: Terms, *, number: int, from_year: int, reason: str, by) -> TargetVersion:
    version = TargetVersion.objects.create(
        target=target, number=number, from_year=from_year, reason=reason, created_by=by,
        **{name: getattr(terms, name) for name in COLUMNS},
    )  # fmt: skip
    RoadMapStep.objects.bulk_create(
        RoadMapStep(version=version, year=year, value=value) for year, value in sorted(terms.road_map.items())
    )
    return version


def _told(terms: Terms) -> dict:
    """The terms as the log keeps them: words for choices, names for keys, numbers as people write them."""
    told = {name: getattr(terms, name) for name in COLUMNS}
    told |= {name: str(choices(told[name]).label) for name, choices in CHOICES.items()}
    told["responsible"] = terms.responsible and terms.responsible.name
    told["measure"] = str(catalogue()[terms.measure].label) if terms.measure else ""
    for name in ("value", "baseline"):
        told[name] = None if told[name] is None else number_text(told[name])
    told["road_map"] = "; ".join(f"{year}: {number_text(value)}" for year, value in sorted(terms.road_map.items()))
    return told
