"""A request does not hold the database for ever: PostgreSQL breaks off what runs too long, and people are told so; so are
they where the disk has no room left.

Only processes that serve requests are bound: commands (imports, backups, migrations) take as long as they take."""

import logging
import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

from audit.errors import is_for_want_of_room

log = logging.getLogger(__name__)
RETRY_SECONDS = 30


class SlowStatementsMiddleware:
    """Made once per serving process, before its first connection; pages that the database leaves without an answer
    say so with 503."""

    def __init__(self, get_response):
        self.get_response = get_response
        connection_created.connect(limit_statements, dispatch_uid="limit statements")

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return told(exception)


def limit_statements(connection, **kwargs) -> None:
    """Gives a new connection its longest statement, in seconds; 0 means none."""
    if connection.vendor == "postgresql" and settings.STATEMENT_TIMEOUT_SECONDS:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = %s", [settings.STATEMENT_TIMEOUT_SECONDS * 1000])


def told(exception: BaseException | None) -> HttpResponse | None:
    """507 or 503 in words; None for a mistake of ours."""
    if exception is not None and is_for_want_of_room(exception):
        log.error("no room left on the disk: %s", type(exception.__cause__ or exception).__name__)
        return HttpResponse(render_to_string("507.html"), status=507)
    return busy(exception) if isinstance(exception, (OperationalError, InterfaceError)) else None


def busy(exception: Exception) -> HttpResponse:
    """503 in words. What the database said stays in the server's log."""
    log.error("the database did not answer: %s", type(exception.__cause__ or exception).__name__)
    answer = HttpResponse(render_to_string("503.html"), status=503)
    answer["Retry-After"] = str(RETRY_SECONDS)
    return answer


def server_trouble(request: HttpRequest) -> HttpResponse:
    """The project's handler500: where a page could not even begin because the database is gone or the disk is full, that
    is what is said."""
    return told(sys.exc_info()[1]) or server_error(request)
