"""The day an address asks the dashboard and the annual report as of."""

from datetime import date

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils import timezone

from rollups.question import read_past_day


def asked_day(request: HttpRequest) -> date | None:
    """None for today. Raises BadRequest, in words, for what is no day or lies ahead."""

    def refuse(_name, sentence):
        raise BadRequest(sentence)

    return read_past_day("as_of", request.GET.get("as_of", ""), timezone.localdate(), refuse)
