"""The register list as a file."""

from tempfile import TemporaryFile

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audit.recording import record_change
from models_registry.filters import RegistrationFilter
from recognition.filters import AwardFilter
from reports.award_export import export_awards
from reports.register_export import export_registrations
from vietnamese.dates import format_date
from vietnamese.folding import fold

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def register_export(request: HttpRequest) -> HttpResponse:
    """What the list page shows for the same address, every page of it; 400 where the address asks wrongly. Telephone
    numbers go along where `phones=1` asks for them, and the log says so."""
    bar = request.context_bar
    with_phones = request.GET.get("phones") == "1"
    asked = {n: v for n, v in request.GET.items() if n not in ("page", "phones")} | bar.parameters()
    filters = RegistrationFilter.asked_by(request.user, asked)
    refusals = filters.refusals()
    if refusals:
        return HttpResponseBadRequest(
            " ".join(error.sentence for error in refusals), content_type="text/plain; charset=utf-8"
        )
    place = f"{bar.unit_name}, {bar.period_label.lower()}"
    out = TemporaryFile()  # noqa: SIM115 - the response closes it
    count = export_registrations(
        filters.qs,
        out,
        title=_("SỔ ĐĂNG KÝ MÔ HÌNH, ĐIỂN HÌNH “DÂN VẬN KHÉO”"),
        subtitle=_subtitle(place, filters),
        with_phones=with_phones,
    )
    record_change(
        by=request.user,
        verb="export",
        subject=bar.unit or request.user,
        after={"rows": count, "phones": with_phones} | asked,
    )
    out.seek(0)
    return FileResponse(
        out, as_attachment=True, filename=f"so-dang-ky-{slugify(fold(place))}.xlsx", content_type=XLSX
    )


@require_safe
def award_export(request: HttpRequest) -> HttpResponse:
    """What the page of awards shows for the same address, every page of it; 400 where the address asks wrongly."""
    bar = request.context_bar
    asked = {n: v for n, v in request.GET.items() if n != "page"} | bar.parameters()
    filters = AwardFilter.asked_by(request.user, asked)
    if refusals := filters.refusals():
        return HttpResponseBadRequest(
            " ".join(error.sentence for error in refusals), content_type="text/plain; charset=utf-8"
        )
    place = f"{bar.unit_name}, {bar.period_label.lower()}"
    out = TemporaryFile()  # noqa: SIM115 - the response closes it
    count = export_awards(filters.qs, out, title=_("DANH SÁCH KHEN THƯỞNG “DÂN VẬN KHÉO”"), subtitle=_subtitle(place, filters))
    record_change(by=request.user, verb="export", subject=bar.unit or request.user, after={"rows": count} | asked)
    out.seek(0)
    return FileResponse(
        out, as_attachment=True, filename=f"khen-thuong-{slugify(fold(place))}.xlsx", content_type=XLSX
    )


def _subtitle(place: str, filters) -> str:
    """What the file holds: the place and years, what the list was narrowed by, and the day it was made."""
    made = _("Xuất ngày %(day)s") % {"day": format_date(timezone.localdate())}
    narrowed = "; ".join(words for _name, words in filters.narrowed_by())
    return ". ".join(
        part for part in (place, narrowed and _("Lọc theo: %(what)s") % {"what": narrowed}, made) if part
    )
