"""Refusals in the log: a file that was not taken, a deed that is not the person's. Noted while the request runs, written
after it in a transaction of its own: what the refused deed began is rolled back by then, its refusal is not."""

import re
from contextvars import ContextVar
from datetime import timedelta
from pathlib import PurePath

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from audit.models import Event
from audit.recording import record_change
from units.models import Unit

_ONE_IN = timedelta(minutes=1)
_REASON_LENGTH = 300
_ENDING = re.compile(r"[a-z0-9]{0,5}")
_NUMBER_OR_KEY = re.compile(r"[0-9a-f-]{1,36}|(?:old|new)-\d{1,12}")
_noted: ContextVar[dict[str, str] | None] = ContextVar("noted refusals", default=None)


def note_refusal(*, verb: str, reason: str) -> None:
    """Has the request's refusal written when the request is over; outside a request nothing is. `verb` begins with
    "refuse"; `reason` is the sentence the person was told, without what she sent."""
    noted = _noted.get()
    if noted is not None:
        noted.setdefault(verb, reason)


def note_refused_file(*, verb: str, sentence: str, name: str) -> None:
    """The same of a file. Its name is left out: it may name a person, or be the very mark of secrecy it is refused for."""
    ending = PurePath(name).suffix.lower().lstrip(".")
    for typed in (name, "" if _ENDING.fullmatch(ending) else ending):
        sentence = sentence.replace(typed, "…") if typed else sentence
    note_refusal(verb=verb, reason=sentence)


class RefusalLogMiddleware:
    """Stands inside whatever names the person and the door."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = _noted.set({})
        try:
            answer = self.get_response(request)
            noted = _noted.get()
        finally:
            _noted.reset(token)
        if noted and request.user.is_authenticated:
            for verb, reason in noted.items():
                _write(request.user, verb, reason, _place_of(request))
        return answer

    def process_exception(self, request, exception):
        if isinstance(exception, PermissionDenied):
            note_refusal(verb="refuse_deed", reason=str(exception))


@transaction.atomic
def _write(by, verb: str, reason: str, place: str) -> None:
    """One row a person, kind and minute, however often she tries: the log is no second flood. Of two requests at once
    one waits for the other, on the person's own row."""
    if connection.vendor == "postgresql":
        get_user_model().objects.select_for_update(no_key=True).values_list("pk").get(pk=by.pk)
    now = timezone.now()
    if Event.objects.filter(at__gt=now - _ONE_IN, at__lte=now, verb=verb, actor_id=by.pk).exists():
        return
    home = by.audited_unit_id
    record_change(
        by=by,
        verb=verb,
        subject_text=place,
        reason=reason[:_REASON_LENGTH],
        unit=Unit(pk=home) if home else None,
    )


def _place_of(request) -> str:
    """Where it was tried: "POST /mo-hinh/12/sua/". An address that carries more than numbers and keys of units is told
    as the product writes it, so that nothing typed stands in the log."""
    match = request.resolver_match
    plain = match is None or all(_NUMBER_OR_KEY.fullmatch(str(part)) for part in match.kwargs.values())
    address = request.path if plain and match is not None else f"/{match.route}" if match else ""
    return f"{request.method} {address}".strip()
