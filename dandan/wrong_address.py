"""The page for an address or a body that cannot be read: what was wrong, where we know it in the person's words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from audit.errors import WrongAddress


def wrong_address(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = str(exception) if isinstance(exception, WrongAddress) else ""
    return render(request, "400.html", {"sentence": sentence}, status=400)
