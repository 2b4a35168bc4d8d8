"""Taking back what one batch recognised and the decisions it wrote down, while nobody has built on them."""

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.deciding import why_not_decide
from audit.errors import DomainError
from audit.in_parts import in_parts
from audit.models import Event
from audit.recording import event, record_changes
from models_registry.choices import LEVEL_RANK
from models_registry.models import Registration
from models_registry.registration import NotAllowed
from models_registry.staging import take_back_steps
from models_registry.taking_back import registered_in_batch
from recognition.choices import DecisionKind, DecisionState
from recognition.models import (
    Decision,
    DecisionLine,
    Exemplary,
    Proposal,
    Recognition,
    Replication,
    YearlyCheck,
)

_LIVED_ON = gettext_lazy("“%(name)s” đã được chọn tiêu biểu, kiểm tra hoặc nhân rộng sau lần nhập này.")


def built_upon(batch: UUID) -> str:
    """Why the batch's decisions cannot be taken back, in a sentence; "" while they can."""
    made = _decisions_of(batch)
    others = Recognition.objects.filter(decision_id__in=made).exclude(
        id__in=[row[0] for row in _recognitions_of(batch)]
    )
    other = others.select_related("decision").first()
    if other is not None:
        return _("Quyết định số %(number)s của lần nhập này đã được dùng để công nhận thêm mô hình khác.") % {
            "number": other.decision.number
        }
    return _decided_further(batch, made)


def _decided_further(batch: UUID, made: list[int]) -> str:
    """What later decisions, signed or being drafted, did with what the batch brought in."""
    changing = Decision.objects.filter(amends_id__in=made).select_related("amends").first()
    if changing is not None:
        return _("Quyết định số %(number)s của lần nhập này đã có quyết định hoặc dự thảo sửa đổi, hủy bỏ.") % {
            "number": changing.amends.number
        }
    taken = _recognitions_of(batch)
    for part in in_parts(sorted({row[1] for row in taken} | set(registered_in_batch(batch)))):
        if name := _lived_on(batch, part):
            return _LIVED_ON % {"name": name}
        revoked = Recognition.objects.filter(registration_id__in=part, revoked_on__isnull=False)
        row = revoked.select_related("registration__model").first()
        if row is None:
            lines = DecisionLine.objects.filter(registration_id__in=part).exclude(
                decision__kind=DecisionKind.RECOGNITION, decision__state=DecisionState.SIGNED
            )
            row = lines.select_related("registration__model").first()
        if row is not None:
            return _("“%(name)s” đã có trong quyết định hoặc dự thảo khác sau lần nhập này.") % {
                "name": row.registration.model.name
            }
    if name := _built_on_choice(batch):
        return _LIVED_ON % {"name": name}
    return ""


def _built_on_choice(batch: UUID) -> str:
    """The name of a registration, from before the batch, whose choice as exemplary by the batch was ended or built upon by a
    proposal; "" where none was."""
    chosen = Exemplary.objects.filter(id__in=_chosen_by(batch))
    proposed = Proposal.objects.filter(
        Exists(chosen.filter(registration=OuterRef("registration"), level=OuterRef("level")))
    )
    built = (
        chosen.filter(ended_on__isnull=False).values_list("registration__model__name", flat=True),
        proposed.values_list("registration__model__name", flat=True),
    )
    return next(filter(None, (names.first() for names in built)), "")


def _lived_on(batch: UUID, registration_ids: list[int]) -> str:
    """The name of one of the registrations that was chosen as exemplary, proposed, checked or replicated since; "" where
    none was. What the batch chose itself goes with it."""
    models = Registration.objects.filter(id__in=registration_ids).order_by().values("model_id")
    since = Q(ended_on__isnull=False) | ~Q(id__in=_chosen_by(batch))
    built = (
        Exemplary.objects.filter(since, registration_id__in=registration_ids).values_list("registration__model__name", flat=True),
        Proposal.objects.filter(registration_id__in=registration_ids).values_list("registration__model__name", flat=True),
        YearlyCheck.objects.filter(registration_id__in=registration_ids).values_list("model__name", flat=True),
        Replication.objects.filter(source_id__in=models).values_list("source__name", flat=True),
        Replication.objects.filter(replica_id__in=models).values_list("replica__name", flat=True),
    )
    return next(filter(None, (names.first() for names in built)), "")


def _chosen_by(batch: UUID):
    """Ids of the selections as exemplary that the batch made, from the log."""
    made = Event.objects.filter(batch=batch, verb="choose_exemplary", subject_type=Exemplary._meta.label_lower)
    return made.order_by().values("subject_id")


