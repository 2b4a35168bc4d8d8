"""The deeds of recognition: write a decision down, and recognise registrations by it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.deciding import is_finished, why_not_recognise
from audit.errors import DomainError, DomainErrors
from audit.in_parts import in_parts
from audit.inserting import insert_many
from audit.recording import event, record_changes
from audit.updating import update_many
from models_registry.choices import LAST_DISTRICT_DAY, LEVEL_RANK, Level, Stage
from models_registry.models import Registration
from models_registry.registration import note_recognition
from models_registry.staging import STAGE_FIELDS, move
from recognition.choices import DecisionKind
from recognition.models import Decision, DecisionLine, Recognition
from recognition.numbered import Paper, put_on_paper, require_right, save_many_numbered
from recognition.numbering import committee_term
from units.models import Unit
from vietnamese.dates import format_date
from vietnamese.folding import fold
from vietnamese.paper_numbers import number_key


def record_decision(
    *,
    by,
    number: str,
    signed_on: date,
    issuing_body: str,
    unit: Unit,
    entered_on: date,
    signer: str = "",
    batch: UUID | None = None,
) -> Decision:
    """The decision, written down once. Raises DomainErrors for what is missing, DomainError where the issuing body
    gave the number to another decision in the same term, NotAllowed where it is not the person's to record."""
    paper = Paper(number, signed_on, issuing_body, signer)
    return record_decisions(by=by, papers=[paper], unit=unit, entered_on=entered_on, batch=batch)[0]


@transaction.atomic
def record_decisions(
    *, by, papers: Sequence[Paper], unit: Unit, entered_on: date, batch: UUID | None = None
) -> list[Decision]:
    """The same for all decisions of one unit that a workbook names, in the order given."""
    decisions = []
    for paper in papers:
        require_right(by, unit, paper.signed_on)
        decision = Decision(unit=unit, created_by=by, entered_by=by, entered_at=timezone.now())
        put_on_paper(
            decision, number=paper.number, signed_on=paper.signed_on, issuing_body=paper.issuing_body, signer=paper.signer,
            entered_on=entered_on,
        )  # fmt: skip
        decisions.append(decision)
    save_many_numbered(decisions)
    record_changes(
        event(
            by=by,
            verb="decide",
            subject=decision,
            after={
                "number": decision.number,
                "signed_on": decision.signed_on.isoformat(),
                "issuing_body": decision.issuing_body,
                "unit": unit.key,
            },
            batch=batch,
        )
        for decision in decisions
    )
    return decisions


def find_decision(*, number: str, signed_on: date, issuing_body: str, unit: Unit) -> Decision | None:
    """The decision of that number in the committee term of the day, if the register holds it."""
    return Decision.objects.filter(
        unit=unit,
        issuing_key=fold(issuing_body),
        kind=DecisionKind.RECOGNITION,
        term=committee_term(signed_on),
        number_key=number_key(number),
    ).first()


@transaction.atomic
def recognise(
    *, by, decision: Decision, registrations: Sequence[tuple[Registration, str]], batch: UUID | None = None
) -> list[Recognition]:
    """Recognises each (registration, level) by the decision; answers the new recognitions.

    Raises DomainError where the decision was signed with its list, DomainErrors naming every registration that may not be:
    withdrawn, recognised at that level already, outside what the person may recognise, or of the running year and entered
    by herself."""
    require_right(by, decision.unit, decision.signed_on)
    return recognise_many(by=by, pairs=[(decision, r, level) for r, level in registrations], batch=batch)


def why_not_add(decision: Decision) -> str:
    """Why nothing more comes into the list of the decision, in a sentence; "" where it is written down bit by bit."""
    if not decision.was_drafted:
        return ""
    return _("Quyết định %(number)s đã ký cùng danh sách của nó; muốn thêm mô hình phải có quyết định sửa đổi, bổ sung.") % {
        "number": decision.number
    }


@transaction.atomic
def recognise_many(
    *,
    by,
    pairs: Sequence[tuple[Decision, Registration, str]],
    batch: UUID | None = None,
    listed: bool = False,
) -> list[Recognition]:
    """The same for many decisions at once, as a finished year is imported; so many statements whatever the number. The
    registrations come into the decisions' lists, unless they are `listed` already; into one signed with its list none
    does, whatever the door."""
    decisions = {decision.id: decision for decision, _, _ in pairs}
    _require_in_force(decisions)
    if not listed and (refusals := [why for why in map(why_not_add, decisions.values()) if why]):
        raise DomainErrors([DomainError(why) for why in refusals])
    ids = [registration.id for _, registration, _ in pairs]
    held = _locked({registration.id: registration for _, registration, _ in pairs})
    taken = set()
    for part in in_parts(ids):
        taken |= set(
            Recognition.objects.standing()
            .filter(registration_id__in=part)
            .values_list("registration_id", "level")
        )
    rows, steps, events, broken = [], [], [], []
    for decision, given, level in pairs:
        registration = held[given.id]
        sentence = _why_not(by, decision, registration, level, taken)
        if sentence:
            broken.append(DomainError(sentence))
            continue
        taken.add((registration.id, level))
        rows.append(
            Recognition(
                decision=decision, registration=registration, level=level, recognised_on=decision.signed_on
            )
        )
        steps.append(_step(by, decision, registration, batch))
        before = registration.recognised_level
        note_recognition(registration, level=level, on=decision.signed_on)
        given.recognised_level, given.recognised_on = (
            registration.recognised_level,
            registration.recognised_on,
        )
        events.append(
            event(
                by=by,
                verb="recognise",
                subject=registration,
                before={"recognised_level": before},
                after={
                    "recognised_level": level,
                    "decision": decision.number,
                    "on": decision.signed_on.isoformat(),
                },
                batch=batch,
            )
        )
    if broken:
        raise DomainErrors(broken)
    insert_many(rows)
    if not listed:
        insert_many(_lines(rows))
    insert_many([step for step in steps if step is not None])
    moved = {row.registration_id: held[row.registration_id] for row in rows}
    update_many(list(moved.values()), [*STAGE_FIELDS, "recognised_level", "recognised_on"])
    record_changes(events)
    return rows


