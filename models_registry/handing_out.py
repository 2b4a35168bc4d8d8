"""Handing out kept papers: noted who took them, never run in the browser, kept by no cache."""

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

from audit.looking import note_look
from audit.verbs import DOWNLOAD_FILE


def hand_out(request: HttpRequest, row, *, of, unit) -> FileResponse:
    """The file that `row` keeps (`file`, `name`, `content_type`), a paper of `of`, which is the unit's. Whether the person may
    see it is asked before."""
    note_look(by=request.user, verb=DOWNLOAD_FILE, subject=row, subject_text=f"{row.name} · {of}", unit=unit)
    return closed(
        FileResponse(row.file.open("rb"), as_attachment=True, filename=row.name, content_type=row.content_type)
    )


def closed(response: HttpResponseBase) -> HttpResponseBase:
    """The response, shut to scripts and caches: what is in a file was brought by somebody."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
