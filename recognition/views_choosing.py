"""Choosing exemplary models from the recognised, and proposing from those: one page of many rows to tick."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_http_methods

from audit.errors import DomainError
from models_registry.choices import Level
from models_registry.models import Registration
from recognition.appraisal_notes import appraisal_notes
from recognition.candidate_notes import NOTED_APPRAISAL
from recognition.candidates import chosen_registrations, read_keys
from recognition.exemplary import choose_exemplary
from recognition.forms_chosen import ChooseForm, ProposeForm
from recognition.models import Exemplary, Proposal, Recognition
from recognition.offices import choosable, may_choose
from recognition.proposing import propose
from recognition.ticking import narrowing_of, rows_to_tick
from vietnamese.numbers import format_integer

SHOWN = 200
"""A district recognises some hundred a year: all of them stand on one page."""
_ENTERING = require_http_methods(["GET", "HEAD", "POST"])
_USUAL_LEVEL = {"commune": Level.GRASSROOTS, "district": Level.DISTRICT}


@dataclass(frozen=True)
class Choosing:
    """One of the two pages: its form, where its rows come from, its deed and its words."""

    form: type
    rows: Callable
    deed: Callable
    back: str
    title: str
    lead: str
    submit: str
    heading: str
    empty_title: str
    empty_text: str
    notes: Callable | None = None


def _recognised_at(level: str, form) -> Exists:
    chosen = Exemplary.objects.standing().filter(registration=OuterRef("pk"), level=level)
    return Exists(Recognition.objects.standing().filter(registration=OuterRef("pk"), level=level)) & ~Exists(chosen)


def _exemplary_at(level: str, form) -> Exists:
    proposed = Proposal.objects.standing().filter(registration=OuterRef("pk"), level=level)
    if award := str(form["form"].value() or ""):
        proposed = proposed.filter(form=award)
    return Exists(Exemplary.objects.standing().filter(registration=OuterRef("pk"), level=level)) & ~Exists(proposed)


CHOOSING = Choosing(
    form=ChooseForm,
    rows=_recognised_at,
    notes=appraisal_notes,
    deed=choose_exemplary,
    back="recognition:exemplary",
    title=gettext_lazy("Chọn mô hình tiêu biểu"),
    lead=gettext_lazy(
        "Chọn trong số đã được công nhận ở cấp ấy. Năm đang chạy do người duyệt chọn; người nhập liệu nhập bổ sung các năm"
        " đã xong."
    ),
    submit=gettext_lazy("Ghi là tiêu biểu"),
    heading=gettext_lazy("Đã được công nhận, chưa chọn"),
    empty_title=gettext_lazy("Không còn mô hình nào để chọn"),
    empty_text=gettext_lazy("Đổi cấp, năm hoặc bỏ bớt điều kiện tìm; mô hình phải được công nhận ở cấp này trước."),
)
PROPOSING = Choosing(
    form=ProposeForm,
    rows=_exemplary_at,
    deed=propose,
    back="recognition:proposals",
    title=gettext_lazy("Lập đề nghị khen thưởng"),
    lead=gettext_lazy(
        "Đề nghị từ danh sách tiêu biểu ở cấp ấy. Năm đang chạy do người duyệt đề nghị; người nhập liệu nhập bổ sung các năm"
        " đã xong."
    ),
    submit=gettext_lazy("Ghi đề nghị"),
    heading=gettext_lazy("Tiêu biểu, chưa đề nghị hình thức này"),
    empty_title=gettext_lazy("Không còn mô hình nào để đề nghị"),
    empty_text=gettext_lazy("Đổi cấp, hình thức hoặc năm; mô hình phải được chọn là tiêu biểu ở cấp này trước."),
)


@_ENTERING
def choose(request: HttpRequest) -> HttpResponse:
    """Exemplary models; with ?registration= one is ticked already."""
    return _choosing(request, CHOOSING)


@_ENTERING
def propose_many(request: HttpRequest) -> HttpResponse:
    """Proposals for commendation; with ?registration= one is ticked already."""
    return _choosing(request, PROPOSING)


def _choosing(request, page: Choosing) -> HttpResponse:
    if not may_choose(request.user):
        raise PermissionDenied(
            _("Chọn tiêu biểu và đề nghị khen thưởng là việc của người duyệt; người nhập liệu nhập bổ sung các năm đã xong.")
        )
    if request.method != "POST":
        return _shown(request, page, page.form(initial=_beginnings(request)))
    if "find" in request.POST:
        typed = {name: request.POST.get(name, "") for name in page.form.base_fields}
        return _shown(request, page, page.form(initial=typed))
    form = page.form(request.POST)
    keys = read_keys(request.POST.getlist("registrations"))
    chosen = chosen_registrations(request.user, keys)
    if len(chosen) < len(keys):
        form.add_error(
            None,
            _("Có mô hình đã chọn không nằm trong phạm vi của anh/chị nên đã được bỏ ra; chưa ghi gì. Hãy xem lại danh sách."),
        )
    if form.is_valid() and not chosen:
        form.add_error(None, _("Hãy chọn ít nhất một mô hình."))
    if form.is_valid():
        try:
            page.deed(by=request.user, registrations=chosen, entered_on=timezone.localdate(), **form.cleaned_data)
            request.session["just_chosen"] = _done(len(chosen))
            return redirect(request.context_bar.link(reverse(page.back)))
        except DomainError as refused:
            form.take_refusals(refused)
    return _shown(request, page, form, status=422)


def _shown(request, page: Choosing, form, status=200) -> HttpResponse:
    bar = request.context_bar
    level = str(form["level"].value() or "")
    level = level if level in Level.values else Level.PROVINCE
    keys = read_keys(request.POST.getlist("registrations") or request.GET.getlist("registration"))
    narrowing, narrowed = narrowing_of(request)
    found = Registration.objects.visible_to(request.user).counted().filter(choosable(request.user, level))
    if bar.unit is not None:
        found = found.inside(bar.unit)
    for name in ("field", "kind", "year"):
        if narrowed.get(name):
            found = found.filter(**{name: narrowed[name]})
    if narrowed.get("search"):
        found = found.searching(narrowed["search"])
    found = found.filter(page.rows(level, form)).exclude(pk__in=keys).order_by("unit__position", "id")
    rows = rows_to_tick(request.user, keys, found, shown=SHOWN + 1, notes=page.notes)
    chosen_count = sum(row.is_chosen for row in rows)
    others = len(rows) - chosen_count
    rows = rows[: chosen_count + SHOWN]
    context = {
        "title": page.title,
        "lead": page.lead,
        "crumbs": [{"label": pgettext("mục chính", "Công nhận"), "url": reverse("recognition:decisions")}],
        "cancel_url": reverse(page.back),
        "submit_label": page.submit,
        "heading": page.heading,
        "empty_title": page.empty_title,
        "empty_text": page.empty_text,
        "form": form,
        "candidates": rows,
        "noted": NOTED_APPRAISAL if any(row.note for row in rows) else "",
        "chosen_count": chosen_count,
        "candidate_filter": narrowing,
        "candidate_label": _label(others, bar.unit_name),
    }
    return render(request, "recognition/choose.html", context, status=status)


def _label(n: int, place: str) -> str:
    if n > SHOWN:
        return _("%(place)s: hơn %(n)s mô hình, hãy lọc thêm") % {"place": place, "n": format_integer(SHOWN)}
    return ngettext("%(place)s: %(n)s mô hình", "%(place)s: %(n)s mô hình", n) % {
        "place": place,
        "n": format_integer(n),
    }


def _beginnings(request) -> dict:
    unit = request.context_bar.unit
    return {"level": _USUAL_LEVEL.get(unit.tier, Level.PROVINCE) if unit is not None else Level.PROVINCE}


def _done(n: int) -> str:
    return ngettext("Đã ghi %(n)s mô hình.", "Đã ghi %(n)s mô hình.", n) % {"n": format_integer(n)}
