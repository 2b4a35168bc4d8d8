"""Taking back what one batch registered, while nobody has built on it: the register stands as before the batch.

A mistaken import is not history of the movement, so its rows go; the log keeps each of them whole, with who took it back."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.scoping import may_change
from audit.errors import DomainError
from audit.in_parts import in_parts
from audit.models import Event
from audit.recording import event, record_changes
from audit.updating import update_many
from audit.verbs import LOOKS
from models_registry.bulk import recorded
from models_registry.models import Attachment, MobilizationModel, Registration, StageChange
from models_registry.registration import NotAllowed


def registered_in_batch(batch: UUID) -> list[int]:
    """Ids of the registrations that the batch made, from the log."""
    label = Registration._meta.label_lower
    made = Event.objects.filter(batch=batch, verb="register", subject_type=label)
    return list(made.order_by("subject_id").values_list("subject_id", flat=True))


def built_upon(batch: UUID) -> str:
    """Why the batch cannot be taken back any more, in a sentence; "" while it can."""
    ids = registered_in_batch(batch)
    label = Registration._meta.label_lower
    for part in in_parts(ids):
        touched = Event.objects.filter(subject_type=label, subject_id__in=part).exclude(verb__in=LOOKS)
        later = touched.exclude(batch=batch).first()
        if later is not None:
            return _("“%(name)s” đã được %(who)s làm tiếp sau lần nhập này.") % {
                "name": later.subject_text,
                "who": later.actor_name or _("hệ thống"),
            }
        if Attachment.objects.filter(registration_id__in=part).exists():
            return _("Đã có tài liệu kèm theo một mô hình của lần nhập này.")
        followed = (
            Registration.objects.filter(model__registrations__in=part, id__gt=ids[-1])
            .exclude(id__in=part)
            .select_related("model")
            .first()
        )
        if followed is not None:
            return _("“%(name)s” đã được đăng ký tiếp năm %(year)d.") % {
                "name": followed.model.name,
                "year": followed.year,
            }
    return ""


@transaction.atomic
def take_back(*, by, batch: UUID) -> int:
    """How many registrations were taken back, with the models that only the batch had. Recognitions must be taken back
    before (recognition.taking_back). Raises DomainError where somebody built on them, NotAllowed outside the scope."""
    refusal = built_upon(batch)
    if refusal:
        raise DomainError(refusal)
    taken = 0
    for part in in_parts(registered_in_batch(batch)):
        held = list(
            Registration.objects.select_for_update(of=("self",))
            .select_related("model", "unit")
            .filter(id__in=part)
            .order_by("id")
        )
        for registration in held:
            if by is not None and not may_change(by, registration):
                raise NotAllowed(_("Lần nhập này có mô hình ngoài phạm vi anh/chị được giao."))
        record_changes(
            event(
                by=by, verb="take_back", subject=r, before=recorded(r) | {"code": r.model.code}, batch=batch
            )
            for r in held
        )
        models = {r.model_id for r in held}
        taken += len(held)
        StageChange.objects.filter(batch=batch, registration_id__in=part).delete()
        Registration.objects.filter(id__in=[r.id for r in held]).delete()
        _drop_or_restore(models)
    return taken


def _drop_or_restore(models: set[int]) -> None:
    """Models left without a registration go; the others take field and kind from their last one again."""
    last = {
        r.model_id: r
        for part in in_parts(sorted(models))
        for r in Registration.objects.filter(model_id__in=part).order_by("year", "id")
    }
    gone = sorted(models - set(last))
    for part in in_parts(gone):
        MobilizationModel.tags.through.objects.filter(mobilizationmodel_id__in=part).delete()
        MobilizationModel.objects.filter(id__in=part).delete()
    kept = list(MobilizationModel.objects.filter(id__in=last))
    for model in kept:
        model.field, model.kind = last[model.id].field, last[model.id].kind
    update_many(kept, ["field", "kind"])
