"""Links from a model to where it was done again. What came of one model is a tree: one source each, and no circle."""

from datetime import date

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scoping import SYSTEM, may_change, may_register_for
from audit.errors import DomainError
from audit.recording import record_change
from models_registry.models import MobilizationModel, Registration
from models_registry.registration import NotAllowed
from models_registry.secrecy import marked_secret
from recognition.ending import end_rows
from recognition.exemplary import clean_reason
from recognition.models import Recognition, Replication
from units.models import Unit
from vietnamese.dates import format_date
from vietnamese.folding import clean_line

GENERATIONS = 200
"""No tree is so deep; whoever walks further would walk for ever."""


@transaction.atomic
def replicate(
    *,
    by,
    source: MobilizationModel,
    unit: Unit,
    on: date,
    entered_on: date,
    replica: MobilizationModel | None = None,
    replica_name: str = "",
) -> Replication:
    """The link from the model to its replica in the unit: the model registered there, or a name in words.

    Raises DomainError where the replica has a source already, the link would close a circle, the source was never
    recognised, or the day does not fit; NotAllowed where neither side is the person's."""
    _one_at_a_time()
    replica_name = clean_line(replica_name)
    if replica is not None and replica.unit_id != unit.pk and not _registered_in(replica, unit):
        raise DomainError(_("Mô hình %(code)s không đăng ký ở %(unit)s.") % {"code": replica.code, "unit": unit.name},
                          field="replica")  # fmt: skip
    if not (may_link(by, model=source) or may_link(by, model=replica, unit=unit)):
        raise NotAllowed(_("Ghi nhân rộng là việc của người nhập liệu ở đơn vị của mô hình gốc hoặc nơi nhân rộng."))
    if replica is None and not replica_name:
        raise DomainError(_("Hãy ghi tên hoặc mã mô hình nhân rộng."), field="replica_name")
    if len(replica_name) > 300:
        raise DomainError(_("Tên nơi nhân rộng dài quá 300 ký tự."), field="replica_name")
    if secret := marked_secret({"replica_name": replica_name}):
        raise secret[0]
    _require_day(source, on, entered_on)
    if replica is not None:
        _require_a_tree(source, replica)
    row = Replication(
        source=source,
        replica=replica,
        replica_name=replica_name,
        unit=unit,
        happened_on=on,
        entered_at=timezone.now(),
        by=None if by is SYSTEM else by,
    )
    row.save()
    record_change(
        by=row.by,
        verb="replicate",
        subject=row,
        after={
            "source": source.code,
            "replica": replica.code if replica else replica_name,
            "unit": unit.key,
            "on": on.isoformat(),
        },
    )
    return row


@transaction.atomic
def end_replication(*, by, replication: Replication, on: date, entered_on: date, reason: str) -> Replication:
    """The link, ended on that day. Raises DomainError where it has ended, the day does not fit or the reason is missing,
    NotAllowed where neither side is the person's."""
    row = (
        Replication.objects.select_for_update(of=("self",))
        .select_related("source", "replica", "unit")
        .get(pk=replication.pk)
    )
    reason = clean_reason(reason)
    if not (may_link(by, model=row.source) or may_link(by, model=row.replica, unit=row.unit)):
        raise NotAllowed(_("Ghi nhân rộng là việc của người nhập liệu ở đơn vị của mô hình gốc hoặc nơi nhân rộng."))
    if row.ended_on is not None:
        raise DomainError(_("Liên kết này đã thôi từ ngày %(day)s.") % {"day": format_date(row.ended_on)})
    if on > entered_on:
        raise DomainError(_("Ngày ở tương lai; hãy xem lại."), field="on")
    if on < row.happened_on:
        raise DomainError(
            _("Nhân rộng ngày %(day)s; ngày thôi không được trước ngày ấy.") % {"day": format_date(row.happened_on)},
            field="on",
        )
    end_rows(by=by, rows=[row], on=on, reason=reason)
    return row


def may_link(by, *, model: MobilizationModel | None, unit: Unit | None = None) -> bool:
    """Whether the person registers for the model (by its last registration), or for the unit."""
    if by is None or by is SYSTEM:
        return True
    if unit is not None and may_register_for(by, unit):
        return True
    if model is None:
        return False
    last = Registration.objects.filter(model=model).order_by("-year", "-id").first()
    return last is not None and may_change(by, last)


def sources_of(model_id: int) -> list[int]:
    """The models the one came of, its source first, by standing links."""
    found, at = [], model_id
    while len(found) < GENERATIONS:
        at = Replication.objects.standing().filter(replica_id=at).values_list("source_id", flat=True).first()
        if at is None or at in found:
            return found
        found.append(at)
    return found


def _require_a_tree(source: MobilizationModel, replica: MobilizationModel) -> None:
    if source.pk == replica.pk:
        raise DomainError(_("Mô hình không nhân rộng từ chính nó."), field="replica")
    held = Replication.objects.standing().filter(replica=replica).select_related("source").first()
    if held is not None:
        raise DomainError(
            _("Mô hình %(code)s đã được ghi là nhân rộng từ mô hình %(source)s.")
            % {"code": replica.code, "source": held.source.code},
            field="replica",
        )
    if replica.pk in sources_of(source.pk):
        raise DomainError(
            _("Mô hình gốc %(source)s chính là được nhân rộng từ %(code)s: ghi thêm liên kết này sẽ thành vòng tròn.")
            % {"source": source.code, "code": replica.code},
            field="replica",
        )


def _require_day(source: MobilizationModel, on: date, entered_on: date) -> None:
    if on > entered_on:
        raise DomainError(_("Ngày ở tương lai; hãy xem lại."), field="on")
    first = (
        Recognition.objects.filter(registration__model=source)
        .order_by("recognised_on")
        .values_list("recognised_on", flat=True)
        .first()
    )
    if first is None:
        raise DomainError(_("Mô hình gốc chưa được công nhận nên chưa nhân rộng được."))
    if on < first:
        raise DomainError(
            _("Mô hình gốc được công nhận ngày %(day)s, sau ngày nhân rộng; hãy xem lại ngày.")
            % {"day": format_date(first)},
            field="on",
        )


def _registered_in(model: MobilizationModel, unit: Unit) -> bool:
    return Registration.objects.filter(model=model, unit=unit).exists()


def _one_at_a_time() -> None:
    """Links are written one after the other: a circle closes over any number of models, so that no lock of some of them
    would see it coming. They are few; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Replication._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