@transaction.atomic
def take_back(*, by, batch: UUID) -> int:
    """How many recognitions were taken back. A registration from before the batch keeps what it had before.
    Raises DomainError where somebody built on a decision, NotAllowed outside the scope."""
    refusal = built_upon(batch)
    if refusal:
        raise DomainError(refusal)
    decisions = list(
        Decision.objects.select_for_update(of=("self",))
        .select_related("unit")
        .filter(id__in=_decisions_of(batch))
    )
    for decision in decisions:
        if refusal := why_not_decide(by, decision.unit, decision.signed_on):
            raise NotAllowed(
                _("Lần nhập này có quyết định số %(number)s. %(why)s")
                % {"number": decision.number, "why": refusal}
            )
    _take_back_chosen(by, batch)
    taken = _recognitions_of(batch)
    for part in in_parts(sorted(_lines_of(taken))):
        DecisionLine.objects.filter(id__in=part).delete()
    for part in in_parts([row[0] for row in taken]):
        Recognition.objects.filter(id__in=part).delete()
    take_back_steps(batch, sorted({row[1] for row in taken}))
    _restore_last_rows(by, batch, taken)
    record_changes(
        event(
            by=by,
            verb="take_back",
            subject=d,
            before={
                "number": d.number,
                "signed_on": d.signed_on.isoformat(),
                "issuing_body": d.issuing_body,
                "unit": d.unit.key,
            },
            batch=batch,
        )
        for d in decisions
    )
    Decision.objects.filter(id__in=[d.id for d in decisions]).delete()
    return len(taken)


def _take_back_chosen(by, batch: UUID) -> None:
    held = list(Exemplary.objects.filter(id__in=_chosen_by(batch)).select_related("registration__model", "registration__unit"))
    record_changes(
        event(
            by=by,
            verb="take_back",
            subject=row,
            before={"level": row.level, "on": row.happened_on.isoformat()},
            batch=batch,
        )
        for row in held
    )
    for part in in_parts([row.id for row in held]):
        Exemplary.objects.filter(id__in=part).delete()


def _decisions_of(batch: UUID) -> list[int]:
    made = Event.objects.filter(batch=batch, verb="decide", subject_type=Decision._meta.label_lower)
    return list(made.values_list("subject_id", flat=True))


def _recognitions_of(batch: UUID) -> list[tuple[int, int, str, int]]:
    """(id, registration, level, decision) of the recognitions that the batch recorded, from the log."""
    made = Event.objects.filter(batch=batch, verb="recognise", subject_type=Registration._meta.label_lower)
    levels = {
        subject: after["recognised_level"] for subject, after in made.values_list("subject_id", "after")
    }
    found = []
    for part in in_parts(sorted(levels)):
        rows = Recognition.objects.filter(registration_id__in=part).values_list(
            "id", "registration_id", "level", "decision_id"
        )
        found += [row for row in rows if levels[row[1]] == row[2]]
    return found


def _lines_of(taken: list[tuple[int, int, str, int]]) -> set[int]:
    """Ids of the lines in which the recognitions are listed."""
    listed = {(decision, registration, level) for _pk, registration, level, decision in taken}
    found = set()
    for part in in_parts(sorted({row[1] for row in taken})):
        lines = DecisionLine.objects.filter(registration_id__in=part)
        for pk, *key in lines.values_list("id", "decision_id", "registration_id", "level"):
            if tuple(key) in listed:
                found.add(pk)
    return found


def _restore_last_rows(by, batch: UUID, taken: list[tuple[int, int, str, int]]) -> None:
    """The registrations' highest recognised level again as the remaining recognitions say."""
    levels = {row[1]: row[2] for row in taken}
    events = []
    for part in in_parts(sorted(levels)):
        left: dict[int, tuple] = {}
        rows = Recognition.objects.standing().filter(registration_id__in=part)
        for pk, level, day in rows.values_list("registration_id", "level", "recognised_on"):
            if pk not in left or LEVEL_RANK[level] > LEVEL_RANK[left[pk][0]]:
                left[pk] = (level, day)
        Registration.objects.filter(id__in=part).update(recognised_level="", recognised_on=None)
        for pk, (level, day) in left.items():
            Registration.objects.filter(id=pk).update(recognised_level=level, recognised_on=day)
        for registration in Registration.objects.filter(id__in=part).select_related("model", "unit"):
            events.append(
                event(
                    by=by,
                    verb="unrecognise",
                    subject=registration,
                    before={"recognised_level": levels[registration.id]},
                    after={"recognised_level": registration.recognised_level},
                    batch=batch,
                )
            )
    record_changes(events)
