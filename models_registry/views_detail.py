"""The page of one registration: what it is, where it stands, its years, its papers, its history."""

from dataclasses import replace

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.deciding import may_recognise
from accounts.refusing import why_not_register
from audit.looking import note_look
from audit.verbs import VIEW_PERSONAL
from models_registry.attachments import size_label
from models_registry.cards import cards_for
from models_registry.choices import LEVEL_RANK, WITHDRAWABLE, Stage
from models_registry.history import story_of
from models_registry.models import MobilizationModel, Registration, StageChange
from models_registry.placing import choices_of_place, is_without_place
from models_registry.stage_shown import ladder_of
from models_registry.wording import label_of
from units.printed_head import PrintedHead, head_of_record
from vietnamese.dates import format_date

_TEXTS = (
    (gettext_lazy("Nội dung"), ("situation", "aims", "content", "place")),
    (gettext_lazy("Cách tổ chức"), ("forces", "resources")),
    (gettext_lazy("Kết quả"), ("expected_results", "results", "sustainability")),
    (gettext_lazy("Ghi chú"), ("notes",)),
)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = Registration.objects.visible_to(request.user)
    registration = get_object_or_404(
        found.select_related(
            "model", "unit__parent__parent", "organisation", "created_by", "hand_unit", "desk"
        ).prefetch_related(Prefetch("stage_changes", StageChange.objects.select_related("by").order_by("id"))),
        pk=pk,
    )
    if registration.work_phone:
        note_look(by=request.user, verb=VIEW_PERSONAL, subject=registration)
    decisions = list(
        registration.recognitions.select_related("decision", "revoked_by").order_by("recognised_on", "id")
    )
    years = _years(request.user, registration)
    read_only = why_not_register(request.user, registration.unit, registration.organisation_id)
    writes = not read_only
    stands = registration.is_counted
    context = {
        "registration": registration,
        "unit_path": unit_path(registration.unit),
        "crumbs": crumbs_of(registration),
        "ladder": ladder_of(registration, list(registration.stage_changes.all()), decisions),
        "years": years,
        "sections": _sections(registration),
        "decisions": decisions,
        "attachments": files_of(registration),
        "tags": registration.model.tags.all(),
        "places": _places(registration) if writes and stands else None,
        "placed_in": registration.hand_unit,
        "place_url": reverse("models_registry:place", args=[registration.pk])
        if registration.hand_unit_id and writes and stands
        else "",
        "cards": cards_for(request.user, registration),
        "events": story_of(registration),
        "may_edit": writes and stands,
        "may_withdraw": writes and registration.stage in WITHDRAWABLE and not registration.recognised_level,
        "may_continue": writes and stands,
        "read_only": read_only if stands else "",
        "recognise_url": _recognise_url(registration)
        if stands and may_recognise(request.user, registration)
        else "",
        "just_saved": _just_saved(request, registration),
        "print_head": _print_head(registration),
    }
    return render(request, "models_registry/detail.html", context)


def _print_head(registration: Registration) -> PrintedHead:
    """The record's own day on paper, whatever the context bar shows."""
    head = head_of_record(
        registration.unit, registration.year, today=timezone.localdate(), on=registration.registered_on
    )
    return replace(head, lines=(_("Năm %(year)s") % {"year": registration.year},))


@require_safe
def model(request: HttpRequest, pk: int) -> HttpResponse:
    """A model's address leads to its last registration that the person sees."""
    held = get_object_or_404(MobilizationModel.objects.visible_to(request.user), pk=pk)
    last = Registration.objects.visible_to(request.user).filter(model=held).order_by("-year", "-id").first()
    return redirect("models_registry:detail", pk=last.pk)


def unit_path(unit) -> str:
    """ "Xã Bảo Toàn, Huyện Bảo Lạc, Tỉnh Cao Bằng" """
    names = []
    while unit is not None:
        names.append(unit.name)
        unit = unit.parent
    return ", ".join(names)


def crumbs_of(registration: Registration) -> list[dict]:
    start = reverse("models_registry:list")
    within = f"{start}?within={registration.unit.key}&year={registration.year}"
    return [{"label": _("Mô hình"), "url": start}, {"label": registration.unit.name, "url": within}]


def files_of(registration: Registration) -> list[dict]:
    return [
        {
            "name": row.name,
            "url": reverse("models_registry:attachment", args=[row.pk]),
            "size_label": size_label(row.size),
            "added_label": format_date(timezone.localdate(row.added_at)),
        }
        for row in registration.attachments.order_by("id")
    ]


def _years(user, registration: Registration) -> list[dict]:
    seen = Registration.objects.visible_to(user).filter(model_id=registration.model_id)
    return [
        {
            "year": row.year,
            "url": reverse("models_registry:detail", args=[row.pk]),
            "here": row.pk == registration.pk,
            "level": row.get_level_display(),
            "phase": row.get_phase_display() if row.is_counted else _("Đã rút"),
            "recognised": row.get_recognised_level_display() if row.recognised_level else "",
        }
        for row in sorted(seen, key=lambda r: (-r.year, LEVEL_RANK[r.level], r.pk))
    ]


def _sections(registration: Registration) -> list[dict]:
    sections = []
    for title, names in _TEXTS:
        items = [
            {"label": label_of(name), "text": getattr(registration, name)}
            for name in names
            if getattr(registration, name)
        ]
        if items:
            sections.append({"title": title, "items": items})
    return sections


def _places(registration: Registration) -> dict | None:
    if registration.hand_unit_id or not is_without_place(registration):
        return None
    names = ", ".join(unit.name for unit in choices_of_place(registration))
    if not names:
        return None
    return {
        "text": _("%(unit)s được chia về %(places)s.") % {"unit": registration.unit.name, "places": names},
        "url": reverse("models_registry:place", args=[registration.pk]),
    }


def _recognise_url(registration: Registration) -> str:
    try:
        return f"{reverse('recognition:create')}?registration={registration.pk}"
    except NoReverseMatch:
        return ""


def _just_saved(request, registration: Registration) -> dict | None:
    """What the deed that led here did; said once, in the page."""
    said = request.session.get("just_saved")
    if not said or said.get("pk") != registration.pk:
        return None
    del request.session["just_saved"]
    code = registration.model.code
    words = {
        "registered": {
            "title": _("Đã vào sổ: %(code)s") % {"code": code},
            "text": _("%(name)s, năm %(year)s, %(unit)s.")
            % {"name": registration.model.name, "year": registration.year, "unit": registration.unit.name},
            "link": {"url": reverse("models_registry:create"), "label": _("Đăng ký mô hình khác")},
        },
        "edited": {"title": _("Đã lưu thay đổi."), "text": "", "link": None},
        "withdrawn": {"title": _("Đã rút đăng ký."), "text": "", "link": None},
        "advanced": {"title": _("Đã ghi bước này."), "text": _where(registration), "link": None},
        "self_assessment_saved": {
            "title": _("Đã lưu bản tự đánh giá, chưa gửi."),
            "text": _("Khi đã đủ, mở lại và bấm “Gửi tự đánh giá”."),
            "link": None,
        },
        "placed": {"title": _("Đã đặt vào xã theo địa giới mới."), "text": "", "link": None},
    }
    return words.get(said.get("deed"))


def _where(registration: Registration) -> str:
    """The stage; of what waits to be received also the office it waits at."""
    stage = registration.get_stage_display()
    if registration.stage != Stage.SUBMITTED or registration.desk is None:
        return stage
    return _("%(stage)s, ở %(unit)s.") % {"stage": stage, "unit": registration.desk.name}
