"""The queues of this app, each for who does the work: the unit's clerk, the office's clerk and approver, the appraiser."""

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.choices import APPRAISING_ROLES, APPROVING_ROLES, REGISTERING_ROLES
from accounts.scoping import owned_by, written_by
from models_registry.choices import Stage
from models_registry.models import RegistrationDraft
from models_registry.staging import RECEIVING_ROLES
from recognition.appraisal_notes import appraisal_notes
from recognition.appraisal_waits import waits_for
from recognition.choices import DecisionKind
from recognition.queues import APPRAISE_TO, SELF_ASSESS_BY, Queue, declare_queue
from units.querysets import among

DRAFTS = "ban-nhap"


def at_my_units(user, **stage) -> Q | None:
    """Registrations the person does the unit's part of: of her own units, and those she entered for others that she may
    still change. None where she registers nowhere."""
    own = owned_by(user, REGISTERING_ROLES)
    if user.is_superuser or own.is_empty:
        return None
    entered = written_by(user).condition("unit_id") & Q(created_by_id=user.pk)
    return (own.condition("unit_id") | entered) & Q(**stage)


def at_my_desk(user, roles: frozenset, **stage) -> Q | None:
    """Registrations that lie with an office the person does one of the roles for. None where there is none."""
    own = owned_by(user, roles)
    if user.is_superuser or not own.units:
        return None
    return among("desk_id", own.unit_ids) & Q(**stage)


def returned(user, today: date) -> Queue | None:
    waits = at_my_units(user, stage=Stage.RETURNED)
    return waits and Queue(
        "tra-lai",
        _("Trả lại để hoàn thiện"),
        _("Mở từng hồ sơ xem cần bổ sung gì, sửa rồi gửi lại."),
        waits=waits,
        steps=("resubmit",),
        order=10,
    )


def to_self_assess(user, today: date) -> Queue | None:
    waits = at_my_units(user, stage=Stage.IMPLEMENTING)
    return waits and Queue(
        "tu-danh-gia",
        _("Đang thực hiện, đến hạn thì tự đánh giá"),
        _("Hạn tự đánh giá là ngày ghi trong đợt đăng ký của tỉnh."),
        waits=waits,
        due=SELF_ASSESS_BY,
        steps=("self_assess", "stop"),
        order=20,
    )


def to_start(user, today: date) -> Queue | None:
    """Of the running year: what finished years left accepted is history, and nobody starts it any more."""
    waits = at_my_units(user, stage=Stage.ACCEPTED, year__gte=today.year)
    return waits and Queue(
        "bat-dau",
        _("Đã tiếp nhận, chờ bắt đầu thực hiện"),
        _("Ghi ngày bắt đầu khi mô hình đi vào làm."),
        waits=waits,
        due=SELF_ASSESS_BY,
        steps=("start", "stop"),
        order=30,
    )


def to_receive(user, today: date) -> Queue | None:
    waits = at_my_desk(user, RECEIVING_ROLES, stage=Stage.SUBMITTED)
    return waits and Queue(
        "tiep-nhan",
        _("Chờ tiếp nhận"),
        _("Hồ sơ gửi đến cơ quan của anh/chị: tiếp nhận, chuyển cấp trên hoặc trả lại."),
        waits=waits,
        steps=("accept", "forward", "return"),
        order=40,
    )


def to_take_up(user, today: date) -> Queue | None:
    waits = at_my_desk(user, RECEIVING_ROLES | APPRAISING_ROLES, stage=Stage.SELF_ASSESSED)
    return waits and Queue(
        "dua-vao-tham-dinh",
        _("Đã tự đánh giá, chờ đưa vào thẩm định"),
        _("Hạn thẩm định là ngày ghi trong đợt đăng ký của tỉnh."),
        waits=waits,
        due=APPRAISE_TO,
        steps=("take_up", "send_back"),
        order=50,
    )


def to_appraise(user, today: date) -> Queue | None:
    waits = waits_for(user)
    return waits and Queue(
        "tham-dinh",
        _("Đang thẩm định, chờ tôi chấm điểm, kết luận"),
        _("Mở từng hồ sơ để chấm; tổ trưởng kết luận khi mọi người đã chấm xong."),
        waits=waits,
        due=APPRAISE_TO,
        notes=appraisal_notes,
        noted=pgettext("mục chính", "Thẩm định"),
        order=60,
    )


def to_decide(user, today: date) -> Queue | None:
    waits = at_my_desk(user, APPROVING_ROLES, stage=Stage.UNDER_APPRAISAL)
    return waits and Queue(
        "quyet-dinh",
        _("Đang thẩm định, chờ quyết định"),
        _("Chọn những hồ sơ được công nhận rồi soạn dự thảo quyết định; không đạt thì kết luận ở đây."),
        waits=waits,
        due=APPRAISE_TO,
        steps=("not_met",),
        drafts=DecisionKind.RECOGNITION,
        notes=appraisal_notes,
        noted=pgettext("mục chính", "Thẩm định"),
        order=70,
    )


def drafts_of(user) -> int:
    """How many forms the person began and has not sent."""
    return RegistrationDraft.objects.filter(owner=user).count()


def drafts(user, today: date) -> Queue | None:
    return Queue(
        DRAFTS, _("Bản nháp chưa gửi"), count=drafts_of(user), url=reverse("models_registry:drafts"), order=90
    )


for _make in (returned, to_self_assess, to_start, to_receive, to_take_up, to_appraise, to_decide, drafts):
    declare_queue(_make)
