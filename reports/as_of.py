"""The day an address asks the dashboard and the annual report as of."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from audit.errors import WrongAddress
from rollups.question import read_past_day


def asked_day(request: HttpRequest) -> date | None:
    """None for today. Raises WrongAddress for what is no day or lies ahead."""

    def refuse(_name, sentence):
        raise WrongAddress(sentence)

    return read_past_day("as_of", request.GET.get("as_of", ""), timezone.localdate(), refuse)