def _require_in_force(decisions: dict[int, Decision]) -> None:
    """Each a signed decision that recognises and that no other has annulled; held, so that none does meanwhile."""
    for part in in_parts(sorted(decisions)):
        held = Decision.objects.select_for_update(of=("self",)).select_related("amends").filter(id__in=part)
        for decision in held.order_by("id"):
            if not decision.is_signed:
                raise DomainError(_("Dự thảo chưa ký thì chưa công nhận được mô hình nào."))
            if decision.does != DecisionKind.RECOGNITION:
                raise DomainError(
                    _("Quyết định %(number)s không phải quyết định công nhận.") % {"number": decision.number}
                )
        if found := next(iter(annulled_by(part).values()), ""):
            raise DomainError(found)


def annulled_by(decision_ids: Sequence[int]) -> dict[int, str]:
    """By decision, of those that another has annulled, which one did, in a sentence."""
    found = Decision.objects.signed().filter(kind=DecisionKind.ANNULMENT, amends__in=decision_ids).select_related("amends")
    said = _("Quyết định %(number)s đã bị hủy bỏ bởi Quyết định %(by)s.")
    return {one.amends_id: said % {"number": one.amends.number, "by": one.number} for one in found}


def _lines(rows: Sequence[Recognition]) -> list[DecisionLine]:
    return [
        DecisionLine(decision_id=row.decision_id, registration_id=row.registration_id, level=row.level) for row in rows
    ]


def _why_not(by, decision: Decision, registration: Registration, level: str, taken: set) -> str:
    refusal = by and why_not_recognise(
        by, unit=decision.unit, signed_on=decision.signed_on, registration=registration
    )
    if refusal:
        return _("%(name)s: %(why)s") % {"name": registration.model.name, "why": refusal}
    if not registration.is_counted:
        return _("%(name)s: đăng ký đã rút.") % {"name": registration.model.name}
    if level not in LEVEL_RANK:
        return _("%(name)s: hãy chọn cấp công nhận.") % {"name": registration.model.name}
    not_yet = why_not_yet(level=level, signed_on=decision.signed_on, registration=registration)
    if not_yet:
        return _("%(name)s: %(why)s") % {"name": registration.model.name, "why": not_yet}
    if (registration.id, level) in taken:
        return _("%(name)s: đã được công nhận ở cấp này.") % {"name": registration.model.name}
    return ""


APPRAISED = frozenset({Stage.UNDER_APPRAISAL, Stage.RECOGNISED})
"""From where a decision recognises: after appraisal, or at one more level."""


def why_not_yet(*, level: str, signed_on: date, registration) -> str:
    """Why the registration, of whose year, stage and stage_on is asked, is not recognised at the level by a decision of
    that day, in half a sentence; "" where it may be. Of finished years it is entered in one step, whatever the stage."""
    if level == Level.DISTRICT and signed_on > LAST_DISTRICT_DAY:
        return _("từ 01/7/2025 không còn cấp huyện, quyết định ký ngày %(day)s không công nhận ở cấp ấy.") % {
            "day": format_date(signed_on)
        }
    if registration.stage not in APPRAISED and not is_finished(max(signed_on.year, registration.year)):
        return _(
            "đang ở bước “%(stage)s”, chưa qua thẩm định; năm đang chạy chỉ công nhận hồ sơ đang thẩm định, năm đã xong mới ghi bù."
        ) % {"stage": Stage(registration.stage).label}
    since = registration.stage_on if registration.stage == Stage.UNDER_APPRAISAL else None
    if since and signed_on < since:
        # The way is told by the days things happened: a decision cannot come before the appraisal it ends.
        return _("đưa vào thẩm định ngày %(day)s, sau ngày ký quyết định; hãy xem lại ngày.") % {"day": format_date(since)}
    return ""


def _step(by, decision: Decision, registration: Registration, batch: UUID | None):
    """The step to recognition; None where the registration was recognised before, at another level."""
    if registration.stage == Stage.RECOGNISED:
        return None
    walked = registration.stage == Stage.UNDER_APPRAISAL
    return move(
        by=by,
        registration=registration,
        step="recognise" if walked else "back_enter",
        to=Stage.RECOGNISED,
        on=decision.signed_on,
        batch=batch,
    )


def _locked(given: dict[int, Registration]) -> dict[int, Registration]:
    """The registrations as they stand, held until the end; their models and units are those given, where these know them."""
    found = {}
    for part in in_parts(sorted(given)):
        rows = (
            Registration.objects.select_for_update(of=("self",))
            # A registration has forty columns; an import asks for thousands of them and needs these.
            .only(
                "year", "stage", "stage_on", "desk", "version", "recognised_level", "recognised_on", "created_by", "hand_unit",
                "model", "unit",
            )  # fmt: skip
            .filter(id__in=part)
        )
        found |= {r.id: r for r in rows.order_by("id")}
    for pk, registration in found.items():
        for name in _KNOWN:
            if name in given[pk]._state.fields_cache:
                setattr(registration, name, getattr(given[pk], name))
    for name in _KNOWN:
        prefetch_related_objects([r for r in found.values() if name not in r._state.fields_cache], name)
    return found


_KNOWN = ("model", "unit")
