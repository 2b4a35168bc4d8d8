"""The lists of exemplary models and of proposals as files."""

from tempfile import TemporaryFile

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from audit.recording import record_change
from recognition.filters_chosen import ExemplaryFilter, ProposalFilter
from reports.chosen_list import EXEMPLARY, PROPOSALS, write_list
from reports.views_register import XLSX
from vietnamese.folding import fold


@require_safe
def exemplary_export(request: HttpRequest) -> HttpResponse:
    """What the page of exemplary models shows for the same address, every page of it."""
    return _file(request, EXEMPLARY, ExemplaryFilter, "tieu-bieu")


@require_safe
def proposals_export(request: HttpRequest) -> HttpResponse:
    """What the page of proposals shows for the same address, every page of it."""
    return _file(request, PROPOSALS, ProposalFilter, "de-nghi-khen-thuong")


def _file(request, kind: str, filterset, name: str) -> HttpResponse:
    bar = request.context_bar
    asked = {n: v for n, v in request.GET.items() if n != "page"} | bar.parameters()
    filters = filterset.asked_by(request.user, asked)
    if refusals := filters.refusals():
        return HttpResponseBadRequest(
            " ".join(error.sentence for error in refusals), content_type="text/plain; charset=utf-8"
        )
    rows = filters.qs.select_related("registration__model", "registration__unit", "registration__organisation")
    out = TemporaryFile()  # noqa: SIM115 - the response closes it
    count = write_list(
        kind, rows, out, unit=bar.unit, name=bar.unit_name, period=bar.period_label.lower(),
        narrowed="; ".join(words for _name, words in filters.narrowed_by()), made_on=timezone.localdate(),
    )  # fmt: skip
    record_change(by=request.user, verb="export_chosen", subject=bar.unit or request.user, after={"rows": count} | asked)
    out.seek(0)
    place = slugify(fold(f"{bar.unit_name} {bar.period_label}"))
    return FileResponse(out, as_attachment=True, filename=f"{name}-{place}.xlsx", content_type=XLSX)
