"""Pages of the log, for who administers."""

from tempfile import TemporaryFile
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.refusing import keepers_only
from accounts.unit_options import administered_units, unit_picker
from audit.querysets import COUNTED_AT_MOST, batch_sizes, counted, folded
from audit.recording import record_change
from dandan.log_pages.file import write_log
from dandan.log_pages.lines import lines
from dandan.log_pages.question import LogQuestion, may_read_log
from vietnamese.dates import format_date
from vietnamese.numbers import format_integer

PAGE_SIZE = 50
SHOWN = ("who", "first_day", "last_day", "verb", "kind", "reason")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Events newest first, a batch in one line; older ones from the key of the last line on, so that the thousandth
    page costs what the first does."""
    question = _question(request)
    found = question.found()
    size = counted(found)
    # A batch that is asked for is laid open.
    heads = found if question.asked().get("batch") else folded(found)
    before = _before(request)
    if before is not None:
        heads = heads.filter(pk__lt=before)
    events = list(heads[: PAGE_SIZE + 1])
    more, events = len(events) > PAGE_SIZE, events[:PAGE_SIZE]
    sizes = (
        batch_sizes(found, {e.batch for e in events if e.batch}) if not question.asked().get("batch") else {}
    )
    asked = question.asked()

    def url(**changes) -> str:
        held = {name: value for name, value in (asked | changes).items() if value}
        return f"{request.path}?{urlencode(held)}"

    context = {
        "question": question,
        "filters": [question[name] for name in SHOWN],
        "picker": unit_picker(
            administered_units(request.user),
            address="people:units",
            query=request.GET.get("unit_q", ""),
            chosen=_chosen(question),
        ),
        "lines": lines(
            events, viewer=request.user, sizes=sizes, batch_url=lambda batch: url(batch=str(batch))
        ),
        "count_label": _count_label(size),
        "chips": [
            {"label": words, "remove_url": url(**{name: ""})} for name, words in question.in_words().items()
        ],
        "clear_url": request.path,
        "newest_url": url() if before is not None else "",
        "older_url": url(before=events[-1].pk) if more else "",
        "export_url": f"{reverse('log_export')}?{urlencode(asked)}",
        "sees_all": request.user.is_superuser,
        "context_bar": None,
    }
    status = 200 if question.is_valid() else 400
    return render(request, "audit/log.html", context, status=status)


@require_safe
def log_export(request: HttpRequest) -> HttpResponse:
    """The same question as a file; an event like any other export."""
    question = _question(request)
    if not question.is_valid():
        said = " ".join(text for texts in question.errors.values() for text in texts)
        return HttpResponseBadRequest(said, content_type="text/plain; charset=utf-8")
    out = TemporaryFile()  # noqa: SIM115 - the response closes it
    made = _("Xuất ngày %(day)s") % {"day": format_date(timezone.localdate())}
    subtitle = ". ".join([*question.in_words().values(), made])
    with transaction.atomic():
        rows = write_log(
            question.found(), out, viewer=request.user, title=_("NHẬT KÝ SỬ DỤNG"), subtitle=subtitle
        )
        record_change(
            by=request.user,
            verb="export_log",
            subject=request.user,
            after={"rows": rows, "question": "; ".join(question.in_words().values())},
        )
    out.seek(0)
    name = f"nhat-ky-{timezone.localdate():%Y-%m-%d}.xlsx"
    response = FileResponse(out, as_attachment=True, filename=name, content_type=_XLSX)
    response["Cache-Control"] = "private, no-store"
    return response


def _question(request: HttpRequest) -> LogQuestion:
    if not may_read_log(request.user):
        raise PermissionDenied(keepers_only())
    return LogQuestion(request.GET, by=request.user)


def _before(request: HttpRequest) -> int | None:
    """The key the page begins below; None for the newest page. Raises Http404 for what is no key."""
    text = request.GET.get("before", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Http404
    return int(text)


def _chosen(question: LogQuestion):
    return question.cleaned_data.get("unit") if question.is_valid() else None


def _count_label(size: int) -> str:
    if size > COUNTED_AT_MOST:
        return _("hơn %(n)s dòng") % {"n": format_integer(COUNTED_AT_MOST)}
    return ngettext("%(n)s dòng", "%(n)s dòng", size) % {"n": format_integer(size)}
