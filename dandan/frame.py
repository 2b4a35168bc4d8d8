"""What the frame round every page shows: where one can go, who is signed in, what waits."""

from datetime import date

from django.core.exceptions import BadRequest
from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.people import may_keep_people
from accounts.scoping import held_assignments, may_register
from accounts.wording import term_sentence
from audit.errors import DomainError
from audit.kept import kept_until_the_next_deed
from recognition.counting import MOST, waiting_in
from recognition.own_queues import drafts, drafts_of
from recognition.queues import queues_of
from units.hosting import host_agency
from units.printed_head import PrintedHead

# label, address, icon, the part of the address that marks the place as current; the first four stand on phones.
_PLACES = (
    (gettext_lazy("Tổng quan"), "dashboard", "dashboard", "/"),
    (gettext_lazy("Mô hình"), "models_registry:list", "models", "/mo-hinh/"),
    (pgettext_lazy("mục chính", "Công nhận"), "recognition:decisions", "recognition", "/cong-nhan/"),
    (pgettext_lazy("mục chính", "Báo cáo"), "reports:annual", "reports", "/bao-cao/"),
    (pgettext_lazy("mục chính", "Nghị quyết"), "resolutions:list", "resolutions", "/nghi-quyet/"),
    (gettext_lazy("Nhập từ Excel"), "intake:start", "intake", "/nhap/"),
    (gettext_lazy("Quản trị"), "people:list", "admin", "/quan-tri/"),
    (gettext_lazy("Danh mục, nhật ký"), "admin:index", "columns", "/admin/"),
)


def frame(request) -> dict:
    """Nothing but the frame's own names; empty for a person who is not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    bar = _bar(request)
    return {
        "nav": _nav(request, bar),
        "account": _account(user),
        "context_bar": bar,
        "waiting": _waiting(user),
        # Asked for by the templates of whole pages alone; a page about one record puts its own in this place.
        "print_head": lambda: _print_head(bar),
    }


def _bar(request):
    """The context bar, or None where the address asks for one that cannot be: an error page has a frame too."""
    bar = getattr(request, "context_bar", None)
    try:
        bool(bar is not None and bar.unit_name and bar.geography)
    except (Http404, BadRequest, DomainError):
        return None
    return bar


def _print_head(bar) -> PrintedHead | None:
    """The unit, years and geography looked at, under the agency of the last day of those years."""
    if bar is None:
        return None
    agency = host_agency(bar.unit, min(date(bar.year_to, 12, 31), timezone.localdate()))
    return PrintedHead(agency.name if agency else "", bar.unit_name, (bar.period_label, bar.geography_label))


def _nav(request, bar) -> list[dict]:
    places = []
    for label, name, icon, start in _PLACES:
        if (name == "admin:index" and not request.user.is_staff) or (
            name == "intake:start" and not may_register(request.user)
        ) or (name == "people:list" and not may_keep_people(request.user)):
            continue
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        current = request.path == start if start == "/" else request.path.startswith(start)
        carries = bar is not None and name not in ("admin:index", "people:list", "intake:start")
        places.append(
            {"label": label, "url": bar.link(url) if carries else url, "icon": icon, "current": current}
        )
    return places


def _account(user) -> dict:
    if user.is_superuser:
        return {"name": user.display_name, "role": _("Quản trị hệ thống"), "unit": ""}
    today = timezone.localdate()
    held = sorted(held_assignments(user), key=lambda a: not a.stands_on(today))
    return {
        "name": user.display_name,
        "role": held[0].get_role_display() if held else _("Chưa được phân công"),
        "unit": ", ".join(dict.fromkeys(a.place for a in held[:2])),
        "terms": [sentence for a in held if (sentence := term_sentence(a))],
    }


def _waiting(user) -> dict:
    """What waits for the person: counted for the topbar, with the drafts among it. Every page shows it, and to find it is
    half of the work of a page; so it is kept, but for the drafts, which no deed tells of."""
    today = timezone.localdate()
    begun = drafts_of(user)
    count = begun + kept_until_the_next_deed(f"waiting:{user.pk}:{today}", lambda: _without_drafts(user, today))
    shown = f"{MOST}+" if count > MOST else str(count)
    return {"count": shown, "url": reverse("work:mine"), "drafts": begun} if count else {}


def _without_drafts(user, today: date) -> int:
    return waiting_in(user, queues_of(user, today, but=drafts))
