"""Opening a reporting period, and which periods a unit owes reports for."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit.errors import DomainError, DomainErrors, Overtaken
from audit.recording import difference, record_change
from resolutions.choices import PeriodKind
from resolutions.models import ReportingPeriod
from resolutions.rights import require_keeping
from units.models import Unit
from vietnamese.folding import clean_line, fold


@transaction.atomic
def open_period(
    *, by, kind: str, name: str, starts_on: date, ends_on: date, cut_off: date, unit: Unit | None
) -> ReportingPeriod:
    """The period, for the unit and all below it; without a unit for everybody, which is the system administrator's to
    open. Raises DomainErrors for days out of order, DomainError for a period that is there already."""
    require_keeping(by, unit)
    broken = []
    if kind not in PeriodKind.values:
        broken.append(DomainError(_("Hãy chọn kỳ."), field="kind"))
    if not fold(name):
        broken.append(DomainError(_("Hãy ghi tên kỳ báo cáo."), field="name"))
    if starts_on > ends_on:
        broken.append(DomainError(_("Ngày cuối kỳ không được trước ngày đầu kỳ."), field="ends_on"))
    if cut_off < ends_on:
        broken.append(DomainError(_("Hạn gửi phải từ ngày cuối kỳ trở đi."), field="cut_off"))
    if broken:
        raise DomainErrors(broken)
    told = {"kind": kind, "name": clean_line(name)[:120], "starts_on": starts_on, "ends_on": ends_on, "cut_off": cut_off}
    try:
        with transaction.atomic():
            period = ReportingPeriod.objects.create(**told, unit=unit, created_by=by)
    except IntegrityError:
        raise DomainError(_("Kỳ báo cáo này đã có."), field="ends_on") from None
    record_change(by=by, verb="open_period", subject=period, after=difference({}, told)[1])
    return period


@transaction.atomic
def move_cut_off(*, by, period: ReportingPeriod, version: int, cut_off: date) -> ReportingPeriod:
    """The period with another last day for reports in time; what was late or not is then judged by it. `version` is the one
    the person saw: raises Overtaken when somebody was faster."""
    held = ReportingPeriod.objects.select_for_update(of=("self",)).select_related("unit").get(pk=period.pk)
    require_keeping(by, held.unit)
    if held.version != version:
        raise Overtaken(_("Hạn gửi vừa được người khác sửa; hãy xem lại trước khi lưu."), held)
    if cut_off < held.ends_on:
        raise DomainError(_("Hạn gửi phải từ ngày cuối kỳ trở đi."), field="cut_off")
    before, after = difference({"cut_off": held.cut_off}, {"cut_off": cut_off})
    if after:
        held.cut_off = cut_off
        held.save(update_fields=["cut_off"])
        record_change(by=by, verb="edit", subject=held, before=before, after=after)
    return held
